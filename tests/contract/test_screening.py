"""Screening: effects of known functions are found, and a tiny design runs to its figure."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.fitting.__main__ import main as fits
from experiments.fitting.screening import fit
from experiments.fitting.screening.figure import amount, figure, finding
from experiments.fitting.screening.parameters import COMPLEMENT, PARAMETERS, Screened, settings
from experiments.fitting.screening.score import design, importance, score
from sim.config import Config, Market
from sim.config.buyer import Buyer
from sim.config.dotted import changed, value_of
from sim.plots import save

pytestmark = pytest.mark.usefixtures("readable")

THREE = (PARAMETERS[0], PARAMETERS[14], PARAMETERS[21])
KEYS = [one.key for one in THREE]


def test_a_linear_outcome_has_its_slopes_and_no_spread():
    places = design(KEYS, 6)
    assert places.shape == (6 * 4, 3)
    y = pd.DataFrame({"linear": places @ np.array([2.0, -1.0, 0.0])})
    found = score(KEYS, places, y).set_index("parameter")
    assert found["mu"].to_list() == pytest.approx([2.0, -1.0, 0.0], abs=1e-9)
    assert found["mu_star"].to_list() == pytest.approx([2.0, 1.0, 0.0], abs=1e-9)
    assert found["sigma"].to_list() == pytest.approx([0.0, 0.0, 0.0], abs=1e-9)
    assert list(importance(found.reset_index()).index) == KEYS


def test_an_effect_that_depends_on_another_parameter_has_spread_and_perhaps_no_sign():
    places = design(KEYS, 30)
    y = pd.DataFrame({"product": (places[:, 0] - 0.5) * (places[:, 1] - 0.5)})
    found = score(KEYS, places, y).set_index("parameter")
    assert found["sigma"].iloc[0] > 0.1
    assert found["mu_star"].iloc[0] > 3 * abs(found["mu"].iloc[0])
    assert found["sign"].to_list()[2] == 0


def test_an_outcome_that_is_undefined_somewhere_is_left_out():
    places = design(KEYS, 3)
    y = pd.DataFrame({"gap": np.where(places[:, 0] > 0.5, np.nan, 1.0), "one": places[:, 0]})
    assert set(score(KEYS, places, y)["outcome"]) == {"one"}


def test_a_range_is_from_half_to_twice_the_present_value():
    config = Config()
    ratio = Screened("market.buyer.hassle", "")
    present = value_of(config, ratio.key)
    assert [ratio.at(place, config) for place in (0.0, 0.5, 1.0)] == pytest.approx(
        [present / 2, present, present * 2]
    )
    memory = Screened("market.buyer.memory", "", COMPLEMENT)
    lost = 1 - value_of(config, memory.key)
    assert [1 - memory.at(place, config) for place in (0.0, 0.5, 1.0)] == pytest.approx(
        [lost * 2, lost, lost / 2]
    )


@pytest.mark.parametrize("place", [0.0, 1.0])
def test_every_parameter_exists_and_its_whole_range_can_be_run(place: float):
    places = dict.fromkeys([one.key for one in PARAMETERS], place)
    assert changed(Config(), settings(places, Config()))
    assert len({one.text for one in PARAMETERS}) == len(PARAMETERS)


def test_nobody_signs_before_the_mind_is_made_up():
    made_up = PARAMETERS[18]
    assert made_up.key.endswith("made_up")
    near = Config(market=Market(buyer=Buyer(made_up=0.9, signs=0.92)))
    found = settings({made_up.key: 1.0}, near, (made_up,))
    assert found["market.buyer.signs"] == found["market.buyer.made_up"]


def test_a_tiny_design_runs_to_its_figure(tmp_path: Path):
    config = Config(market=Market(customers=150), warmup_days=20, days=140)
    places = design(KEYS, 2)
    points = fit.at(places, config, THREE)
    found = fit.levels(points, [1], workers=1)
    found["elasticity"] = fit.elasticities(points, [1], workers=1)
    assert len(found) == len(places)
    assert set(found) == {*fit.LOOKED_AT, "elasticity"}
    effects = score(KEYS, places, found)
    texts = {one.key: one.text for one in THREE}
    assert "3 parameters" in finding(effects, texts)
    save(figure(effects, texts, "note"), tmp_path / "screening.png")
    assert (tmp_path / "screening.png").stat().st_size > 20_000


def test_the_table_and_figure_are_made_again_from_what_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    places = design(fit.KEYS, 2)
    shares = {name: 0.5 + 0.1 * places[:, n] for n, name in enumerate(fit.LOOKED_AT)}
    pd.DataFrame(shares).to_csv(tmp_path / "runs.csv", index=False)
    words = ["screening", "--trajectories", "2", "--redraw", "--folder", str(tmp_path)]
    assert fits(words) == 0
    assert (tmp_path / "screening.png").exists()
    effects = pd.read_csv(tmp_path / "effects.csv").set_index(["outcome", "parameter"])
    first = effects.loc[fit.LOOKED_AT[0], fit.KEYS[0]]
    assert first["mu"] == pytest.approx(0.1)
    assert "hazard of a need" in capsys.readouterr().out


def test_amounts_are_points_for_shares():
    assert amount(0.123, "decided_before_contact") == "+12"
    assert amount(-0.0123, "decided_before_contact") == "−1.2"
    assert amount(-1234.5, "cost_per_win") == "−1,234"
