"""The basis of a plan's words: its period, its quota, variable pay on target and the base rate."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NoReturn

from sim.config.measures import COUNT, MONEY, REGISTER
from sim.config.parameter import ConfigError
from sim.config.plan import Incentive
from sim.config.plan_words import written
from sim.config.working_days import YEAR

DayOf = Callable[[str, str], int | str]
# Whose quota is one and the same: the team's is a head.
_ALIKE = ("new", "team")


@dataclass(frozen=True)
class Year:
    """The year by which a plan is read: working days of each period, on average, and of a day.

    ``day_of(key, text)`` is the working day that a number or a date names, counted after the
    warm-up; it raises :class:`ConfigError` under that key. ``days`` are those of the run.
    """

    lengths: Mapping[str, float]
    day_of: DayOf
    days: float = math.inf


@dataclass(frozen=True)
class Basis:
    """A plan in words, and what all of them refer to.

    ``variable`` is variable pay on target a year (0 without ote), ``weights`` the part of it that
    extras take, ``amount`` the fixed quota a period in the measure's unit (0 if there is none).
    """

    where: str
    plan: Incentive
    year: Year
    period: str
    salary: float
    variable: float
    weights: float
    amount: float
    base: float | None

    @property
    def measure(self) -> str:
        """The measure on which rates are paid."""
        return self.plan.measure or "new"

    @property
    def counts_units(self) -> bool:
        """Whether that is a number, and no money."""
        return REGISTER[self.measure].unit == COUNT

    @property
    def by_quota(self) -> bool:
        """Whether the curve's axis is attainment of quota."""
        return bool(self.variable or self.amount)

    @property
    def at_quota(self) -> float:
        """The pay of the base rate a period at quota (money); 0 if there is no base rate."""
        if self.variable:
            return self.variable_in(self.period) * (1.0 - self.weights)
        return (self.base or 0.0) * self.amount

    def variable_in(self, period: str) -> float:
        """Variable pay on target over a period (money): a year has 260 working days."""
        return self.variable * self.year.lengths[period] / YEAR

    def quota_in(self, period: str, measure: str) -> float | None:
        """The fixed quota over another period; 0: by past results; None: none follows."""
        alike = measure == self.measure or {measure, self.measure} <= set(_ALIKE)
        if self.amount:
            lengths = self.year.lengths
            whole = self.amount * lengths[period] / lengths[self.period]
            return whole if alike else None
        return 0.0 if REGISTER[measure].unit == MONEY else None

    def refuse(self, key: str, what: str) -> NoReturn:
        """Refuse something of the plan: its key, and what is wrong with it."""
        raise ConfigError(f"{self.where}.{key}{what}")


def basis_of(where: str, plan: Incentive, year: Year) -> Basis:
    """The basis of a plan's words. Raises :class:`ConfigError` for what contradicts."""
    period = plan.quota.per or plan.paid or "quarter"
    salary, variable = _target(where, plan)
    weights = _weights(where, plan, variable)
    amount = written.money(f"{where}.quota.amount", plan.quota.amount) if plan.quota.amount else 0.0
    if plan.quota.amount and not plan.quota.per:
        raise ConfigError(f"{where}.quota.amount={plan.quota.amount} says no per: a quota a month, "
                          "quarter, half or year")  # fmt: skip
    if plan.quota.amount and not amount:
        raise ConfigError(f"{where}.quota.amount={plan.quota.amount} is nothing: more than 0")
    base, at_quota = _base(where, plan), variable * (1.0 - weights) * year.lengths[period] / YEAR
    if base is not None and variable and amount:
        name = "rate" if plan.rate else "per_unit"
        raise ConfigError(f"{where}.{name}={getattr(plan, name)} is said by ote, mix and "
                          "quota.amount already: leave one of them out")  # fmt: skip
    if variable and base:
        amount = at_quota / base
    elif variable and amount:
        base = at_quota / amount
    return Basis(where, plan, year, period, salary, variable, weights, amount, base)


def _target(where: str, plan: Incentive) -> tuple[float, float]:
    """Salary, and variable pay on target (money/year)."""
    if not plan.ote and not plan.mix:
        return plan.salary, 0.0
    if not plan.ote or not plan.mix:
        said, other = ("ote", "mix") if plan.ote else ("mix", "ote")
        raise ConfigError(f"{where}.{said}={getattr(plan, said)} needs {other} beside it")
    ote = written.money(f"{where}.ote", plan.ote)
    if not ote:
        raise ConfigError(f"{where}.ote={plan.ote} is nothing: more than 0")
    salary = written.mix(f"{where}.mix", plan.mix) * ote
    if plan.salary not in (Incentive.salary, salary):
        raise ConfigError(f"{where}.salary={plan.salary:.12g} is not what ote={plan.ote} and "
                          f"mix={plan.mix} make, {salary:.12g}: leave it out")  # fmt: skip
    return float(f"{salary:.12g}"), ote - salary


def _weights(where: str, plan: Incentive, variable: float) -> float:
    """The part of variable pay that bonuses, kickers and objectives take."""
    said = [(f"{where}.{name}[{number}].weight", one.weight)
            for name in ("bonus", "kicker", "mbo")
            for number, one in enumerate(getattr(plan, name)) if one.weight]  # fmt: skip
    for key, weight in said if not variable else ():
        raise ConfigError(f"{key}={weight} is a part of variable pay on target: say ote and mix")
    total = sum(written.share(key, weight) for key, weight in said)
    if total > 1.0 + 1e-9:
        raise ConfigError(f"{said[-1][0]}={said[-1][1]} makes {100 * total:g} % with the others: "
                          "100 % of variable pay at most")  # fmt: skip
    return min(float(f"{total:.12g}"), 1.0)


def _base(where: str, plan: Incentive) -> float | None:
    """The base rate that is said: of money sold, or money a unit."""
    units = REGISTER[plan.measure or "new"].unit == COUNT
    if plan.rate and plan.per_unit:
        raise ConfigError(f"{where}.rate={plan.rate} and per_unit={plan.per_unit}: one of them")
    if plan.rate:
        if units:
            raise ConfigError(f"{where}.rate={plan.rate} with measure={plan.measure}, which counts "
                              "units: say per_unit")  # fmt: skip
        return written.part_of_sales(f"{where}.rate", plan.rate)
    if plan.per_unit:
        if not units:
            what = f"measure={plan.measure or 'new'}, which is money"
            raise ConfigError(f"{where}.per_unit={plan.per_unit} with {what}: say rate, or "
                              "measure=deals")  # fmt: skip
        return written.money(f"{where}.per_unit", plan.per_unit)
    return None
