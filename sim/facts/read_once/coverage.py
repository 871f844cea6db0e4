"""Coverage: the pipeline on a quarter's first day beside what it has to yield."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions import frozen_market
from sim.inference.ratios import ratio

SOURCE = "practitioner benchmarks, 3 to 5 times"


def check() -> Sequence[Finding]:
    """Open opportunities at list price on quarters' first days over the quotas of those quarters.

    Of the focal firm; what has not been offered yet counts at the usual price.
    """
    seen = [one.pipeline for one in frozen_market.usual()]
    times = ratio([one.ahead for one in seen], [one.quota for one in seen])
    return [frozen_market.band("pipeline over the quarter's quota", 2.5, 5.0, times, SOURCE)]


FACT = Fact(4, "Pipeline over quota", SOURCE, check, letter="R")
