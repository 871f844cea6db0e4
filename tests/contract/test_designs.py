"""Designs beyond grids: what is asked for is what is run, and what cannot be run is named."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hydra.core.override_parser.overrides_parser import OverridesParser

from sim.cli.command import main
from sim.config import Cadence, Config, ConfigError
from sim.config.calendar_file import with_calendars
from sim.config.refusal import Refusal
from sim.designs import design_from, override_lists
from sim.designs.indices import indices
from sim.designs.quoting import word
from sim.designs.scenarios import places
from sim.grammar.vocabulary import Word, settings_of
from sim.inference.outcomes import Outcomes
from sim.plots.sensitivity import figure
from sim.request import request

HASSLE = "market.buyer.hassle"
RANGES = {HASSLE: [0.002, 0.02, "log"], "sales.reps": [2, 5], "market.buyer.made_up": [0.6, 0.9],
          "cadence": {"choices": ["daily", "weekly"]}}  # fmt: skip


def words_of(*texts: str) -> list[Word]:
    """Words as Hydra's parser reads them."""
    found = []
    for override in OverridesParser.create().parse_overrides(list(texts)):
        sweep = override.is_sweep_override()
        values = list(override.sweep_iterator()) if sweep else [override.value()]
        found.append(Word(override.get_key_element().lstrip("+~"), values))
    return found


def lists_of(*texts: str) -> list[list[str]]:
    return override_lists(design_from(settings_of(words_of(*texts), "design", "kind")))


def column(rows: Sequence[Sequence[str]], key: str) -> list[str]:
    return [text.partition("=")[2] for row in rows for text in row if text.startswith(f"{key}=")]


def test_a_zip_pairs_its_lists() -> None:
    rows = lists_of(
        "design=zip", "seed=3", "design.lists={cadence:[daily,weekly],sales.reps:[3,5]}"
    )
    assert rows == [["cadence=daily", "sales.reps=3"], ["cadence=weekly", "sales.reps=5"]]


@pytest.mark.parametrize("kind", ["latin_hypercube", "sobol"])
def test_samples_cover_their_ranges_and_are_the_same_again(kind: str) -> None:
    settings = {"kind": kind, "samples": 64, "ranges": RANGES}
    rows = override_lists(design_from(settings))
    assert rows == override_lists(design_from(settings))
    assert rows != override_lists(design_from({**settings, "seed": 2}))
    assert len(rows) == 64
    hassle = np.sort(np.asarray(column(rows, HASSLE), float))
    # One in each of 64 equal parts, on the log scale that was asked for.
    parts = 64 * np.log(hassle / 0.002) / np.log(10)
    assert np.array_equal(np.floor(parts), np.arange(64))
    assert {text: column(rows, "sales.reps").count(text) for text in "2345"} == dict.fromkeys(
        "2345", 16
    )
    assert column(rows, "cadence").count("daily") == 32


def test_a_design_composes_to_configs() -> None:
    rows = override_lists(design_from({"kind": "sobol", "samples": 4, "ranges": RANGES}))
    for row in rows:
        config = request(row).scenarios[0].config
        assert f"{config.market.buyer.hassle:.12g}" == column([row], HASSLE)[0]
        assert str(config.sales.reps) == column([row], "sales.reps")[0]


GRID = ["-m", "incentive=salary,commission", "seed=1,2"]
ZIP = ["design=zip", "design.lists={cadence:[daily,weekly],sales.reps:[3,5]}"]


def test_a_grid_is_run_at_every_point_of_a_design() -> None:
    plan = request([*GRID, *ZIP]).scenarios
    assert len(plan) == 8
    assert plan[0].overrides == ("incentive=salary", "seed=1", "cadence=daily", "sales.reps=3")
    assert plan[1].overrides == ("incentive=salary", "seed=1", "cadence=weekly", "sales.reps=5")
    assert [one.config.sales.reps for one in plan] == 4 * [3, 5]
    assert [one.config.seed for one in plan] == 2 * [1, 1, 2, 2]


