"""The terms of a pay plan: what it promises on target, and what it cost.

Pure functions of a config and of a run's pay rows. On target is at quota: of a curve over
attainment at 1, of one over an amount at the mean quota of the run's periods, of a ratio at its
goal. What has no quota is taken at what reps did.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.config import Component, Config, Fiscal, Incentive
from sim.config.fiscal import TWENTY_DAYS
from sim.config.measures import COUNT, GAIN, MULTIPLE, SHARE
from sim.config.plan import PERIODS
from sim.config.working_days import MONTH, QUARTER, YEAR
from sim.inference.intervals import Interval
from sim.metrics.estimates import estimate_of
from sim.metrics.numbers import in_full, money
from sim.model.rules.on_target import paid_on_target, place_on_target
from sim.model.rules.payout import payout

if TYPE_CHECKING:
    from pandas import DataFrame

FOCAL = 0
_TWENTY_DAYS = Fiscal()
# Beyond these a plan's numbers are most likely slips; the shipped plans stay far within.
MOST_RATE, LEAST_FIXED = 1.0, 0.02
LEAST_RATIO, MOST_RATIO = 0.2, 30.0


@dataclass(frozen=True)
class Target:
    """One component on target: where on its axis that is, its quota and what it pays there a year,
    and its periods a year, as far as it is in force."""

    component: Component
    x: float
    quota: float
    pay: float
    periods: float


@dataclass(frozen=True)
class Terms:
    """Promises of a plan to a rep on target, what was paid, with its interval, and what the rep
    would earn elsewhere (money/year); over so many counted days."""

    salary: float
    targets: tuple[Target, ...]
    paid: Interval
    outside: float = math.nan
    days: int = YEAR

    @property
    def variable(self) -> float:
        """Variable pay on target (money/year)."""
        return sum(target.pay for target in self.targets)

    @property
    def ote(self) -> float:
        """On-target earnings (money/year)."""
        return self.salary + self.variable

    @property
    def variable_share(self) -> float:
        """Variable pay over on-target earnings."""
        return self.variable / self.ote if self.ote else math.nan

    @property
    def quota_a_year(self) -> float:
        """The quota of new business (money/year), on average over the days on which there is one;
        NaN where nothing is paid on it."""
        known = [one for one in self._for_sales if one.quota > 0.0]
        begins = sorted({day for one in known for day in _turns(one.component) if day < self.days})
        if len(begins) < 2:
            return max((one.quota for one in self._for_sales), default=math.nan)
        asked = days = 0.0
        for first, after in zip(begins, [*begins[1:], self.days], strict=True):
            there = [one.quota for one in known if one.component.in_force_on(first)]
            if there:
                asked, days = asked + max(there) * (after - first), days + after - first
        return asked / days

    @property
    def target_rate(self) -> float:
        """Variable pay on target for new business, of its quota."""
        paid = [one.pay for one in self._for_sales]
        return sum(paid) / self.quota_a_year if paid and self.quota_a_year else math.nan

    @property
    def quota_to_ote(self) -> float:
        """Quota of new business over on-target earnings."""
        return self.quota_a_year / self.ote if self.ote else math.nan

    @property
    def pay_to_outside(self) -> float:
        """On-target earnings over what a rep would earn elsewhere."""
        return self.ote / self.outside if self.outside else math.nan

    @property
    def variable_to_outside(self) -> float:
        """Variable pay on target over what a rep would earn elsewhere."""
        return self.variable / self.outside if self.outside else math.nan

    @property
    def _for_sales(self) -> list[Target]:
        return [one for one in self.targets if one.component.counted.new_business]

    def named(self) -> dict[str, float]:
        """The terms by their names in the glossary, without those that do not apply."""
        names = ("ote", "variable_share", "pay_to_outside", "variable_to_outside", "quota_a_year",
                 "quota_to_ote", "target_rate")  # fmt: skip
        found = {name: getattr(self, name) for name in names}
        return {name: value for name, value in found.items() if not math.isnan(value)}


def _turns(part: Component) -> list[int]:
    """The day on which a component comes into force, and the first on which it no longer is."""
    return [part.first_day] if part.last_day is None else [part.first_day, part.last_day + 1]


def terms(config: Config, tables: "Mapping[str, DataFrame]") -> Terms:
    """The terms of the focal firm's plan, from what its periods were in this run."""
    pay = tables["pay"]
    pay = pay[(pay["firm"] == FOCAL) & (pay["day"] >= config.warmup_days)]
    targets = tuple(
        _target(config, part, _of_whole_periods(part, pay[pay["component"] == number]))
        for number, part in enumerate(config.incentive.components)
    )
    paid = estimate_of(tables["runs"], "pay_per_rep")
    salary = config.incentive.salary_over(config.days)
    return Terms(salary, targets, paid, config.sales.outside_pay, config.days)


def promised(plan: Incentive, fiscal: Fiscal = _TWENTY_DAYS) -> Terms:
    """The terms of a plan by its own numbers, before any run: its first quota, its goals.

    What has neither, what pays in a window only, and what is not yet in force on the first counted
    day, is taken as nothing.
    """
    targets = tuple(_promised(plan, part, fiscal.lengths) for part in plan.components)
    return Terms(plan.salary, targets, Interval(math.nan, math.nan, math.nan, 0))


