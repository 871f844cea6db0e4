"""Persistence: the chance to reach a lead at a call."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.default_market import usual
from sim.inference.ratios import ratio

SOURCE = "Velocify: 93-95 % of converted leads reached by the sixth call, less than half by the 1st"


def check() -> Sequence[Finding]:
    """Leads reached over calls made, which is the p of a geometric number of calls.

    The source counts the call at which leads were reached; 93 to 95 % by the sixth are a p of .36
    to .39, more than half after the first one below .5.
    """
    seen = usual()
    reached, calls = ([one.calls[place] for one in seen] for place in (1, 0))
    return [observe.band("leads reached per call", 0.36, 0.47, ratio(reached, calls), SOURCE)]


FACT = Fact(7, "Persistence with leads", SOURCE, check)
