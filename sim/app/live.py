"""A market that is watched: stepped a day at a time, and told as a few numbers a day."""

from typing import Any

import numpy as np

from sim.config import Config
from sim.config.refusal import Refusal
from sim.model.customers.mind import beliefs_of
from sim.model.market import Market
from sim.model.state.customers import SEARCHING
from sim.records import COLUMN, Outcome
from sim.runs.one_run import seed_of

FOCAL = 0
FUNNEL = ("leads", "mqls", "sqls", "talks", "wins")
MOST_REPS = 16
# Working days that are gone through at most before an answer.
MOST_DAYS = 65
MOST_CUSTOMERS = 1_000_000


class Live:
    """One market at a time: replicate 0 of a scenario, as a run has it."""

    def __init__(self) -> None:
        self._market: Market | None = None
        self._number = self._who = 0

    def begin(self, config: Config, number: int) -> dict[str, Any]:
        """Make the market of a scenario, in place of the last one; who asks says its number."""
        if config.market.customers > MOST_CUSTOMERS:
            raise Refusal(f"market.customers={config.market.customers} is more than is watched day "
                          f"by day: {MOST_CUSTOMERS:,} at most; it can be run")  # fmt: skip
        if self._market is not None:
            self._market.release()
            self._market = None  # before the next is made: never two at a time
        self._market, self._number = Market(config, seed_of(config, 0)), number
        self._who = self._somebody(0)
        return self._told()

    def step(self, number: int, days: int) -> dict[str, Any]:
        """Live through so many days, and tell of the last."""
        market = self._asked(number)
        for _ in range(min(days, MOST_DAYS)):
            if market.running:
                market.step()
        return self._told()

    def follow(self, number: int, customer: int | None) -> dict[str, Any]:
        """Follow a customer by number, or the next one who is looking."""
        rows = self._asked(number).world.customers.rows
        if customer is None:
            self._who = self._somebody(self._who + 1)
        else:
            self._who = min(max(customer, 0), len(rows) - 1)
        return self._told()

    def _asked(self, number: int) -> Market:
        """The market, for the page whose it is."""
        market = self._there()
        if number != self._number:
            raise Refusal("another page watches a market: begin from the start")
        return market

    def _there(self) -> Market:
        if self._market is None:
            raise Refusal("no market is watched any more: begin from the start")
        return self._market

    def _somebody(self, first: int) -> int:
        """A customer who is looking, from a number on; the one of that number if nobody is."""
        rows = self._there().world.customers.rows
        there = np.flatnonzero(rows["stage"] == SEARCHING)
        if not len(there):
            return first % len(rows)
        return int(there[np.searchsorted(there, first) % len(there)])

    def _told(self) -> dict[str, Any]:
        market = self._there()
        world, config = market.world, market.config
        day = world.day + world.closed
        start = config.warmup_days
        panel = world.records.panel[min(start, day) if day > start else 0 : day]
        sums = panel.sum(axis=0)
        wins = sums[:, COLUMN.wins]
        return {
            "market": self._number, "day": day - start, "last": config.days,
            "running": market.running, "counted": day > start,
            "funnel": {name: float(sums[FOCAL, getattr(COLUMN, name)]) for name in FUNNEL},
            "revenue": float(sums[FOCAL, COLUMN.revenue_new]),
            "shares": (wins / wins.sum()).tolist() if wins.sum() else None,
            "searching": len(world.customers.searching),
            "reps": self._reps(), "customer": self._customer(),
        }  # fmt: skip

    def _reps(self) -> list[dict[str, Any]]:
        """Each rep's open deals, leads in hand, and part of the quota reached."""
        world = self._there().world
        seats = world.rows_of(FOCAL)
        deals, leads = world.records.deals.happened, world.records.leads.happened
        deals = deals[(deals["firm"] == FOCAL) & (deals["outcome"] == Outcome.OPEN)]
        leads = leads[(leads["firm"] == FOCAL) & (leads["outcome"] == Outcome.OPEN)]
        found = []
        for rep in self._there().reps[seats][:MOST_REPS]:
            own = deals[deals["rep"] == rep.row]
            agreed = int((~np.isnan(own["agreed"])).sum())
            found.append({
                "open": len(own) - agreed, "agreed": agreed,
                "leads": int((leads["rep"] == rep.row).sum()), "reached": rep.attainment,
                "there": int(rep.joined) <= world.day,
            })  # fmt: skip
        return found

    def _customer(self) -> dict[str, Any]:
        world = self._there().world
        row = world.customers.rows[self._who]
        considered = [firm for firm in range(world.firms) if (row["considered"] >> firm) & 1]
        return {
            "number": self._who, "of": len(world.customers.rows),
            "looking": bool(row["stage"] == SEARCHING), "talks": int(row["talks"]),
            "supplier": int(row["supplier"]), "considered": considered,
            "beliefs": [round(float(one), 4) for one in beliefs_of(world, self._who)],
            "nothing": float(world.config.market.buyer.no_decision_value),
        }  # fmt: skip
