"""The part of the day that the plain-Mesa twin covers, by the model itself, and what both count.

Customers are born, come to have needs, notice, forget, hear each other and weigh; nobody sells.
With three firms, every fourth customer has no supplier to talk about, the others one of the firms.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sim.config import Config
from sim.config.working_days import YEAR
from sim.model.day import DAY
from sim.model.day.research import research
from sim.model.market import Market
from sim.model.state.customers import SEARCHING


@dataclass
class Counts:
    """What happened to those who searched, summed over customers and days."""

    customers: int
    days: int
    entered: int = 0
    searched: int = 0
    leads: int = 0
    requests: int = 0
    decided: int = 0
    salience: float = 0.0
    precision: float = 0.0
    clarity: float = 0.0

    def means(self) -> dict[str, float]:
        """Rates and means that a twin must share."""
        searched = max(self.searched, 1)
        return {
            "needs a customer and year": YEAR * self.entered / self.customers / self.days,
            "share searching": self.searched / self.customers / self.days,
            "exposures remembered": self.salience / searched,
            "precision in memory": self.precision / searched,
            "clarity of the problem": self.clarity / searched,
            "leads a search day": self.leads / searched,
            "would call, a search day": self.requests / searched,
            "decided, of those": self.decided / max(self.requests, 1),
        }


def without_reps(customers: int, days: int) -> Config:
    """The default scenario with nobody who sells; customers remember a month of content."""
    config = Config()
    start = replace(config.market.start, remembered_days=20)
    return replace(
        config, market=replace(config.market, customers=customers, start=start),
        warmup_days=0, days=days,
        sales=replace(config.sales, reps=0),
        rivals=replace(config.rivals, sales=replace(config.rivals.sales, reps=0)),
    )  # fmt: skip


def supplier_of(row: int, firms: int) -> int:
    """Who supplies a customer from the start, −1 for nobody."""
    return row % (firms + 1) - 1


def measure(customers: int, days: int, seed: int) -> dict[str, float]:
    """Step the model and count."""
    market = Market(without_reps(customers, days), seed)
    world = market.world
    rows = np.arange(customers)
    world.customers.rows["supplier"] = supplier_of(rows, world.firms)  # type: ignore[arg-type]
    counts = Counts(customers, days)
    for _ in range(days):
        for phase in DAY:
            phase(world)
            if phase is research:
                _count(counts, world)
        market.end_day()
    counts.entered = int(world.records.panel[:, 0, world.column["entered"]].sum())
    market.release()
    return counts.means()


def _count(counts: Counts, world: Any) -> None:
    """Look at everyone who searches, before the hand-off; requests and leads lead nowhere here."""
    requests, leads = world.events.take("requests"), world.events.take("leads")
    active = world.customers.rows[world.customers.searching]
    counts.searched += len(active)
    counts.requests += len(requests)
    counts.decided += int(requests[:, 2].sum())
    counts.leads += int((world.customers.rows["stage"][leads[:, 0]] == SEARCHING).sum())
    counts.salience += float(active["salience"].mean(axis=1).sum())
    counts.precision += float(active["precision"].mean(axis=1).sum())
    counts.clarity += float(active["clarity"].sum())
