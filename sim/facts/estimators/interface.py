"""The two departments in a run: leads that are pursued, wins, and the hours that reps sell.

A scenario runs once for every fact that needs it, since every such fact looks with
:func:`interface`.
"""

from typing import Any, NamedTuple

import numpy as np

from sim.config import Config
from sim.facts.estimators.leads import pursuit
from sim.metrics.kpis import kpis
from sim.records import PANEL, SELLING_HOURS, Records

Numbers = np.ndarray[Any, np.dtype[np.float64]]
_SELLING = [PANEL.index(name) for name in SELLING_HOURS]


class Interface(NamedTuple):
    """One run after its warm-up.

    ``focal`` and ``market`` [class of lead; handed over, pursued]: the focal firm's leads, and
    those of all firms. ``hours`` that all firms' reps sold, and the ``wins`` of all firms.
    ``kpis``: the key figures.
    """

    focal: Numbers
    market: Numbers
    hours: float
    wins: float
    kpis: dict[str, float]


def interface(records: Records, config: Config) -> Interface:
    """Look at one run, after its warm-up."""
    leads = records.leads.happened
    counted = leads[leads["created"] >= config.warmup_days]
    hours = records.panel[config.warmup_days :, :, _SELLING].sum()
    found = kpis(records, config)
    focal = pursuit(counted[counted["firm"] == 0])
    return Interface(focal, pursuit(counted), float(hours), found["wins_market"], found)
