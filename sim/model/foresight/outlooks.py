"""Outlooks: for every kind of rep and pay period, a table of what a deal and its day are worth."""

import math
import mmap
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.config import PERIODS, Config
from sim.config.plan import PAID, Component, Incentive
from sim.engine.rows import Whole
from sim.model.foresight.bellman import Worth
from sim.model.foresight.period import (
    AT_THE_END,
    CREDIT_STEP,
    Curve,
    Curves,
    Habits,
    Kind,
    Paid,
    cells_a_scale,
    table_of,
)
from sim.model.rules.effort import reference_rate
from sim.model.rules.normal import relative_variance

# Pay periods that a rep can look ahead to, paid at once or in instalments: each with a table of
# its own.
LOOKS = sum(PAID[how] < days for days in PERIODS.values() for how in PAID)
# Numbers for which a book has room from the first one on: addresses, no memory before it is used.
_ROOM = 2**25
# In place of where a table begins: not looked up yet, and nothing to look up.
UNKNOWN, NOTHING_AHEAD = -1, -2
# What of the settings a rep's look ahead depends on.
_HABITS = ("effort_gain", "effort_max", "patience", "risk_aversion")


class Outlooks:
    """The looks ahead of all reps.

    ``book`` holds all tables end to end, and room for more. [firm, look]: ``days`` of each period
    (0: none), ``parts`` the component whose credit counts towards it, ``instalments`` their days
    (0: none). ``ahead`` [firm, component] says what is looked ahead on now, ``plans`` and
    ``together`` [firm] the components of each look and their numbers; ``deal`` is the
    value of one (money).
    """

    def __init__(self, config: Config, components: int) -> None:
        firms = [config] + [config.rivals] * config.rivals.count
        self.book: Worth = np.zeros(0, np.float32)
        self._written = 0
        self.days: Whole = np.zeros((len(firms), LOOKS), np.int64)
        self.parts: Whole = np.zeros((len(firms), LOOKS), np.int64)
        self.instalments: Whole = np.zeros((len(firms), LOOKS), np.int64)
        self.ahead: NDArray[np.bool_] = np.zeros((len(firms), components), np.bool_)
        self._at: dict[tuple[int, Kind, Curves, int, Paid], int] = {}
        self._alike: list[int] = []
        self.plans: list[list[list[Component]]] = []
        self.together: list[list[list[int]]] = []
        self._habits: list[Habits] = []
        self._rates: list[float] = []
        goods = config.market.catalogue
        self._spans = config.fiscal.spans
        for firm, its in enumerate(firms):
            habits = {name: float(getattr(its.sales, name)) for name in _HABITS}
            habits |= {one.name: float(getattr(its.timing, one.name)) for one in fields(its.timing)}
            habits["size_cv"] = math.sqrt(relative_variance(goods.deal_size_sd))
            self._habits.append(habits)
            sales, asked = its.sales, its.incentive.asked_in_a_year(config.fiscal.lengths)
            rate = reference_rate(sales.effort_reference, sales.outside_pay, asked)
            self._rates.append(rate)
            self._alike.append(self._first_like(habits, rate))
            self.plans.append(self._of_plan(firm, its.incentive, its.sales.horizon == "forward"))
        self.deal = float(goods.price) * config.market.service.years

    def __getstate__(self) -> dict[str, Any]:
        """Without the room in the book."""
        return {**vars(self), "book": self.book[: self._written]}

    def _first_like(self, habits: Habits, rate: float) -> int:
        """The first firm whose reps look ahead alike, with whom one's own share tables."""
        known = list(zip(self._habits, self._rates, strict=True))
        return known.index((habits, rate))

    def _of_plan(self, firm: int, plan: Incentive, forward: bool) -> list[list[Component]]:
        """The components to look ahead on, by period, instalments and the days on which they are in
        force: those that count new revenue on a curve, as far as there is room."""
        looks: dict[tuple[int, int, int, float], list[int]] = {}
        for c, part in enumerate(plan.components):
            if forward and looks_ahead(part, plan.guarantee.days > 0):
                paid = self._longest(part.period), self._longest(part.paid)
                looks.setdefault((*paid, part.first_day, part.ends), []).append(c)
        found = sorted(looks.items())[:LOOKS]
        for look, ((days, instalment, *_), parts) in enumerate(found):
            self.days[firm, look], self.parts[firm, look] = days, parts[0]
            self.instalments[firm, look] = instalment
            self.ahead[firm, parts] = True
        self.together.append([parts for _, parts in found])
        return [[plan.components[c] for c in parts] for _, parts in found]

    def _longest(self, period: str) -> int:
        """Days of the longest of such periods; 0 for what is no period of its own."""
        days, parts = self._spans.get(period, (0, 1))
        return -(-days // parts)

    def entered(
        self,
        firm: int,
        look: int,
        expected: float,
        scale: float,
        of: tuple[float, float],
        paid: Paid = AT_THE_END,
    ) -> tuple[int, float]:
        """The table for a rep who expects so much credit in a whole period (money): where it begins
        in the book, and its unit of credit (money). Worked out when it is not there.

        ``of`` is the part of the period that the rep is there for, 0 to 1, who has that part of
        ``scale`` (money) and pay; and what the plan's pay is multiplied by for this rep. ``paid``
        has credit in money.
        """
        there, times = of
        parts, days = self.plans[firm][look], int(self.days[firm, look])
        scale *= there
        kind = Kind.of(expected / self.deal, expected / scale)
        rough = self.deal * kind.expected_wins / kind.expected_credit
        curves = tuple(
            curve_of(part, rough / there, _stepped(there) * _stepped(times)) for part in parts
        )
        paid = paid._replace(credit=round(paid.credit / scale, 2))
        key = (self._alike[firm], kind, curves, days, paid)
        if key not in self._at:
            self._at[key] = self._written
            self._write(self._table(*key).ravel())
        return self._at[key], scale / cells_a_scale(kind, curves)

    def _table(self, firm: int, kind: Kind, curves: Curves, days: int, paid: Paid) -> Worth:
        deal_pay = self._rates[firm] * self.deal
        return table_of(kind, curves, days, self._habits[firm], deal_pay, paid)

    def _write(self, table: Worth) -> None:
        """Put a table at the end of the book, which doubles when it is full."""
        end = self._written + len(table)
        if end > len(self.book):
            longer = _room(max(end, 2 * len(self.book), _ROOM))
            longer[: self._written] = self.book[: self._written]
            self.book = longer
        self.book[self._written : end] = table
        self._written = end


def _room(numbers: int) -> Worth:
    """Room for so many numbers, in pages of the usual size: the large ones that NumPy asks for made
    a year's tables cost twice as much."""
    return np.frombuffer(mmap.mmap(-1, 4 * numbers), np.float32)


def looks_ahead(part: Component, guaranteed: bool = False) -> bool:
    """Whether it matters when in a period new revenue comes: not if all of it pays the same, also
    where so much of it pays nothing because it is guaranteed."""
    bent = guaranteed or any(jump > 0.0 for jump in part.jump[1:]) or len(set(part.slope)) > 1
    return part.counted.is_own_sales and bent and part.to_day is None and part.gate is None


def scale_of(parts: list[Component], quota: float) -> float:
    """The money that a period's credit is measured in: the quota, or the first break."""
    if any(part.unit == "attainment" for part in parts):
        return quota
    breaks = [at for part in parts for at in part.at if at > 0.0]
    return min(breaks, default=quota)


def curve_of(part: Component, scale: float, of: float = 1.0) -> Curve:
    """So much of a component's pay over credit in units of the scale."""
    stretch = 1.0 if part.unit == "attainment" else scale
    paid = float(part.target_pay) * of
    return Curve(tuple(part.at), tuple(part.jump), tuple(part.slope), paid, stretch)


def _stepped(there: float) -> float:
    """A part of a period, or of pay, in the steps in which expectations are told apart."""
    return float(CREDIT_STEP ** round(math.log(there) / math.log(CREDIT_STEP)))
