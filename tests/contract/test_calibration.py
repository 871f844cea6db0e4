"""Calibration: its arithmetic, its data, and a search so small that it takes seconds."""

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml

from experiments.fitting.__main__ import main as fits
from experiments.fitting.calibration import check, search
from experiments.fitting.calibration.fit import OPTION
from experiments.fitting.calibration.objective import Effort, evaluate, score
from experiments.fitting.calibration.option import option
from experiments.fitting.calibration.space import SPACE, fitting
from experiments.fitting.calibration.targets import PAIRED, SHORT_RUN, SHOWN, TARGETS
from experiments.measures import elasticity, outcomes, personal_selling
from sim.config import Config, ConfigError, Market
from sim.config.dotted import changed, value_of
from sim.inference.intervals import difference, interval
from sim.records import Outcome, Records
from sim.runs.replicates import each

TINY = Effort(customers=80, warmup_days=20, days=140, level_seeds=(1,), elasticity_seeds=(1, 2),
              selling_seeds=(1, 2))  # fmt: skip
CONFIG = Config(market=Market(customers=80), warmup_days=20, days=140)
MET = {target.outcome: target.value for target in (*TARGETS, *PAIRED)}


@pytest.mark.parametrize("target", [*TARGETS, *PAIRED, *SHOWN], ids=lambda one: one.outcome)
def test_a_target_lies_in_its_band_and_is_an_outcome(target):
    assert target.low < target.value < target.high
    assert target.distance(target.value) == 0
    assert target.distance(target.low) == pytest.approx(1)
    assert target.distance(target.high) == pytest.approx(1)
    assert target.outcome in outcomes.OUTCOMES or target in PAIRED


def test_what_is_held_out_is_not_fitted():
    fitted = {target.outcome for target in TARGETS}
    shown = {target.outcome for target in SHOWN}
    assert not fitted & shown
    assert not any("referral" in name for name in fitted)
    assert not any("long" in name or "favourite" in name for name in fitted | shown)
    assert all(target.weight == 0 for target in SHOWN)


def test_the_objective_is_the_weighted_mean_of_squared_half_bands():
    assert score(MET).objective == 0
    edges = {target.outcome: target.high for target in (*TARGETS, *PAIRED)}
    assert score(edges).objective == pytest.approx(1)
    weight = sum(target.weight for target in TARGETS)
    off = score(MET | {"progress_at_contact": 0.47})
    assert off.levels == pytest.approx(4 / weight)
    assert off.objective == pytest.approx(4 / (weight + 2))


def test_an_elasticity_that_is_not_measured_or_far_off_counts_two_half_bands():
    weight = sum(target.weight for target in TARGETS)
    unknown = score({name: value for name, value in MET.items() if name != SHORT_RUN})
    assert not unknown.measured_pairs
    assert unknown.objective == score(MET | {SHORT_RUN: 9.0}).objective == 4 / (weight + 2)


def test_an_undefined_outcome_is_far_off():
    assert score(MET | {"reps_at_quota": math.nan}).objective > 5


def test_every_searched_parameter_exists_and_both_bounds_can_be_run():
    for wanted in SPACE:
        assert wanted.low <= wanted.start <= wanted.high
        assert isinstance(value_of(Config(), wanted.key), int | float)
    for end in ("low", "high"):
        changed(Config(), fitting({wanted.key: getattr(wanted, end) for wanted in SPACE}))


def test_nobody_signs_before_a_mind_is_made_up():
    settings = fitting({"market.buyer.made_up": 0.912345, "market.buyer.signs": 0.86})
    assert settings == {"market.buyer.made_up": 0.9123, "market.buyer.signs": 0.9123}


def test_a_changed_parameter_of_a_department_is_every_firms():
    made = changed(CONFIG, {"sales.talk_precision": 0.7, "market.buyer.hassle": 0.01})
    assert made.sales.talk_precision == made.rivals.sales.talk_precision == 0.7
    assert value_of(made, "market.buyer.hassle") == 0.01
    assert changed(made, {"sales.talk_precision": CONFIG.sales.talk_precision,
                          "market.buyer.hassle": CONFIG.market.buyer.hassle}) == CONFIG  # fmt: skip


@pytest.mark.parametrize("key", ["sales.charm", "market.buyer.hassle.more", "charm"])
def test_an_unknown_parameter_is_refused(key):
    with pytest.raises(ConfigError, match="not"):
        changed(CONFIG, {key: 1.0})
    with pytest.raises(ConfigError, match="not"):
        value_of(CONFIG, key)


def test_the_option_says_what_was_fitted_and_where_it_comes_from():
    settings = fitting({wanted.key: wanted.low for wanted in SPACE})
    about = {"date": "2026-01-02", "command": "python -m x", "objective": 0.25, "trials": 7,
             "levels": "1 to 3", "pairs": "4 to 9", "reps": "10 to 12"}  # fmt: skip
    text = option(settings, about)
    assert text.startswith("# @package _global_\n# ")
    assert "2026-01-02" in text
    assert "0.250" in text
    tree = yaml.safe_load(text)
    for key, value in settings.items():
        places = [key] if key.startswith("market.") else [key, f"rivals.{key}"]
        for place in places:
            found = tree
            for name in place.split("."):
                found = found[name]
            assert found == value
    assert max(map(len, text.splitlines())) <= 100


def test_elasticities_from_wins_that_can_be_reckoned_by_hand():
    base = np.full((30, 6), 50.0)
    lifted = base * (1.0 + np.array([0.1, 0.06, 0.04, 0.0, 0.0, 0.0]))
    found = elasticity.score(elasticity.Pulses(base, lifted))
    assert found.short.mean == pytest.approx(math.log(1.1) / math.log(2))
    assert found.long.mean == pytest.approx(math.log(1.2) / math.log(2))
    assert found.ratio.mean == pytest.approx(math.log(1.2) / math.log(1.1))
    assert math.isnan(found.ratio.low), "pairs that are all alike tell nothing of chance"


