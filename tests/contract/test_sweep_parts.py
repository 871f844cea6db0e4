"""Each part of a sweep by itself: plans, batches, the journal, tables, words about the whole."""

import json
import math
import re
from array import array
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
import yaml

import sim.sweep.table as tables
from sim.cli.command import main
from sim.config.refusal import Refusal
from sim.folder.provenance import config_hash
from sim.grammar.options import plain_yaml
from sim.grammar.vocabulary import plain_number
from sim.inference.crossed import Luck
from sim.inference.kinds import Kind
from sim.inference.outcomes import Outcomes
from sim.inference.samples import sample
from sim.inference.sensitivity import Elementary
from sim.inference.stopping import Target, held
from sim.request import request
from sim.runs.work import NAMES
from sim.sweep.differing import differing, flow
from sim.sweep.engine import PATIENCE, Batch, Sweep, Tally
from sim.sweep.executors import GUESS, KINDS, backend_of
from sim.sweep.files import failed_runs, results_of
from sim.sweep.journal import Journal, JournalError
from sim.sweep.pace import GROWTH, MOST, Pace
from sim.sweep.place import Place, opened
from sim.sweep.plan import Run
from sim.sweep.rounds import SHOWN_FAILURES, Rounds, _say_failure, _threads
from sim.sweep.scope import Crossed, scope_from, taken_out
from sim.sweep.sensitivities import Sensitivity, account, draw, sensitivities
from sim.sweep.structures import _touch
from sim.sweep.table import Given, means, read_runs
from sim.sweep.trial import _by_seed
from sim.sweep.until import Until, told, until_from
from tests.sweeps import FAILING, Here, make, plan_of, quick, table_of

WORDS = (
    "seed=1 replicates=3",
    "seed=2 replicates=1",
    "seed=1 replicates=2 days=9",
    "seed=1 replicates=4",
)


@pytest.fixture
def plan():
    return plan_of(*WORDS)


# Plans


def test_runs_are_numbered_scenario_by_scenario(plan):
    assert (len(plan), plan.total, plan.replicates) == (4, 10, [3, 1, 2, 4])
    runs = list(plan.runs())
    assert [run.number for run in runs] == list(range(10))
    assert [run.scenario for run in runs] == [0] * 3 + [1] + [2] * 2 + [3] * 4
    assert [run.replicate for run in runs] == [0, 1, 2, 0, 0, 1, 0, 1, 2, 3]
    assert [plan.run(number) for number in range(10)] == runs
    assert [plan.at(run.scenario, run.replicate) for run in runs] == runs


def test_a_run_that_another_stands_for_is_the_first_with_its_config_and_luck(plan):
    assert plan.identity(0) == plan.identity(1) == plan.identity(3) != plan.identity(2)
    assert [plan.source(run).number for run in plan.runs()] == [0, 1, 2, 3, 4, 5, 0, 1, 2, 9]
    longer = plan.with_replicates([1, 1, 1, 3])
    assert [longer.source(run).number for run in longer.runs()] == [0, 1, 2, 0, 4, 5]
    assert longer[0].config.replicates == 1
    assert plan[0].config.replicates == 3
    assert longer[3].config.replicates == 3


def test_scenarios_are_made_when_asked_for_and_counted_when_checked():
    told_, made = [], []

    def making(words):
        made.append(tuple(words))
        return make(words)

    plan = type(plan_of("seed=1"))(making, [one.split() for one in WORDS], None,
                                   lambda done, total: told_.append((done, total)))  # fmt: skip
    assert told_ == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert len(made) == 4
    assert plan[-1] is plan[3]
    assert plan[-4].config.seed == 1
    assert len(made) == 6, "the last one made is kept, no other"
    assert [one.config.seed for one in plan[1:3]] == [2, 1]
    for outside in (4, -5):
        with pytest.raises(IndexError):
            plan[outside]
    its = plan[2].config
    assert plan.weights[2] == its.market.customers * (its.warmup_days + 9)
    assert plan.settings == {}


