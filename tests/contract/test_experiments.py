"""Experiments: every shipped one composes, a small one runs to a verdict, bad ones are refused."""

import json

import numpy as np
import pytest
import yaml
from PIL import Image

from experiments.claims import __main__ as claims
from experiments.claims.__main__ import main as gallery_main
from experiments.claims.__main__ import pages
from experiments.claims.pages import page
from sim.cli.command import main
from sim.config.refusal import Refusal
from sim.experiment import told
from sim.experiment.estimate import estimate
from sim.experiment.question import Hypothesis, question_from
from sim.experiment.verdict import FAILS, HOLDS, IN_PART, OPEN, STAYS, account, judged, verdict
from sim.grammar.options import config_dir, groups
from sim.inference.intervals import Interval
from sim.inference.kinds import Kind
from sim.inference.ranking import TOO_FEW
from sim.inference.samples import sample
from sim.plots.said import said
from sim.request import request
from sim.sweep.trial import tried_again

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
    assert len(NAMES) == 14


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
    assert wins["ablated"]["effect"] in ("vanishes", "stays", "open", None)
    assert most["ablated"] is None
    assert found["one_world"] is False
    assert (folder / "out" / "figures" / "claim.png").stat().st_size > 20_000
    scenarios = json.loads((folder / "out" / "summary.json").read_text())["scenarios"]
    assert [one["name"] for one in scenarios[:4]] == [
        "few", "many", "few, nobody sells", "many, nobody sells",
    ]  # fmt: skip


def test_it_is_judged_again_without_running(folder, tmp_path):
    found = tried_again(folder / "out")
    assert json.loads((folder / "out" / "verdict.json").read_text()) == account(found)
    with pytest.raises(Refusal, match="no finished experiment that can be judged"):
        tried_again(tmp_path)


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
        ({"hypotheses": [{"says": "x", "kpi": "wins", "of": ["few"], "form": "best", "low": 0.9}]},
         "has no band"),
        ({"arms": ["few"]}, "not a mapping"),
        ({"ablation": {"words": ["seed=2"]}}, "switch_off"),
        ({"arms": {"few": [], "few, nobody sells": [], "many": []}}, "name of two cases"),
    ],
)  # fmt: skip
def test_a_question_that_is_none_is_refused(change, said):
    with pytest.raises(Refusal, match=said):
        question_from(TINY | change)


def wins(values):
    return sample(Kind.COUNT, values)


def test_statistics_are_what_they_are_called():
    numbers = {
        "a": [4, 6, 5, 5, 5],
        "b": [1, 3, 2, 2, 2],
        "c": [0, 1, 0, 0, 0],
        "d": [5] + [np.nan] * 4,
    }
    values = {arm: wins(one) for arm, one in numbers.items()}

    def found(form, *arms):
        return estimate(Hypothesis("", "wins", form, arms), values, None, 1)

    def mean(form, *arms):
        return found(form, *arms).found.mean

    assert mean("level", "a") == 5.0
    assert mean("difference", "a", "b") == 3.0
    assert mean("change", "a", "b") == pytest.approx(1.5)
    assert mean("interaction", "a", "b", "c", "c") == 3.0
    assert np.isnan(mean("level", "d"))
    assert found("level", "d").why == "too few replicates"
    assert found("interaction", "a", "b", "a", "b").why == "no spread over replicates"
    best = Hypothesis("", "wins", "best", ("a",), among=("a", "b", "c"), low=0.95, high=1.0)
    assert estimate(best, values, None, 1).why == TOO_FEW
    ten = {arm: wins(2 * one) for arm, one in numbers.items()}
    assert mean_of(best, ten) == 1.0
    tied = {"a": ten["a"], "b": ten["a"], "c": ten["c"]}
    assert mean_of(best, tied) == pytest.approx(0.5, abs=0.02)


def mean_of(asked, values, per=None):
    return estimate(asked, values, per, 1).found.mean


def test_per_is_a_sum_over_a_sum():
    """Six wins of three leads and none of one: 1.5 a lead, where a mean of ratios would say 1."""
    won, leads = {"a": wins([6, 0])}, {"a": wins([3, 1])}
    asked = Hypothesis("", "wins", "level", ("a",), per="mqls")
    assert mean_of(asked, won, leads) == pytest.approx(1.5)
    rates = {"a": sample(Kind.SHARE, [0.5, 0.1], [10, 30])}
    assert mean_of(asked, rates, {"a": wins([2, 2])}) == pytest.approx(0.1)


def test_a_change_of_what_may_be_nothing_is_refused():
    luck = np.random.default_rng(3)
    loss, gain = (sample(Kind.MEAN, luck.normal(mean, 10, 8)) for mean in (-100, 100))
    asked = Hypothesis("", "profit", "change", ("a", "b"), low=0.0)
    refused = estimate(asked, {"a": gain, "b": loss}, None, 1)
    assert np.isnan(refused.found.mean)
    assert refused.why == "b, of which it would be a part, is not surely above 0"
    assert estimate(asked, {"a": loss, "b": gain}, None, 1).found.mean == pytest.approx(-2, abs=0.2)


