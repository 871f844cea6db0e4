"""Measure: what tables cost, and what a rep loses by a coarser one, by the next kind's, by none."""

import math
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import pandas as pd

from experiments.studies.foresight.cases import Case, Exact
from experiments.studies.foresight.reps import Job, Lived, last_day, live
from sim.config import Config
from sim.model.foresight import period
from sim.model.foresight.bellman import LAYERS
from sim.model.foresight.period import (
    CREDIT_STEP,
    WINS_STEP,
    Grid,
    Paid,
    cells_a_scale,
    outlook,
    solved,
)
from sim.model.market import Market
from sim.model.pay.look_ahead import renew_outlooks
from sim.model.sales import day_plan
from sim.model.state.world import World

FINEST = Grid(288, 24, 8)
NO_TABLE = np.zeros((0, 2, 2, LAYERS), np.float32)


def cost(case: Case, grid: Grid, repeats: int = 3) -> dict[str, Any]:
    """Processor seconds (the fastest of a few) and memory of one table."""
    seconds = []
    for _ in range(repeats):
        start = time.process_time()
        table = _table(case, case.rep, grid)
        seconds.append(time.process_time() - start)
    return {"plan": case.plan, "deals": case.rep.expected_wins, **grid._asdict(),
            "seconds": min(seconds), "mib": table.nbytes / 2**20}  # fmt: skip


def grids(some: Sequence[Case], tried: Sequence[Grid], periods: int, seed: int) -> pd.DataFrame:
    """A row per case and grid: utility lost against the finest, of its pay, and the last day."""
    rows = []
    for case in some:
        best = _lived(case, case.rep, FINEST, periods, seed)
        for grid in tried:
            found = _lived(case, case.rep, grid, periods, seed)
            rows.append({**_of(case, found, best), **grid._asdict()})
    return pd.DataFrame(rows)


def steps(some: Sequence[Case], periods: int, seed: int) -> pd.DataFrame:
    """A row per case: what is lost half a step away from the middle of a kind, at worst."""
    rows = []
    for case in some:
        for wins in (-0.49, 0.49):
            for credit in (-0.49, 0.49):
                kind = case.nearest
                rep = Exact(WINS_STEP ** (kind.wins + wins), CREDIT_STEP ** (kind.credit + credit))
                true = case._replace(rep=rep)
                best = _lived(true, rep, FINEST, periods, seed)
                rows.append(_of(true, _lived(true, kind, Grid(), periods, seed), best))
    return pd.DataFrame(rows)


def myopia(some: Sequence[Case], periods: int, seed: int) -> pd.DataFrame:
    """A row per case: what is lost by going where the period is heading instead."""
    rows = []
    for case in some:
        best = _lived(case, case.rep, FINEST, periods, seed)
        look = outlook(case.rep, (case.curve,), case.days, case.habits)
        found = live(NO_TABLE, 1, Job(look, case.deal, case.pay, case.days), periods, seed)
        rows.append(_of(case, found, best))
    return pd.DataFrame(rows)


def _of(case: Case, found: Lived, best: Lived) -> dict[str, Any]:
    return {
        "plan": case.plan, "deals": case.rep.expected_wins, "pay": best.pay,
        "lost": (best.utility - found.utility) / best.pay, "effort": found.effort,
        "last_day": last_day(found), "last_day_best": last_day(best),
    }  # fmt: skip


def _table(case: Case, kind: Any, grid: Grid) -> Any:
    paid = Paid(case.instalment)
    return solved(kind, (case.curve,), case.days, case.habits, case.deal_pay, grid, paid)


def _lived(case: Case, kind: Any, grid: Grid, periods: int, seed: int) -> Lived:
    """A rep of the case goes by a kind's table."""
    cells = cells_a_scale(kind, (case.curve,), grid.cells)
    look = outlook(case.rep, (case.curve,), case.days, case.habits)
    job = Job(look, case.deal, case.pay, case.days)
    return live(_table(case, kind, grid), cells, job, periods, seed)


def shares(config: Config, seed: int) -> Iterator[dict[str, Any]]:
    """A run's processor time and the part that looking ahead takes: with no table anywhere, then
    with tables on disk, then in memory."""
    with (
        tempfile.TemporaryDirectory() as scratch,
        mock.patch.object(period, "cache_folder", return_value=Path(scratch)),
    ):
        for name, forget in (("no tables", True), ("on disk", True), ("in memory", False)):
            if forget:
                period._KEPT.clear()
            yield {"tables": name, **_share(config, seed)}
    period._KEPT.clear()


def _share(config: Config, seed: int) -> dict[str, Any]:
    spent = 0.0

    def timed(world: World) -> None:
        nonlocal spent
        start = time.process_time()
        renew_outlooks(world)
        spent += time.process_time() - start

    with mock.patch.object(day_plan, "renew_outlooks", timed):
        start = time.process_time()
        model = Market(config, seed)
        while model.running:
            model.step()
        whole = time.process_time() - start
    looks = model.world.pay.outlooks
    found = {"run": whole, "ahead": spent, "share": spent / whole, "kinds": len(looks._at),
             "mib": 4 * looks._written / 2**20}  # fmt: skip
    model.release()
    return found


def mean_and_worst(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Over cases: utility lost, on average and at worst; last day, and how far off at worst."""
    off = (rows["last_day"] / rows["last_day_best"] - 1.0).abs()
    rows = rows.assign(off=off.where(np.isfinite(off), math.nan))
    return rows.groupby(by, sort=False).agg(
        lost=("lost", "mean"), worst=("lost", "max"), last_day=("last_day", "mean"),
        best=("last_day_best", "mean"), off=("off", "max"),
    ).reset_index()  # fmt: skip