def test_a_design_is_every_job_at_every_point_points_innermost():
    crossed = Crossed([["a=1"], ["a=2"]], [["b=1"], ["b=2"], ["b=3"]])
    expected = [[f"a={a}", f"b={b}"] for a in (1, 2) for b in (1, 2, 3)]
    assert list(crossed) == expected
    assert len(crossed) == 6
    assert crossed[-1] == expected[-1]
    assert crossed[2:4] == expected[2:4]
    with pytest.raises(IndexError):
        crossed[6]


# Batches


def test_a_batch_grows_with_what_was_measured_and_not_beyond_its_time():
    pace = Pace(10.0, workers=2)
    assert pace.fits(0, 1e9, 1), "one run goes out whatever it takes"
    assert not pace.fits(1, 0.0, 10**6), "before anything is known a batch is one run"
    pace.learn(1, 100.0, 1.0)  # a hundredth of a second a unit
    assert pace.fits(1, 1000.0, 10**6)
    assert not pace.fits(1, 1000.1, 10**6)
    assert pace.fits(GROWTH - 1, 1.0, 10**6)
    assert not pace.fits(GROWTH, 1.0, 10**6)
    pace.learn(1, 100.0, 3.0)  # as much weight to the new rate as to the old one: .02
    assert pace.fits(1, 500.0, 10**6)
    assert not pace.fits(1, 500.1, 10**6)
    for _ in range(9):
        pace.learn(MOST, 1.0, 1e-9)
    assert pace.fits(MOST - 1, 0.0, 10**9)
    assert not pace.fits(MOST, 0.0, 10**9)
    # Of the runs left, a worker takes half its share at once.
    assert pace.fits(2, 0.0, 12)
    assert not pace.fits(3, 0.0, 12)
    assert not pace.fits(1, 0.0, 4)
    pace.learn(1, 0.0, 1e-9)
    assert pace.fits(1, 0.0, 100), "a batch without weight breaks nothing"


def sweep_of(plan, path, simulation=quick):
    return Sweep(plan, Journal(path / "journal.jsonl"), "code", simulation)


def test_a_lost_batch_goes_out_again_run_by_run_and_its_last_run_is_given_up(plan, tmp_path):
    sweep = sweep_of(plan, tmp_path)
    error = RuntimeError("gone")
    together = Batch((1, 2))
    assert [(one.numbers, one.losses) for one in sweep._again(together, error)] == [
        ((1,), 0), ((2,), 0),
    ]  # fmt: skip
    assert sweep._given_up(together, error) == []
    alone = Batch((1,))
    for losses in range(1, PATIENCE):
        assert sweep._given_up(alone, error) == []
        (alone,) = sweep._again(alone, error)
        assert (alone.numbers, alone.losses) == ((1,), losses)
    assert list(sweep._again(alone, error)) == []
    (line,) = sweep._given_up(alone, error)
    assert line.number == 1
    assert f"{PATIENCE} times in a row: RuntimeError: gone" in line.error
    assert list(sweep._again(Batch((1, 2), PATIENCE), error)) != []
    sweep.journal.close()


def test_a_resumed_sweep_takes_finished_runs_of_this_code_and_no_others(tmp_path):
    plan = plan_of("seed=1 replicates=2", f"seed={FAILING} replicates=2")
    table_of(tmp_path, plan)
    again = sweep_of(plan, tmp_path)
    assert again.resume() == 2
    assert (again.tally.found, again.tally.done, again.tally.failures) == (4, 2, set())
    assert again.tally.done_weight == 2 * plan.weights[0]
    assert list(again._missing()) == [2, 3]
    assert all(offset >= 0 for offset in again.tally.offsets[:2])
    again.journal.close()
    other = Sweep(plan, Journal(tmp_path / "journal.jsonl"), "other code", quick)
    assert other.resume() == 0
    other.journal.close()
    grown = sweep_of(plan, tmp_path)
    grown.resume()
    grown.carry_out(Here(), 1, 0.01)
    assert grown.tally.failures == {2, 3}
    more = grown.grown(plan.with_replicates([3, 3]))
    assert (more.tally.done, more.tally.failures) == (4, {3, 4})
    assert list(more._missing()) == [2, 5]
    assert failed_runs(more) == 2
    assert failed_runs(SimpleNamespace(tally=Tally(array("q")), plan=plan)) == 0
    more.journal.close()


# The journal


