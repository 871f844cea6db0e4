"""The market in its fully mixed limit: everybody may hear anybody, and buys when a need arises."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from experiments.studies.adoption.series import Series
from sim.config import Config, Market, Network
from sim.config.market import Catalogue
from sim.config.working_days import YEAR
from sim.facts.limits.reduced import AT_ONCE, FOR_GOOD, monopoly, ready
from sim.records import PANEL, Records


def market(series: Series, customers: int) -> Config:
    """One firm without content; a need arises at p + q times the share of adopters, for good."""
    return replace(
        monopoly(
            Market(
                customers=customers, buyer=ready(series.p, pains=2), service=FOR_GOOD,
                catalogue=Catalogue(offerings=1),
            ),
            days=series.years * YEAR, sales=AT_ONCE,
            network=Network(kind="fully_mixed", contagion_per_year=series.q),
        ),
        replicates=1,
    )  # fmt: skip


def customers_for(series: Series, start: float, most: int) -> int:
    """So many customers that the curve begins with about ``start`` adopters of influence.

    What luck does to a curve is decided while adopters are few: about N·p/q adopt by themselves
    before hearing takes over, and p comes back with a relative error of one over their root.
    """
    return int(min(max(start * series.q / series.p, 20_000), most))


def yearly_adoptions(records: Records, config: Config) -> NDArray[np.float64]:
    """Customers who adopted in each year, as a share of all."""
    held = records.panel[:, 0, PANEL.index("accounts")] / config.market.customers
    ends = held[YEAR - 1 :: YEAR]
    return np.diff(ends, prepend=0.0)
