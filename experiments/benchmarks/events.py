"""Events: what customers and reps did in a stretch of days, which is what a day's time goes to."""

from typing import Any

from sim.records import PANEL


def events(records: Any, before: int, days: int) -> dict[str, float]:
    """How many of each kind happened in ``days`` days after the first ``before`` (at least 1)."""
    panel = records.panel[before : before + days]

    def of(name: str) -> float:
        return float(panel[:, :, PANEL.index(name)].sum())

    needs = float(panel[:, 0, PANEL.index("entered")].sum())
    evenings = records.panel[before - 1 : before + days - 1, 0, PANEL.index("in_market")]
    ended = records.table("renewals").happened["day"]
    return {
        "visits of searching customers": float(evenings.sum()) + needs,
        "leads": of("leads"),
        "calls": of("calls"),
        "conversations": of("talks"),
        "terms signed": of("wins"),
        "terms settled": float(((ended >= before) & (ended < before + days)).sum()),
        "needs": needs,
    }