def test_lines_of_any_length_are_read_back_from_where_they_were_written(tmp_path):
    journal = Journal(tmp_path / "journal.jsonl")
    journal.read(lambda content, offset: None)
    sizes = (10, 8191, 8192, 8193, 3_000_000, 5)
    lines = ['{"run":"%s"}' % ("x" * size) for size in sizes]
    offsets = journal.append([line.encode() for line in lines])
    assert [len(journal.line(offset)["run"]) for offset in offsets] == list(sizes)
    assert offsets[1] - offsets[0] == len(lines[0]) + 1
    more = journal.append([b'{"run":"y"}'])
    assert more == [offsets[-1] + len(lines[-1]) + 1]
    with pytest.raises(JournalError, match="cut short"):
        journal.line(more[0] + 12)
    journal.close()
    journal.close()
    found, second = [], Journal(tmp_path / "journal.jsonl")
    second.read(lambda content, offset: found.append((content["run"][0], offset)))
    assert [offset for _, offset in found] == [*offsets, *more]
    second.close(remove=True)
    assert list(tmp_path.iterdir()) == []


def test_lines_without_a_run_and_lines_that_are_no_mapping_are_passed_over(tmp_path):
    path = tmp_path / "journal.jsonl"
    path.write_text(
        '{"journal":"smarketing sweep"}\n[1]\n{"walk":1}\n{"run":"a"}\nnull\n{"run":"b"'
    )
    journal, found = Journal(path), []
    journal.read(lambda content, offset: found.append(content["run"]))
    assert found == ["a"]
    journal.close()
    assert path.read_text().endswith("null\n")


# The table


def test_values_of_words_have_one_kind_a_column():
    plan = SimpleNamespace(words=[("a=1", "+b=x", "workers=2"), ("a=2.5", "b=3", "c=true"),
                                  ("c=null",), ("d=1", "e="), ("d=true",)])  # fmt: skip
    told_ = Given(plan)
    assert told_.kinds == {"a": float, "b": str, "c": bool, "d": str, "e": str}
    assert told_.of(0) == {"a": 1.0, "b": "x"}
    assert isinstance(told_.of(0)["a"], float)
    assert told_.of(1) == {"a": 2.5, "b": "3", "c": True}
    assert told_.of(2) == {"c": None}
    assert told_.of(3) == {"d": "1", "e": None}


@pytest.mark.parametrize("text", [
    "0", "-0", "12", "-7", "1.50", "-0.0", "0.002", "12.000000000000000001", "9" * 30,
    "007", "1e5", "1.", "+1", ".5", "1_000", "0x1f", "1:30", "12 ", "٣", "1\n", "",
])  # fmt: skip
def test_a_plain_number_is_the_one_that_yaml_reads(text):
    found = plain_number(text)
    assert found is None or repr(found) == repr(plain_yaml(text))
    assert found is not None or not re.fullmatch(r"[0-9]|[1-9][0-9]+", text, re.ASCII)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 7, 100])
def test_rows_are_read_scenario_by_scenario_whatever_the_parts_of_the_file(
    tmp_path, monkeypatch, size
):
    monkeypatch.setattr(tables, "ROWS", size)
    plan = plan_of(*WORDS, f"seed={FAILING} replicates=2", "seed=7 replicates=1")
    table_of(tmp_path, plan)
    whole = pd.read_parquet(tmp_path / "runs.parquet")
    assert whole["replicate"].tolist() == [run.replicate for run in plan.runs()]
    for wanted in (range(6), [1, 3], [5], [0, 4, 5]):
        found = read_runs(tmp_path / "runs.parquet", plan, wanted)
        for number, rows in zip(wanted, found, strict=True):
            mine = whole[(whole["scenario"] == " ".join(plan.words[number]))
                         & (whole["status"] == "finished")]  # fmt: skip
            assert len(rows) == len(mine)
            assert rows["seed"].tolist() == mine["seed"].tolist()
            assert rows["profit"].tolist() == mine["profit"].tolist()
    expected = whole.groupby("scenario", sort=False)["profit"].mean()
    np.testing.assert_allclose(means(tmp_path / "runs.parquet", "profit", plan), expected)
    assert np.isnan(expected.iloc[4])


