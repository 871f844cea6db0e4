"""The influence of parameters over their ranges, beyond luck: Morris screening, Sobol indices.

A design places every parameter between 0 and 1; ``sim.designs`` turns places into values. Places
are SALib's, an optional extra: ``pip install 'smarketing[sensitivity]'``. Its estimators take one
number a point, in which luck passes for interaction; those here are the same ones with luck taken
off, which different seeds reveal (``sim.inference.crossed``).
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Any, NamedTuple

import numpy as np

from sim.config.refusal import Refusal
from sim.inference.crossed import LEAST, Luck, complete, floor, jackknifed, products, ratio, size
from sim.inference.intervals import Interval
from sim.inference.outcomes import Outcomes
from sim.inference.samples import Numbers

LEVELS = 4
SEED = 1


class Elementary(NamedTuple):
    """Morris' elementary effects per parameter, in units of the KPI per whole range.

    ``mu`` is their mean, ``mu_star`` the mean of their sizes with its 95 % interval, ``sigma``
    their spread (Morris 1991; Campolongo, Cariboni & Saltelli 2007), less luck where there are
    replicates to tell it by; ``floor`` is the size that luck alone would have given to an effect.
    """

    parameters: tuple[str, ...]
    mu: Numbers
    mu_star: Numbers
    mu_star_low: Numbers
    mu_star_high: Numbers
    sigma: Numbers
    floor: Numbers
    luck: Luck


class Shares(NamedTuple):
    """Sobol indices per parameter: shares of the KPI's variance over the ranges, less luck's.

    ``first`` is what a parameter does alone, ``total`` what it does with all others (Sobol 2001;
    estimators of Saltelli et al. 2010), with 95 % intervals; NaN where the variance is not told
    from luck. Of fewer than three replicates luck is a part of them, and they have no intervals.
    """

    parameters: tuple[str, ...]
    first: Numbers
    first_low: Numbers
    first_high: Numbers
    total: Numbers
    total_low: Numbers
    total_high: Numbers
    luck: Luck


def morris_places(parameters: Sequence[str], trajectories: int, seed: int = SEED) -> Numbers:
    """Places [point, parameter] of as many trajectories, each one point longer than parameters."""
    sample = _salib("sample.morris").sample
    places: Numbers = sample(_problem(parameters), trajectories, num_levels=LEVELS, seed=seed)
    return places


def morris(parameters: Sequence[str], places: Numbers, found: Outcomes) -> Elementary:
    """Elementary effects on the scenarios, which stand in the order of the places."""
    values, luck = complete(found)
    length = len(parameters) + 1
    steps = np.diff(places.reshape(-1, length, len(parameters)), axis=1)
    moved = np.abs(steps).argmax(axis=2)
    rises = np.diff(values.reshape(len(values), -1, length), axis=2)
    rises = rises / np.take_along_axis(steps, moved[..., None], axis=2)[..., 0]
    # Effects by parameter instead of by their order on the way: [seed, trajectory] of each.
    effects = np.moveaxis(np.take_along_axis(rises, np.argsort(moved, axis=1)[None], 2), 2, 0)
    star = [jackknifed(size, each) for each in effects]
    return Elementary(
        tuple(parameters), effects.mean(axis=(1, 2)), *_columns(star, luck),
        np.array([_spread(each) for each in effects]),
        np.array([floor(each) for each in effects]), luck,
    )  # fmt: skip


def _spread(effects: Numbers) -> float:
    """The spread of effects [seed, trajectory] without luck; NaN of one trajectory."""
    away = effects - effects.mean(axis=1, keepdims=True)
    freedom = away.shape[1] - 1
    variance = products(away, away).mean(axis=0).sum() / freedom if freedom else np.nan
    return float(np.sqrt(np.maximum(variance, 0.0)))


def sobol_places(parameters: Sequence[str], base: int, seed: int = SEED) -> Numbers:
    """Places [base × (parameters + 2), parameter] of Saltelli's scheme; base is a power of two."""
    if base < 2 or base & (base - 1):
        raise Refusal(f"design.samples={base} is not a power of two, which Sobol indices need")
    sample = _salib("sample.sobol").sample
    places: Numbers = sample(_problem(parameters), base, calc_second_order=False, seed=seed)
    return places


def sobol(parameters: Sequence[str], found: Outcomes) -> Shares:
    """Sobol indices of the scenarios, in the order of :func:`sobol_places`."""
    values, luck = complete(found)
    points = values.reshape(len(values), -1, len(parameters) + 2)
    # A scheme's row: a point a, for each parameter a with that of b, and the point b.
    points = points - points[..., [0, -1]].mean(axis=(1, 2), keepdims=True)
    a, b = points[..., 0], points[..., -1]
    whole = (products(a, a) + products(b, b)) / 2.0
    if luck.replicates >= LEAST and not luck.told:
        whole = np.full_like(whole, np.nan)
    changes = [points[..., n + 1] - a for n in range(len(parameters))]
    first = [ratio(products(b, change), whole) for change in changes]
    total = [ratio(products(change, change) / 2.0, whole) for change in changes]
    return Shares(tuple(parameters), *_columns(first, luck), *_columns(total, luck), luck)


def _columns(found: Sequence[Interval], luck: Luck) -> tuple[Numbers, Numbers, Numbers]:
    """Estimates, their lower and their upper ends; no ends where luck is not known."""
    mean, low, high = np.array([one[:3] for one in found], np.float64).T
    if luck.replicates < LEAST:
        low = high = np.full_like(mean, np.nan)
    return mean, low, high


def _problem(parameters: Sequence[str]) -> dict[str, Any]:
    """The space in SALib's form: a place from 0 to 1 for every parameter."""
    names = list(parameters)
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def _salib(part: str) -> Any:
    try:
        return import_module(f"SALib.{part}")
    except ImportError:
        raise Refusal(
            "Morris and Sobol indices need SALib: pip install 'smarketing[sensitivity]'"
        ) from None
