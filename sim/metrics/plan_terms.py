"""The terms of a pay plan: what it promises on target, and what it cost.

Pure functions of a config and of a run's pay rows. On target is at quota: of a curve over
attainment at 1, of one over an amount at the mean quota of the run's periods, of a ratio at its
goal. What has no quota is taken at what reps did.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.config import PERIODS, Component, Config
from sim.config.plan import OF_MONEY, RATIOS
from sim.metrics.summary import money
from sim.model.rules.payout import payout

if TYPE_CHECKING:
    from pandas import DataFrame

FOCAL, YEAR = 0, 260
MEASURED = {
    "new": "new revenue", "renewal": "renewed revenue", "retention": "revenue retained",
    "satisfaction": "satisfaction", "share_gain": "gain in market share, points",
    "growth": "new revenue over the last period's", "margin": "gross margin",
    "activity": "conversations", "team": "the team's new revenue a head",
}  # fmt: skip
PERIOD = {name: "half year" if name == "half" else name for name in PERIODS}


@dataclass(frozen=True)
class Target:
    """One component on target: where on its axis that is, and what it pays there a year."""

    component: Component
    x: float
    quota: float
    pay: float


@dataclass(frozen=True)
class Terms:
    """What a plan promises a rep on target, and what was paid in each replicate (money/year)."""

    salary: float
    targets: tuple[Target, ...]
    paid: NDArray[np.float64]

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
        """What varies, of pay on target."""
        return self.variable / self.ote if self.ote else math.nan

    @property
    def quota(self) -> float:
        """The quota of new business (money/year); NaN where nothing is paid on it."""
        sold = [one.quota for one in self.targets if one.component.measure in ("new", "team")]
        return max(sold, default=math.nan)

    @property
    def target_rate(self) -> float:
        """Variable pay on target for new business, of its quota."""
        for_sales = [one.pay for one in self.targets if one.component.measure in ("new", "team")]
        return sum(for_sales) / self.quota if for_sales and self.quota else math.nan

    @property
    def quota_to_ote(self) -> float:
        """How many times its pay on target a rep is to sell."""
        return self.quota / self.ote if self.ote else math.nan

    def named(self) -> dict[str, float]:
        """The terms by their names in the glossary, without those that do not apply."""
        found = {
            "ote": self.ote, "variable_share": self.variable_share, "quota_a_year": self.quota,
            "quota_to_ote": self.quota_to_ote, "target_rate": self.target_rate,
        }  # fmt: skip
        return {name: value for name, value in found.items() if not math.isnan(value)}


def terms(config: Config, tables: "Mapping[str, DataFrame]") -> Terms:
    """The terms of the focal firm's plan, from what its periods were in this run."""
    pay = tables["pay"]
    pay = pay[(pay["firm"] == FOCAL) & (pay["day"] >= config.warmup_days) & (pay["share"] == 1)]
    targets = tuple(
        _target(config, part, pay[pay["component"] == number])
        for number, part in enumerate(config.incentive.components)
    )
    paid = tables["runs"]["pay_per_rep"].to_numpy(np.float64)
    return Terms(config.incentive.salary, targets, paid)


def paid_at(x: Any, component: Component) -> NDArray[np.float64]:
    """Money that a component pays a period, at one place on its axis or at several."""
    parts = (component.at, component.jump, component.slope)
    curve, places = [np.asarray(part, np.float64) for part in parts], np.asarray(x, np.float64)
    heights = [payout(place, *curve, len(component.at)) for place in places.ravel()]
    return component.target_pay * np.reshape(heights, places.shape)


def component_text(target: Target) -> str:
    """A component in words: what is counted, how often it pays, and where on target it is."""
    part = target.component
    where = "of quota" if part.goal == 0 else "of its goal"
    x = f"100 % {where}" if part.unit == "attainment" else axis_text(target.x, part)
    window = "" if part.to_day is None else f" of days {part.from_day} to {part.to_day}"
    return f"{MEASURED[part.measure]}{window}, paid each {PERIOD[part.period]}, at {x}"


def axis_text(x: float, part: Component) -> str:
    """A place on a curve's axis, in its unit."""
    if part.unit == "attainment" or part.measure in ("retention", "satisfaction"):
        return f"{100 * x:.3g} %"
    if part.measure == "share_gain":
        return f"{100 * x:+.3g}".replace("-", "\N{MINUS SIGN}") if x else "0"
    if part.measure == "growth":
        return f"{x:.3g} ×"
    return f"{x:,.0f}" if part.measure == "activity" else money(x)


def _target(config: Config, part: Component, rows: "DataFrame") -> Target:
    quota = float(rows["quota"].mean()) if len(rows) else math.nan
    done = float(rows["credit"].mean()) if len(rows) else 0.0
    if part.unit == "attainment":
        x = 1.0
    elif part.measure in RATIOS or part.goal > 0:
        x = part.goal
    else:
        x = quota if quota > 0 and part.to_day is None else done
    a_year = _periods_a_year(config, part, rows)
    yearly = quota * a_year if part.measure in OF_MONEY else math.nan
    return Target(part, x, yearly, float(paid_at(x, part)) * a_year)


def _periods_a_year(config: Config, part: Component, rows: "DataFrame") -> float:
    """How often it is paid: of what counts in a window, as often as it was."""
    if part.to_day is None:
        return YEAR / PERIODS[part.period]
    return float(rows["day"].nunique()) * YEAR / config.days
