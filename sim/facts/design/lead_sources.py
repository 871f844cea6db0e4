"""Sources of leads: which of them become deals."""

from collections.abc import Sequence
from itertools import pairwise

from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.default_market import usual
from sim.facts.estimators.buying import NAMED, Buying
from sim.inference.ratios import Numbers, ratio

SOURCE = "Implisit 2014: referral 3.63 %, website 1.55 %, social 1.47 %, others below 1 %; ± 50 %"
BANDS = {"referral": (0.0182, 0.0545), "website": (0.0078, 0.0233)}
BANDS |= {"social": (0.0074, 0.0221), "paid": (0.0, 0.01)}


def check() -> Sequence[Finding]:
    """Leads of all firms by where they came from, and a win credited to its last lead.

    The website is organic search and direct visits; of the others, paid search is what the default
    has. Each rate beside the published one, and their order.
    """
    seen = usual()
    rates = {name: rate(seen, name) for name in BANDS}
    levels = [
        observe.band(f"leads that became a deal: {name}", low, high, rates[name], SOURCE)
        for name, (low, high) in BANDS.items()
    ]
    order = [
        observe.positive(f"{a} less {b}", rates[a] - rates[b], "the published order")
        for a, b in pairwise(BANDS)
    ]
    return [*levels, *order]


def rate(seen: Sequence[Buying], name: str) -> Numbers:
    """Pseudo-values of the part of a source's leads credited with a win."""
    rows = [one.sources[NAMED.index(name)] for one in seen]
    return ratio([row[1] for row in rows], [row[0] for row in rows])


FACT = Fact(33, "Leads to deals by source", SOURCE, check, left="2026-11-29")
