"""Outlooks: for every kind of rep and pay period, a table of what a deal and its day are worth."""

import math
from dataclasses import asdict

import numpy as np
from numpy.typing import NDArray

from sim.config import PERIODS, Config
from sim.config.plan import Component, Incentive
from sim.engine.rows import Whole
from sim.model.foresight.bellman import Worth
from sim.model.foresight.period import (
    CREDIT_STEP,
    Curve,
    Curves,
    Habits,
    Kind,
    cells_a_scale,
    table_of,
)
from sim.model.rules.effort import reference_rate
from sim.model.rules.normal import relative_variance

# Pay periods that a rep can look ahead to, each with a table of its own.
LOOKS = 4
# In place of where a table begins: not looked up yet, and nothing to look up.
UNKNOWN, NOTHING_AHEAD = -1, -2
# What of the settings a rep's look ahead depends on.
_HABITS = ("effort_gain", "effort_max", "patience", "risk_aversion")


class Outlooks:
    """The looks ahead of all reps.

    ``book`` holds all tables end to end, and room for more. [firm, look]: ``days`` of each period
    (0: none), ``parts`` the component whose credit counts towards it. ``ahead`` [firm, component]
    says what is looked ahead on, ``plans`` [firm] the components of each look; ``deal`` is the
    value of one (money).
    """

    def __init__(self, config: Config, components: int) -> None:
        firms = [config] + [config.rivals] * config.rivals.count
        self.book: Worth = np.zeros(0, np.float32)
        self._written = 0
        self.days: Whole = np.zeros((len(firms), LOOKS), np.int64)
        self.parts: Whole = np.zeros((len(firms), LOOKS), np.int64)
        self.ahead: NDArray[np.bool_] = np.zeros((len(firms), components), np.bool_)
        self._at: dict[tuple[int, Kind, Curves, int], int] = {}
        self.plans: list[list[list[Component]]] = []
        self._habits: list[Habits] = []
        self._rates: list[float] = []
        goods = config.market.catalogue
        for firm, its in enumerate(firms):
            known = asdict(its.sales) | asdict(its.timing)
            habits = {name: float(known[name]) for name in (*_HABITS, *asdict(its.timing))}
            habits["size_cv"] = math.sqrt(relative_variance(goods.deal_size_sd))
            self._habits.append(habits)
            sales, asked = its.sales, its.incentive.asked_a_year
            rate = reference_rate(sales.effort_reference, sales.outside_pay, asked)
            self._rates.append(rate)
            self.plans.append(self._of_plan(firm, its.incentive, its.sales.horizon == "forward"))
        self.deal = float(goods.price) * config.market.service.years

    def _of_plan(self, firm: int, plan: Incentive, forward: bool) -> list[list[Component]]:
        """The components to look ahead on, by period: those that count new revenue on a curve."""
        looks: dict[int, list[int]] = {}
        for c, part in enumerate(plan.components):
            if forward and looks_ahead(part):
                looks.setdefault(PERIODS[part.period], []).append(c)
                self.ahead[firm, c] = True
        for look, (days, parts) in enumerate(sorted(looks.items())):
            self.days[firm, look], self.parts[firm, look] = days, parts[0]
        return [[plan.components[c] for c in parts] for _, parts in sorted(looks.items())]

    def entered(
        self, firm: int, look: int, expected: float, scale: float, there: float = 1.0
    ) -> tuple[int, float]:
        """The table for a rep who expects so much credit in a whole period (money): where it begins
        in the book, and its unit of credit (money). Worked out when it is not there.

        Who is there for a part of the period, 0 to 1, has that part of ``scale`` (money) and pay.
        """
        parts, days = self.plans[firm][look], int(self.days[firm, look])
        scale *= there
        kind = Kind.of(expected / self.deal, expected / scale)
        rough = self.deal * kind.expected_wins / kind.expected_credit
        curves = tuple(curve_of(part, rough / there, _stepped(there)) for part in parts)
        key = (firm, kind, curves, days)
        if key not in self._at:
            self._at[key] = self._written
            self._write(self._table(*key).ravel())
        return self._at[key], scale / cells_a_scale(kind, curves)

    def _table(self, firm: int, kind: Kind, curves: Curves, days: int) -> Worth:
        deal_pay = self._rates[firm] * self.deal
        return table_of(kind, curves, days, self._habits[firm], deal_pay)

    def _write(self, table: Worth) -> None:
        """Put a table at the end of the book, which doubles when it is full."""
        end = self._written + len(table)
        if end > len(self.book):
            longer = np.empty(max(end, 2 * len(self.book)), np.float32)
            longer[: self._written] = self.book[: self._written]
            self.book = longer
        self.book[self._written : end] = table
        self._written = end


def looks_ahead(part: Component) -> bool:
    """Whether it matters when in a period new revenue comes: not if all of it pays the same."""
    bent = any(jump > 0.0 for jump in part.jump[1:]) or len(set(part.slope)) > 1
    return part.counted.is_own_sales and bent and part.to_day is None and part.gate is None


def scale_of(parts: list[Component], quota: float) -> float:
    """The money that a period's credit is measured in: the quota, or the first break."""
    if any(part.unit == "attainment" for part in parts):
        return quota
    return min(at for part in parts for at in [*part.at[1:], part.at[-1]] if at > 0.0)


def curve_of(part: Component, scale: float, there: float = 1.0) -> Curve:
    """A component's pay over credit in units of the scale, in a part of a period."""
    stretch = 1.0 if part.unit == "attainment" else scale
    paid = float(part.target_pay) * there
    return Curve(tuple(part.at), tuple(part.jump), tuple(part.slope), paid, stretch)


def _stepped(there: float) -> float:
    """A part of a period in the steps in which expectations are told apart; 1 for a whole one."""
    return float(CREDIT_STEP ** round(math.log(there) / math.log(CREDIT_STEP)))
