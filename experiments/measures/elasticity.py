"""Communication elasticity of wins: a quarter of doubled paid communication, and what follows.

The focal firm puts twice the money behind its news and promotion items for one quarter; the same
seeds are run without. Advertising elasticities are with respect to spend, so money is what is
doubled, not the number of items that people have to write.

* short = ln(1 + Δ₁/W₁) / ln 2, with W₁ the base wins of the quarter of the pulse and Δ₁ what the
  pulse added to them, each summed over seeds;
* long = ln(1 + (Δ₁ + … + Δ₆)/W₁) / ln 2: all that a quarter's spend adds in six quarters, on the
  base of one. Effects of spending add up, so this is the elasticity of a lasting change.

Both count deals won by the focal firm. Intervals leave out one pair of runs at a time.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.config import Config
from sim.facts.conditions.advertising import FACTOR, QUARTER, QUARTERS, pulse, quarterly_wins
from sim.inference.intervals import Interval
from sim.inference.jackknife import jackknife
from sim.inference.samples import Numbers
from sim.runs.replicates import each


class Pulses(NamedTuple):
    """The focal firm's wins [seed, quarter] without and with a pulse in the first quarter."""

    base: NDArray[np.float64]
    pulsed: NDArray[np.float64]

    @classmethod
    def of(cls, base: Sequence[Any], pulsed: Sequence[Any]) -> "Pulses":
        """From one array of quarterly wins a seed."""
        return cls(np.array(base, float), np.array(pulsed, float))


class Elasticity(NamedTuple):
    """Short run, long run, and long over short."""

    short: Interval
    long: Interval
    ratio: Interval


def pulses(
    config: Config,
    seeds: Sequence[int],
    workers: int = 0,
    quarters: int = QUARTERS,
    tell: Callable[[int, int], None] | None = None,
) -> Pulses:
    """Run every seed with and without the pulse."""
    base = replace(config, days=quarters * QUARTER)
    tasks = [(arm, seed) for seed in seeds for arm in (base, pulse(base))]
    found = each(quarterly_wins, tasks, workers, tell)
    return Pulses.of(found[0::2], found[1::2])


def score(found: Pulses) -> Elasticity:
    """Elasticities with their intervals over seeds."""
    return Elasticity(
        jackknife(_short, found.base, found.pulsed),
        jackknife(_long, found.base, found.pulsed),
        jackknife(_ratio, found.base, found.pulsed),
    )


def difference(a: Pulses, b: Pulses) -> Elasticity:
    """Elasticities of b less those of a, run on the same seeds."""
    return Elasticity(
        *(
            jackknife(lambda w, x, y, z, f=f: f(y, z) - f(w, x), *a, *b)
            for f in (_short, _long, _ratio)
        )
    )


def short(found: Pulses) -> float:
    """The short-run elasticity alone."""
    return _short(found.base, found.pulsed)


def _short(base: Numbers, pulsed: Numbers) -> float:
    return _over(base, pulsed, 1)


def _long(base: Numbers, pulsed: Numbers) -> float:
    return _over(base, pulsed, base.shape[1])


def _ratio(base: Numbers, pulsed: Numbers) -> float:
    with np.errstate(invalid="ignore", divide="ignore"):
        return float(np.float64(_long(base, pulsed)) / _short(base, pulsed))


def _over(base: Numbers, pulsed: Numbers, quarters: int) -> float:
    """Elasticity over so many quarters, on the base of the first."""
    more = (pulsed - base)[:, :quarters].sum()
    with np.errstate(invalid="ignore", divide="ignore"):
        return float(np.log1p(more / base[:, 0].sum()) / math.log(FACTOR))
