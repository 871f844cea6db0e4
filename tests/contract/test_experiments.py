"""Experiments: every shipped one composes, a small one runs to a verdict, bad ones are refused."""

import json

import numpy as np
import pytest
import yaml

from experiments.claims.__main__ import main as gallery_main
from experiments.claims.__main__ import pages
from experiments.claims.pages import page
from sim.cli.command import main
from sim.config.refusal import Refusal
from sim.experiment.estimate import estimate
from sim.experiment.question import Hypothesis, question_from
from sim.experiment.verdict import FAILS, HOLDS, OPEN, account, gone, judged, verdict
from sim.grammar.options import config_dir, groups
from sim.inference.intervals import Interval
from sim.request import request

NAMES = list(groups([config_dir()])["experiment"].options)
TINY = {
    "claim": "more reps win more",
    "mechanism": "each sells",
    "arms": {"few": ["sales.reps=1"], "many": ["sales.reps=6"]},
    "ablation": {"switch_off": "nobody sells", "words": ["sales.selling_share=0.01"]},
    "assumptions": ["sales.talk_hours=2"],
    "coarse": ["days=30"],
    "hypotheses": [
        {"says": "wins", "kpi": "wins", "form": "difference", "of": ["many", "few"], "low": 0},
        {"says": "most", "kpi": "wins", "form": "best", "of": ["many"], "ablation": False},
    ],
}


def test_there_is_one_for_every_claim():
    assert len(NAMES) == 13


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_experiment_composes_and_can_fail(name):
    asked = request([f"+experiment={name}", "experiment.fast=true"])
    question = asked.scope.question
    assert len(asked.scenarios) == len(question.cases())
    assert question.ablation
    assert question.assumptions
    assert question.doubt
    assert any(one.ablation for one in question.hypotheses)
    text = (config_dir() / "experiment" / f"{name}.yaml").read_text(encoding="utf-8")
    assert f"# sim +experiment={name} " in text
    assert yaml.safe_load(text)["replicates"] >= 30


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder of one's own with a small experiment, and what running it left behind."""
    home = tmp_path_factory.mktemp("experiment")
    (home / "mine" / "experiment").mkdir(parents=True)
    content = {
        "market": {"customers": 600, "buyer": {"entry_per_year": 3.0}},
        "days": 40, "warmup_days": 10, "replicates": 3, "workers": 1,
        "hydra": {"mode": "MULTIRUN", "sweeper": {"experiment": TINY}},
    }  # fmt: skip
    text = "# @package _global_\n" + yaml.safe_dump(content, sort_keys=False)
    (home / "mine" / "experiment" / "tiny.yaml").write_text(text, encoding="utf-8")
    words = ["--config-dir", str(home / "mine"), "+experiment=tiny"]
    assert main([*words, f"hydra.sweep.dir={home / 'out'}"]) == 0
    return home


def test_it_leaves_a_verdict_and_a_figure(folder):
    found = json.loads((folder / "out" / "verdict.json").read_text())
    assert found["claim"] == TINY["claim"]
    wins, most = found["hypotheses"]
    assert wins["seeds"] == 3
    assert wins["estimate"] > 0
    assert wins["ablated"]["vanishes"] in (True, False, None)
    assert most["ablated"] is None
    assert (folder / "out" / "figures" / "claim.png").stat().st_size > 20_000
    scenarios = json.loads((folder / "out" / "summary.json").read_text())["scenarios"]
    assert [one["name"] for one in scenarios[:4]] == [
        "few", "many", "few, nobody sells", "many, nobody sells",
    ]  # fmt: skip


def test_it_repeats_itself(folder):
    assert main(["reproduce", str(folder / "out")]) == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["+experiment=both_convice"], "nearest: both_convince"),
        (["+experiment=glob(*)"], "add -m"),
        (["-m", "+experiment=glob(x*)"], "matches no option"),
        (["-m", "+experiment=both_convince", "seed=1,2"], "its own arms"),
        (["+experiment=both_convince", "experiment.fas=1"], "nearest: fast"),
        (["-m", "experiment.fast=true"], "add +experiment=NAME"),
        (["+experiment=both_convince", "design.samples=4"], "leave design.… out"),
    ],
)
def test_what_is_no_experiment_is_refused(words, said, capsys):
    assert main(words) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"claims": "x"}, "nearest: claim"),
        ({"claim": ""}, "needs experiment.claim"),
        ({"arms": {"few": "sales.reps=1"}}, "arms.few"),
        ({"hypotheses": [{"says": "x", "kpi": "win", "of": ["few"], "low": 0}]}, "nearest: wins"),
        ({"hypotheses": [{"says": "x", "kpi": "wins", "of": ["feww"], "low": 0}]}, "nearest: few"),
        ({"hypotheses": [{"says": "x", "kpi": "wins", "of": ["few"]}]}, "can be missed"),
        ({"hypotheses": [{"says": "x", "kpi": "wins", "of": ["few"], "form": "change",
                          "low": 0}]}, "names 2"),
        ({"hypotheses": [{"kpi": "wins"}]}, "says nothing"),
        ({"hypotheses": {"says": "x"}}, "not a list of hypotheses"),
        ({"hypotheses": [{"says": "x", "kpi": "wins", "of": ["few"], "low": "abc"}]},
         "not a number"),
        ({"arms": ["few"]}, "not a mapping"),
        ({"ablation": {"words": ["seed=2"]}}, "switch_off"),
        ({"arms": {"few": [], "few, nobody sells": [], "many": []}}, "name of two cases"),
    ],
)  # fmt: skip
def test_a_question_that_is_none_is_refused(change, said):
    with pytest.raises(Refusal, match=said):
        question_from(TINY | change)


