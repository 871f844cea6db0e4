"""A finished folder read a second time, by other code, comes to the same numbers.

Three runs: a small market with worlds of their own and a warm-up; another pay plan, one line for
all who ask, reps who quit, and a window that is no year and begins at no quarter; and a team with
managers of two levels.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.cli.command import main
from sim.metrics.glossary import KPIS
from tests.second_reader import estimates, read

EQUAL = 1e-9
FIRM = ("market=small", "market.customers=500", "workers=1")
SMALL = (*FIRM, "replicates=2", "days=130", "warmup_days=130")
OTHER = (*FIRM, "replicates=3", "days=300", "warmup_days=95", "seed=5",
         "incentive=team_pool", "sales.routing=pool", "sales.turnover_per_year=1.5")  # fmt: skip
_TEAM = (
    "{name:v,role:manager,base:150000,ote:250000},{name:m,role:manager,manager:v,base:90000,"
    "ote:130000},{name:a,manager:m,base:70000,ote:120000,quota:40000},{name:b,manager:m,start:30},"
    "{name:c,manager:n,attainment:1.2},{name:d,start:-40}"
)
ROSTER = (*FIRM, "replicates=2", "days=150", "warmup_days=65", "seed=3",
          "incentive=quota_bonus", f"sales.people=[{_TEAM}]", "sales.turnover_per_year=1.5",
          "incentive.quota.over_assignment=0.1")  # fmt: skip
RUNS = {"small": SMALL, "other plan and window": OTHER, "a roster": ROSTER}


@pytest.fixture(scope="module", params=RUNS.values(), ids=RUNS.keys())
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("second") / "run"
    assert main([*request.param, f"hydra.run.dir={place}"]) == 0
    return place


def test_every_kpi_and_every_sum_comes_out_of_the_tables_again(folder: Path) -> None:
    runs, again = pd.read_parquet(folder / "runs.parquet"), read(folder)
    sums = [name for name in runs if name.startswith("base_")]
    assert len(KPIS) >= 29
    assert len(sums) >= 38
    for name in [*KPIS, *sums]:
        assert np.allclose(again[name], runs[name], EQUAL, EQUAL, equal_nan=True), name


def test_replicates_have_worlds_of_their_own(folder: Path) -> None:
    runs = pd.read_parquet(folder / "runs.parquet")
    assert runs["world_seed"].nunique() == len(runs)


def test_the_summary_has_the_means_and_the_ratios_of_sums_of_what_was_read(folder: Path) -> None:
    over = {name: kpi.whole for name, kpi in KPIS.items() if kpi.base}
    found = estimates(read(folder), over)
    summary = json.loads((folder / "summary.json").read_text())["scenarios"][0]["kpis"]
    assert set(summary) == set(KPIS)
    for name, kpi in summary.items():
        said = np.nan if kpi["mean"] is None else kpi["mean"]
        assert np.isclose(found[name], said, EQUAL, EQUAL, equal_nan=True), name
