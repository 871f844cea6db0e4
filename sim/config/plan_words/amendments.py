"""Changes of a plan as it says them: each is laid over the plan as it was before, word by word."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from itertools import pairwise
from typing import Any, NoReturn

from sim.config.parameter import ConfigError, key_of
from sim.config.plan import Change, Component, Incentive
from sim.config.plan_words.basis import Year
from sim.config.plan_words.change import is_over
from sim.config.plan_words.words import Clawback, PlanWords
from sim.config.working_days import enough_for

_NOTHING = PlanWords()
WORDS = {entry.name: getattr(_NOTHING, entry.name) for entry in fields(PlanWords)}
# Components that nobody has said, beside words.
_UNSAID = (Component(),)


def days_of_changes(where: str, plan: Incentive, year: Year) -> list[int]:
    """The day from which each change holds. Raises :class:`ConfigError` for one that cannot be."""
    days = [_day(f"{where}.changes[{n}].from", one, year) for n, one in enumerate(plan.changes)]
    for number, (before, after) in enumerate(pairwise(days), start=1):
        if after <= before:
            raise ConfigError(
                f"{where}.changes[{number}].from={after} is not after the change before it, from "
                f"{before}: changes stand in the order of their days"
            )
    if days and plan.salaries:
        raise ConfigError(
            f"{where}.salaries beside {where}.changes are two lists of what fixed pay becomes: say "
            "salary in the changes"
        )
    return days


def _day(key: str, one: Change, year: Year) -> int:
    if not one.from_:
        raise ConfigError(f"{key} is missing: a change has a first day on which it holds")
    day = int(year.day_of(key, one.from_))
    if day < 1:
        raise ConfigError(f"{key}={day} is how the plan begins: day 1 or later, else no change")
    if day >= year.days:
        raise ConfigError(
            f"{key}={day} is after the last of days={year.days:g}: it would never hold, "
            f"{enough_for(day)}"
        )
    return day


def laid_over(where: str, before: Incentive, salary: float, one: Change) -> Incentive:
    """The plan as it is said from a change on: what the change does not say is as before.

    ``salary`` is what was fixed before. Raises :class:`ConfigError` for what contradicts.
    """
    said = one.said
    if not said:
        raise ConfigError(f"{where} says nothing: say what is different from day {one.from_} on")
    quota, words = before.quota, {name: getattr(before, name) for name in WORDS}
    for name in said:
        if str(getattr(one, name)).strip().lower() == "none":
            raise ConfigError(f"{where}.{name}=none: to end it, say without=[{name}]")
    if "components" in said:
        for name in said - {"components", "salary"}:
            raise ConfigError(
                f"{where}.components beside {where}.{name.rstrip('_')} are two plans: words, or "
                "breakpoints, jumps and slopes"
            )
        words, quota = WORDS, replace(quota, per="", amount="")
        components = one.components
    else:
        ended = {name: WORDS.get(name, "") for name in _ended(where, before, one)}
        words = words | {name: value for name, value in ended.items() if name in WORDS}
        words |= {name: _over(words[name], getattr(one, name)) for name in said & WORDS.keys()}
        amount = "" if "quota.amount" in ended else one.quota.amount or quota.amount
        quota = replace(quota, per=one.quota.per or quota.per, amount=amount)
        components = before.components if said == {"salary"} else _UNSAID
    made = replace(before, components=components, quota=quota, **words)
    if not made.words_said and components is _UNSAID:
        made = replace(made, components=())
    return replace(made, salary=_fixed(where, made, salary, one))


def _fixed(where: str, plan: Incentive, before: float, one: Change) -> float:
    """The terms that are fixed from a change on; what ote and mix say of it is read with them."""
    if not (plan.ote or plan.mix):
        return before if one.salary is None else one.salary
    if one.salary is not None:
        raise ConfigError(
            f"{where}.salary={one.salary:.12g} beside ote and mix, which say what is fixed: change "
            "these"
        )
    return Incentive.salary


def _ended(where: str, before: Incentive, one: Change) -> Iterator[str]:
    """The names of the words that hold no more."""
    names = {key_of(entry): entry.name for entry in fields(PlanWords)}
    for key in one.without:
        if key not in before.words_said:
            raise ConfigError(f"{where}.without={key}: the plan before it says no {key}")
        if names.get(key) in one.said or (key == "quota.amount" and one.quota.amount):
            raise ConfigError(f"{where}.without={key} beside {where}.{key}: one of them")
        yield names.get(key, key)


def _over(before: Any, value: Any) -> Any:
    """A word over what it was; of a clawback or a holdback, word by word."""
    if isinstance(value, str | tuple):
        return value
    if isinstance(value, Clawback) and value.days == 0:
        return Clawback()
    usual = type(value)()
    mine = {entry.name: getattr(value, entry.name) for entry in fields(value)
            if getattr(value, entry.name) != getattr(usual, entry.name)}  # fmt: skip
    return replace(before, **mine)


def check_days(where: str, one: Change, made: Incentive, day: int, year: Year) -> None:
    """Refuse a campaign or a component of a change that is over before the change."""
    for number, campaign in enumerate(one.spif if "spif" in one.said else ()):
        last = int(year.day_of(f"{where}.spif[{number}].to", campaign.to))
        if last < day and not campaign.every:
            _refuse_over(f"{where}.spif[{number}].to", campaign.to, day)
    for number, part in enumerate(made.components if "components" in one.said else ()):
        if part.ends < day:
            _refuse_over(f"{where}.components[{number}].last_day", part.last_day, day)
        if is_over(part, day):
            _refuse_over(f"{where}.components[{number}].to_day", part.to_day, day)


def _refuse_over(key: str, last: int | str | None, day: int) -> NoReturn:
    raise ConfigError(f"{key}={last} is before from={day}: it would never count")


def by_its_place(refusal: str, where: str, places: Mapping[str, str]) -> str:
    """A refusal of the plan from a change on, with a word that was said before by its own place."""
    word = refusal.removeprefix(f"{where}.")
    name = next((one for one in places if word[: len(one)] == one
                 and not word[len(one) :][:1].isidentifier()), "")  # fmt: skip
    if word == refusal or places.get(name, where) == where:
        return refusal
    return f"{where}: from then on {places[name]}.{word}"