def test_of_many_scenarios_the_first_and_the_most_profitable_are_told(tmp_path, monkeypatch):
    words = [f"seed={n} replicates=1" for n in (1, FAILING, 2, 3, 4, 5)]
    plan = plan_of(*words)
    table_of(tmp_path, plan)
    profit = pd.read_parquet(tmp_path / "runs.parquet")["profit"].to_numpy()
    for most in (2, 3, 5, 6):
        monkeypatch.setattr("sim.sweep.files.MOST", most)
        best = sorted(np.argsort(np.where(np.isnan(profit[1:]), np.inf, -profit[1:]))[: most - 1])
        expected = range(6) if most == 6 else [0, *(1 + int(n) for n in best)]
        found = results_of(tmp_path / "runs.parquet", plan, words)
        assert [one.name for one in found] == [words[n] for n in expected]
        assert found[0].tables["runs"]["profit"].tolist() == [profit[0]]


def test_scenarios_differ_to_the_first_by_their_values():
    first = make(["seed=1"])
    other = make(["seed=1", "days=9"])
    other = replace(other, config=replace(
        other.config, market=replace(other.config.market, customers=5),
        incentive=replace(other.config.incentive, components=[]),
    ))  # fmt: skip
    found = differing(other.config, first.config)
    assert found == {"days": 9, "market.customers": 5, "incentive.components": []}
    back = differing(first.config, other.config)
    assert back["incentive.components"][0]["measure"] == "new"
    assert differing(first.config, first.config) == {}


