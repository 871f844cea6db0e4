"""Support: the number of events that a key figure rests on, and whether they are too few.

A share of a dozen things moves by eight points with one of them; of fewer than that an interval is
true and says next to nothing.
"""

from typing import TYPE_CHECKING

from sim.inference.kinds import Kind
from sim.metrics.bases import BASES, PREFIX
from sim.metrics.glossary import KPIS

if TYPE_CHECKING:
    from pandas import DataFrame

FEWEST = 13
# Of amounts, the sum that counts the things that they are amounts of.
RESTS_ON = {
    "new_revenue": "won",
    "cac": "new_customers",
    "cac_payback_months": "won",
    "ltv": "left",
    "market_share_value": "won_market",
    "top_fifth_share": "won",
    "quarter_end_share": "won",
    "quota_attainment": "rep_periods",
}


def events(runs: "DataFrame", kpi: str) -> float | None:
    """The events in all runs that a key figure rests on; None where it rests on no count of any."""
    about = KPIS[kpi]
    column = PREFIX + RESTS_ON[kpi] if kpi in RESTS_ON else about.whole
    counted = kpi in RESTS_ON or (about.base and BASES[about.whole].counted)
    if counted and column in runs.columns:
        return float(runs[column].sum())
    if about.kind is Kind.RATE and about.whole in runs.columns:
        return float((runs[kpi] * runs[about.whole]).sum())
    return float(runs[kpi].sum()) if about.kind is Kind.COUNT else None


def too_few(runs: "DataFrame", kpi: str) -> bool:
    """Whether a key figure rests on too few events to say much."""
    found = events(runs, kpi)
    return found is not None and found < FEWEST
