"""Each part of a run folder by itself, on folders made by hand: no market is run here."""

import json
import os
import subprocess
import zipfile
from contextlib import contextmanager
from dataclasses import asdict, replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
import yaml
from scipy import stats

from sim.config import Component, Config, ConfigError, Incentive, Market, Policies
from sim.config.refusal import Refusal
from sim.folder import claim as claim_of
from sim.folder import provenance
from sim.folder.claim import claimed, remove_empty, taken
from sim.folder.provenance import config_hash, file_hash, run_hash
from sim.folder.readme import FILES, readme
from sim.folder.repeat import safe_yaml
from sim.folder.repeat.contents import LOOKED_AT, refuse_what_is_not_data
from sim.folder.repeat.crate import EPOCH, export, metadata
from sim.folder.repeat.diff import compare
from sim.folder.repeat.examined import examine
from sim.folder.repeat.reproduce import Mismatch, Reproduction, misreported, reproduce, unlike
from sim.folder.repeat.rerun import Outcome, outcomes
from sim.folder.repeat.safe_yaml import MOST_DEPTH, printable, read
from sim.folder.repeat.stored import flat, leaves, rows, scenarios
from sim.folder.repeat.table import comparison
from sim.folder.repeat.terminal import MOST, reproduction, versions
from sim.folder.repeat.trust import admit, named
from sim.folder.repeat.versions import Version, different
from sim.folder.scenario_names import names_of
from sim.folder.write import (
    NotFiniteError,
    manifest,
    runs_table,
    write,
    write_json,
    write_yaml,
)
from sim.grammar.schema import stored_config
from sim.metrics.glossary import FOCAL, KPIS
from sim.runs.pool import SMALL
from sim.sweep.differing import differing

# As it is read from a file, where every number has the kind of its parameter.
CONFIG = stored_config(asdict(Config(seed=3, days=20, warmup_days=5, replicates=2)), "config.yaml")
STORY = {"argv": ["seed=3"], "overrides": [["seed=3"]], "started": "2026-01-02"}


