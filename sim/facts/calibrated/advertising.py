"""Advertising in the short run: the effect of a quarter of doubled money in that quarter."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.advertising import elasticity, with_and_without

SOURCE = "Sethuraman, Tellis & Briesch 2011: .12 in the short run (meta-analysis); AED .09"


def check() -> Sequence[Finding]:
    """Log change of the focal firm's wins over that of money behind its news and promotion.

    News and promotion are the paid and short-lived kinds, so they are what advertising is here.
    """
    base, pulsed = with_and_without()
    what = "elasticity of wins to paid content, in its quarter"
    return [observe.band(what, 0.06, 0.16, elasticity(base, pulsed, 1), SOURCE)]


FACT = Fact(25, "Elasticity of advertising, short run", SOURCE, check)
