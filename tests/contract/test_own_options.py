"""Options of a user's own: they win over shipped ones; what is wrong in them has file and line."""

from pathlib import Path

import pytest
import yaml

from sim.cli.command import main
from sim.config.dotted import value_of
from sim.grammar.options import config_dir, groups, nested_choices
from sim.grammar.own_options import (
    OwnSource,
    in_place_of_shipped,
    lines_of,
    search_first,
    with_place,
)
from sim.grammar.vocabulary import Vocabulary
from sim.request import request

QUESTION = """\
# @package _global_
hydra:
  mode: MULTIRUN
  sweeper:
    experiment:
      claim: more
      mechanism: pay
      arms:
        a: [incentive=capped]
        b: [seed=2]
      hypotheses:
        - says: it is
          kpi: profit
          form: change
          of: [b, a]
          low: 0
"""
FAULTS = {
    # the file, its text: the line, and what is said
    ("incentive", "salary: abc\n"): (1, "incentive.salary=abc is not a number"),
    ("incentive", "# Mine\nsalary: 60,000\n"): (2, "written as 60000"),
    ("incentive", "salary: 1.0\ncomponents:\n  - measure: new\n    gaol: 3\n"): (4, "goal"),
    ("incentive", "components:\n  - slope: [0.1]\n  - at: [0, 5, 3]\n    jump: [0, 0, 0]\n"
                  "    slope: [0, 0, 0]\n"): (3, "ascending"),
    ("incentive", "components:\n  - slope: [0.1]\n    gate: 4\n"): (3, "gate=4"),
    ("incentive", "salary: -5\n"): (1, "out of range"),
    ("incentive", "salary: [4\n"): (2, "YAML"),
    ("incentive", "salary: 4\nsalary: 5\n"): (2, "duplicate"),
    ("incentive", "salary: 4\x01\n"): (1, "YAML"),
    ("incentive", "- salary\n"): (1, "list"),
    ("cadence", "news: 1\n\nitems: 3\n"): (3, "cadence.items"),
    ("cadence", "pulse_days: 5\npulse_from_day: 9999\n"): (2, "pulse_from_day=9999"),
    ("alignment", "defaults:\n  - /incentive: nope\n"): (2, "incentive=nope"),
    ("network", "kind: smal_world\n"): (1, "nearest: small_world"),
    ("experiment", "# @package _global_\nseed: 3\nfoo: 3\n"): (3, "foo=3"),
    ("experiment", "# @package _global_\nhydra: 3\n"): (2, "section"),
    ("experiment", "# @package _global_\nhydra:\n  foo: 3\n"): (3, "hydra.foo"),
    ("experiment", ""): (1, "begin it with # @package _global_"),
    ("experiment", "# @package _ global_\nseed: 3\n"): (1, "@package _ global_"),
    ("experiment", QUESTION.replace("_global_", "_globl_")): (1, "@package _globl_"),
    ("experiment", QUESTION.replace("claim", "clame")): (6, "experiment.clame"),
    ("experiment", QUESTION.replace("seed=2", "seed=x")): (10, "seed=x"),
    ("experiment", QUESTION.replace("seed=2", "days=0")): (10, "days=0"),
    ("experiment", QUESTION.replace("=capped", "=caped")): (9, "incentive=caped"),
    ("experiment", QUESTION.replace("kpi: profit", "kpi: profti")): (13, "profti"),
    ("experiment", QUESTION.replace("form: change", "form: chanse")): (14, "chanse"),
    ("experiment", QUESTION.replace("low: 0", "lowest: 0")): (16, "lowest"),
    ("experiment", QUESTION.replace("[b, a]", "[b, c]")): (15, "c"),
}  # fmt: skip


