"""The spread of a novelty in a market reduced to needs that arise by themselves and by hearing."""

from typing import Any

import numpy as np
from scipy.optimize import curve_fit

from sim.config import Config, Network
from sim.config.dotted import changed
from sim.config.working_days import YEAR
from sim.facts.limits.bass import P, Q, reduced, share
from sim.records import PANEL, Records

Numbers = np.ndarray[Any, np.dtype[np.float64]]
# Markets live faster, so that fifteen years take so many days.
FASTER, YEARS, CUSTOMERS = 10, 15, 20_000
DAYS_A_YEAR = YEAR // FASTER


def spreading(network: Network, ads: float = 1.0, customers: int = CUSTOMERS) -> Config:
    """A reduced market with this network and so many times the usual influence from outside."""
    config = reduced(network, customers, FASTER, YEARS * DAYS_A_YEAR)
    return changed(config, {"market.buyer.entry_per_year": P * FASTER * ads})


def adoption(records: Records, config: Config) -> Numbers:
    """The share of customers that has a supplier at the end of each day."""
    found: Numbers = records.panel[:, 0, PANEL.index("accounts")] / config.market.customers
    return found


def fitted(level: Numbers) -> tuple[float, float]:
    """The p and q a year of the curve of Bass 1969 that lies closest (least squares)."""
    years = np.arange(1, len(level) + 1) / DAYS_A_YEAR
    curve = np.vectorize(share)
    (p, q), _ = curve_fit(curve, years, level, p0=(P, Q), bounds=((1e-4, 1e-3), (1.0, 5.0)))
    return float(p), float(q)


def in_years(level: Numbers, first: int, last: int) -> float:
    """The share that adopts from the start of one year to the end of another, counted from 1."""
    before = level[(first - 1) * DAYS_A_YEAR - 1] if first > 1 else 0.0
    return float(level[last * DAYS_A_YEAR - 1] - before)