def oddities(where: str, plan: Incentive, fiscal: Fiscal = _TWENTY_DAYS) -> list[str]:
    """A line about each term of a plan that no plan in the field has, with its number.

    Such a plan runs, as an absurd number may be meant. More often it is a per cent, or 60.000.
    """
    terms, found = promised(plan, fiscal), []
    quota = plan.quota.initial * YEAR / QUARTER
    rate, fixed, ratio = terms.target_rate, plan.salary, quota / terms.ote if terms.ote else 0.0
    if rate > MOST_RATE:
        found.append(
            f"{where} pays {rate:,.0%} of new business at its quota (target rate), where plans pay "
            f"some per cent: a slope of 0.08 is 8 %"
        )
    if 0 < fixed < LEAST_FIXED * terms.ote:
        found.append(
            f"{where}.salary={fixed:.12g} a year is {fixed / terms.ote:.2%} of on-target earnings "
            f"of {terms.ote:,.12g} (pay mix): 60.000 is sixty, not sixty thousand"
        )
    if terms.ote and not LEAST_RATIO <= ratio <= MOST_RATIO:
        found.append(
            f"{where} has a quota of {in_full(ratio, 2)} times on-target earnings ({quota:,.0f} to "
            f"{terms.ote:,.12g} a year), where plans have some times (quota:OTE)"
        )
    return found


def paid_at(x: ArrayLike, component: Component) -> NDArray[np.float64]:
    """Money that a component pays a period, at one place on its axis or at several."""
    parts = (component.at, component.jump, component.slope)
    curve, places = [np.asarray(part, np.float64) for part in parts], np.asarray(x, np.float64)
    heights = [payout(place, *curve, len(component.at)) for place in places.ravel()]
    return component.target_pay * np.reshape(heights, places.shape)


def period_words(period: str, fiscal: Fiscal) -> str:
    """A pay period's name in a sentence, and how many months a year has."""
    if period == "month":
        days = f"{MONTH} days" if fiscal.months == TWENTY_DAYS else "of the calendar"
        return f"month ({days}, {YEAR / fiscal.lengths[period]:.0f} a year)"
    return "half year" if period == "half" else period


def component_text(target: Target, fiscal: Fiscal) -> str:
    """A component in words: what is counted, how often it pays, and where on target it is."""
    part = target.component
    where = "of quota" if part.goal == 0 else "of its goal"
    x = f"100 % {where}" if part.unit == "attainment" else axis_text(target.x, part)
    window = "" if part.to_day is None else f" of days {part.from_day} to {part.to_day}"
    return f"{part.counted.words}{window}, {paid_when(part, fiscal)}{in_force(part)}, at {x}"


def paid_when(part: Component, fiscal: Fiscal) -> str:
    """The days on which a component is paid: at its period's end, or when its window closes."""
    if part.to_day is not None:
        return "paid when they are over"
    if part.cadence < PERIODS[part.period]:
        return f"over each {part.period} so far, paid each {period_words(part.paid, fiscal)}"
    return f"paid each {period_words(part.period, fiscal)}"


def in_force(part: Component) -> str:
    """The days on which a component is in force, if it is not always."""
    first = f" from day {part.first_day}" if part.first_day else ""
    return first + (f" to day {part.last_day}" if part.last_day is not None else "")


def axis_text(x: float, part: Component) -> str:
    """A place on a curve's axis, in its unit."""
    unit = SHARE if part.unit == "attainment" else part.counted.unit
    if unit == SHARE:
        return f"{100 * x:.3g} %"
    if unit == GAIN:
        return f"{100 * x:+.3g}".replace("-", "\N{MINUS SIGN}") if x else "0"
    if unit == MULTIPLE:
        return f"{x:.3g} ×"
    return f"{x:,.0f}" if unit == COUNT else money(x)


def _of_whole_periods(part: Component, rows: "DataFrame") -> "DataFrame":
    """Rows of whole periods; of a component that is cut within its only one, as of a whole one."""
    whole, cut = rows[rows["share"] == 1], rows[rows["share"] > 0]
    if len(whole) or not (part.first_day or part.last_day is not None):
        return whole
    there = cut["share"]
    return cut.assign(quota=cut["quota"] / there, credit=cut["credit"] / there)


def _target(config: Config, part: Component, rows: "DataFrame") -> Target:
    quota = float(rows["quota"].mean()) if len(rows) else math.nan
    done = float(rows["credit"].mean()) if len(rows) else 0.0
    if part.unit == "attainment":
        x = 1.0
    elif part.counted.is_ratio or part.goal > 0:
        x = part.goal
    else:
        x = quota if quota > 0 and part.to_day is None else done
    a_year = _periods_a_year(config, part, rows)
    yearly = quota * a_year if part.counted.is_money else math.nan
    there = part.part_in_force(config.days) if part.to_day is None else 1.0
    pay = float(paid_at(x, part)) * a_year * there
    return Target(part, x, yearly, pay, a_year * there)


def _promised(plan: Incentive, part: Component, lengths: Mapping[str, float]) -> Target:
    quota = plan.asked(part, lengths)
    a_year = 0.0 if part.first_day else YEAR / lengths[part.period]
    yearly = quota * a_year if part.counted.is_money else math.nan
    pay = paid_on_target(part, quota, a_year)
    return Target(part, place_on_target(part, quota), yearly, pay, a_year)


def _periods_a_year(config: Config, part: Component, rows: "DataFrame") -> float:
    """Payments a year: of what counts in a window, as many as there were."""
    if part.to_day is None:
        return YEAR / config.fiscal.lengths[part.period]
    return float(rows["day"].nunique()) * YEAR / config.days
