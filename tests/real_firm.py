"""A firm of four reps in a market in which nothing happens but what is told, and its payroll."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np

from sim.config import Incentive
from sim.engine.rows import structure_of
from sim.model.market import Market as Model
from sim.model.pay.credit import Term, credit_deal, credit_term, credit_the_day
from sim.records.rows import DealRow
from tests.quiet_firm import QUIET, end_day
from tests.real_plans import D, cents

TERM_DAYS, COST = 260.0, 0.4


class Firm:
    """Reps 0 to 3 under a plan; with prospectors, the first are those."""

    def __init__(self, plan: Incentive, days: int = 260, prospectors: int = 0) -> None:
        sales = replace(QUIET.sales, prospectors=prospectors)
        config = replace(QUIET, incentive=plan, sales=sales, days=days)
        self.world: Any = Model(config, 1).world
        self.days = days
        self.told: dict[int, list[Callable[[], None]]] = defaultdict(list)

    def joined(self, rep: int, day: int) -> None:
        """Say since when a rep is there."""
        for name in ("joined", "began", "assured_day"):
            self.world.sales.reps[name][rep] = day

    def quota(self, rep: int, c: int = 0) -> Decimal:
        """The quota that is asked of a rep for a whole period, today."""
        return D(repr(float(self.world.sales.reps["quota"][rep, c])))

    def sells(self, day: int, rep: int, value: Decimal | float, finder: int = -1) -> None:
        """A signature at list price, of which gross margin is three fifths."""
        row = np.zeros(1, structure_of(DealRow))[0]
        row["value"] = row["list_value"] = float(value)
        row["prospector"] = finder
        its = self.world
        self.told[day].append(
            lambda: credit_deal(
                rep, row, TERM_DAYS, COST, day, its.sales.reps, its.pay.plans
            )
        )  # fmt: skip

    def ends(self, day: int, rep: int, before: float, after: float, said: float) -> None:
        """A contract term that is over: its worth before and after, and how satisfied they are."""
        term, its = Term(before, after, said, after > 0.0), self.world
        self.told[day].append(
            lambda: credit_term(rep, term, day, its.sales.reps, its.pay.plans)
        )  # fmt: skip

    def talks(self, day: int, rep: int, times: int) -> None:
        """Conversations that a rep holds."""
        held = self.world.records.conversations
        self.told[day].extend([lambda: held.append(time=day + 0.5, rep=rep, firm=0)] * times)

    def team_sells(self, day: int, money: Decimal | float) -> None:
        """What the firm as a whole sells on a day."""
        self.told[day].append(lambda: self.world.add(0, "revenue_new", float(money)))

    def lives(self) -> dict[tuple[int, int, int], Decimal]:
        """Pay to the cent by day, rep and component; advances and guarantees have one too."""
        for day in range(self.days):
            self.world.open_day(day)
            for happens in self.told[day]:
                happens()
            credit_the_day(self.world)
            end_day(self.world)
        rows, found = self.world.records.pay.happened, defaultdict(float)
        for row in rows[rows["firm"] == 0]:
            found[int(row["day"]), int(row["rep"]), int(row["component"])] += float(row["pay"])
        return {key: cents(money) for key, money in found.items() if cents(money)}
