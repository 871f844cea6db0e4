"""Every shipped option runs on two processes, by every way of running that compiles first."""

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from sim.cli.command import main
from sim.config import Config
from sim.config.dotted import changed
from sim.folder.repeat import rerun
from sim.folder.repeat.reproduce import reproduce
from sim.grammar.options import config_dir, groups
from sim.grammar.schema import stored_config, stored_like
from sim.request import request
from sim.runs import compiling, replicates, scenario
from sim.runs.one_run import run_once
from sim.sweep.differing import differing
from tests.shipped import options_of

# What cannot be compiled before the first run is only warned of, so that the run itself can fail.
pytestmark = pytest.mark.filterwarnings("error:could not compile before the first run")
GROUPS = groups([config_dir()])
OPTIONS = [(name, option) for name, one in GROUPS.items() if one.default for option in one.options]
# As long as the latest day that a shipped plan or calendar names, on so few customers.
SIZE = {"market.customers": 40, "days": 120, "warmup_days": 0, "replicates": 2, "workers": 2}
TINY = [f"{key}={value}" for key, value in SIZE.items()]
LATE = ["cadence.pulse_days=20", "cadence.pulse_from_day=30", "cadence@rivals.cadence=pulsing",
        "incentive@rivals.incentive=spif"]  # fmt: skip


@pytest.fixture(autouse=True)
def always_on_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(scenario, "SMALL", 0)
    monkeypatch.setattr(rerun, "SMALL", 0)


@pytest.mark.parametrize(("group", "option"), OPTIONS)
def test_every_option_runs_on_two_processes(group: str, option: str) -> None:
    """Of the focal firm and of its rivals, where they can have it too."""
    config = changed(options_of(group)[option].config, SIZE, rivals=False)
    if hasattr(config.rivals, group):
        theirs = replace(config.rivals, **{group: getattr(config, group)})
        config = replace(config, rivals=theirs)
    found = scenario.run(config).tables["runs"]
    assert list(found["status"]) == ["finished"] * 2
    assert found["digest"].nunique() == 2


@pytest.mark.parametrize("words", [["incentive=spif"], LATE])
def test_what_names_a_late_day_is_compiled_before_the_first_run(words: list[str]) -> None:
    """A run's first days compile it all, whatever the plan says of its last ones."""
    (one,) = request([*words, *TINY]).scenarios
    compiling.compile_first(one.config)
    alone = {digest(one.config, n) for n in range(2)}
    assert set(scenario.run(one.config).tables["runs"]["digest"]) == alone
    assert set(replicates.each(seen, [(one.config, 1), (one.config, 2)], workers=2)) == {1, 2}


def digest(config: Config, replicate: int) -> str:
    return scenario.digest(run_once(config, replicate))


def seen(records, config: Config) -> int:
    return config.seed


def test_a_folder_whose_plan_names_a_late_day_is_reproduced(tmp_path: Path) -> None:
    assert main(["-m", "incentive=spif,commission", *LATE, *TINY, "hydra.sweep.dir=swept"]) == 0
    assert reproduce(tmp_path / "swept").same
    stock = ["hydra/launcher=basic", "hydra/sweeper=basic", "hydra.sweep.dir=stock"]
    assert main(["-m", "incentive=spif,commission", *LATE, *TINY, *stock]) == 0
    theirs = [pd.read_parquet(f"stock/{n}/runs.parquet")["digest"] for n in range(2)]
    assert list(pd.concat(theirs)) == list(pd.read_parquet("swept/runs.parquet")["digest"])
    assert reproduce(tmp_path / "stock" / "0").same


def test_what_cannot_be_compiled_first_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(config: Config) -> None:
        raise ValueError("a plan\nof two lines")

    monkeypatch.setattr(compiling, "_compile", fails)
    with pytest.warns(RuntimeWarning, match=r"\(ValueError: a plan of two lines\)"):
        compiling.compile_first(replace(changed(Config(), {"market.customers": 40}), days=3))


def by_way_of_a_file(content: Any) -> Any:
    """Content as it is written and read, by libyaml where it is there, which takes less time."""
    writes = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    reads = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(yaml.dump(content, Dumper=writes), Loader=reads)


@pytest.mark.parametrize("group", list(dict(OPTIONS)))
def test_a_stored_difference_is_read_as_the_whole_is(group: str) -> None:
    """What reads a value alone and what reads a whole config make the same of it."""
    first, *others = options_of(group).values()
    for other in others:
        told = by_way_of_a_file(differing(other.config, first.config))
        whole = stored_config(by_way_of_a_file(asdict(other.config)), "whole")
        assert stored_like(first.config, told, "part") == whole == other.config