def test_the_elasticity_of_reps_by_hand():
    """Sales as the number of reps to the power of .3: that is found, and its interval holds it."""
    luck = np.ones((20, 4))
    luck[:, :2] = np.random.default_rng(6).lognormal(0.0, 0.05, (20, 2))
    found = np.array([1000.0 * 7**0.3, 1000.0 * 11**0.3, 7.0, 11.0])
    assert personal_selling.elasticity(found[None, :]) == pytest.approx(0.3)
    seen = personal_selling.score(found * luck)
    assert seen.low < 0.3 < seen.high


def test_the_interval_of_an_elasticity_comes_from_seeds():
    luck = np.random.default_rng(5)
    base = luck.poisson(200.0, (40, 6)).astype(float)
    pulsed = base + luck.normal(20.0, 8.0, (40, 1)) * (np.arange(6) == 0)
    found = elasticity.score(elasticity.Pulses(base, pulsed)).short
    assert found.low < math.log(1.1) / math.log(2) < found.high
    assert 0.005 < found.high - found.low < 0.05


def test_wins_are_counted_by_quarter_after_the_warmup():
    records = Records.empty(days=20 + 140, firms=2)
    for closed, firm, outcome in ((19.9, 0, Outcome.WON), (20.0, 0, Outcome.WON),
                                  (84.9, 0, Outcome.WON), (85.0, 0, Outcome.WON),
                                  (90.0, 1, Outcome.WON), (90.0, 0, Outcome.LOST)):  # fmt: skip
        records.deals.append(closed=closed, firm=firm, outcome=outcome)
    assert elasticity.quarterly_wins(records, CONFIG).tolist() == [2.0, 1.0, 0.0]


def test_a_pulse_is_a_quarter_of_doubled_news_and_promotion():
    cadence = elasticity.pulse(CONFIG).cadence
    assert (cadence.pulse_from_day, cadence.pulse_days, cadence.pulse_factor) == (0, 65, 2.0)
    assert cadence.pulse_kinds == ("news", "promotion")
    assert replace(elasticity.pulse(CONFIG), cadence=CONFIG.cadence) == CONFIG


def test_an_estimate_knows_its_interval():
    found = interval(np.array([1.0, 2.0, 3.0, np.nan]))
    assert found.mean == 2.0
    assert found.replicates == 3
    assert found.high - 2.0 == pytest.approx(4.303 / math.sqrt(3), rel=1e-3)
    assert found.inside(-1, 5)
    assert not found.inside(0, 5)
    assert not found.nonzero
    assert difference(np.zeros(3), np.array([1.0, 1.1, 0.9])).nonzero
    assert math.isnan(interval(np.array([np.nan])).mean)


def test_outcomes_do_not_depend_on_the_number_of_processes():
    one = outcomes.measure(CONFIG, [3, 4], workers=1)
    two = outcomes.measure(CONFIG, [3, 4], workers=2)
    assert list(one) == list(outcomes.OUTCOMES)
    assert one.equals(two)
    assert not one.loc[3].equals(one.loc[4])


def test_shares_of_answers_sum_to_one():
    row = outcomes.measure(CONFIG, [4], workers=1).iloc[0]
    answers = [name for name in outcomes.OUTCOMES if name.startswith("answered")]
    assert sum(row[name] for name in answers) == pytest.approx(1)
    assert row["cost_per_win"] > 0


def test_progress_is_told_run_by_run():
    told = []
    found = each(elasticity.quarterly_wins, [(CONFIG, 1), (CONFIG, 2)], workers=1,
                      tell=lambda done, total: told.append((done, total)))  # fmt: skip
    assert told == [(1, 2), (2, 2)]
    assert len(found) == 2


def test_the_elasticity_is_measured_where_the_rest_is_promising():
    assert not evaluate(CONFIG, {}, TINY, promising=-1.0).measured_pairs
    assert evaluate(CONFIG, {}, TINY, promising=1e9).measured_pairs


def test_a_search_is_kept_goes_on_and_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    space = (SPACE[0], SPACE[1])
    for trials in (2, 1):
        kept = search.study(tmp_path / "study", "tpe")
        search.search(kept, CONFIG, TINY, trials, 1, space=space)
    assert len(kept.trials) == 3
    assert kept.trials[0].params == {wanted.key: wanted.start for wanted in space}
    settings, about = search.best(kept)
    assert score(about["found"]).objective == pytest.approx(kept.best_value)
    monkeypatch.chdir(tmp_path)
    Path("configs/market").mkdir(parents=True)
    assert fits(["calibration", "--trials", "0", "--folder", "study", "--write"]) == 0
    assert "objective" in capsys.readouterr().out
    assert json.loads(Path("study/result.json").read_text())["settings"] == settings
    written = yaml.safe_load(OPTION.read_text())
    assert written["market"]["buyer"]["signs"] == settings["market.buyer.signs"]


def test_a_check_shows_every_target_and_nothing_that_is_held_out():
    seen = check.measure(CONFIG, {}, TINY, 2, workers=1)
    table = check.table(seen)
    assert table.row_count == len(TARGETS) + len(PAIRED) + len(SHOWN) == len(seen)
    assert seen[SHORT_RUN].replicates == 4


def test_a_fit_without_trials_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert fits(["calibration", "--trials", "0", "--folder", str(tmp_path)]) == 2
    assert "no trial is kept" in capsys.readouterr().err
