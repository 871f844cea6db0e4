"""What is measured in one run: yeses by week, and the year of the focal firm."""

from typing import Any

import numpy as np

from sim.config import Config
from sim.metrics import kpis
from sim.records import PANEL, Outcome, Records

WEEK = 5
KPIS = (
    "leads", "wins", "revenue", "profit", "customer_surplus", "satisfaction", "best_offer_share",
    "sales_cycle_days",
)  # fmt: skip


def measure(records: Records, config: Config) -> dict[str, Any]:
    """Yeses that were kept, by week and firm after the warm-up, needs by week, and the year's KPIs.

    The day of a yes is when the customer decides; signatures follow weeks later.
    """
    deals = records.deals.happened
    won = deals[deals["outcome"] == Outcome.WON]
    yes = np.where(np.isnan(won["agreed"]), won["closed"], won["agreed"])
    weeks, firms = config.days // WEEK, 1 + config.rivals.count
    week = ((yes - config.warmup_days) // WEEK).astype(int)
    inside = (yes >= config.warmup_days) & (week < weeks)
    counted = np.zeros((weeks, firms))
    np.add.at(counted, (week[inside], won["firm"][inside]), 1.0)
    arose = records.panel[config.warmup_days :, 0, PANEL.index("entered")]
    needs = arose[: weeks * WEEK].reshape(weeks, WEEK).sum(axis=1)
    year = kpis(records, config)
    return {"yeses": counted, "needs": needs, **{name: year[name] for name in KPIS}}
