"""What is measured in one run: yeses by week, and the year of the focal firm."""

from typing import Any

from sim.config import Config
from sim.config.working_days import WEEK
from sim.facts.estimators.agreements import yeses
from sim.metrics.kpis import kpis
from sim.records import PANEL, Records

KPIS = (
    "leads", "wins", "revenue", "profit", "customer_surplus", "satisfaction", "best_offer_share",
    "sales_cycle_days",
)  # fmt: skip


def measure(records: Records, config: Config) -> dict[str, Any]:
    """Yeses that were kept, by week and firm, needs by week, and KPIs, all after the warm-up."""
    weeks = config.days // WEEK
    arose = records.panel[config.warmup_days :, 0, PANEL.index("entered")]
    needs = arose[: weeks * WEEK].reshape(weeks, WEEK).sum(axis=1)
    year = kpis(records, config)
    return {"yeses": yeses(records, config), "needs": needs, **{name: year[name] for name in KPIS}}