def table(names=("default",), profits=((1.0, 2.0),), seeds=((11, 12),), **columns):
    parts = [
        pd.DataFrame({"scenario": name, "replicate": range(len(own)), "seed": luck,
                      "status": "finished", "digest": [f"{name} {seed}" for seed in luck],
                      "profit": own, **columns})
        for name, own, luck in zip(names, profits, seeds, strict=True)
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def folder_of(path, runs=None, config=CONFIG, others=(), summary=None, **story):
    """A finished run folder; ``others`` are (name, config) of a sweep's other scenarios."""
    path.mkdir()
    runs = table() if runs is None else runs
    content = yaml.safe_load(yaml.safe_dump(asdict(config)))
    write_yaml(path / "config.yaml", content)
    runs.to_parquet(path / "runs.parquet")
    means = runs.groupby("scenario", sort=False)["profit"].mean()
    told = [{"name": name, "kpis": {"profit": {"mean": mean}}} for name, mean in means.items()]
    write_json(path / "summary.json", summary or {"scenarios": told})
    if others:
        listed = [
            {"name": name, "overrides": [], "differs": differing(its, config),
             "config_hash": config_hash(its)}
            for name, its in ((runs["scenario"][0], config), *others)
        ]  # fmt: skip
        write_yaml(path / "scenarios.yaml", listed)
    write_json(path / "manifest.json", manifest(path, config, [11, 12], STORY) | story)
    return path


def change(path, **story):
    """The same folder with other words in its manifest, and the hashes of its files as they are."""
    content = json.loads((path / "manifest.json").read_text())
    content["outputs"] = {
        name: file_hash(path / name) for name in content["outputs"] if (path / name).exists()
    }
    write_json(path / "manifest.json", content | story)
    return path


# What differs


def test_two_folders_of_the_same_runs_differ_in_nothing(tmp_path):
    a, b = folder_of(tmp_path / "a"), folder_of(tmp_path / "b", argv=["other", "words"])
    found = compare(a, b)
    assert found.same
    assert not any(pair.differs for pair in found.pairs)
    assert found.pairs[0].runs == found.pairs[0].same_digests == 2
    assert comparison(found)[-1] == "nothing differs: config, versions, results"
    assert len(comparison(found)) == 3
    other = folder_of(tmp_path / "c", packages={"numpy": "0.1"})
    text = comparison(compare(a, other))
    assert any(line.split()[::2] == ["numpy", "0.1"] for line in text)
    assert not any("files that differ" in line for line in text)
    assert "config: the same" in text


def test_a_difference_is_told_with_students_interval_over_the_seeds_that_both_have(tmp_path):
    mine, theirs = [100.0, 300.0, 200.0, 400.0], [150.0, 500.0, 900.0, 600.0]
    a = folder_of(tmp_path / "a", table(profits=[mine], seeds=[(1, 2, 3, 4)]))
    b = folder_of(tmp_path / "b", table(profits=[theirs], seeds=[(2, 3, 4, 5)]),
                  replace(CONFIG, days=30))  # fmt: skip
    found = compare(a, b)
    assert not found.same
    (pair,) = found.pairs
    assert [value for value in pair.values if value.key == "days"] == [("days", 20, 30)]
    assert (pair.runs, pair.same_digests) == (4, 0)
    (one,) = pair.outcomes
    for side, values in ((one.a, mine), (one.b, theirs)):
        low, high = stats.t.interval(0.95, 3, np.mean(values), stats.sem(values))
        assert side == pytest.approx((np.mean(values), low, high, 4))
    gaps = [150.0 - 300.0, 500.0 - 200.0, 900.0 - 400.0]
    low, high = stats.t.interval(0.95, 2, np.mean(gaps), stats.sem(gaps))
    assert one.difference == pytest.approx((np.mean(gaps), low, high, 3))
    text = "\n".join(comparison(found))
    for part in ("days", "20", "30", "digests: 0 of 4 runs the same", "b − a, paired", "profit",
                 "files that differ: config.yaml, runs.parquet, summary.json"):  # fmt: skip
        assert part in text
    apart = folder_of(tmp_path / "c", table(profits=[theirs], seeds=[(6, 7, 8, 9)]))
    assert compare(a, apart).pairs[0].outcomes[0].difference.replicates == 0


def test_only_rounding_is_no_difference_and_a_hole_is_one(tmp_path):
    a = folder_of(tmp_path / "a")
    near = folder_of(tmp_path / "near", table(profits=[[1.0, 2.0 * (1 + 1e-12)]]))
    assert compare(a, near).pairs[0].outcomes == []
    hole = folder_of(tmp_path / "hole", table(profits=[[1.0, np.nan]]))
    assert len(compare(a, hole).pairs[0].outcomes) == 1
    assert compare(hole, hole).same


def test_shares_are_in_per_cent_and_the_other_kpis_are_counted(tmp_path):
    hidden = [name for name in KPIS if name not in FOCAL][:3]
    mine = {"market_share": 0.2, **dict.fromkeys(hidden, 1.0)}
    theirs = {"market_share": 0.3, **dict.fromkeys(hidden, 2.0)}
    a = folder_of(tmp_path / "a", table(**mine))
    text = comparison(compare(a, folder_of(tmp_path / "b", table(**theirs))))
    (share,) = (line for line in text if "market_share" in line)
    assert share.split()[:3] == ["market_share,", "%", "20"]
    assert "… and 3 more KPIs that differ" in text


def test_scenarios_are_matched_by_name_then_by_config_and_the_rest_are_listed(tmp_path):
    longer, other = replace(CONFIG, days=40), replace(CONFIG, days=77)
    luck = ((1, 2), (1, 2), (1, 2))
    money = ((1.0, 2.0), (3.0, 5.0), (6.0, 8.0))
    a = folder_of(tmp_path / "a", table(("x", "long", "gone"), money, luck),
                  others=[("long", longer), ("gone", other)])  # fmt: skip
    b = folder_of(tmp_path / "b", table(("x", "renamed", "new"), money, luck),
                  others=[("renamed", longer), ("new", replace(CONFIG, days=99))])  # fmt: skip
    found = compare(a, b)
    assert [(pair.a, pair.b) for pair in found.pairs] == [("x", "x"), ("long", "renamed")]
    assert (found.only_a, found.only_b) == (["gone"], ["new"])
    assert not found.same
    assert not found.pairs[0].differs
    assert found.pairs[1].differs, "digests of its runs are others, being made of its name here"
    text = comparison(found)
    assert "only in a: gone" in text
    assert "only in b: new" in text
    assert "long:" in text
    assert "x:" not in text, "what is the same in both is not shown"
    # Two folders of one scenario each are matched whatever their names.
    one = folder_of(tmp_path / "one", table(("here",)))
    two = folder_of(tmp_path / "two", table(("there",)))
    assert [(pair.a, pair.b) for pair in compare(one, two).pairs] == [("here", "there")]


def test_versions_are_told_short_and_what_is_absent_as_such():
    one = {
        "code": {"version": "1", "commit": "a" * 40, "patch": None},
        "machine": {"python": "3.11", "cores": 2},
        "packages": {"numpy": "1", "old": "1"},
    }
    other = {
        "code": {"version": "1", "commit": "b" * 40, "patch": "c" * 64},
        "machine": {"python": "3.12", "cores": 8},
        "packages": {"numpy": "2"},
    }
    assert different(one, one) == []
    assert different(one, other) == [
        ("commit", "a" * 10, "b" * 10), ("uncommitted changes", "–", "c" * 10),
        ("python", "3.11", "3.12"), ("numpy", "1", "2"), ("old", "1", "–"),
    ]  # fmt: skip
    assert versions([]) == ["versions: the same code, packages and platform"]
    assert versions([Version("numpy", "1.0", "2"), Version("py", "3", "4")], ("a", "b")) == [
        "versions that differ (a, b):", "  numpy  1.0  2", "  py     3    4",
    ]  # fmt: skip


def test_long_lists_end_with_the_number_of_the_rest(tmp_path, monkeypatch):
    monkeypatch.setattr("sim.folder.repeat.table.MOST", 2)
    names = ("s0", "s1", "s2", "s3", "s4")
    many = table(names, ((1.0, 2.0),) * 5, ((1, 2),) * 5)
    configs = [(name, replace(CONFIG, days=30 + n)) for n, name in enumerate(names[1:])]
    a = folder_of(tmp_path / "a", many, others=configs)
    larger = replace(CONFIG.market, customers=61_000)
    b = folder_of(tmp_path / "b", table(("s0",)), replace(CONFIG, market=larger, days=21, seed=9))
    text = comparison(compare(a, b))
    assert [line for line in text if line.startswith("only in a")] == [
        "only in a: s1", "only in a: s2", "only in a: … and 2 more",
    ]  # fmt: skip
    shown = [line.split() for line in text if line.startswith("  ")]
    assert ["days", "20", "21"] in shown
    assert ["…", "and", "1", "more"] in shown
    assert ["market.customers", "10,000", "61,000"] not in shown


# What came out again

ROW = {"scenario": "x", "replicate": 0, "seed": 5, "status": "finished", "digest": "d" * 64,
       "profit": 100.0, "wins": None}  # fmt: skip


@pytest.mark.parametrize(
    ("outcome", "said"),
    [(Outcome(5, "d" * 64, {"profit": 100.0, "wins": float("nan")}), ""),
     (Outcome(5, "d" * 64, {"profit": 100.0 * (1 + 1e-12)}), ""),
     (Outcome(5, "d" * 64, {"profit": 100.0 * (1 + 1e-6)}), "same digest, but profit=100.0 was"),
     (Outcome(5, "d" * 64, {"profit": 1.0, "wins": 2.0}), "and 1 more"),
     (Outcome(5, "e" * 64, {}), "digest dddddddddddd… was written down, now eeeeeeeeeeee…"),
     (Outcome(6, "d" * 64, {}), "seed 5 is written down, and the config gives 6"),
     (Outcome(5, None, {}, "E: no"), "was finished, now failed (E: no)")],
)  # fmt: skip
def test_the_first_difference_of_a_run_is_told(outcome, said):
    assert unlike(ROW, outcome) == "" if not said else said in unlike(ROW, outcome)


def test_a_run_that_failed_and_fails_again_is_the_same():
    failed = ROW | {"status": "failed", "digest": None}
    assert unlike(failed, Outcome(5, None, {}, "E: again")) == ""
    assert unlike(failed, Outcome(5, "d", {})) == "was failed, now finished"
    # Two KPIs are off, of which the first is named.
    said = unlike(ROW | {"wins": 3.0}, Outcome(5, "d" * 64, {"profit": 1.0, "wins": 2.0}))
    assert said.endswith("and 1 more")
    hole = float("nan")
    assert unlike(ROW, Outcome(5, "d" * 64, {"profit": hole}))
    assert unlike(ROW | {"profit": hole}, Outcome(5, "d" * 64, {"profit": 100.0}))
    assert not unlike(ROW | {"profit": hole}, Outcome(5, "d" * 64, {"profit": hole}))
    alone = unlike(ROW, Outcome(5, "d" * 64, {"profit": 1.0}))
    assert alone == "same digest, but profit=100.0 was written down, now 1.0"


def test_a_mean_that_is_not_that_of_its_rows_is_named(tmp_path):
    folder = examine(folder_of(tmp_path / "a"))
    assert misreported(folder, rows(folder)) == []
    told = {"scenarios": [{"name": "default", "kpis": {"profit": {"mean": 1.6}}}]}
    wrong = examine(folder_of(tmp_path / "b", summary=told))
    assert misreported(wrong, rows(wrong)) == [
        "default: mean profit=1.6 is not that of runs.parquet"
    ]
    undefined = {"scenarios": [{"name": "default", "kpis": {"profit": {"mean": None}}}]}
    hole = examine(folder_of(tmp_path / "c", table(profits=[[np.nan] * 2]), summary=undefined))
    assert misreported(hole, rows(hole)) == []
    half = examine(folder_of(tmp_path / "d", table(profits=[[np.nan, 3.0]])))
    assert misreported(half, rows(half)) == []
    listed = {"scenarios": [{"name": "default", "kpis": ["profit"]}]}
    none = examine(folder_of(tmp_path / "e", summary=listed))
    assert misreported(none, rows(none)) == []
    for content in ({"scenarios": 3}, {"scenarios": [3]}, [1]):
        torn = examine(folder_of(tmp_path / f"torn{len(str(content))}", summary=content))
        with pytest.raises(Refusal, match="no list of scenarios"):
            misreported(torn, rows(torn))


def test_rows_that_were_picked_are_refused_before_anything_runs(tmp_path):
    for name, replicates in (("twice", [0, 0]), ("gap", [0, 2]), ("late", [1, 2])):
        runs = table()
        runs["replicate"] = replicates
        with pytest.raises(Refusal, match="each once"):
            reproduce(folder_of(tmp_path / name, runs))
    for run in (-1, 2):
        with pytest.raises(Refusal, match="0 to 1"):
            reproduce(folder_of(tmp_path / f"run{run}"), run)
    stranger = folder_of(tmp_path / "stranger", table(("x", "y"), ((1.0,), (2.0,)), ((1,), (2,))),
                         others=[("z", replace(CONFIG, days=9))])  # fmt: skip
    with pytest.raises(Refusal, match="row 1: y is no scenario"):
        reproduce(stranger)


@pytest.fixture
def as_written(monkeypatch):
    """Runs come out as their rows say, but for profits that are ``wrong``; and what was asked."""
    asked = SimpleNamespace(tasks=[], apart=None, wrong={})

    def outcomes(tasks, progress, apart):
        asked.tasks, asked.apart = [replicate for _, replicate in tasks], apart
        return [
            Outcome(11 + n, f"default {11 + n}", {"profit": 1.0 + n + asked.wrong.get(n, 0.0)})
            for n in asked.tasks
        ]

    monkeypatch.setattr("sim.folder.repeat.reproduce.outcomes", outcomes)
    return asked


def test_all_rows_or_one_are_run_again_and_compared(tmp_path, as_written):
    path = folder_of(tmp_path / "a")
    found = reproduce(path)
    assert (found.repeated, found.of, found.failed, found.scenarios) == (2, 2, 0, 1)
    assert found.same
    assert (as_written.tasks, as_written.apart) == ([0, 1], False)
    for run in (0, 1):
        assert reproduce(path, run).repeated == 1
        assert as_written.tasks == [run]
    as_written.wrong = {1: 5.0}
    (mismatch,) = reproduce(path).mismatches
    assert mismatch.where == "row 1: default, replicate 1"
    assert "profit=2.0 was written down, now 7.0" in mismatch.what
    assert reproduce(path, 0).same
    told = {"scenarios": [{"name": "default", "kpis": {"profit": {"mean": 9.0}}}]}
    lied = folder_of(tmp_path / "b", summary=told)
    assert [one.where for one in reproduce(lied).mismatches] == [
        "row 1: default, replicate 1", "summary.json",
    ]  # fmt: skip
    assert reproduce(lied, 0).same, "of one row nothing is said about the mean of all"
    runs = table()
    runs["status"] = ["finished", "failed"]
    ended = reproduce(folder_of(tmp_path / "c", runs))
    assert (ended.failed, as_written.apart) == (1, True)
    assert ended.mismatches[0].what == "was failed, now finished"


def test_a_strangers_class_is_refused_before_anything_runs(tmp_path, as_written):
    for key in ("rep", "marketer"):
        own = replace(CONFIG, policies=Policies(**{key: "no_such_module:Own"}))
        path = folder_of(tmp_path / key, config=own)
        with pytest.raises(Refusal, match="trust-policies"):
            reproduce(path)
        with pytest.raises((Refusal, ConfigError), match=f"policies.{key}"):
            reproduce(path, trusted=True)
    assert as_written.tasks == []


def test_small_work_stays_in_this_process_and_what_may_die_does_not(monkeypatch):
    asked = []

    @contextmanager
    def runner(workers, config, apart):
        asked.append((workers, apart))
        yield lambda tasks: (replicate for _, replicate in tasks)

    monkeypatch.setattr("sim.folder.repeat.rerun.runner", runner)
    monkeypatch.setattr("os.cpu_count", lambda: 3)
    days = CONFIG.warmup_days + CONFIG.days
    at_most = replace(CONFIG, market=replace(CONFIG.market, customers=SMALL // days // 4))
    more = replace(CONFIG, market=replace(CONFIG.market, customers=SMALL // days))
    counted = []
    assert outcomes([(at_most, n) for n in range(4)], lambda *both: counted.append(both)) == [
        0, 1, 2, 3,
    ]  # fmt: skip
    assert counted == [(1, 4), (2, 4), (3, 4), (4, 4)]
    outcomes([(more, 0), (more, 1)], None, True)
    outcomes([(more, n) for n in range(9)])
    monkeypatch.setattr("os.cpu_count", lambda: None)
    outcomes([(more, 0), (more, 1)])
    assert asked == [(1, False), (2, True), (3, False), (1, False)]


def reproduced(folder, repeated=2, of=2, failed=0, different_=(), mismatches=()):
    return Reproduction(folder, repeated, of, failed, 1, different_, mismatches)


def test_the_verdict_counts_what_came_out_the_same(tmp_path):
    folder = examine(folder_of(tmp_path / "a", finished="2026-02-03"))
    first, *_, last = reproduction(reproduced(folder))
    assert first == f"{folder.path}: one scenario, 2 runs, finished 2026-02-03"
    assert last == "2 runs repeated: every digest is the same"
    last = reproduction(reproduced(folder, repeated=1))[-1]
    assert last == "1 run of 2 repeated: every digest is the same"
    last = reproduction(reproduced(folder, failed=1))[-1]
    assert last.endswith("every digest is the same; 1 failed then, and fails now")
    assert reproduction(reproduced(folder, failed=2))[-1].endswith(
        "repeated: 2 failed then, and fail now"
    )
    wrong = [Mismatch(f"row {n}", "no") for n in range(MOST + 2)]
    *_, more, last = reproduction(reproduced(folder, mismatches=wrong))
    assert (more, last) == ("… and 2 more", f"2 runs repeated: {MOST + 2} differ")
    *_, line, last = reproduction(
        reproduced(folder, mismatches=wrong[:1], different_=[Version("numpy", "1", "2")])
    )
    assert line == "row 0: no"
    assert last == "2 runs repeated: 1 differs; versions differ too, which may be why"
    assert "… and" not in " ".join(reproduction(reproduced(folder, mismatches=wrong[:MOST])))
    assert not reproduced(folder, mismatches=wrong).same


# What is kept


def test_a_folder_is_whole_unchanged_and_nothing_but_data(tmp_path):
    whole = examine(folder_of(tmp_path / "whole"))
    assert whole.holds("config.yaml")
    assert not whole.holds("scenarios.yaml")

    def broken(name, spoil):
        path = folder_of(tmp_path / name)
        spoil(path)
        with pytest.raises(Refusal) as refusal:
            examine(path)
        return str(refusal.value)

    assert "is missing" in broken("missing", lambda path: (path / "summary.json").unlink())
    assert "was changed" in broken(
        "changed", lambda path: (path / "config.yaml").write_text("seed: 1\n")
    )
    assert "something was added" in broken("added", lambda path: (path / "x.txt").write_text("x"))
    assert "has no manifest" in broken("none", lambda path: (path / "manifest.json").unlink())
    assert "does not say so" in broken("half", lambda path: change(path, status="running"))
    assert "has no code" in broken("story", lambda path: change(path, code=3))
    assert "outside the folder" in broken(
        "outside", lambda path: change(path, outputs={"../x.json": "0"})
    )
    assert "outside the folder" in broken(
        "root", lambda path: change(path, outputs={"/etc/hosts": "0"})
    )

    def link(path):
        (path / "summary.json").rename(tmp_path / "elsewhere.json")
        (path / "summary.json").symlink_to(tmp_path / "elsewhere.json")

    assert "not a plain file" in broken("link", link)

    def less(path):
        (path / "summary.json").unlink()
        change(path)

    assert "holds no summary.json" in broken("less", less)

    def acting(path):
        (path / "more.json").write_text('{"_target_": "os.system"}')
        content = json.loads((path / "manifest.json").read_text())
        change(path, outputs=content["outputs"] | {"more.json": file_hash(path / "more.json")})

    assert "nothing to be called" in broken("acting", acting)
    with pytest.raises(Refusal, match="is not a folder"):
        examine(tmp_path / "whole" / "config.yaml")
    failed = examine(change(folder_of(tmp_path / "f"), status="finished, with failed runs"))
    assert failed.manifest["status"].endswith("failed runs")
    (tmp_path / "f" / "ro-crate-metadata.json").write_text("{}")
    assert examine(tmp_path / "f")


@pytest.mark.parametrize(
    ("name", "content", "fits"),
    [("a.txt", b"words", True), ("a.txt", b"", True), ("a.TXT", b"x", True),
     ("a.txt", b"#!/bin/sh", False), ("a.txt", b"\x7fELF", False), ("a.csv", b"MZ", False),
     ("a.yaml", b"a\0b", False), ("a.json", b"\xff", False), ("a.py", b"x", False),
     ("a.png", b"\x89PNG\r\n\x1a\n..", True), ("a.png", b"x", False),
     ("a.parquet", b"PAR1..", True), ("a.parquet", b"PAR", False),
     ("a.txt", b"x" * (LOOKED_AT - 1) + "é".encode(), True),
     ("a.txt", b"x" * (LOOKED_AT - 3) + "😀".encode(), True),
     ("a.txt", b"x" * (LOOKED_AT - 9) + b"\xff" + b"x" * 20, False),
     ("a.txt", b"x" * (LOOKED_AT - 4) + b"\xffxxx", False),
     ("a.txt", b"x" * (LOOKED_AT - 3) + b"\xff", False)],
)  # fmt: skip
def test_a_file_holds_what_its_name_says(tmp_path, name, content, fits):
    (tmp_path / name).write_bytes(content)
    if fits:
        refuse_what_is_not_data(tmp_path / name, name)
    else:
        with pytest.raises(Refusal, match=r"a run folder holds|something else"):
            refuse_what_is_not_data(tmp_path / name, name)


def test_plain_data_of_a_run_may_be_nested_so_deep_and_names_nothing_to_call(tmp_path):
    def kept(text, name="a.json"):
        (tmp_path / name).write_text(text)
        return read(tmp_path / name, name)

    nested = lambda depth: "[" * depth + "1" + "]" * depth  # noqa: E731
    assert kept(nested(MOST_DEPTH))
    with pytest.raises(Refusal, match="nested"):
        kept(nested(MOST_DEPTH + 1))
    deep = lambda depth: '{"a":' * depth + "1" + "}" * depth  # noqa: E731
    assert kept(deep(MOST_DEPTH))
    with pytest.raises(Refusal, match="nested"):
        kept(deep(MOST_DEPTH + 1))
    assert kept('{"_a": 1, "b_": 2}') == {"_a": 1, "b_": 2}
    for text in ('{"_target_": 1}', '[{"x": [{"_call_": 0}]}]'):
        with pytest.raises(Refusal, match="nothing to be called"):
            kept(text)
    with pytest.raises(Refusal, match="nothing to be called"):
        kept("a: {_target_: os.system}", "a.yaml")
    assert kept("1: 2\n", "a.yaml") == {1: 2}
    for text in ("{", "", "[1,]"):
        with pytest.raises(Refusal, match="readable"):
            kept(text)
    assert printable("a\x1b[31m\nb") == "a�[31m�b"


def test_plain_data_has_so_much_room_and_no_more(tmp_path, monkeypatch):
    def kept(text, name):
        (tmp_path / name).write_bytes(text.encode() if isinstance(text, str) else text)
        return read(tmp_path / name, name)

    monkeypatch.setattr(safe_yaml, "USUAL", safe_yaml.Room(60, 5))
    fits = {"a.yaml": "[1, 2, 3, 4]", "a.json": "[1, 2, 3, 4]"}
    for name, text in fits.items():
        assert kept(text, name) == [1, 2, 3, 4]
        with pytest.raises(Refusal, match="more values than any run's"):
            kept("[1, 2, 3, 4, 5, 6]", name)
        assert kept(" " * (60 - len(text)) + text, name) == [1, 2, 3, 4]
        with pytest.raises(Refusal, match="larger than 60 bytes"):
            kept(" " * (61 - len(text)) + text, name)
        with pytest.raises(Refusal, match="cannot be read as text"):
            kept(b"\xff", name)
    monkeypatch.undo()
    for name in fits:
        with pytest.raises(Refusal, match="nested"):
            kept("[" * 100_000 + "]" * 100_000, name)


def test_a_sweep_keeps_each_scenario_as_its_difference_to_the_first(tmp_path):
    longer = replace(CONFIG, days=40, market=replace(CONFIG.market, customers=70))
    names, money, luck = ("x", "long"), ((1.0, 2.0), (3.0, 5.0)), ((1, 2), (1, 2))
    path = folder_of(tmp_path / "a", table(names, money, luck), others=[("long", longer)])
    found = scenarios(examine(path))
    assert [(one.name, one.config) for one in found] == [("x", CONFIG), ("long", longer)]
    listed = yaml.safe_load((path / "scenarios.yaml").read_text())
    assert listed[1]["differs"] == {"days": 40, "market.customers": 70}

    def spoiled(message, edit):
        content = yaml.safe_load(yaml.safe_dump(listed))
        write_yaml(path / "scenarios.yaml", edit(content) or content)
        with pytest.raises(Refusal, match=message):
            scenarios(examine(change(path)))

    spoiled("two scenarios alike", lambda content: content[1].update(name="x"))
    spoiled("lacks one of", lambda content: content[1].pop("differs") and None)
    spoiled("lacks one of", lambda content: [3])
    spoiled("is not a list", lambda content: {"a": 1})
    spoiled("not in config.yaml", lambda content: content[1]["differs"].update({"no.such": 1}))
    spoiled("not in config.yaml", lambda content: content[1]["differs"].update({"days.x": 1}))
    spoiled("not have the hash", lambda content: content[1]["differs"].update({"days": 41}))
    single = scenarios(examine(folder_of(tmp_path / "b", table(("mine",)))))
    assert [(one.name, one.overrides) for one in single] == [("mine", ("seed=3",))]


def test_values_of_a_config_have_dotted_names():
    content = {"a": {"b": 1, "c": [{"d": 2}, {"d": 3}]}, "e": [], "f": [1, 2]}
    assert dict(leaves(content)) == {
        "a.b": 1, "a.c[0].d": 2, "a.c[1].d": 3, "e": [], "f": [1, 2],
    }  # fmt: skip
    assert flat(CONFIG)["market.customers"] == CONFIG.market.customers


def test_a_table_without_its_columns_or_rows_is_refused(tmp_path):
    with pytest.raises(Refusal, match="no column seed"):
        rows(examine(folder_of(tmp_path / "a", table().drop(columns="seed"))))
    with pytest.raises(Refusal, match="no rows"):
        rows(examine(folder_of(tmp_path / "b", table()[:0], summary={"scenarios": []})))


def test_policies_that_a_folder_names_are_told_and_not_imported():
    plain, own = CONFIG, replace(CONFIG, policies=Policies(rep="evil:Rep"))
    assert named([plain, own, own]) == ["policies.rep=evil:Rep"]
    admit([plain], False)
    with pytest.raises(Refusal, match="trust-policies"):
        admit([plain, own], False)


# Where it comes from


def test_hashes_change_with_what_decides_and_not_with_what_only_speeds_up():
    for other in ({"threads": 2}, {"workers": 3}, {"fail_fast": True}, {"report": "full"}):
        assert config_hash(replace(CONFIG, **other)) == config_hash(CONFIG)
        assert run_hash(replace(CONFIG, **other)) == run_hash(CONFIG)
    for other in ({"seed": 9}, {"replicates": 9}):
        assert config_hash(replace(CONFIG, **other)) != config_hash(CONFIG)
        assert run_hash(replace(CONFIG, **other)) == run_hash(CONFIG)
    for other in ({"days": 21}, {"world": "fixed"}, {"market": Market(customers=61)}):
        assert config_hash(replace(CONFIG, **other)) != config_hash(CONFIG)
        assert run_hash(replace(CONFIG, **other)) != run_hash(CONFIG)
    whole, real = (Incentive(salary=one, components=[Component(slope=[one])]) for one in (1, 1.0))
    assert config_hash(replace(CONFIG, incentive=whole)) == config_hash(
        replace(CONFIG, incentive=real)
    ), "a file writes whole numbers as real ones where such are meant"
    assert provenance.package_version("no-such-package-here") is None
    assert provenance.package_version("numpy") == np.__version__
    assert len(provenance.code_hash()) == 32
    assert provenance.machine()["cores"] == os.cpu_count()


def test_names_are_the_words_that_set_scenarios_apart():
    assert names_of([["a=1", "b=2"], ["+a=1", "b=3"]]) == ["b=2", "b=3"]
    assert names_of([["a=1"]]) == ["a=1"]
    assert names_of([[], ["a=1"], ["a=1"], ["a=1"]]) == ["default", "a=1", "a=1 (2)", "a=1 (3)"]
    assert names_of([["a=0.30000000000000004"], ["a=1e3"], ["a=x.y"]]) == [
        "a=0.3",
        "a=1000",
        "a=x.y",
    ]
    assert names_of([["a=1"], ["a=1", "b=1"]]) == ["default", "b=1"]


def test_taken_names_get_a_number_and_failures_leave_no_trace(tmp_path):
    place = tmp_path / "day" / "10-00"
    finals = []
    for _ in range(3):
        with claimed(place, True) as claim:
            (claim.work / "x.txt").write_text("x")
            finals.append(claim.final.name)
    assert finals == ["10-00", "10-00-2", "10-00-3"]
    assert sorted(path.name for path in place.parent.iterdir()) == sorted(finals)
    (tmp_path / "file").write_text("")
    assert taken(tmp_path / "file").endswith("is a file: name a folder")
    assert taken(tmp_path / "new") is None
    (tmp_path / "empty").mkdir()
    assert taken(tmp_path / "empty") is None
    assert "not empty" in taken(place)
    (tmp_path / "p" / "q").mkdir(parents=True)
    remove_empty([tmp_path / "p" / "q", tmp_path / "p"])
    assert not (tmp_path / "p").exists()
    remove_empty([place, tmp_path / "empty"])
    assert (tmp_path / "empty").exists(), "what lies beyond a folder that is not empty stays"


def test_who_finds_a_folder_just_filled_leaves_it_as_it_is(tmp_path, monkeypatch):
    place = tmp_path / "day"
    place.mkdir()
    honest = claim_of._alone

    def late(work):
        made = honest(work)
        (place / "manifest.json").write_text("another run's")
        return made

    monkeypatch.setattr(claim_of, "_alone", late)
    with pytest.raises(Refusal, match="is not empty"):
        claimed(place, False).__enter__()
    assert [path.name for path in place.iterdir()] == ["manifest.json"]


def git(folder, *words):
    own = ["-c", "user.name=n", "-c", "user.email=e@x"]
    subprocess.run(["git", *own, *words], cwd=folder, check=True, capture_output=True)


def test_code_is_known_by_its_commit_and_by_all_that_differs_from_it(tmp_path, monkeypatch):
    checkout = tmp_path / "checkout"
    (checkout / "sim" / "folder").mkdir(parents=True)
    source = checkout / "sim" / "folder" / "provenance.py"
    source.write_text("1\n")
    monkeypatch.setattr(provenance, "__file__", str(source))
    nothing = provenance.code()
    assert (nothing["commit"], nothing["dirty"], nothing["patch"]) == (None, None, None)
    git(checkout, "init", "-q")
    first = provenance.code()
    assert (first["commit"], first["dirty"]) == (None, True)
    git(checkout, "add", "-A")
    git(checkout, "commit", "-qm", "one")
    clean = provenance.code()
    assert len(clean["commit"]) == 40
    assert (clean["dirty"], clean["patch"]) == (False, None)
    marks = []
    for change_ in ("2\n", "3\n"):
        source.write_text(change_)
        found = provenance.code()
        assert (found["commit"], found["dirty"]) == (clean["commit"], True)
        marks.append(found["patch"])
    (checkout / "sim" / "new.txt").write_text("new")
    marks.append(provenance.code()["patch"])
    (checkout / "run").mkdir()
    (checkout / "run" / "summary.json").write_text("{}")
    assert provenance.code()["patch"] == marks[-1], "what a run leaves is no change of the code"
    source.write_text("1\n")
    marks.append(provenance.code()["patch"])
    assert provenance.code()["dirty"]
    assert len(set(marks)) == 4
    # Within somebody else's repository there is no commit of this code.
    monkeypatch.setattr(provenance, "__file__", str(checkout / "a" / "sim" / "folder" / "x.py"))
    (checkout / "a" / "sim").mkdir(parents=True)
    assert provenance.code()["commit"] is None


def test_a_table_says_each_scenarios_words_and_ends_at_what_is_not_finite(tmp_path):
    result = SimpleNamespace(
        name="x", overrides=["+a.b=2", "seed=3", "c=no"], config=CONFIG,
        tables={"runs": pd.DataFrame({"replicate": [0, 1], "seed": [1, 2], "profit": [1.0, 2.0]},
                                     index=[5, 6])},
    )  # fmt: skip
    found = runs_table(result)
    assert list(found.columns) == [
        "scenario",
        "a.b",
        "config.seed",
        "c",
        "replicate",
        "seed",
        "profit",
    ]
    assert found["config.seed"].tolist() == [3, 3]
    assert found["profit"].tolist() == [1.0, 2.0]
    result.overrides = {"a": 1}
    assert runs_table(result)["a"].tolist() == [1, 1]
    result.tables["leads"] = pd.DataFrame({"day": [1.0, -np.inf]})
    with pytest.raises(NotFiniteError, match=r"leads\.day holds an infinite"):
        write(tmp_path, result, {}, {})
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_json(tmp_path / "a.json", {"a": float("nan")})


def test_the_readme_counts_scenarios_and_runs_and_lists_what_is_there():
    few = SimpleNamespace(config=CONFIG, name="first", tables={})
    many = SimpleNamespace(config=replace(CONFIG, replicates=7), name="second", tables={})
    text = " ".join(readme([few, many], ["config.yaml", "figures/a.png"], 2, "So it is.").split())
    assert "2 scenarios, the first: first" in text
    lines = readme([few], ["config.yaml"], 1, f"{'x' * 50} {'y' * 50}").splitlines()
    assert any(line.startswith(f"  {'config.yaml':<22}every parameter") for line in lines)
    assert any(line.startswith(f"  {'profit':<30}money") for line in lines)
    assert max(map(len, lines)) <= 100
    assert "2 to 7 times" in text
    assert "20 working days that count after 5" in text
    assert "So it is." in text
    assert "figures/ a.png" in text
    assert "Numbers that stand for names" not in text
    assert "runs.parquet" not in text.split("KPIs:")[0]
    assert "manifest.json" in text
    alike = " ".join(readme([few, few], ["leads.parquet"], 2).split())
    assert "run 2 times" in alike
    assert "Numbers that stand for names" in alike
    assert "figures/" not in alike


def test_a_crate_holds_the_folder_to_the_byte_and_says_what_made_it(tmp_path):
    path = folder_of(tmp_path / "a")
    place = export(path, tmp_path / "a.zip", "https://x.org/l", "Ada")
    again = export(path, tmp_path / "b.zip", "https://x.org/l", "Ada")
    assert place.read_bytes() == again.read_bytes()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a", "a.zip", "b.zip"]
    with zipfile.ZipFile(place) as crate:
        assert {one.date_time for one in crate.infolist()} == {EPOCH}
        for one in path.iterdir():
            assert crate.read(one.name) == one.read_bytes()
        told = json.loads(crate.read("ro-crate-metadata.json"))
    graph = {one["@id"]: one for one in told["@graph"]}
    assert graph["./"]["license"] == {"@id": "https://x.org/l"}
    assert graph["#author"]["name"] == "Ada"
    assert graph["#run"]["agent"] == {"@id": "#author"}
    assert graph["#run"]["object"] == [{"@id": "config.yaml"}]
    assert {"@id": "runs.parquet"} in graph["#run"]["result"]
    assert graph["runs.parquet"]["sha256"] == file_hash(path / "runs.parquet")
    assert "sha256" not in graph["manifest.json"]
    for name in ("runs.parquet", "manifest.json"):
        assert graph[name]["description"] == FILES[name]
        assert graph[name]["contentSize"] == str((path / name).stat().st_size)
    code = json.loads((path / "manifest.json").read_text())["code"]
    assert graph["#smarketing"]["softwareVersion"].startswith(code["version"])
    assert "numpy " in graph["#smarketing"]["softwareRequirements"]
    assert graph["./"]["name"].endswith(": default")
    quiet = {one["@id"]: one for one in metadata(examine(path))["@graph"]}
    assert "#author" not in quiet
    assert "agent" not in quiet["#run"]
    assert quiet["./"]["license"].startswith("No licence")
    with pytest.raises(Refusal, match="there already"):
        export(path, place)
    with pytest.raises(Refusal, match="in the folder itself"):
        export(path, path / "c.zip")
    nameless = examine(path)
    nameless.manifest["code"] = {"version": None, "commit": "c" * 9, "patch": "p" * 9}
    told = {one["@id"]: one for one in metadata(nameless)["@graph"]}
    said = f"commit {'c' * 9}, with changes {'p' * 9}"
    assert told["#smarketing"]["softwareVersion"] == said
    nameless.manifest["code"] = {}
    told = {one["@id"]: one for one in metadata(nameless)["@graph"]}
    assert told["#smarketing"]["softwareVersion"] == "unknown"
