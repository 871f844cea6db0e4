"""The influence of each parameter of a sampled design on the main KPIs, as indices.

A grid beside the design gives indices at each of its points.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from sim.config.refusal import Refusal
from sim.designs.design import Design
from sim.designs.indices import INDEXED, indices
from sim.folder.scenario_names import names_of
from sim.inference.outcomes import Outcomes
from sim.inference.sensitivity import Elementary, Shares
from sim.metrics.account import COMPARED, plain
from sim.metrics.estimates import outcomes
from sim.metrics.glossary import KPIS
from sim.plots import drawn
from sim.plots.sensitivity import figure
from sim.sweep.plan import Plan
from sim.sweep.scope import Scope
from sim.sweep.table import read_runs

# Of more points of the grid than these, no figures are drawn.
MOST_DRAWN = 4
ASIDE = ("parameters", "luck")


class Point(NamedTuple):
    """A scenario of the design, by its place there, and its runs."""

    name: str
    tables: dict[str, Any]


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
    design, size, own = scope.design, len(scope.points), len(scope.points[0])
    jobs = names_of([plan.words[start][:-own] for start in range(0, len(plan), size)])
    about = [KPIS[kpi] for kpi in COMPARED]
    wanted = {"seed", *COMPARED, *(name for one in about for name in (one.part, one.whole))}
    found = []
    finished = read_runs(runs, plan, range(len(plan)), wanted)
    for job, name in enumerate(jobs):
        mine = finished[job * size : (job + 1) * size]
        points = [Point(f"point {number}", {"runs": one}) for number, one in enumerate(mine)]
        found += [_indices(design, name, outcomes(points, kpi)) for kpi in COMPARED]
    return found


def account(found: Sequence[Sensitivity]) -> list[dict[str, Any]]:
    """The same as plain content for ``summary.json``; None where an index is undefined."""
    return [
        {"grid": one.grid, "kpi": one.kpi, "why_not": one.why}
        if one.found is None
        else {
            "grid": one.grid, "kpi": one.kpi, "replicates": one.found.luck.replicates,
            "seeds_left_out": one.found.luck.left_out, "remark": one.found.luck.remark,
            "luck_share": plain(one.found.luck.share), "parameters": list(_parameters(one.found)),
        }
        for one in found
    ]  # fmt: skip


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


def _indices(design: Design, grid: str, found: Outcomes) -> Sensitivity:
    try:
        return Sensitivity(grid, found.kpi, indices(design, found))
    except Refusal as refusal:
        return Sensitivity(grid, found.kpi, None, str(refusal))


def _parameters(found: Elementary | Shares) -> Iterator[dict[str, Any]]:
    columns = [name for name in found._fields if name not in ASIDE]
    for n, parameter in enumerate(found.parameters):
        yield {"parameter": parameter, **{name: plain(getattr(found, name)[n]) for name in columns}}
