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
    Range("market.buyer.made_up", 0.74, 0.90, 0.8269),
    Range("market.buyer.signs", 0.90, 0.98, 0.941),
    Range("market.buyer.private_share", 0.05, 0.25, 0.1514),
    Range("market.buyer.content_cost", 0.006, 0.03, 0.01844, log=True),
    Range("market.buyer.hassle", 0.003, 0.015, 0.01154, log=True),
    Range("market.buyer.attention_sd", 0.8, 1.3, 1.064),
    Range("market.buyer.look_up", 1.0, 3.0, 1.174),
    Range("market.buyer.patience_days", 110, 190, 185.1),
    Range("market.buyer.memory", 0.98, 0.99, 0.983),
    Range("market.buyer.salience_scale", 3.0, 9.0, 8.24, log=True),
    Range("market.buyer.salience_memory", 0.98, 0.99, 0.9835),
    Range("market.content.product.precision", 0.8, 2.0, 0.9573, log=True),
    Range("market.content.news.precision", 0.2, 0.9, 0.5297, log=True),
    Range("market.content.promotion.precision", 0.3, 1.6, 1.301, log=True),
    Range("market.content.stray_leads", 0.5, 5, 1.69, log=True),
    Range("sales.talk_precision", 0.35, 0.9, 0.5844, log=True),
    Range("sales.discovery_precision", 3.0, 10.0, 4.923, log=True),
    Range("sales.reps_per_thousand", 0.5, 1.4, 0.9, log=True),
    Range("sales.reach_chance", 0.4, 0.95, 0.8053),
    Range("sales.form_reach", 0.6, 1.0, 0.996),
    Range("sales.reach_decay", 0.2, 0.8, 0.3259),
    Range("sales.reach_hours", 0.1, 1.0, 0.5842, log=True),
    Range("sales.call_hours", 0.1, 0.4, 0.3226),
    Range("sales.other_work_between", 0.4, 1.0, 0.9686),
    Range("market.buyer.waiting_days", 1.0, 8.0, 7.835, log=True),
    Range("marketing.form_points", 1.0, 10.0, 9.909),
    Range("marketing.threshold_marketing", -0.7, 1.0, 0.1841),
    Range("marketing.routed_at_once", 0.6, 0.95, 0.9217),
    Range("marketing.routing_days", 3.0, 15, 11.3, log=True),
    Range("incentive.quota.tightness", 0.6, 1.0, 0.9513),
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
