"""Races: a trial is given up once another one is surely better on every goal, with equal luck.

A race (Maron & Moore 1994; Birattari et al. 2002): replicates run in order, so a trial shares its
seeds with every complete one, and differences are paired. *Surely* counts every comparison: the
chance of ever giving up a trial that no other is better than is at most ``EVER``, divided by the
trials before it and by the looks (Bonferroni). On several goals it is enough to hold its own on one
(an intersection-union test; Berger 1982, Technometrics 24:295-300).
"""

from collections.abc import Iterable, Mapping

from sim.inference.intervals import chance_below, means
from sim.inference.samples import Sample, by_replicate, varies
from sim.optimise.search import Search

Samples = Mapping[str, Sample]
# Replicates between two looks at whether a trial has lost; the same on any number of processes.
STRIDE = 4
EVER = 0.01


def level(before: int, replicates: int) -> float:
    """The level of one comparison: with so many trials before, and as many looks as there are."""
    return EVER / max(before * len(range(STRIDE, replicates, STRIDE)), 1)


def lost(search: Search, mine: Samples, complete: Iterable[Samples], at: float) -> bool:
    """Whether any complete trial is surely better on every goal than these first replicates."""
    return any(
        all(_p_not_worse(mine[kpi], other[kpi], sign) < at for kpi, sign in search.goals.items())
        for other in complete
    )


def _p_not_worse(mine: Sample, other: Sample, sign: int) -> float:
    """One-sided p-value of being no worse; 1 where too few differences, or no spread, tell."""
    first = other.at(slice(len(mine.part)))
    both = mine.known & first.known
    gaps = sign * (by_replicate(mine.at(both)) - by_replicate(first.at(both)))
    found = means(gaps)
    return float(chance_below(*found)) if found.count >= STRIDE and varies(gaps) else 1.0
