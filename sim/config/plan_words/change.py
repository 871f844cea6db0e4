"""A change of plan: one plan until a day, and from then on another, as one plan.

Components of the first are in force until the day before, those of the second from the day on. One
that both have goes on as if nothing had changed: its period is not cut. What would not count on any
of its days, as a campaign that is over, is left out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace

from sim.config.parameter import ConfigError
from sim.config.plan import Component, Incentive, Salary

# What can change; all else in a plan is the same before and after.
_CAN_CHANGE = ("salary", "salaries", "components", "quota")
Parts = dict[int, Component]


def changed(before: Incentive, after: Incentive, day: int, where: str = "incentive") -> Incentive:
    """The plan that pays by one until a day (after the warm-up), and by another from then on.

    Days in either plan are days of the run. What has changed can change again. Raises
    :class:`ConfigError` for a day that is none, and for what a change cannot change.
    """
    if day < 1:
        raise ConfigError(
            f"{where} cannot change on day {day}: on day 1 or later, as it has always been the "
            "other plan otherwise"
        )
    _check_alike(where, before, after, day)
    old = {i: one for i, one in enumerate(before.components) if one.first_day < day}
    new = {j: one for j, one in enumerate(after.components) if one.ends >= day}
    stays = _staying(old, new, day)
    kept = set(stays.values())
    old = {i: one for i, one in old.items() if i in kept or one.from_day < day}
    new = {j: one for j, one in new.items() if j in stays or not is_over(one, day)}
    first = {i: number for number, i in enumerate(old)}
    begins = [j for j in new if j not in stays]
    then = {j: first[i] for j, i in stays.items()}
    then |= {j: len(first) + number for number, j in enumerate(begins)}
    ends = {i: new[j].last_day for j, i in stays.items()}
    parts = [
        replace(_gated(one, first), last_day=ends.get(i, int(min(one.ends, day - 1))))
        for i, one in old.items()
    ]
    parts += [replace(_gated(new[j], then), first_day=max(new[j].first_day, day)) for j in begins]
    quota = before.quota if _has_quotas(before) or not _has_quotas(after) else after.quota
    salaries = [*_salaries(before, after, day)]
    return replace(before, components=parts, salaries=salaries, quota=quota)


def is_over(one: Component, day: int) -> bool:
    """Whether a campaign's only window is over before a day."""
    return one.to_day is not None and one.to_day < day and not one.every_days


def _check_alike(where: str, before: Incentive, after: Incentive, day: int) -> None:
    """A change is one of components and of fixed pay: the rest stays as it is."""
    for entry in fields(Incentive):
        name = entry.name
        if name not in _CAN_CHANGE and getattr(before, name) != getattr(after, name):
            raise ConfigError(
                f"{where}.{name} is not the same before and after day {day}: a plan changes in "
                "components and salary, so say the same in both"
            )
    if before.quota == after.quota or not (_has_quotas(before) and _has_quotas(after)):
        return
    for entry in fields(before.quota):
        was, is_now = (getattr(one.quota, entry.name) for one in (before, after))
        if was != is_now:
            raise ConfigError(
                f"{where}.quota.{entry.name}={was} before day {day} and {is_now} from then on: "
                "quotas that follow from results keep their rules; a goal can change"
            )


def _has_quotas(plan: Incentive) -> bool:
    """Whether anything is paid, or waits for a gate, by a quota that follows from results."""
    gates = {one.gate for one in plan.components}
    return any(
        one.counted.is_money and one.goal == 0.0 and (one.unit == "attainment" or number in gates)
        for number, one in enumerate(plan.components)
    )


def _staying(old: Parts, new: Parts, day: int) -> dict[int, int]:
    """Components of the second plan that the first has already, by their numbers in both."""
    stays: dict[int, int] = {}
    before = None
    while before != len(stays):  # what waits for a gate stays if the gate does
        before = len(stays)
        for j, one in new.items():
            if j in stays or one.first_day > day:
                continue
            for i, other in old.items():
                free = i not in stays.values() and other.ends >= day - 1
                gated = one.gate in stays and other.gate == stays[one.gate]
                if free and _same(other, one) and (gated or one.gate is other.gate is None):
                    stays[j] = i
                    break
    return stays


def _same(one: Component, other: Component) -> bool:
    """Whether two components pay alike while they are in force, their gates apart."""
    apart = {"first_day": 0, "last_day": None, "gate": None}
    return replace(one, **apart) == replace(other, **apart)  # type: ignore[arg-type]


def _gated(part: Component, numbers: Mapping[int, int]) -> Component:
    return part if part.gate is None else replace(part, gate=numbers[part.gate])


def _salaries(before: Incentive, after: Incentive, day: int) -> Iterator[Salary]:
    yield from (one for one in before.salaries if one.from_day < day)
    if after.salary_on(day) != before.salary_on(day - 1):
        yield Salary(day, after.salary_on(day))
    yield from (one for one in after.salaries if one.from_day > day)
