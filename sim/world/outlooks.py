"""Outlooks: for every rep and pay period, the table that says what a deal and its day are worth."""

import math
from dataclasses import asdict
from typing import Any

import numpy as np

from sim.config import PERIODS, Config
from sim.config.plan import Component, Incentive
from sim.foresight.period import Curve, Kind, cells_a_scale, table_of
from sim.rules.conversation import ramp
from sim.world.sales_reps import LOOKS

# What of the settings a rep's look ahead depends on.
_HABITS = ("effort_reference", "effort_gain", "effort_max", "patience", "risk_aversion")


class Outlooks:
    """The looks ahead of all reps: ``book`` (all tables end to end), ``days`` [firm, look] of each
    period (0: none), ``parts`` [firm, look] the component whose credit counts towards it, ``ahead``
    [firm, component] what is looked ahead on."""

    def __init__(self, config: Config, components: int) -> None:
        firms = [config] + [config.rivals] * config.rivals.count
        self.book = np.zeros(0, np.float32)
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
            for look, parts in enumerate(self._plans[firm]):
                days, c = int(self.days[firm, look]), int(self.parts[firm, look])
                team, its = reps[rows], sales[firm]
                new = (day % days == 0) | (team["joined"] == day) | (team["outlook"][:, look] < 0)
                new &= ~team["prospector"]
                if not new.any():
                    continue
                able = [_able(rep, day + days / 2, float(its["ramp_days"])) for rep in team]
                sellers = [a for a, rep in zip(able, team, strict=True) if not rep["prospector"]]
                pace = float(team["pace"][~team["prospector"]].mean()) / (
                    math.fsum(sellers) / len(sellers)
                )
                for place in np.flatnonzero(new):
                    credit = max(pace * able[place], 1e-9) * days
                    self._assign(team[place], firm, look, c, parts, credit)

    def _assign(
        self, rep: Any, firm: int, look: int, c: int, parts: list[Component], credit: float
    ) -> None:
        days = int(self.days[firm, look])
        scale = scale_of(parts, float(rep["quota"][c]))
        if scale <= 0.0:
            rep["outlook"][look] = -1
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
            self._at[key] = len(self.book)
            self.book = np.concatenate([self.book, table.ravel()])
        return self._at[key]


def looks_ahead(part: Component) -> bool:
    """Whether it matters when in a period new revenue comes: not if all of it pays the same."""
    bent = any(jump > 0.0 for jump in part.jump) or len(set(part.slope)) > 1
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


def _able(rep: Any, day: float, ramp_days: float) -> float:
    return float(rep["skill"]) * float(ramp(max(day - float(rep["joined"]), 0.0), ramp_days))
