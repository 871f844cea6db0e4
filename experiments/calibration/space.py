"""The search space: which parameters are fitted, between what bounds. Edit this table to refit.

What is left out keeps its default. A parameter of a department or of pay is the same for every
firm. Bounds are what the sources of the parameter allow, or a wide guess where it is an assumption.
"""

from typing import NamedTuple


class Range(NamedTuple):
    """A parameter by its dotted key, its bounds, and whether it is searched by ratio."""

    key: str
    low: float
    high: float
    log: bool = False


SPACE = (
    Range("market.buyer.made_up", 0.75, 0.93),
    Range("market.buyer.signs", 0.85, 0.98),
    Range("market.buyer.content_cost", 0.005, 0.06, log=True),
    Range("market.buyer.hassle", 0.001, 0.03, log=True),
    Range("market.buyer.private_share", 0.0, 0.5),
    Range("market.buyer.look_up", 1, 8, log=True),
    Range("market.buyer.memory", 0.975, 0.993),
    Range("market.buyer.patience_days", 100, 260),
    Range("market.buyer.salience_scale", 1.5, 9, log=True),
    Range("market.buyer.salience_memory", 0.975, 0.993),
    Range("market.buyer.late_consideration", 0.005, 0.15, log=True),
    Range("market.content.product.precision", 0.3, 1.6, log=True),
    Range("market.content.news.precision", 0.05, 0.5, log=True),
    Range("market.content.promotion.precision", 0.05, 0.5, log=True),
    Range("market.content.education.lead_chance", 0.01, 0.2, log=True),
    Range("market.content.product.lead_chance", 0.01, 0.2, log=True),
    Range("market.content.news.dormant_lead_chance", 0.005, 0.08, log=True),
    Range("market.content.stray_leads", 0.1, 4, log=True),
    Range("sales.talk_precision", 0.2, 1.4, log=True),
    Range("sales.discovery_precision", 0.3, 3, log=True),
    Range("sales.closing_failure", 0.05, 0.3),
    Range("sales.reach_chance", 0.36, 0.47),
    Range("marketing.routed_at_once", 0.3, 1.0),
    Range("marketing.routing_days", 0.5, 40, log=True),
    Range("incentive.quota.tightness", 0.6, 1.2),
)


def fitting(settings: dict[str, float]) -> dict[str, float]:
    """Settings as they are run and written: four digits, and nobody signs before a mind is made up.

    What is scored is what is written, to the last digit.
    """
    rounded = {key: float(f"{value:.4g}") for key, value in settings.items()}
    made_up, signs = "market.buyer.made_up", "market.buyer.signs"
    if made_up in rounded and signs in rounded:
        rounded[signs] = max(rounded[signs], rounded[made_up])
    return rounded
