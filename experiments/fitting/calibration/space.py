"""The search space: which parameters are fitted, between what bounds. Edit this table to refit.

What is left out keeps its default. A parameter of a department or of pay is the same for every
firm. Bounds are what the sources of the parameter allow, or a wide guess where it is an assumption.
"""

from typing import NamedTuple


class Range(NamedTuple):
    """A parameter by its dotted key, its bounds, where the search begins, and if it is by ratio."""

    key: str
    low: float
    high: float
    start: float
    log: bool = False


SPACE = (
    Range("market.buyer.made_up", 0.74, 0.90, 0.826),
    Range("market.buyer.signs", 0.90, 0.98, 0.946),
    Range("market.buyer.private_share", 0.05, 0.25, 0.159),
    Range("market.buyer.content_cost", 0.006, 0.03, 0.0187, log=True),
    Range("market.buyer.hassle", 0.003, 0.015, 0.00896, log=True),
    Range("market.buyer.attention_sd", 0.8, 1.3, 0.988),
    Range("market.buyer.look_up", 1.0, 3.0, 1.42),
    Range("market.buyer.patience_days", 110, 190, 178.0),
    Range("market.buyer.memory", 0.98, 0.99, 0.985),
    Range("market.buyer.salience_scale", 3.0, 9.0, 6.51, log=True),
    Range("market.buyer.salience_memory", 0.98, 0.99, 0.981),
    Range("market.content.product.precision", 0.8, 2.0, 0.943, log=True),
    Range("market.content.news.precision", 0.2, 0.9, 0.611, log=True),
    Range("market.content.promotion.precision", 0.3, 1.6, 1.15, log=True),
    Range("market.content.stray_leads", 0.5, 5, 1.65, log=True),
    Range("sales.talk_precision", 0.35, 0.9, 0.699, log=True),
    Range("sales.discovery_precision", 3.0, 10.0, 4.04, log=True),
    Range("sales.reps_per_thousand", 0.5, 1.4, 0.9, log=True),
    Range("sales.reach_chance", 0.4, 0.95, 0.92),
    Range("sales.form_reach", 0.6, 1.0, 0.97),
    Range("sales.reach_decay", 0.2, 0.8, 0.4),
    Range("sales.reach_hours", 0.1, 1.0, 0.25, log=True),
    Range("sales.call_hours", 0.1, 0.4, 0.3),
    Range("sales.other_work_between", 0.4, 1.0, 0.8),
    Range("market.buyer.waiting_days", 1.0, 8.0, 5.34, log=True),
    Range("marketing.form_points", 1.0, 10.0, 8.0),
    Range("marketing.threshold_marketing", -0.7, 1.0, 0.105),
    Range("marketing.routed_at_once", 0.6, 0.95, 0.93),
    Range("marketing.routing_days", 3.0, 15, 11.4, log=True),
    Range("incentive.quota.tightness", 0.6, 1.0, 0.87),
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
