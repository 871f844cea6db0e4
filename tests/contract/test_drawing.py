"""Figures of a run: which are wanted, and that processes which draw them change nothing."""

import json
import os
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from matplotlib.figure import Figure

import sim.plots
from sim.cli.command import main
from sim.config import Config, ConfigError
from sim.config.figures import OF_ONE, OF_SEVERAL
from sim.folder.figures import being_drawn
from sim.folder.provenance import config_hash, run_hash
from sim.request import request
from sim.runs.scenario import Result

TINY = ["market.customers=60", "days=10", "warmup_days=5", "replicates=2"]


def test_the_names_that_may_be_wanted_are_those_of_figures():
    assert tuple(sim.plots.FIGURES) == OF_ONE
    assert tuple(sim.plots.SWEEP_FIGURES) == OF_SEVERAL


@pytest.fixture
def two_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {name: lambda tables, config: Figure((1, 1)) for name in ("funnel", "speed")}
    monkeypatch.setattr(sim.plots, "FIGURES", found)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("figures/*"))


@pytest.mark.parametrize(
    ("word", "left"),
    [("figures=false", []), ("figures=[]", []), ("figures=speed", ["speed.png"]),
     ("figures=[funnel]", ["funnel.png"]), ("figures=true", ["funnel.png", "speed.png"]),
     ("figures=all", ["funnel.png", "speed.png"])],
)  # fmt: skip
def test_only_figures_that_are_wanted_are_drawn(
    word: str, left: list[str], two_figures: None, tmp_path: Path
) -> None:
    assert main([*TINY, word, f"hydra.run.dir={tmp_path}/out"]) == 0
    assert names_in(tmp_path / "out") == left
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["config_hash"] == config_hash(request(TINY).scenarios[0].config)
    assert main(["reproduce", f"{tmp_path}/out"]) == 0


def test_which_figures_are_wanted_is_no_part_of_a_run():
    none = replace(Config(), figures=[])
    assert (config_hash(none), run_hash(none)) == (config_hash(Config()), run_hash(Config()))


def test_an_option_may_want_no_figures(two_figures: None, tmp_path: Path) -> None:
    own = tmp_path / "own" / "market"
    own.mkdir(parents=True)
    (own / "plain.yaml").write_text("# @package _global_\nfigures: false\n")
    words = ["market=plain", "--config-dir", str(own.parent)]
    assert request([*TINY, *words]).scenarios[0].config.figures == ()


def test_a_figure_that_there_is_not_is_refused_in_a_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([*TINY, "figures=[funel]"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.startswith("sim: figures=[funel] is not allowed: one of all, market_share, funnel,")
    assert said.endswith(", or false (nearest: funnel)\n")
    with pytest.raises(ConfigError, match="figures=funel is not allowed: one of all"):
        Config(figures=["funel"])


def drawn_by(workers: int, folder: Path) -> dict[str, bytes]:
    result = Result(replace(Config(), workers=workers), "default", (), {})
    with being_drawn(result) as write_figures:
        folder.mkdir()
        paths = write_figures(folder)
    assert sorted(path.name for path in paths) == names_in(folder)
    return {path.name: path.read_bytes() for path in paths}


def a_page(text: str) -> Any:
    def figure(tables: Any, config: Config) -> Figure:
        page, axes = sim.plots.style.page(text, "what is drawn", "what it rests on")
        axes.plot([1, 2, 3])
        return page

    return figure


def test_figures_are_the_same_on_any_number_of_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = {name: a_page(name) for name in ("one", "two", "three")}
    monkeypatch.setattr(sim.plots, "FIGURES", found)
    alone = drawn_by(1, tmp_path / "alone")
    assert len(set(alone.values())) == 3
    assert drawn_by(2, tmp_path / "together") == alone


def test_a_process_that_dies_costs_its_figure_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def deadly(tables: Any, config: Config) -> Figure:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    monkeypatch.setattr(sim.plots, "FIGURES", {"deadly": deadly, "one": a_page("one")})
    assert list(drawn_by(2, tmp_path / "out")) == ["one.png"]
    said = capsys.readouterr().err
    assert said == (
        "sim: the figure deadly could not be drawn (the process was ended by SIGKILL)\n"
    )