def test_a_config_may_hold_a_design_over_which_words_are_laid(tmp_path: Path) -> None:
    (tmp_path / "experiment").mkdir()
    (tmp_path / "experiment" / "screen.yaml").write_text(
        "# @package _global_\nhydra:\n  mode: MULTIRUN\n  sweeper:\n"
        "    params: {seed: '1,2'}\n    design: {kind: sobol, samples: 8, ranges: "
        f"{{sales.reps: [3, 5], {HASSLE}: [0.002, 0.02, log]}}}}\n"
    )
    asked = request(["--config-dir", str(tmp_path), "+experiment=screen", "design.samples=4"])
    assert [one.config.seed for one in asked.scenarios] == [1] * 4 + [2] * 4
    assert asked.scope.settings["design"]["samples"] == 4
    assert asked.scope.design is not None
    assert [one.key for one in asked.scope.design.ranges] == ["sales.reps", HASSLE]


REFUSED_WORDS = {
    "no sweep": (ZIP, "add -m"),
    "Hydra's own": (["-m", *ZIP, "hydra/launcher=basic", "hydra/sweeper=basic"], "own launcher"),
    "a key of the grid": ([*GRID, *ZIP, "sales.reps=4"], "sales.reps is varied by the design"),
    "a typo in a list": (["-m", "design=zip", "design.lists={cadence:[daily,weakly]}"],
                         "nearest: weekly"),
    "a typo in the word": (["-m", "desing.kind=zip"], "nearest: design.kind"),
    "a typo in a setting": (["-m", "design=zip", "design.list={seed:[1,2]}"], "nearest: lists"),
    "no mapping": (["-m", "hydra.sweeper.design=zip"], "not a mapping"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED_WORDS)
def test_a_design_that_cannot_be_run_is_refused_before_anything_runs(case: str) -> None:
    words, part = REFUSED_WORDS[case]
    with pytest.raises(Refusal) as refusal:
        request(words)
    assert part in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_settings_may_be_one_mapping() -> None:
    text = f"+design={{kind:latin_hypercube,samples:3,ranges:{{{HASSLE}:[0.002,0.02]}}}}"
    assert len(lists_of(text)) == 3
    assert settings_of(words_of("seed=3", "designs.x=3"), "design") == {}


def test_a_file_of_samples_is_a_scenario_a_row(tmp_path: Path) -> None:
    path = tmp_path / "samples.csv"
    path.write_text(f'{HASSLE},cadence,policies.rep\n0.01,daily,"a b\'c"\n\n0.02, weekly ,m:Rep\n')
    expected = [[f"{HASSLE}=0.01", "cadence=daily", r"policies.rep='a b\'c'"],
                [f"{HASSLE}=0.02", "cadence=weekly", "policies.rep=m:Rep"]]  # fmt: skip
    assert lists_of(f"design.file={path}") == expected
    table = pd.DataFrame({HASSLE: [0.01, 0.02], "sales.reps": [3, 4]})
    table.to_parquet(tmp_path / "samples.parquet")
    assert lists_of(f"design.file={tmp_path}/samples.parquet") == [
        [f"{HASSLE}=0.01", "sales.reps=3"], [f"{HASSLE}=0.02", "sales.reps=4"],
    ]  # fmt: skip


BAD_FILES = {
    "": "empty",
    f"{HASSLE}\n": "no rows",
    f"{HASSLE},cadence\n0.01,daily\n0.02\n": "line 3: 1 values for 2 columns",
    f"{HASSLE}\n0.01\n\nmuch\n": f"line 4: {HASSLE}=much is not a number",
    f"{HASSLE}\n0.01\n-3\n": f"line 3: {HASSLE}=-3 is out of range",
    f"{HASSLE}\nnan\n": "line 2: market.buyer.hassle=nan is not a finite",
    f"{HASSLE},sales.reps\n0.01,\n": "line 2: sales.reps is empty",
    "sales.reps\n2.5\n": "line 2: sales.reps=2.5 is not a whole number",
    "market.buyer.hasle\n1\n": "line 2: market.buyer.hasle is not a parameter (nearest: market",
    "seed,seed\n1,2\n": "seed names two columns",
    "seed,\n1,2\n": "column 2 has no name",
    "hydra.run.dir\nx\n": "hydra.run.dir is no key of a scenario",
    'seed\n"1\n': "line 2: not CSV (unexpected end of data)",
}


@pytest.mark.parametrize("content", BAD_FILES)
def test_a_row_that_cannot_be_run_is_refused_by_its_line(content: str, tmp_path: Path) -> None:
    path = tmp_path / "samples.csv"
    path.write_text(content)
    with pytest.raises(Refusal) as refusal:
        lists_of(f"design.file={path}")
    assert BAD_FILES[content] in str(refusal.value)
    assert str(path) in str(refusal.value)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_file_as_a_spreadsheet_leaves_it_is_taken(tmp_path: Path, end: str, mark: str) -> None:
    rows = ["sales.reps,incentive.components[0].goal", "2,60000", "3,7e4", ",", " , ", ""]
    path = tmp_path / "samples.csv"
    path.write_bytes((mark + end.join(rows)).encode())
    assert lists_of(f"design.file={path}") == [
        ["sales.reps=2", "incentive.components.0.goal=60000"],
        ["sales.reps=3", "incentive.components.0.goal=70000"],
    ]


@pytest.mark.parametrize(("mark", "what"), [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")])
def test_a_wrong_separator_is_named(tmp_path: Path, mark: str, what: str) -> None:
    path = tmp_path / "samples.csv"
    path.write_text(f"sales.reps{mark}seed\n2{mark}1\n")
    with pytest.raises(Refusal, match=f"line 1: columns are separated by {what}: commas"):
        lists_of(f"design.file={path}")
    path.write_text(f"date{mark}kind\n2026-01-05{mark}news\n")
    with pytest.raises(ConfigError, match=f"line 1: columns are separated by {what}: commas"):
        with_calendars(Config(cadence=Cadence(file=str(path))))


@pytest.mark.parametrize("how", ["utf-16", "cp1252"])
def test_a_file_in_another_encoding_is_refused_by_its_line(tmp_path: Path, how: str) -> None:
    path = tmp_path / "samples.csv"
    path.write_bytes("seed,cadence\n1,€\n".encode(how))
    with pytest.raises(Refusal, match=f"line {1 if how == 'utf-16' else 2}: not UTF-8"):
        lists_of(f"design.file={path}")


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    for name, part in (("a.csv", "UTF-8"), ("a.parquet", "Parquet"), ("no.csv", "no such file"),
                       ("a.xlsx", "neither")):  # fmt: skip
        with pytest.raises(Refusal, match=part):
            lists_of(f"design.file={tmp_path}/{name}")


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no kind": ({"kind": "latin_cube"}, "nearest: latin_hypercube"),
    "another setting": ({"kind": "sobol", "sample": 3}, "nearest: samples"),
    "a setting of another kind": ({"kind": "zip", "samples": 3}, "not a setting of"),
    "nothing to sample": ({"kind": "sobol", "samples": 4}, "needs design.ranges"),
    "no count": ({"kind": "sobol", "samples": 0, "ranges": RANGES}, "design.samples=0"),
    "no power of two": ({"kind": "sobol", "samples": 100, "ranges": RANGES}, "nearest: 128"),
    "empty ranges": ({"kind": "sobol", "samples": 4, "ranges": {}}, "names no ranges"),
    "upside down": ({"kind": "sobol", "samples": 4, "ranges": {HASSLE: [3, 1]}}, "is no range"),
    "one end": ({"kind": "sobol", "samples": 4, "ranges": {HASSLE: [3]}}, "is no range"),
    "log of nothing": ({"kind": "sobol", "samples": 4, "ranges": {HASSLE: [0, 1, "log"]}}, "log"),
    "no parameter": ({"kind": "sobol", "samples": 4, "ranges": {"sales.repz": [1, 2]}},
                     "nearest: sales.reps"),
    "outside": ({"kind": "sobol", "samples": 4, "ranges": {"market.buyer.made_up": [0.6, 1.5]}},
                "1.5 is out of range"),
    "a word's range": ({"kind": "sobol", "samples": 4, "ranges": {"network.kind": [1, 2]}},
                       "choices"),
    "half a rep": ({"kind": "sobol", "samples": 4, "ranges": {"sales.reps": [1.5, 2]}}, "whole"),
    "unequal lists": ({"kind": "zip", "lists": {"seed": [1, 2], "days": [3]}}, "days has 1"),
    "no list": ({"kind": "zip", "lists": {"seed": 1}}, "not a list"),
    "a negative seed": ({"kind": "sobol", "samples": 4, "ranges": RANGES, "seed": -1}, "seed=-1"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_a_design_that_is_none_is_refused_in_one_line(case: str) -> None:
    settings, part = REFUSED[case]
    with pytest.raises(Refusal) as refusal:
        design_from(settings)
    assert part in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_sweep_has_one_design() -> None:
    with pytest.raises(Refusal, match="one design"):
        lists_of("design.samples=3,4")


@pytest.mark.parametrize(
    "value",
    [3, 0.1, "a b", "a,b", "it's", "a\\b", "a\\", "a\\' b", "x:Y", True, None, [1, "b c"],
     "${seed}", "range(1,3)"],
)  # fmt: skip
def test_a_word_is_read_back_as_the_value_that_it_was(value: Any) -> None:
    (override,) = OverridesParser.create().parse_overrides([f"key={word(value)}"])
    assert not override.is_sweep_override()
    assert override.value() == value


@pytest.mark.parametrize(("kind", "samples", "points"), [("morris", 4, 16), ("saltelli", 8, 40)])
def test_indices_are_taken_of_a_designs_outcomes(kind: str, samples: int, points: int) -> None:
    ranges = {HASSLE: [0.0, 1.0], "market.buyer.made_up": [0.6, 0.9], "sales.reps": [1, 9]}
    design = design_from({"kind": kind, "samples": samples, "ranges": ranges})
    rows = override_lists(design)
    assert len(rows) == points
    x = places(design)
    names = tuple(map(str, range(points)))
    found = Outcomes("profit", names, np.arange(3), np.stack([9e3 * x[:, 1] + x[:, 0]] * 3))
    result = indices(design, found)
    drawn = figure(result, "profit", points)
    assert "market.buyer.made_up" in drawn.texts[-2].get_text() + drawn.texts[0].get_text() + (
        drawn.texts[1].get_text()
    )
    with pytest.raises(Refusal, match="points"):
        indices(design, Outcomes("profit", names[:-1], np.arange(3), found.values[:, :-1]))
    grid = design_from({"kind": "sobol", "samples": 4, "ranges": ranges})
    with pytest.raises(Refusal, match="no indices"):
        indices(grid, found)


def test_designs_need_no_salib_but_for_indices(monkeypatch: pytest.MonkeyPatch) -> None:
    for part in ("SALib", "SALib.sample", "SALib.sample.morris", "SALib.sample.sobol"):
        monkeypatch.setitem(sys.modules, part, None)
    ranges = {HASSLE: [0.0, 1.0]}
    assert override_lists(design_from({"kind": "sobol", "samples": 2, "ranges": ranges}))
    with pytest.raises(Refusal, match="sensitivity"):
        override_lists(design_from({"kind": "morris", "samples": 2, "ranges": ranges}))


TINY = ["-m", "market.customers=60", "days=5", "warmup_days=0", "replicates=2", "workers=1"]
MORRIS = ["design.kind=morris", "design.samples=2", "design.ranges={sales.reps:[1,4]}"]


def test_a_sweep_of_a_screening_design_comes_with_its_indices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    words = [*TINY, "incentive=commission,salary", *MORRIS, "hydra.sweep.dir=swept"]
    assert main(words) == 0
    summary = json.loads(Path("swept/summary.json").read_text())
    found = {(one["grid"], one["kpi"]): one for one in summary["sensitivity"]}
    assert len(found) == 8
    (reps,) = found["incentive=salary", "profit"]["parameters"]
    assert reps["parameter"] == "sales.reps"
    runs = pd.read_parquet("swept/runs.parquet").query("incentive == 'salary'")
    profit = runs.groupby("scenario", sort=False)["profit"].mean().to_numpy()
    ranges = {"sales.reps": [1, 4]}
    x = places(design_from({"kind": "morris", "samples": 2, "ranges": ranges}))[:, 0]
    effects = np.diff(profit)[::2] / np.diff(x)[::2]
    assert len(effects) == 2
    assert reps["mu"] == pytest.approx(effects.mean())
    assert reps["mu"] < 0
    about = found["incentive=salary", "profit"]
    assert (about["replicates"], about["seeds_left_out"], about["luck_share"]) == (2, 0, None)
    assert "cannot tell luck" in about["remark"]
    assert Path("swept/figures/sensitivity_profit_2.png").is_file()
    assert json.loads(Path("swept/manifest.json").read_text())["design"] == summary["design"]
    assert summary["design"]["samples"] == 2
    assert main(["reproduce", "swept"]) == 0
    for part in ("SALib", "SALib.sample", "SALib.sample.morris"):
        monkeypatch.setitem(sys.modules, part, None)
    assert main([*TINY, *MORRIS, "hydra.sweep.dir=without"]) == 2
    assert "smarketing[sensitivity]" in capsys.readouterr().err
    assert not Path("without").exists()
