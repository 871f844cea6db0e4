"""Outlooks: for every rep and pay period, the table that says what a deal and its day are worth."""

import math
from dataclasses import asdict
from typing import Any

import numpy as np

from sim.config import PERIODS, Config
from sim.config.plan import Component, Incentive
from sim.model.foresight.period import Curve, Kind, cells_a_scale, table_of
from sim.model.rules.conversation import ramp

# Pay periods that a rep can look ahead to, each with a table of its own.
LOOKS = 4
_LEAST = 1e-9
# In place of where a table begins: not looked up yet, and nothing to look up.
UNKNOWN, NOTHING_AHEAD = -1, -2
# What of the settings a rep's look ahead depends on.
_HABITS = ("effort_reference", "effort_gain", "effort_max", "patience", "risk_aversion")


class Outlooks:
    """The looks ahead of all reps: ``book`` (all tables end to end, and room for more), ``days``
    [firm, look] of each period (0: none), ``parts`` [firm, look] the component whose credit counts
    towards it, ``ahead`` [firm, component] what is looked ahead on."""

    def __init__(self, config: Config, components: int) -> None:
        firms = [config] + [config.rivals] * config.rivals.count
        self.book = np.zeros(0, np.float32)
        self._written = 0
        self.days = np.zeros((len(firms), LOOKS), np.int64)
        self.parts = np.zeros((len(firms), LOOKS), np.int64)
        self.ahead = np.zeros((len(firms), components), np.bool_)
        self._at: dict[Any, int] = {}
        self._plans: list[list[list[Component]]] = []
        self._habits = []
        goods = config.market.catalogue
        for firm, its in enumerate(firms):
            known = asdict(its.sales) | asdict(its.timing)
            habits = {name: float(known[name]) for name in (*_HABITS, *asdict(its.timing))}
            habits["size_cv"] = math.sqrt(math.expm1(goods.deal_size_sd**2))
            self._habits.append(habits)
            self._plans.append(self._of_plan(firm, its.incentive, its.sales.horizon == "forward"))
        self.deal = float(goods.price)

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

    def renew(self, day: int, reps: Any, sales: Any, firms: list[slice]) -> None:
        """Give reps whose period begins, or who join, the table of their kind."""
        for firm, rows in enumerate(firms):
            team = reps[rows]
            for look in range(len(self._plans[firm])):
                begins = day % int(self.days[firm, look]) == 0
                unknown = team["outlook"][:, look] == UNKNOWN
                new = np.flatnonzero(begins | unknown | (team["joined"] == day))
                if len(new):
                    expected = _expected(team, day, int(self.days[firm, look]), sales[firm])
                    for place in new:
                        self._assign(team[place], firm, look, expected[place])

    def _assign(self, rep: Any, firm: int, look: int, credit: float) -> None:
        """Enter the table for a rep who expects so much credit in the period."""
        days, c = int(self.days[firm, look]), int(self.parts[firm, look])
        parts = self._plans[firm][look]
        scale = scale_of(parts, float(rep["quota"][c]))
        if rep["prospector"] or scale <= 0.0:
            rep["outlook"][look] = NOTHING_AHEAD
            return
        kind = Kind.of(credit / self.deal, credit / scale)
        rough = self.deal * kind.expected_wins / kind.expected_credit
        curves = tuple(curve_of(part, rough) for part in parts)
        rep["cell"][look] = scale / cells_a_scale(kind, curves)
        rep["outlook"][look] = self._entered(firm, kind, curves, days)

    def _entered(self, firm: int, kind: Kind, curves: tuple[Curve, ...], days: int) -> int:
        """Where a kind's table begins in the book; it is entered when it is not there."""
        key = (firm, kind, curves, days)
        if key not in self._at:
            habits = self._habits[firm]
            deal_pay = habits["effort_reference"] * self.deal
            table = table_of(kind, curves, days, habits, deal_pay)
            self._at[key] = self._written
            self._write(table.ravel())
        return self._at[key]

    def _write(self, table: Any) -> None:
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
    return part.measure == "new" and bent and part.to_day is None and part.gate is None


def scale_of(parts: list[Component], quota: float) -> float:
    """The money that a period's credit is measured in: the quota, or the first break."""
    if any(part.unit == "attainment" for part in parts):
        return quota
    return min(at for part in parts for at in [*part.at[1:], part.at[-1]] if at > 0.0)


def curve_of(part: Component, scale: float) -> Curve:
    """A component's pay over credit in units of the scale."""
    stretch = 1.0 if part.unit == "attainment" else scale
    return Curve(
        tuple(part.at), tuple(part.jump), tuple(part.slope), float(part.target_pay), stretch
    )


def _expected(team: Any, day: int, days: int, its: Any) -> list[float]:
    """Credit that each rep expects of a period: what the firm's reps sell, by skill and ramp."""
    middle, ramp_days = day + days / 2, float(its["ramp_days"])
    able = [
        float(rep["skill"]) * float(ramp(max(middle - float(rep["joined"]), 0.0), ramp_days))
        for rep in team
    ]
    sells = ~team["prospector"]
    if not sells.any():
        return [0.0] * len(able)
    mean = math.fsum(np.array(able)[sells].tolist()) / int(sells.sum())
    pace = math.fsum(team["pace"][sells].tolist()) / int(sells.sum())
    return [max(pace / mean * one, _LEAST) * days for one in able]
