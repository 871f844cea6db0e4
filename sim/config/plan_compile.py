"""From a plan's words to its components, where a scenario is made; then the words are dropped."""

import re
from dataclasses import fields, replace

from sim.config import Config
from sim.config.parameter import ConfigError
from sim.config.plan import Component, Incentive
from sim.config.plan_basis import Year, basis_of
from sim.config.plan_extras import campaigns_of, held_back, sums_of, with_own_bonuses
from sim.config.plan_rates import rates_of
from sim.config.plan_words import PlanWords

_NOTHING = PlanWords()


def with_plans(config: Config) -> Config:
    """The config with every pay plan that is in words as components.

    Raises :class:`ConfigError` in one line that names the word.
    """
    own, theirs = config.incentive, config.rivals.incentive
    if theirs.words_said:
        plan = compiled("rivals.incentive", theirs, year_of(config))
        config = replace(config, rivals=replace(config.rivals, incentive=plan))
    if own.words_said:
        config = replace(config, incentive=compiled("incentive", own, year_of(config)))
    return config


def year_of(config: Config) -> Year:
    """The year by which a config's plans are read."""
    return Year(config.fiscal.lengths, day_of)


def compiled(where: str, plan: Incentive, year: Year) -> Incentive:
    """A plan's words as salary and components; what else it says stays as it is."""
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
    unsaid = {entry.name: getattr(_NOTHING, entry.name) for entry in fields(PlanWords)}
    salary = float(f"{salary:.12g}")
    return replace(plan, salary=salary, components=components, quota=quota, **unsaid)


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
