"""Key figures for a page: twelve that people ask for first, and all of them with their formulas."""

from collections.abc import Mapping
from itertools import islice
from typing import Any, NamedTuple

from sim.metrics.glossary import KPIS
from sim.metrics.numbers import (
    MONEY,
    UNDEFINED,
    in_sign,
    interval_text,
    mean_text,
)
from sim.metrics.sections import AGAINST_RIVALS, SECTION_OF, capital, shown_beside, words_of
from sim.metrics.sections import shown_unit as shown_unit
from sim.metrics.support import too_few

# The twelve that are there of these answer what is asked first, in words.
HEADLINES = {
    "new_revenue": "New revenue",
    "profit": "Profit",
    "market_share": "Market share",
    "wins": "Deals won",
    "win_rate": "Win rate",
    "sales_cycle_days": "Sales cycle",
    "leads": "Leads",
    "decided_before_contact": "Decided before contact",
    "quota_attainment": "Quota attainment",
    "reps_at_quota": "Reps at quota",
    "compensation_cost_of_sales": "Pay, of revenue",
    "nrr": "Net revenue retention",
    "cac_payback_months": "CAC payback",
    "pay_per_rep": "Pay a rep",
    "no_decision_rate": "No decision",
    "progress_at_contact": "Progress at contact",
    "rep_turnover": "Turnover of reps",
}
TWELVE = 12


class Row(NamedTuple):
    """A KPI as texts, with the number to sort by; ``few`` where it rests on too few events."""

    name: str
    words: str
    section: str
    value: str
    number: float | None
    unit: str
    interval: str
    formula: str
    over: str
    source: str
    few: bool

    @property
    def mark(self) -> str:
        """The unit as it stands beside a number; nothing beside an amount of money."""
        return "" if self.unit.startswith(in_sign(MONEY)) or self.unit == "ratio" else self.unit


def headlines(kpis: Mapping[str, Any], runs: Any, rivals: bool) -> list[Row]:
    """Twelve that are asked for first, of those that exist."""
    there = (
        row(name, kpis[name], runs, words)
        for name, words in HEADLINES.items()
        if name in kpis
        and kpis[name]["mean"] is not None
        and (rivals or name not in AGAINST_RIVALS)
    )
    return list(islice(there, TWELVE))


def rows(kpis: Mapping[str, Any], runs: Any) -> list[Row]:
    """Every KPI, section by section."""
    return [row(name, kpis[name], runs) for name in SECTION_OF if name in kpis]


def row(name: str, kpi: Mapping[str, Any], runs: Any, words: str = "") -> Row:
    """A KPI as texts."""
    about = KPIS[name]
    unit = shown_unit(name)
    interval = interval_text(kpi, unit)
    return Row(
        name,
        words or capital(words_of(name)),
        SECTION_OF[name],
        mean_text(kpi, unit),
        kpi["mean"],
        shown_beside(name),
        "" if interval == UNDEFINED else interval,
        about.formula,
        about.over,
        about.source,
        too_few(runs, name),
    )