@pytest.mark.parametrize("value", [
    "plain", 'quotes " and \\ and: # {[', "tab\t line\n next\x85 line\u2028 end\x7f",
    "é – 🙂 \ufeff", "1e-06", "no", "", 1e-06, 1e22, 1.5e-07, -0.0, 0.1, 3, True, None, [], {},
    ["a", 1, 2.0, False], {"market.buyer.hassle": 1e-05, "list": [{"measure": "new", "to": None}]},
])  # fmt: skip
def test_a_line_of_yaml_is_read_as_what_it_was(value):
    line = flow(value)
    assert "\n" not in line
    for loader in (yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        (back,) = yaml.load(f"- {line}\n", loader)
        assert (back, type(back)) == (value, type(value))


def test_a_scenario_made_again_is_what_it_was_and_shares_the_parts_of_others():
    words = ["sales.reps=2,3", "market.buyer.hassle=0.01,0.02", "seed=1,2"]
    plan = request(["-m", *words]).scenarios
    again = list(plan)
    for number, one in enumerate(again):
        assert yaml.safe_load("{" + plan.difference(number) + "}") == {
            "differs": differing(one.config, again[0].config),
            "config_hash": config_hash(one.config),
        }
    (last,) = request([word.split("=")[0] + "=" + word.split(",")[-1] for word in words]).scenarios
    assert again[-1].config == last.config
    assert config_hash(again[-1].config) == config_hash(last.config)
    assert again[0].config.market is again[1].config.market is again[5].config.market
    assert again[0].config.market is not again[2].config.market


# Executors, rounds, places


def test_a_backend_is_known_by_name_and_its_seconds_are_above_zero():
    assert (backend_of({}).name, backend_of({}).seconds, backend_of({}).local) == (
        "local",
        0.25,
        True,
    )
    cluster = backend_of({"backend": "submitit", "batch_seconds": "2.5"})
    assert (cluster.seconds, cluster.local, cluster.guess) == (2.5, False, GUESS)
    assert backend_of({"backend": "dask"}).guess is None
    assert backend_of({"batch_seconds": 0.01}).seconds == 0.01
    assert backend_of({}).workers(3) == 3
    assert backend_of({}).workers(0) >= 1
    for seconds in (0, -1.0, "no", math.nan):
        with pytest.raises(Refusal, match="above 0"):
            backend_of({"batch_seconds": seconds})
    with pytest.raises(Refusal, match="is not one of local, dask"):
        backend_of({"backend": "dusk"})
    assert GUESS < 1e-5


def test_threads_share_the_cores_on_this_machine_only(monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 8)
    local, away = backend_of({}), backend_of({"backend": "ray"})
    assert [_threads(local, workers) for workers in (1, 3, 8, 20)] == [8, 2, 1, 1]
    assert _threads(away, 1) == 1


def test_the_first_failures_are_said_and_then_that_there_are_more(capsys):
    say = _say_failure(["one"])
    for n in range(SHOWN_FAILURES + 5):
        say(Run(n, 0, n), "Traceback\n  x\nValueError: no\n")
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "sim: one, replicate 0: ValueError: no"
    assert len(lines) == SHOWN_FAILURES + 1
    assert lines[-1] == "sim: more runs fail; failures.jsonl will have them all"


def test_what_is_kept_is_counted_without_failures(tmp_path):
    plan = plan_of("seed=1 replicates=2", f"seed={FAILING} replicates=1")
    with opened(tmp_path / "a", False) as place:
        rounds = Rounds(Sweep(plan, place.journal, "code", quick), place, backend_of({}), WORDS)
        place.journal.read(lambda content, offset: None)
        assert rounds.kept() == "nothing was kept"
        assert not place.worth_keeping
        rounds.sweep.carry_out(Here(), 1, 0.01)
        words = f"the same words with hydra.sweep.dir={tmp_path / 'a'} do the rest"
        assert rounds.kept() == f"2 of 3 runs are kept; {words}"
        assert place.worth_keeping
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["journal.jsonl"]


def test_publishing_replaces_folders_and_leaves_the_journal_where_asked(tmp_path):
    for keep in (False, True):
        folder = tmp_path / str(keep)
        with opened(folder, False) as place:
            assert isinstance(place, Place)
            (folder / "figures").mkdir()
            (folder / "figures" / "old.png").write_text("old")
            (place.work / "figures").mkdir(parents=True)
            (place.work / "figures" / "new.png").write_text("new")
            (place.work / "manifest.json").write_text("{}")
            place.publish(keep_journal=keep)
            place.worth_keeping = True
        names = {path.relative_to(folder).as_posix() for path in folder.rglob("*.*")}
        journal = {"journal.jsonl"} if keep else set()
        assert names == {"figures/new.png", "manifest.json"} | journal


# Words about the whole


def test_words_about_the_sweep_are_taken_out():
    words = ["a=1", "design.kind=sobol", "+until=profit", "designs=1", "experiment=x", "until.x=1"]
    assert taken_out(words) == (
        ["a=1", "designs=1", "experiment=x"], ["design.kind=sobol", "+until=profit", "until.x=1"],
    )  # fmt: skip
    with pytest.raises(Refusal, match="not a mapping"):
        scope_from([], {"until": 3}, [])
    plain = scope_from([], {}, ["seed"])
    assert (plain.design, plain.until, plain.points, plain.settings) == (None, None, ((),), {})
    target = {"kpi": "profit", "half_width": 3}
    assert scope_from([], {"until": target}, []).until == Until(Target("profit", 3.0))
    with pytest.raises(Refusal, match="leave replicates out"):
        scope_from([], {"until": target}, ["replicates"])


def test_a_target_is_told_with_what_it_falls_short_of():
    reached_ = {"name": "s", "half_width": 0.5, "replicates": 20, "reached": True}
    short = reached_ | {"reached": False, "half_width": 1234.5}
    settings = {"kpi": "profit", "half_width": 1000, "found": [reached_]}
    assert told(settings) == "Replicated profit to ± 1,000: reached by 1 of 1 scenario."
    both = told(settings | {"found": [reached_, short]})
    assert both.endswith("reached by 1 of 2 scenarios; not by s (± 1,234.5 after 20 replicates).")
    pair = {"a": "x", "b": "y", "half_width": None, "replicates": 3, "reached": False}
    assert told(settings | {"compare": True, "found": [pair]}).endswith(
        "reached by 0 of 1 difference; not by y (no interval after 3 replicates)."
    )
    assert told(settings | {"found": [short] * 10}).count("s (") == 10
    assert "more" not in told(settings | {"found": [short] * 10})
    assert told(settings | {"found": [short] * 12}).endswith("replicates) and 2 more.")


def test_the_account_of_a_target_is_the_interval_of_what_was_run():
    until = until_from({"kpi": "profit", "half_width": 2, "first": 10})
    assert until == Until(Target("profit", 2.0, 10, 1000))
    values = np.random.default_rng(1).normal(0, 1, (14, 3))
    values[12:, 1] = np.nan
    table = Outcomes("profit", ("a", "b", "c"), np.arange(14), values)
    ran = plan_of("days=2", "days=3", "days=4").with_replicates([14, 12, 14])
    one, other, _ = until._account(table, ran, ["a", "b", "c"])
    end = held(sample(Kind.MEAN, values[:12, 1]), until.target)
    assert other["name"] == "b"
    assert (other["mean"], other["ci_low"], other["ci_high"]) == (end.mean, end.low, end.high)
    assert other["half_width"] == (end.high - end.low) / 2
    assert (one["replicates"], other["replicates"], other["defined"]) == (14, 12, 12)
    paired = Until(replace(until.target, compare=True))
    compared = list(paired._account(table, ran, ["a", "b", "c"]))
    assert [(one["a"], one["b"]) for one in compared] == [("a", "b"), ("a", "c")]
    assert compared[1]["mean"] == pytest.approx((values[:, 2] - values[:, 0]).mean())
    nothing = Outcomes("profit", ("a",), np.arange(14), np.full((14, 1), np.nan))
    unknown = next(until._account(nothing, plan_of("days=2").with_replicates([14]), ["a"]))
    assert (unknown["mean"], unknown["half_width"], unknown["reached"]) == (None, None, False)
    plan = plan_of("seed=1", "seed=1 days=3")
    Until(replace(until.target, compare=True)).refuse_unpaired(plan)
    assert until.first(plan).replicates == [10, 10]
    for words in (("seed=1",), ("seed=1", "seed=2")):
        until.refuse_unpaired(plan_of(*words))
        with pytest.raises(Refusal):
            Until(replace(until.target, compare=True)).refuse_unpaired(plan_of(*words))
    for number in (0, 100_001, True, 20.0):
        with pytest.raises(Refusal, match="1 to 100,000"):
            until_from({"kpi": "profit", "half_width": 2, "most": number})
    for width in (True, None, "x"):
        with pytest.raises(Refusal, match="half_width"):
            until_from({"kpi": "profit", "half_width": width})
    assert until_from({"kpi": "profit", "half_width": 2, "most": 100_000}).target.most == 100_000


def test_runs_of_a_trial_stand_under_the_seeds_of_the_first(tmp_path):
    runs = pd.DataFrame({"seed": [4, 2], "profit": [1.0, 3.0]})
    found = _by_seed(runs, "profit", [2, 3, 4])
    np.testing.assert_array_equal(found.part, [3.0, np.nan, 1.0])
    assert sensitivities(tmp_path, None, SimpleNamespace(design=None)) == []
    none = Sensitivity("g", "profit", None, "so")
    assert account([none]) == [{"grid": "g", "kpi": "profit", "why_not": "so"}]
    assert draw([none], 3, tmp_path) == []
    two = np.array([1.0, np.nan])
    luck = Luck(0.25, True, 4, 1)
    (one,) = account([Sensitivity("g", "profit", Elementary(("x", "y"), *[two] * 6, luck))])
    numbers = ("mu", "mu_star", "mu_star_low", "mu_star_high", "sigma", "floor")
    told_of = {"replicates": 4, "seeds_left_out": 1, "remark": "", "luck_share": 0.25}
    assert one == {"grid": "g", "kpi": "profit", **told_of, "parameters": [
        {"parameter": "x", **dict.fromkeys(numbers, 1.0)},
        {"parameter": "y", **dict.fromkeys(numbers)},
    ]}  # fmt: skip
    assert len(NAMES) > 40


# From words to the folder, with a model that takes no time


@pytest.fixture
def timeless(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sim.runs.work.simulate", quick)
    monkeypatch.setattr("sim.runs.compiling.compile_first", lambda config: None)
    monkeypatch.setitem(KINDS, "local", (0.01, lambda workers, settings: Here()))
    monkeypatch.setattr("sim.sweep.files.save_all", lambda results, folder: [])
    return tmp_path


def test_a_sweep_from_its_words_to_its_folder(timeless, capsys):
    words = ["-m", "seed=1,2", "cadence.weekdays=[0],[1,3]", "days=20", "replicates=2"]
    assert main([*words, "hydra.sweep.dir=a"]) == 0
    names = {path.name for path in Path("a").iterdir()}
    assert names == {"config.yaml", "scenarios.yaml", "manifest.json", "summary.json",
                     "runs.parquet", "README.txt", "kpis.csv"}  # fmt: skip
    runs = pd.read_parquet("a/runs.parquet")
    assert runs["config.seed"].tolist() == [1, 1, 1, 1, 2, 2, 2, 2]
    assert runs["cadence.weekdays"].tolist()[:4] == ["[0]", "[0]", "[1, 3]", "[1, 3]"]
    told_ = json.loads(Path("a/manifest.json").read_text())
    assert told_["runs"] == {"planned": 8, "failed": 0}
    assert told_["status"] == "finished"
    assert told_["replicate_seeds"] == runs["seed"].tolist()[:2]
    assert told_["overrides"][0] == ["seed=1", "cadence.weekdays=[0]", "days=20", "replicates=2"]
    assert len(told_["overrides"]) == 4
    listed = yaml.safe_load(Path("a/scenarios.yaml").read_text())
    assert listed[1]["differs"] == {"cadence.weekdays": [1, 3]}
    assert listed[3]["differs"] == {"cadence.weekdays": [1, 3], "seed": 2}
    summary = json.loads(Path("a/summary.json").read_text())
    assert [one["name"] for one in summary["scenarios"]] == runs["scenario"].unique().tolist()
    assert "left_out" not in summary
    assert main([*words, "hydra.sweep.dir=a"]) == 2
    capsys.readouterr()


def test_a_sweep_with_failures_keeps_its_journal_and_tells_each(timeless, capsys):
    words = ["-m", f"seed=1,{FAILING}", "days=20", "replicates=2", "hydra.sweep.dir=a"]
    assert main(words) == 1
    failures = [json.loads(line) for line in Path("a/failures.jsonl").read_text().splitlines()]
    assert [(one["replicate"], one["differs"]) for one in failures] == [
        (0, {"seed": FAILING}), (1, {"seed": FAILING}),
    ]  # fmt: skip
    assert all(one["error"].strip().endswith("ValueError: thirteen") for one in failures)
    told_ = json.loads(Path("a/manifest.json").read_text())
    assert (told_["status"], told_["runs"]["failed"]) == ("finished, with failed runs", 2)
    assert {"journal.jsonl", "failures.jsonl"} <= set(told_["outputs"])
    assert "journal.jsonl" in Path("a/README.txt").read_text()
    capsys.readouterr()
    assert main(words) == 1
    assert "2 of 4 runs are there already" in capsys.readouterr().err


def test_more_scenarios_than_a_summary_holds_are_counted_and_not_drawn(
    timeless, monkeypatch, capsys
):
    monkeypatch.setattr("sim.sweep.files.MOST", 2)
    assert main(["-m", "seed=1,2,3", "days=20", "replicates=2", "hydra.sweep.dir=a"]) == 0
    summary = json.loads(Path("a/summary.json").read_text())
    assert (len(summary["scenarios"]), summary["left_out"]) == (2, 1)
    capsys.readouterr()


@pytest.mark.parametrize(
    ("a", "b", "touch"),
    [("a.b", "a.b", True), ("a", "a.b", True), ("a.b.c", "a.b", True), ("a.b", "a.c", False),
     ("a[0]", "a.0.b", True), ("a[0].x", "a[1].x", False), ("ab", "a", False)],
)  # fmt: skip
def test_keys_touch_where_one_lies_within_the_other(a, b, touch):
    assert _touch(a, b) == _touch(b, a) == touch


def test_words_make_the_scenario_that_their_config_is(timeless):
    words = ["seed=1,2", "market.customers=70", "sales.reps=3,4", "incentive=salary"]
    asked = request(["-m", *words, "rivals.incentive.salary=${incentive.salary}"])
    found = [one.config for one in asked.scenarios]
    assert [(one.seed, one.sales.reps) for one in found] == [(1, 3), (1, 4), (2, 3), (2, 4)]
    for one in found:
        assert one.market.customers == 70
        assert one.rivals.incentive.salary == one.incentive.salary
        assert not one.incentive.components
    assert asked.scenarios[0].choices["incentive"] == "salary"
    assert not any(key.startswith("hydra/") for key in asked.scenarios[0].choices)
