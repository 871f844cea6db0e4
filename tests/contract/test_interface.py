"""The experiment on shared knowledge and shared goals: its numbers from tables, its command."""

import numpy as np
import pandas as pd
import pytest

from experiments.studies.__main__ import main as studies
from experiments.studies.interface.score import levels, steps, surface, where_best
from experiments.studies.interface.study import BASE, over_both, twice
from sim.request import request

pytestmark = pytest.mark.usefixtures("readable")


def runs(by_goals, noise=0.0):
    """Two seeds, revenue by ω as given at two values of ι, a tenth more at the higher."""
    rows = [
        {"seed": seed, "information": i, "goals": g,
         "revenue": (1 + 0.1 * i) * value + noise * seed}
        for seed in (1, 2, 3) for i in (0.0, 1.0) for g, value in by_goals.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_steps_are_paired_within_a_seed():
    found = steps(runs({0.0: 100.0, 1.0: 100.0}, noise=50.0), "information", "revenue")
    assert [(one.low, one.high) for one in found] == [(0.0, 1.0), (0.0, 1.0)]
    assert found[-1].change.mean == pytest.approx(10.0)
    assert found[-1].change.high - found[-1].change.low == pytest.approx(0.0, abs=1e-9)


def test_an_optimum_is_said_to_be_inside_only_if_it_beats_both_edges():
    assert (
        where_best(runs({0.0: 1.0, 0.5: 2.0, 1.0: 1.0}), "goals", "revenue") == "inside, near 0.5"
    )
    assert where_best(runs({0.0: 1.0, 0.5: 1.5, 1.0: 2.0}), "goals", "revenue") == "at the edge, 1"
    assert where_best(runs({0.0: 1.0, 0.5: 1.0, 1.0: 1.0}), "goals", "revenue").startswith("none")


def test_the_surface_is_relative_to_neither_shared():
    means, halves = surface(runs({0.0: 100.0, 1.0: 120.0}), "revenue")
    assert means.loc[0.0, 0.0] == 0.0
    assert means.loc[1.0, 1.0] == pytest.approx(0.32)
    assert np.allclose(halves, 0.0)
    assert levels(runs({0.0: 100.0}), "information", "revenue")[1.0].mean == pytest.approx(110.0)


def test_the_arms_change_the_focal_firm_alone_and_double_every_source_of_leads():
    config = request(list(BASE)).scenarios[0].config
    grid = over_both(config)
    assert len({(one.alignment.information, one.alignment.goals) for one in grid}) == 25
    assert all(one.rivals == config.rivals for one in grid)
    usual, more = twice(config)
    assert usual.alignment.information == usual.alignment.goals == 0.0
    for kind in ("education", "news"):
        few, many = (getattr(one.market.content, kind) for one in (usual, more))
        assert many.lead_chance == 2 * few.lead_chance
        assert many.dormant_lead_chance == 2 * few.dormant_lead_chance


def test_the_command_runs_tiny_and_draws_again(tmp_path, capsys):
    tiny = ["market.customers=60", "warmup_days=5", "days=20"]
    words = ["interface", "--folder", str(tmp_path)]
    assert studies([*words, "--seeds", "2", *tiny]) == 0
    said = capsys.readouterr().out
    assert "leads_unpursued" in said
    assert (tmp_path / "interface.png").exists()
    assert studies([*words, "--redraw"]) == 0
    assert capsys.readouterr().out == said
