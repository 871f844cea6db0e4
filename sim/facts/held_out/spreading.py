"""The spread of a novelty: by weak ties as much as by strong ones, by advertising early only."""

import math
from collections.abc import Sequence

import numpy as np

from sim.config import Network
from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.estimators.diffusing import adoption, in_years, spreading
from sim.inference.ratios import Numbers, logarithm, ratio

SOURCE = "Goldenberg, Libai & Muller 2001"
TIES, MORE = 20, 1.5
# The year of most adoptions by the published p and q is the seventh.
EARLY, LATE = (1, 1), (7, 8)


def check() -> Sequence[Finding]:
    """Adopters with all ties weak and all strong; then half as much advertising again.

    Everybody hears as many others as often in both markets; strong ties lie within a circle who
    know each other, weak ones anywhere. Influence from outside stands for advertising: its
    elasticity in the first year has to be above that in the years of most adoptions. That
    cascades need customers who are easily influenced rather than influential ones (Watts & Dodds
    2007) has no counterpart, as all are influenced alike.
    """
    usual = Network(kind="small_world")
    markets = {"usual": spreading(usual), "more": spreading(usual, MORE)}
    few = {"weak": TIES, "strong": 0}
    for name, weak_ties in few.items():
        ties = {"strong_ties": TIES - weak_ties, "weak_ties": weak_ties}
        markets[name] = spreading(Network(kind="small_world", **ties))
    runs = observe.paired(markets, adoption)
    weak, strong = (np.array([in_years(one, 1, 5) for one in runs[name]]) for name in few)
    early, late = (answer(runs["usual"], runs["more"], years) for years in (EARLY, LATE))
    what = "elasticity of adoptions to advertising, year 1 less years 7 and 8"
    return [
        observe.positive("adopters in five years, weak ties less strong", weak - strong, SOURCE),
        observe.positive(what, early - late, SOURCE),
    ]


def answer(usual: Sequence[Numbers], more: Sequence[Numbers], years: tuple[int, int]) -> Numbers:
    """Pseudo-values of log change of adoptions in those years over that of outside influence."""
    few, many = ([in_years(one, *years) for one in runs] for runs in (usual, more))
    return logarithm(ratio(many, few)) / math.log(MORE)


FACT = Fact(42, "Ties and advertising in diffusion", SOURCE, check)