def test_statistics_are_what_they_are_called():
    values = {"a": np.array([4.0, 6.0]), "b": np.array([1.0, 3.0]), "c": np.array([0.0, 1.0]),
              "d": np.array([5.0, np.nan])}  # fmt: skip

    def mean(form, *arms):
        return estimate(Hypothesis("", "wins", form, arms), values, None, 1).mean

    assert mean("level", "a") == 5.0
    assert mean("difference", "a", "b") == 3.0
    assert mean("change", "a", "b") == pytest.approx(1.5)
    assert mean("interaction", "a", "b", "c", "c") == 3.0
    assert np.isnan(mean("level", "d"))
    best = Hypothesis("", "wins", "best", ("a",), among=("a", "b", "c"))
    assert estimate(best, values, None, 1).mean == 1.0
    tied = {"a": values["a"], "b": values["a"], "c": values["c"]}
    assert estimate(best, tied, None, 1).mean == pytest.approx(0.5)
    per = estimate(Hypothesis("", "wins", "level", ("a",), per="mqls"), values, values, 1)
    assert per.mean == pytest.approx(1.0)


def test_intervals_hold_all_together():
    """Change and per, four hypotheses: 95 % together. 400 repetitions of 30 seeds, seed 7; a false
    alarm in 2 of 1,000 (three standard errors)."""
    luck, missed, times = np.random.default_rng(7), 0, 400
    asked = Hypothesis("", "wins", "change", ("a", "b"), per="mqls")
    for _ in range(times):
        out = False
        for _ in range(4):
            shared = luck.normal(0, 1, 30)
            wins = {arm: mean + shared + luck.normal(0, 1, 30)
                    for arm, mean in (("a", 12.0), ("b", 10.0))}  # fmt: skip
            mqls = {arm: 50 + luck.normal(0, 3, 30) for arm in "ab"}
            found = estimate(asked, wins, mqls, 4)
            out |= not found.low <= 0.2 <= found.high
        missed += out
    assert missed / times < 0.05 + 3 * (0.05 * 0.95 / times) ** 0.5


def test_verdicts():
    asked = Hypothesis("", "wins", "difference", ("a", "b"), low=0.0)
    assert judged(asked, Interval(2, 1, 3, 9)) == HOLDS
    assert judged(asked, Interval(-2, -3, -1, 9)) == FAILS
    assert judged(asked, Interval(1, -1, 3, 9)) == OPEN
    effect = Interval(10, 9, 11, 9)
    assert gone(asked, effect, Interval(1, -1, 3, 9))
    assert gone(asked, effect, Interval(-8, -9, -7, 9))
    assert gone(asked, effect, Interval(1, 0.5, 1.5, 9))
    assert gone(asked, effect, Interval(5, 4, 6, 9)) is False
    assert gone(asked, effect, Interval(6, -1, 13, 9)) is None, "noise is no evidence"
    assert gone(asked, effect, Interval(1, np.nan, np.nan, 1)) is None


def tiny_verdict():
    question = question_from(TINY)
    high, low = np.array([3.0, 4.0, 5.0]), np.array([1.0, 1.5, 2.5])
    table = {
        (arm, under): {"wins": high if (arm == "many") != (under in question.assumptions) else low}
        for arm in question.arms
        for under in ("", question.ablated, *question.assumptions)
    }
    return verdict(question, table)


def test_an_assumption_flips_a_verdict_by_its_estimate():
    found = tiny_verdict()
    assert found.findings[0].ended == HOLDS
    assert found.findings[0].flips == found.question.assumptions
    assert found.findings[0].vanishes is False
    assert found.ended == OPEN


def test_pages_say_what_the_verdicts_say():
    for path, text in pages().items():
        assert path.read_text(encoding="utf-8") == text, f"{path}: python -m experiments.claims"
    assert page("tiny", account(tiny_verdict())).startswith("# More reps win more\n")


def test_a_folder_without_experiments_is_refused(tmp_path, capsys):
    assert gallery_main(["--finished", str(tmp_path)]) == 2
    assert "no finished experiment" in capsys.readouterr().err


def test_an_experiment_in_which_every_run_fails_is_told(folder, tmp_path, monkeypatch, capsys):
    (tmp_path / "resigned.py").write_text(
        "from sim import SalesRep\n\n\nclass Fickle(SalesRep):\n"
        "    def split(self, day):\n        raise ValueError('no')\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    words = ["--config-dir", str(folder / "mine"), "+experiment=tiny", "experiment.fast=true",
             "policies.rep=resigned:Fickle", f"hydra.sweep.dir={tmp_path / 'out'}"]  # fmt: skip
    assert main(words) == 1
    assert "runs failed" in capsys.readouterr().err
    found = json.loads((tmp_path / "out" / "verdict.json").read_text())
    assert found["verdict"] == OPEN
    assert found["hypotheses"][0]["estimate"] is None
