"""Which parameters matter over their ranges: Morris screening and Sobol indices, by SALib.

A design places every parameter between 0 and 1; ``sim.designs`` turns places into values. SALib is
an optional extra: ``pip install 'smarketing[sensitivity]'``.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Any, NamedTuple

import numpy as np

from sim.config.refusal import Refusal
from sim.inference.outcomes import Outcomes
from sim.inference.samples import Numbers

LEVELS = 4
SEED = 1


class Elementary(NamedTuple):
    """Morris' elementary effects per parameter, in units of the KPI per whole range.

    ``mu`` is their mean, ``mu_star`` the mean of their sizes with its 95 % half-width over
    trajectories, ``sigma`` their spread (Morris 1991; Campolongo, Cariboni & Saltelli 2007).
    """

    parameters: tuple[str, ...]
    mu: Numbers
    mu_star: Numbers
    mu_star_half: Numbers
    sigma: Numbers


class Shares(NamedTuple):
    """Sobol indices per parameter: shares of the KPI's variance over the ranges, 95 % half-widths.

    ``first`` is what a parameter does alone, ``total`` what it does with all others (Sobol 2001;
    estimators of Saltelli et al. 2010).
    """

    parameters: tuple[str, ...]
    first: Numbers
    first_half: Numbers
    total: Numbers
    total_half: Numbers


def morris_places(parameters: Sequence[str], trajectories: int, seed: int = SEED) -> Numbers:
    """Places [point, parameter] of as many trajectories, each one point longer than parameters."""
    sample = _salib("sample.morris").sample
    places: Numbers = sample(_problem(parameters), trajectories, num_levels=LEVELS, seed=seed)
    return places


def morris(parameters: Sequence[str], places: Numbers, found: Outcomes) -> Elementary:
    """Elementary effects on the means of the scenarios, which stand in the order of the places."""
    result = _salib("analyze.morris").analyze(
        _problem(parameters), places, _means(found), num_levels=LEVELS, seed=SEED
    )
    names = ("mu", "mu_star", "mu_star_conf", "sigma")
    return Elementary(tuple(parameters), *(np.asarray(result[name], np.float64) for name in names))


def sobol_places(parameters: Sequence[str], base: int, seed: int = SEED) -> Numbers:
    """Places [base × (parameters + 2), parameter] of Saltelli's scheme; base is a power of two."""
    if base < 2 or base & (base - 1):
        raise Refusal(f"design.samples={base} is not a power of two, which Sobol indices need")
    sample = _salib("sample.sobol").sample
    places: Numbers = sample(_problem(parameters), base, calc_second_order=False, seed=seed)
    return places


def sobol(parameters: Sequence[str], found: Outcomes) -> Shares:
    """Sobol indices of the means of the scenarios, in the order of :func:`sobol_places`."""
    result = _salib("analyze.sobol").analyze(
        _problem(parameters), _means(found), calc_second_order=False, seed=SEED
    )
    names = ("S1", "S1_conf", "ST", "ST_conf")
    return Shares(tuple(parameters), *(np.asarray(result[name], np.float64) for name in names))


def _means(found: Outcomes) -> Numbers:
    means = found.means
    if np.isnan(means).any():
        where = found.names[int(np.flatnonzero(np.isnan(means))[0])]
        raise Refusal(f"{found.kpi} is undefined in {where}: no index can be taken of it")
    return means


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
