"""The influence of each parameter of a sampled design on the main KPIs, as indices.

A grid beside the design gives indices at each of its points.
"""

import math
import warnings
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim.config.refusal import Refusal
from sim.designs.design import Design
from sim.designs.indices import INDEXED, indices
from sim.folder.scenario_names import names_of
from sim.inference.outcomes import Outcomes
from sim.inference.samples import Numbers
from sim.inference.sensitivity import Elementary, Shares
from sim.metrics.account import COMPARED
from sim.plots import drawn
from sim.plots.sensitivity import figure
from sim.sweep.plan import Plan
from sim.sweep.scope import Scope
from sim.sweep.table import read_runs

# Of more points of the grid than these, no figures are drawn.
MOST_DRAWN = 4


class Sensitivity(NamedTuple):
    """Indices on a KPI at a point of the grid, or the reason why there are none."""

    grid: str
    kpi: str
    found: Elementary | Shares | None
    why: str = ""


def sensitivities(runs: Path, plan: Plan, scope: Scope) -> list[Sensitivity]:
    """Indices on every main KPI at every point of the grid; empty for a design that has none."""
    if scope.design is None or scope.design.kind not in INDEXED:
        return []
    size = len(scope.points)
    own = len(scope.points[0])
    jobs = names_of([plan.words[start][:-own] for start in range(0, len(plan), size)])
    means = _means(runs, plan)
    return [
        _indices(scope.design, name, kpi, means[n, size * job : size * (job + 1)])
        for n, kpi in enumerate(COMPARED)
        for job, name in enumerate(jobs)
    ]


def account(found: Sequence[Sensitivity]) -> list[dict[str, Any]]:
    """The same as plain content for ``summary.json``; None where an index is undefined."""
    return [
        {"grid": one.grid, "kpi": one.kpi, "why_not": one.why}
        if one.found is None
        else {"grid": one.grid, "kpi": one.kpi, "parameters": list(_parameters(one.found))}
        for one in found
    ]


def draw(found: Sequence[Sensitivity], points: int, folder: Path) -> list[Path]:
    """A figure for each, named by KPI and, where the grid has several points, by their number."""
    grid = list(dict.fromkeys(one.grid for one in found))
    if len(grid) > MOST_DRAWN:
        return []
    written = []
    for one in found:
        if one.found is not None:
            number = f"_{grid.index(one.grid) + 1}" if len(grid) > 1 else ""
            grid_point = one.grid if number else ""
            draw_one = partial(figure, one.found, one.kpi, points, grid_point)
            written += drawn(folder / f"sensitivity_{one.kpi}{number}.png", draw_one)
    return written


def _means(runs: Path, plan: Plan) -> Numbers:
    """The mean of each main KPI in each scenario as [KPI, scenario]; NaN where it is undefined."""
    means = np.full((len(COMPARED), len(plan)), np.nan)
    for number, rows in read_runs(runs, plan, range(len(plan))):
        for n, kpi in enumerate(COMPARED):
            values = rows[kpi].to_numpy().astype(np.float64)
            known = values[~np.isnan(values)]
            means[n, number] = known.mean() if len(known) else np.nan
    return means


def _indices(design: Design, grid: str, kpi: str, means: Numbers) -> Sensitivity:
    names = tuple(f"point {n}" for n in range(len(means)))
    found = Outcomes(kpi, names, np.zeros(1, np.int64), means[None, :])
    if np.ptp(means) == 0:
        return Sensitivity(grid, kpi, None, f"{kpi} is the same at every point")
    try:
        with warnings.catch_warnings():  # of resamples that happen to be all alike
            warnings.simplefilter("ignore", RuntimeWarning)
            return Sensitivity(grid, kpi, indices(design, found))
    except Refusal as refusal:
        return Sensitivity(grid, kpi, None, str(refusal))


def _parameters(found: Elementary | Shares) -> Iterator[dict[str, Any]]:
    columns = [name for name in found._fields if name != "parameters"]
    for n, parameter in enumerate(found.parameters):
        told: dict[str, Any] = {"parameter": parameter}
        for name in columns:
            value = float(getattr(found, name)[n])
            told[name] = value if math.isfinite(value) else None
        yield told
