"""All KPIs in their order, in sections and in units, as terminal and page show them."""

from sim.metrics.glossary import DETAIL, FOCAL, KPIS, MARKET
from sim.metrics.numbers import unit_text

_DECIDED = ("decided_before_contact", "progress_at_contact")
_COSTS = (
    "sales_and_marketing_per_new_arr", "marketing_share_of_cost", "cac", "cac_payback_months",
)  # fmt: skip
_PAID = ("pay_per_rep", "compensation_cost_of_sales", "rep_turnover")
_NEW_MONEY = ("revenue", "new_revenue", "renewed_revenue", "profit")
_FUNNEL = ("leads", "inquiries", "content_leads", "mqls", "sqls", "opportunities", "wins")
_OPEN = ("pipeline", "open_opportunities", "sales_cycle_days", "deal_size")
_PLACED = {
    "Money": (*_NEW_MONEY, *_COSTS, "ltv", "marketing_roi", "share_of_voice"),
    "Funnel": (*_FUNNEL, "lead_to_win", "won_with_lead_on_file"),
    "Leads": ("leads_unpursued", "speed_to_lead_hours"),
    "Deals": ("win_rate", "competitive_win_rate", "no_decision_rate", "market_share", *_OPEN),
    "Customers": (*_DECIDED, "favourite_wins", "customer_surplus", "satisfaction"),
    "Accounts": ("churn_rate", "grr", "nrr"),
    "Sales reps": ("quota_attainment", "reps_at_quota", "selling_time_share", *_PAID),
}
_OTHER = [name for name in FOCAL if name not in {one for some in _PLACED.values() for one in some}]
SECTIONS = {**_PLACED, "Other": _OTHER, "Detail": tuple(DETAIL), "Whole market": tuple(MARKET)}
SECTION_OF = {name: section for section, names in SECTIONS.items() for name in names}
# What only says something where there is a rival.
AGAINST_RIVALS = ("market_share", "competitive_win_rate")
# Shown in per cent, though their unit is another: a ratio of money, a rate.
IN_PER_CENT = {"quota_attainment": "%", "rep_turnover": "% a year"}
# Parts of names that are abbreviations.
_LETTERS = {"cac": "CAC", "ltv": "LTV", "arr": "ARR", "roi": "ROI", "sd": "SD",
            "mqls": "MQLs", "sqls": "SQLs",
            "grr": "gross revenue retention", "nrr": "net revenue retention"}  # fmt: skip
# Groups that a run's heading names, in its order.
HEADING = {"market": "{} market", "incentive": "{}", "cadence": "{} content"}


def words_of(name: str) -> str:
    """A KPI's name as words within a sentence: 'CAC payback months'."""
    parts = name.removesuffix("_market").split("_")
    words = " ".join(_LETTERS.get(part, part) for part in parts)
    return f"{words}, all firms" if name.endswith("_market") else words


def capital(text: str) -> str:
    """Words as they open a line."""
    return text[:1].upper() + text[1:]


def shown_unit(name: str) -> str:
    """The unit in which a KPI's numbers are shown."""
    return "share" if name in IN_PER_CENT else KPIS[name].unit


def shown_beside(name: str) -> str:
    """The unit as printed beside a KPI's number."""
    return IN_PER_CENT.get(name) or unit_text(KPIS[name].unit)