# What the rivals take, too, lies in a section of its own.
OF_GROUP = {
    "incentive": ("salary: 471\n", "incentive.salary"),
    "cadence": ("pulse_days: 471\npulse_from_day: 5\n", "cadence.pulse_days"),
    "alignment": ("labels_days: 471\n", "alignment.labels_days"),
}


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def mine(group: str, content: str | bytes, name: str = "mine") -> Path:
    path = Path("own", group, f"{name}.yaml")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refusal(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    return err


@pytest.mark.parametrize(("fault", "said"), FAULTS.items(), ids=map(str, range(len(FAULTS))))
def test_a_fault_is_refused_by_file_and_line(
    fault: tuple[str, str], said: tuple[int, str], capsys: pytest.CaptureFixture[str]
) -> None:
    group, text = fault
    path, (line, what) = mine(group, text), said
    plus = "+" if group == "experiment" else ""
    err = refusal(["--config-dir", "own", f"{plus}{group}=mine"], capsys)
    assert f"{path}, line {line}: " in err
    assert what in err


@pytest.mark.parametrize("how", ["cp1252", "utf-16"])
def test_a_file_in_another_encoding_is_refused_by_its_line(
    how: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = mine("incentive", "salary: 5\n# in €\n".encode(how))
    err = refusal(["--config-dir", "own", "incentive=mine"], capsys)
    assert f"{path}, line {2 if how == 'cp1252' else 1}: not UTF-8 text" in err


@pytest.mark.parametrize("start", ["\ufeff", "\r\n", "# Mine\r\n"])
def test_what_editors_leave_is_taken(start: str) -> None:
    mine("incentive", f"{start}salary: 12345\n")
    (one,) = request(["--config-dir", "own", "incentive=mine"]).scenarios
    assert one.config.incentive.salary == 12345


def test_a_fault_in_a_sweep_and_at_the_rivals_has_its_place(
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = mine("incentive", "components:\n  - at: [0, 0]\n    jump: [0, 0]\n    slope: [0, 0]\n")
    for words in (["-m", "incentive=capped,mine"], ["incentive@rivals.incentive=mine"]):
        assert f"{path}, line 2: " in refusal(["--config-dir", "own", *words], capsys)
    # What a person set in the terminal is not the file's fault.
    words = ["--config-dir", "own", "incentive=mine", "incentive.components.0.at=[3,4]"]
    assert str(path) not in refusal(words, capsys)


@pytest.mark.parametrize("group", sorted(groups([config_dir()])))
@pytest.mark.parametrize("how", ["--config-dir", "hydra.searchpath"])
def test_an_option_of_ones_own_wins_in_every_group_and_the_run_says_so(
    how: str, group: str
) -> None:
    found = groups([config_dir()])[group]
    name = found.default or next(iter(found.options))
    text, key = OF_GROUP.get(group, ("# @package _global_\nseed: 471\n", "seed"))
    path = mine(group, text, name)
    there = ["--config-dir", "own"] if how == "--config-dir" else ["hydra.searchpath=[own]"]
    # Without the word for the group, too, where the option is the default.
    words = [*there, *([] if found.default else [f"+{group}={name}"])]
    asked = request(words)
    (one,) = asked.scenarios
    assert value_of(one.config, key) == 471
    (note,) = asked.notes
    assert note.startswith(str(path.resolve()))


def test_a_primary_config_in_ones_own_folder_is_not_taken() -> None:
    mine(".", "seed: 471\n", "config")
    mine("incentive", "salary: 5\n")
    (one,) = request(["--config-dir", "own", "incentive=mine"]).scenarios
    assert one.config.seed == 1
    assert one.config.incentive.salary == 5


def test_a_search_path_in_ones_own_config_counts_as_well() -> None:
    mine("incentive", "salary: 471\n", "capped")
    text = "defaults: [config, _self_]\nhydra:\n  searchpath: [own]\n"
    Path("own", "base.yaml").write_text(text)
    words = ["--config-dir", "own", "--config-name", "base", "incentive=capped"]
    (one,) = request(words).scenarios
    assert one.config.incentive.salary == 471


def test_every_shipped_option_would_be_taken_as_ones_own() -> None:
    """The check of a user's files has no false alarm among the files that ship."""
    folders = [config_dir()]
    search_first([], Vocabulary(groups(folders), nested_choices(folders)))
    source = OwnSource("own options", f"options://{config_dir()}")
    for group, found in groups(folders).items():
        for name in found.options:
            assert source.load_config(f"{group}/{name}").config is not None
    assert len(in_place_of_shipped()) > 60


def test_the_lines_of_a_file(nowhere: Path) -> None:
    path = nowhere / "some.yaml"
    path.write_text("a: &x\n  - b: 1\n  - c: two\nd: *x\n")
    lines = lines_of(path)
    assert {"a": 1, "a.0.b": 2, "a.1.c": 3, "d": 4, "=two": 3}.items() <= lines.items()
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30)
    )
    path.write_text(bomb)
    assert lines_of(path)["a29"] == 30
    assert with_place("seed=3 is wrong", [], []) == "seed=3 is wrong"
    assert yaml.compose(bomb) is not None
