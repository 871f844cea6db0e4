"""Concentration of sales, once more: the best fifth of reps on the market as it was refitted."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions import frozen_market
from sim.facts.held_out.concentration import BASIS, top_fifth


def check() -> Sequence[Finding]:
    """Part of a year's new revenue that the best fifth sold, of reps who were there all of it."""
    best = [top_fifth(one.sold) for one in frozen_market.usual()]
    return [frozen_market.band("part of sales by the best fifth", 0.45, 0.65, best, BASIS)]


FACT = Fact(13, "The best fifth of reps", BASIS, check, letter="R")
