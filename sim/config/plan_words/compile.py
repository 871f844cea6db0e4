"""From a plan's words to its components, where a scenario is made; then the words are dropped."""

import re
from dataclasses import replace
from typing import Any

from sim.config import Config
from sim.config.parameter import ConfigError
from sim.config.plan import Component, Incentive
from sim.config.plan_checks import check_plan
from sim.config.plan_words.amendments import (
    WORDS,
    by_its_place,
    check_days,
    days_of_changes,
    laid_over,
)
from sim.config.plan_words.basis import Year, basis_of
from sim.config.plan_words.change import changed
from sim.config.plan_words.extras import campaigns_of, held_back, sums_of, with_own_bonuses
from sim.config.plan_words.rates import rates_of


def with_plans(config: Config) -> Config:
    """The config with every pay plan that is in words as components.

    Raises :class:`ConfigError` in one line that names the word.
    """
    own, theirs = config.incentive, config.rivals.incentive
    for where, firm in (("incentive", config), ("rivals.incentive", config.rivals)):
        _check_components(where, firm, config)
    if theirs.words_said:
        plan = compiled("rivals.incentive", theirs, year_of(config))
        config = replace(config, rivals=replace(config.rivals, incentive=plan))
    if own.words_said:
        config = replace(config, incentive=compiled("incentive", own, year_of(config)))
    return config


def _check_components(where: str, firm: Any, config: Config) -> None:
    """Check the components that changes say, by the place where they are said."""
    for number, one in enumerate(firm.incentive.changes):
        if "components" in one.said:
            then = replace(firm.incentive, components=one.components, salaries=(), changes=())
            here = f"{where}.changes[{number}]"
            check_plan(here, then, firm.sales, config.days, config.fiscal)


def year_of(config: Config) -> Year:
    """The year by which a config's plans are read."""
    return Year(config.fiscal.lengths, day_of, config.days)


def compiled(where: str, plan: Incentive, year: Year) -> Incentive:
    """A plan's words, and changes of it, as salaries and components; all else stays as it is."""
    said = replace(plan, changes=())
    made, salary = _by_itself(where, said, year)
    places = dict.fromkeys((word.partition(".")[0] for word in said.words_said), where)
    for number, day in enumerate(days_of_changes(where, plan, year)):
        here, one = f"{where}.changes[{number}]", plan.changes[number]
        said = laid_over(here, said, salary, one)
        places |= dict.fromkeys(one.said, here)
        try:
            then, salary = _by_itself(here, said, year)
        except ConfigError as error:
            raise ConfigError(by_its_place(str(error), here, places)) from None
        check_days(here, one, then, day, year)
        made = changed(made, then, day, here)
    return made


def _by_itself(where: str, plan: Incentive, year: Year) -> tuple[Incentive, float]:
    """One plan without its changes as components, and all of its salary, what waits included."""
    if not plan.words_said:
        return plan, plan.salary
    if tuple(plan.components) != (Component(),):
        raise ConfigError(
            f"{where}.components beside {where}.{plan.words_said[0]} are two plans: words, or "
            "breakpoints, jumps and slopes"
        )
    _refuse_halves(where, plan)
    basis = basis_of(where, plan, year)
    salary, waiting = held_back(basis)
    components = [*with_own_bonuses(basis, rates_of(basis)), *sums_of(basis),
                  *campaigns_of(basis), *waiting]  # fmt: skip
    if not components:
        raise ConfigError(
            f"{where}.{plan.words_said[0]} pays nothing by itself: say ote and mix, rate or tiers"
        )
    quota = replace(plan.quota, per="", amount="")
    salary = float(f"{salary:.12g}")
    return replace(plan, salary=salary, components=components, quota=quota, **WORDS), basis.salary


def day_of(where: str, text: str) -> int:
    """The working day, counted after the warm-up, that a text names; dates are days by now."""
    if re.fullmatch("[0-9]{1,5}", text.strip()):
        return int(text)
    raise ConfigError(f"{where}={text[:80]!r} is no working day: a whole number from 0, or a "
                      "date as 2026-11-01")  # fmt: skip


def _refuse_halves(where: str, plan: Incentive) -> None:
    """Refuse words that say something about what is not said."""
    taken = plan.clawback
    if not taken.days and (taken.share or taken.takes):
        name = "share" if taken.share else "takes"
        raise ConfigError(f"{where}.clawback.{name}={getattr(taken, name)} without clawback.days: "
                          "within how many working days")  # fmt: skip
