"""Studies, fits and benchmarks: one shape, one command line, seeds that nobody shares."""

import importlib
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest
import yaml

from experiments.benchmarks.__main__ import main as benchmarks
from experiments.command import Kept, Option, Program, alone, keep, programs
from experiments.fitting.__main__ import main as fits
from experiments.seeds import REGISTER, some
from experiments.studies.__main__ import main as studies
from sim.config.refusal import Refusal
from sim.facts.conditions.observe import SEEDS
from sim.grammar.options import config_dir

HERE = Path(importlib.import_module("experiments").__path__[0])
STUDIES = sorted(
    path.name for path in (HERE / "studies").iterdir() if (path / "README.md").exists()
)
FITS = sorted(path.name for path in (HERE / "fitting").iterdir() if (path / "README.md").exists())
ALL = [
    *(("studies", "study", name) for name in STUDIES),
    *(("fitting", "fit", name) for name in FITS),
]


def test_every_folder_is_a_program_and_is_listed(capsys):
    for package, file, names, command in (
        ("studies", "study", STUDIES, studies),
        ("fitting", "fit", FITS, fits),
    ):
        folders = {path.name for path in (HERE / package).iterdir() if any(path.glob("[!_]*.py"))}
        assert set(names) == folders == set(programs(f"experiments.{package}", file))
        assert command([]) == 0
        listed = capsys.readouterr().out
        assert all(f"  {name} " in listed for name in names)


@pytest.mark.parametrize(("package", "file", "name"), ALL, ids=lambda word: word)
def test_every_program_has_the_one_shape(package, file, name):
    folder = HERE / package / name
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert readme.startswith("# ")
    assert "**Question" in readme
    assert "**How it is measured" in readme
    assert f"python -m experiments.{package} {name}" in readme
    assert f"({package}/{name}/README.md)" in (HERE / "README.md").read_text(encoding="utf-8")
    module = importlib.import_module(f"experiments.{package}.{name}.{file}")
    program = module.PROGRAM
    assert isinstance(program, Program)
    assert program.tell is module.tell
    assert program.seeds == len(some(name, program.seeds)) if program.seeds else True
    if (folder / "figure.py").exists():
        assert program.draws
    for part in ("score", "figure"):
        if (folder / f"{part}.py").exists():
            assert importlib.import_module(f"experiments.{package}.{name}.{part}").__doc__
    said = importlib.import_module(f"experiments.{package}.{name}").__doc__
    assert said.endswith("?")
    assert "\n" not in said


