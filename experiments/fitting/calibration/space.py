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
    Range("market.buyer.made_up", 0.74, 0.90, 0.825),
    Range("market.buyer.signs", 0.92, 0.98, 0.967),
    Range("market.buyer.private_share", 0.05, 0.25, 0.134),
    Range("market.buyer.content_cost", 0.006, 0.03, 0.0145, log=True),
    Range("market.buyer.hassle", 0.003, 0.015, 0.0061, log=True),
    Range("market.buyer.attention_sd", 0.8, 1.3, 1.06),
    Range("market.buyer.look_up", 1.0, 3.0, 1.95),
    Range("market.buyer.patience_days", 110, 190, 150),
    Range("market.buyer.memory", 0.98, 0.99, 0.9855),
    Range("market.buyer.salience_scale", 3.0, 9.0, 5.2, log=True),
    Range("market.buyer.salience_memory", 0.98, 0.99, 0.984),
    Range("market.content.product.precision", 0.8, 2.0, 1.3, log=True),
    Range("market.content.news.precision", 0.2, 0.9, 0.6, log=True),
    Range("market.content.promotion.precision", 0.3, 1.6, 1.1, log=True),
    Range("market.content.stray_leads", 0.5, 4, 1.3, log=True),
    Range("sales.talk_precision", 0.35, 0.9, 0.52, log=True),
    Range("sales.discovery_precision", 3.0, 10.0, 5.6, log=True),
    Range("sales.reps_per_thousand", 1.2, 1.9, 1.43),
    Range("marketing.routed_at_once", 0.5, 0.9, 0.62),
    Range("marketing.routing_days", 3.0, 15, 6.5, log=True),
    Range("incentive.quota.tightness", 0.6, 1.0, 0.765),
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
