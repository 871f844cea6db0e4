"""Diffusion: the curve of those who adopt by themselves and those who hear of it."""

from collections.abc import Sequence

from sim.config import Network
from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.estimators.diffusing import adoption, fitted, spreading
from sim.facts.limits.bass import P, Q

SOURCE = "Sultan, Farley & Lehmann 1990: p of .03 and q of .38 on average; to 10 %"


def check() -> Sequence[Finding]:
    """p and q fitted to adopters by day where everybody hears everybody, as the source fitted them.

    They are put in, as hazards; that they are found again shows that the curve is Bass's.
    """
    levels = observe.observed(spreading(Network(kind="fully_mixed")), adoption)
    p, q = zip(*map(fitted, levels), strict=True)
    return [
        observe.band("p a year, fitted", 0.9 * P, 1.1 * P, p, SOURCE),
        observe.band("q a year, fitted", 0.9 * Q, 1.1 * Q, q, SOURCE),
    ]


FACT = Fact(42, "Diffusion, p and q", SOURCE, check)