@pytest.mark.parametrize(("package", "file", "name"), ALL, ids=lambda word: word)
def test_every_program_says_what_it_can_be_asked(package, file, name, capsys):
    command = studies if package == "studies" else fits
    with pytest.raises(SystemExit) as end:
        command([name, "--help"])
    assert end.value.code == 0
    assert f"experiments.{package} {name}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("command", "words", "said"),
    [
        (studies, ["adoptoin"], "nearest: adoption"),
        (studies, ["--seeds", "3"], "--seeds is not one of"),
        (studies, ["adoption", "--sedes=3"], "nearest: --seeds"),
        (studies, ["adoption", "--seeds", "0"], "0 is below 1"),
        (studies, ["adoption", "--seeds", "few"], "few is not a whole number"),
        (studies, ["adoption", "--most", "nan"], "nan is not a whole number"),
        (studies, ["adoption", "--start", "nan"], "nan is below 1"),
        (studies, ["adoption", "--seeds", "99999"], "are asked for"),
        (studies, ["red_team", "--seeds", "3"], "4 or more"),
        (studies, ["outbound", "sales.repz=3"], "nearest: sales.reps"),
        (studies, ["outbound", "days=1,2"], "days"),
        (studies, ["stopping", "seed=3"], "unrecognized"),
        (studies, ["plan_search", "--only", "0.3"], "expected 2 arguments"),
        (fits, ["calibration", "--sampler", "best"], "invalid choice"),
        (benchmarks, ["--fulll"], "nearest: --full"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_line(command, words, said, capsys, tmp_path):
    if "red_team" in words:
        words = [*words, "--folder", str(tmp_path)]
    assert command(words) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.err.count("\n") == 1
    assert told.out == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["buyer", "--pairs", "1", "market.customers=120", "days=140"], "Leads to wins by source"),
        (["complements", "market.customers=120", "days=140"], "interaction in wins"),
        (["content", "market.customers=300", "days=260"], "price elasticity"),
    ],
    ids=lambda word: word[0],
)
def test_studies_that_keep_nothing_run_tiny(words, said, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert studies([*words, "--seeds", "2", "--workers", "1", "warmup_days=20"]) == 0
    assert said in capsys.readouterr().out


def test_a_sweep_that_is_killed_once_ends_in_the_same_bytes(capsys):
    assert studies(["kills", "--moments", "1"]) == 0
    assert "DIFFERENT" not in capsys.readouterr().out


def test_intervals_are_counted_by_law_and_width(capsys):
    assert studies(["stopping", "--repetitions", "5"]) == 0
    assert "coverage: " in capsys.readouterr().out


def test_what_is_not_kept_cannot_be_told_again(tmp_path, capsys):
    assert studies(["adoption", "--redraw", "--folder", str(tmp_path)]) == 2
    assert "run without --redraw first" in capsys.readouterr().err


def test_files_are_written_whole_or_not_at_all(tmp_path):
    class Broken(pd.DataFrame):
        def to_csv(self, *words, **more):
            raise OSError("the disk is full")

    keep(tmp_path, {"a.csv": pd.DataFrame({"x": [1]}), "b.json": {"y": 2}})
    with pytest.raises(OSError, match="full"):
        keep(tmp_path, {"a.csv": pd.DataFrame({"x": [5]}), "c.csv": Broken()})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "b.json"]
    kept = Kept(tmp_path)
    assert kept["a.csv"]["x"].tolist() == [1]
    assert kept["b.json"] == {"y": 2}


def test_a_program_that_breaks_off_while_measuring_keeps_nothing(tmp_path, capsys):
    def measure(asked):
        raise KeyboardInterrupt

    broken = Program(lambda asked, kept: iter(()), measure=measure)
    assert alone("experiments.benchmarks", broken, ["--folder", str(tmp_path / "new")]) == 130
    assert "interrupted" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_options_are_read_as_they_are_declared(capsys):
    def tell(asked):
        yield f"{asked.rate} {asked.pair} {asked.fast} {asked.overrides}"

    options = (
        Option("rate", 0.5, "a number", least=0),
        Option("pair", ("a", "b"), "two words", kind=str, values=2),
        Option("fast", False, "a switch"),
    )
    program = Program(tell, options)
    words = ["days=3", "--rate", "2", "seed=4", "--pair", "c", "d", "--fast"]
    assert alone("experiments.benchmarks", program, words) == 0
    assert capsys.readouterr().out == "2.0 ['c', 'd'] True ['days=3', 'seed=4']\n"
    assert alone("experiments.benchmarks", program, []) == 0
    assert capsys.readouterr().out == "0.5 ('a', 'b') False []\n"


def test_no_two_uses_share_a_seed():
    for (one, its), (other, theirs) in combinations(REGISTER.items(), 2):
        assert not set(its) & set(theirs), f"{one} and {other}"


def test_the_register_has_the_seeds_that_stand_elsewhere():
    assert set(SEEDS) <= set(REGISTER["facts"])
    assert not set(some("paired", 2)) & set(REGISTER["facts"])
    claims = [
        yaml.safe_load(path.read_text(encoding="utf-8"))["seed"]
        for path in (config_dir() / "experiment").glob("*.yaml")
    ]
    assert len(set(claims)) == len(claims) == 14
    assert set(claims) <= set(REGISTER["claims"])


def test_seeds_are_the_first_of_a_range_and_no_more_than_it_has():
    assert some("buyer", 3) == [101, 102, 103]
    assert some("buyer", 2, skipped=1) == [102, 103]
    assert some("buyer, pairs", 0) == []
    with pytest.raises(Refusal, match="99 seeds, and 100"):
        some("buyer", 99, skipped=1)
