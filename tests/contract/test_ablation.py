"""Ablation: every switch changes the market, and the table says what is lost."""

import math

import numpy as np
import pandas as pd
import pytest

from experiments.measures.elasticity import Pulses
from experiments.studies.__main__ import main as studies
from experiments.studies.ablation.mechanisms import WHOLE, mechanisms
from experiments.studies.ablation.score import broken, score
from sim.config import Config, Market
from sim.config.dotted import changed
from sim.runs.one_run import digest, run_once

CONFIG = Config(market=Market(customers=300), warmup_days=40, days=160, replicates=1)
BUSY = changed(
    CONFIG, {"market.buyer.private_share": 0.3, "market.buyer.look_up": 3.0,
             "market.buyer.entry_per_year": 1.0},
)  # fmt: skip
TRIED = mechanisms(BUSY)


@pytest.fixture(scope="module")
def whole() -> str:
    return digest(run_once(BUSY))


@pytest.mark.parametrize("one", TRIED[1:], ids=lambda one: one.name)
def test_every_switch_is_a_switch(one, whole):
    assert one.without
    assert digest(run_once(changed(BUSY, one.settings))) != whole


def test_the_first_row_is_the_whole_model(whole):
    assert TRIED[0].name == WHOLE
    assert digest(run_once(changed(BUSY, TRIED[0].settings))) == whole


def frame(decided: float, no_decision: float) -> pd.DataFrame:
    luck = np.array([-0.01, 0.0, 0.01])
    return pd.DataFrame(
        {"decided_before_contact": decided + luck, "no_decision_contacted": no_decision - luck,
         "journey_days": 70 + 0 * luck}
    )  # fmt: skip


def test_a_fact_is_lost_when_it_leaves_its_band():
    levels = {WHOLE: frame(0.6, 0.9), "gate": frame(0.4, 0.95), "noise": frame(0.61, 0.5)}
    scored = score(levels, {})
    assert broken(scored, "gate") == ["decided_before_contact"]
    assert broken(scored, "noise") == []
    cell = scored.set_index(["mechanism", "outcome"]).loc[("gate", "decided_before_contact")]
    assert cell["change"] == pytest.approx(-0.2)
    assert cell["moved"]
    assert cell["change_low"] == pytest.approx(cell["change_high"])
    assert scored.set_index(["mechanism", "outcome"])["kept"][("gate", "journey_days")] is None


def test_a_change_of_elasticity_is_paired():
    base = np.random.default_rng(2).poisson(50.0, (20, 6)).astype(float)
    luck = np.random.default_rng(3).normal(1.0, 1e-12, base.shape)
    strong, weak = Pulses(base, base * 1.2), Pulses(base, base * 1.1 * luck)
    levels = {WHOLE: frame(0.6, 0.5), "gate": frame(0.6, 0.5)}
    scored = score(levels, {WHOLE: strong, "gate": weak}).set_index(["mechanism", "outcome"])
    cell = scored.loc[("gate", "short_run_elasticity")]
    assert cell["change"] == pytest.approx((math.log(1.1) - math.log(1.2)) / math.log(2))
    assert cell["change_high"] - cell["change_low"] < 1e-9
    assert scored.loc[(WHOLE, "short_run_elasticity")]["change"] == 0


def test_a_tiny_ablation_makes_its_table(tmp_path, capsys):
    words = ["ablation", "--seeds", "2", "--pairs", "1", "--workers", "1"]
    tiny = ["market.customers=80", "days=140", "warmup_days=10"]
    assert studies([*words, "--folder", str(tmp_path), *tiny]) == 0
    text = (tmp_path / "table.md").read_text()
    for one in TRIED:
        assert f"| {one.name} |" in text
    assert "long ÷ short run" in text
    assert "no decision, all" in text
    effects = pd.read_csv(tmp_path / "effects.csv")
    assert set(effects["mechanism"]) == {one.name for one in TRIED}
    assert "table.md" in capsys.readouterr().out
