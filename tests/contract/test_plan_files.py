"""Plans named by their files: any name of a file will do, and an empty file is refused."""

import re

import pytest

from sim.cli.command import main
from sim.compensation.asked import asked

PLAN = "ote: 180k\nmix: 60/40\nquota: {per: quarter, amount: 600k}\n"
# What a command line reads as a number, as yes or no, or as nothing.
STEMS = ["2026", "10", "true", "No", "null", "1e5", "-3", "0.5", "1_000", "nan", "inf", "", "a b",
         "${x}", "plan_10", "~", "commission"]  # fmt: skip


@pytest.mark.parametrize("end", [".yaml", ".yml"])
@pytest.mark.parametrize("stem", STEMS)
def test_a_plan_is_read_whatever_its_file_is_named(tmp_path, monkeypatch, capsys, stem, end):
    monkeypatch.chdir(tmp_path)
    (tmp_path / f"{stem}{end}").write_text(PLAN)
    assert main(["explain", f"./{stem}{end}"]) == 0
    assert capsys.readouterr().out.startswith("On target 180,000 a year")


def test_two_such_plans_are_told_apart_and_named_as_their_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, ote in (("10.yaml", "180k"), ("plan_10.yaml", "200k")):
        (tmp_path / name).write_text(PLAN.replace("180k", ote))
    plans = asked(["10.yaml", "plan_10.yaml"], [], {}).plans
    assert [one.name for one in plans] == ["10", "plan_10"]
    assert [one.config.incentive.salary for one in plans] == [108_000.0, 120_000.0]


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "{}\n", "null\n"])
def test_a_file_that_says_nothing_is_refused_by_name(tmp_path, capsys, text):
    path = tmp_path / "blank.yaml"
    path.write_text(text)
    for words in (["explain", str(path)], ["redteam", str(path)]):
        assert main(words) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert re.search(r"blank\.yaml is empty", line)