def test_verdicts():
    asked = Hypothesis("", "wins", "difference", ("a", "b"), low=0.0)
    assert judged(asked, Interval(2, 1, 3, 9)) == HOLDS
    assert judged(asked, Interval(-2, -3, -1, 9)) == FAILS
    assert judged(asked, Interval(1, -1, 3, 9)) == OPEN
    assert judged(asked, Interval(1, np.nan, np.nan, 9)) == OPEN
    (best,) = question_from(TINY | {"hypotheses": TINY["hypotheses"][1:]}).hypotheses
    chances = {0.96: HOLDS, 0.94: OPEN, 0.5: OPEN, 0.06: OPEN, 0.04: FAILS, np.nan: OPEN}
    for chance, end in chances.items():
        assert judged(best, Interval(chance, np.nan, np.nan, 9)) == end
    assert question_from(TINY).hypotheses[1].low == 0.975, "two hypotheses share the risk"


def tiny_verdict():
    question, luck = question_from(TINY), np.random.default_rng(4)
    high, low = (sample(Kind.COUNT, luck.poisson(mean, 10)) for mean in (40, 15))
    table = {
        (arm, under): {"wins": high if (arm == "many") != (under in question.assumptions) else low}
        for arm in question.arms
        for under in ("", question.ablated, *question.assumptions)
    }
    return verdict(question, table)


def test_an_assumption_under_which_the_opposite_is_sure_flips_a_verdict():
    found = tiny_verdict()
    assert found.findings[0].ended == HOLDS
    assert found.findings[0].flips == found.question.assumptions
    assert found.findings[0].effect == STAYS
    assert found.ended == IN_PART


def test_a_verdict_says_which_parts_hold():
    found = account(tiny_verdict())
    assert told.title(found) == (
        "It holds in part: every hypothesis does. Not for the reason given: wins."
    )
    first = found["hypotheses"][0]
    assert told.without(first).endswith("stays, at least 100 % of it is left")
    said = {
        (0.0, 0.125): "vanishes, at most 13 % of it is left",
        (-0.15, 0.0): "vanishes, at most 15 % of it is left",
        (-0.1, 0.5): "open, −10 to 50 % of it may be left",
        (-2.5, -0.5): "turns round, to 50 % or more of it",
    }
    for (low, high), words in said.items():
        effect = {"v": "vanishes", "o": "open", "t": "turns round"}[words[0]]
        left = {"mean": 0.0, "low": low, "high": high}
        assert told.without(first | {"ablated": first["ablated"] | {"effect": effect, "left": left}}
                            ).endswith(words)  # fmt: skip
    assert told.title(found | {"one_world": True}).startswith("It holds in part in this world: ")
    assert told.title(found | {"verdict": OPEN}) == "It stays open: more reps win more"


def test_pages_say_what_the_verdicts_say():
    for path, text in pages().items():
        assert path.read_text(encoding="utf-8") == text, f"{path}: python -m experiments.claims"
    assert page("tiny", account(tiny_verdict())).startswith("# More reps win more\n")


def test_figures_show_what_the_verdicts_say():
    for name, figure in claims.figures().items():
        path, words = claims.FIGURES / name, said(figure).alternative
        assert Image.open(path).info["Description"] == words, (
            f"{path}: python -m experiments.claims"
        )


def test_a_claims_figure_is_drawn_from_its_verdict_alone(folder, tmp_path, monkeypatch):
    index, old, figures = (tmp_path / name for name in ("README.md", "old", "figures"))
    for name, path in (("HERE", tmp_path), ("FIGURES", figures), ("INDEX", index)):
        monkeypatch.setattr(claims, name, path)
    index.write_text(claims.BEGIN + claims.END)
    old.mkdir()
    before = {key: value for key, value in account(tiny_verdict()).items() if key != "shown"}
    (old / "verdict.json").write_text(json.dumps(before))
    figures.mkdir()
    (figures / "old.png").write_bytes(b"a picture of before")
    picture = (folder / "out" / "figures" / "claim.png").read_bytes()
    for words in (["--finished", str(folder)], []):
        (figures / "out.png").unlink(missing_ok=True)
        assert gallery_main(words) == 0
        assert (figures / "out.png").read_bytes() == picture
        assert (figures / "old.png").read_bytes() == b"a picture of before"
    assert Image.open(figures / "out.png").info["Description"].count(TINY["claim"]) == 1


def test_a_finished_claim_is_drawn_again_to_the_byte(folder, tmp_path):
    assert main(["plot", str(folder / "out"), "claim", "--to", str(tmp_path)]) == 0
    drawn = folder / "out" / "figures" / "claim.png"
    assert (tmp_path / "claim.png").read_bytes() == drawn.read_bytes()


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
