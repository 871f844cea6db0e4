"""Little's law: on a path from empty to empty, L = λW exactly, at every stage."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from sim.config import FIXED, Config, Market, Marketing, Rivals
from sim.config.buyer import Buyer
from sim.config.market import Arrivals
from sim.facts import Fact, Finding, equal
from sim.facts.limits.reduced import COLD, NO_ONE_HEARS, PUT_THROUGH, SILENT, days_of
from sim.model.market import Market as Model
from sim.model.state.world import World
from sim.records import PANEL, Outcome, Records

SEED, BUSY_DAYS, DAYS = 4, 60, 300
_IN_MARKET = PANEL.index("in_market")
_OPEN_LEADS, _OPEN_DEALS = PANEL.index("open_leads"), PANEL.index("open_deals")


@dataclass
class Path:
    """Stocks as the market counts them at the end of each day, and its records."""

    records: Records
    in_market: list[float] = field(default_factory=list)
    leads: list[float] = field(default_factory=list)
    deals: list[float] = field(default_factory=list)
    waiting: list[float] = field(default_factory=list)


def check(customers: int = 4000, days: int = DAYS) -> Sequence[Finding]:
    """Leads with a need come from outside for 60 days; the market is then left until it is empty.

    L is the mean of the stock that the market counts at the end of each day, λ the arrivals a day,
    W the mean number of such day ends between an arrival and its departure in the records. Two
    books of the same path: equal but for rounding, whatever the luck (Little 1961, Operations
    Research 9:383-387; on a path, Stidham 1974).
    """
    found = []
    for name, everything in (("", False), (", one line, patience, empty seats", True)):
        found += _stages(walk(reduced(customers, days, everything), SEED), name)
    return found


def _stages(path: "Path", kind: str) -> list[Finding]:
    records = path.records
    tables = (records.journeys, records.leads, records.deals)
    journeys, leads, deals = (table.happened for table in tables)
    asked = np.where(np.isnan(deals["first_talk"]), deals["closed"], deals["first_talk"])
    stages = {
        "customers in the market": (path.in_market, journeys["entered"], journeys["ended"]),
        "open leads": (path.leads, leads["created"], leads["ended"]),
        "open deals": (path.deals, deals["opened"], deals["closed"]),
        "customers who wait for a rep": (path.waiting, deals["opened"], asked),
    }
    found = []
    for name, (stock, begun, ended) in stages.items():
        both = both_sides(stock, begun, ended)
        found.append(equal(f"{name}{kind}: L against λW", *both, 1e-12))
        found.append(equal(f"{name}{kind}: left at the end", 0.0, stock[-1], 0.0))
    return found


def both_sides(stock: list[float], begun: Any, ended: Any) -> tuple[float, float]:
    """λW from the records and L from the market's own count."""
    days = len(stock)
    stays = np.floor(ended) - np.floor(begun)
    arrivals = len(stays) / days
    return arrivals * float(stays.mean()), float(np.mean(stock))


def reduced(customers: int, days: int, everything: bool = False) -> Config:
    """Three firms with too few reps, so that people wait; customers never come back.

    With everything: the focal firm's wait in one line, conversations are of uneven length, those
    who wait lose patience, seats are empty for weeks, and territories differ.
    """
    theirs = sales = replace(PUT_THROUGH, reps=3, cold_calls=0)
    waiting = 0.0
    if everything:
        theirs = replace(sales, talk_spread="exponential", territory_sd=0.6)
        theirs = replace(theirs, turnover_per_year=2.0, vacancy_days=20.0)
        sales, waiting = replace(theirs, routing="pool"), 3.0
    buyer = Buyer(entry_per_year=0.0, patience_days=20.0, salience_gate=False)
    buyer = replace(buyer, waiting_days=waiting)
    arrivals = Arrivals(per_weekday=12.0, until_day=BUSY_DAYS, intent=0.8)
    arrivals = replace(arrivals, channels=["direct"], shares=[1.0])
    return Config(
        world=FIXED,
        market=Market(start=COLD, customers=customers, buyer=buyer, arrivals=arrivals),
        days=days,
        warmup_days=0,
        network=NO_ONE_HEARS,
        cadence=SILENT,
        sales=sales,
        marketing=Marketing(threshold_marketing=-5.0, threshold_sales=-5.0, routed_at_once=1.0),
        rivals=Rivals(sales=theirs, cadence=SILENT),
    )


def walk(config: Config, seed: int) -> Path:
    """Step the market and note every stock at the end of each day."""
    model = Model(config, seed)
    world = model.world
    path = Path(world.records)
    for day in days_of(model):
        today = world.records.panel[day]
        path.in_market.append(float(today[0, _IN_MARKET]))
        path.leads.append(float(today[:, _OPEN_LEADS].sum()))
        path.deals.append(float(today[:, _OPEN_DEALS].sum()))
        path.waiting.append(float(_unheard(world)))
    return path


def _unheard(world: World) -> int:
    """Open deals in which no conversation was held yet."""
    deals = world.records.deals.happened
    return int(((deals["outcome"] == Outcome.OPEN) & (deals["talks"] == 0)).sum())


FACT = Fact(3, "Little's law", "Little 1961; Stidham 1974", check)
