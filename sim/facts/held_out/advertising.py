"""Advertising in the long run: the effect of a quarter of doubled money over six quarters."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.advertising import QUARTERS, elasticity, with_and_without
from sim.inference.ratios import relative

SOURCE = "Sethuraman, Tellis & Briesch 2011: .24 in the long run, .12 in the short"


def check() -> Sequence[Finding]:
    """All that a quarter's spend adds in six quarters, on the base of one, over the short run.

    Effects of spending add up, so this is the elasticity of a lasting change over that of the same
    change in its first quarter.
    """
    base, pulsed = with_and_without()
    long, short = (elasticity(base, pulsed, quarters) for quarters in (QUARTERS, 1))
    what, values = "elasticity in the long run over the short", relative(long, short)
    return [observe.band(what, 1.7, 2.3, values, SOURCE)]


FACT = Fact(25, "Elasticity of advertising, long run", SOURCE, check)
