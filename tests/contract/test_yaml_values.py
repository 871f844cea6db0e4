"""What a YAML file writes like a date or a number, and is none, is a fault of its line."""

import pytest

from sim.cli.command import main
from sim.config.refusal import Refusal
from sim.grammar.options import read_yaml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 1\nb: 2026-11-31\n", "2026-11-31"),
        ("a: 1\nb: [2026-13-01]\n", "2026-13-01"),
        ("a: 1\nb: {c: 2026-01-01T25:00:00Z}\n", "2026-01-01T25:00:00Z"),
        (f"a: 1\nb: {'9' * 5000}\n", "99999"),
    ],
)
def test_it_is_refused_with_file_line_and_value(tmp_path, text, value):
    path = tmp_path / "own.yaml"
    path.write_text(text)
    with pytest.raises(Refusal) as refused:
        read_yaml(path)
    said = str(refused.value)
    assert said.startswith(f"{path}, line 2: ")
    assert value in said
    assert len(said) < 300 + len(str(path))


@pytest.mark.parametrize("day", ["2026-11-31", "2026-02-30", "2026-00-10", "20260-01-01"])
@pytest.mark.parametrize("key", ["from", "to"])
def test_a_campaign_on_no_day_is_refused_in_one_line(tmp_path, capsys, key, day):
    days = {"from": "2026-11-02", "to": "2026-11-27"} | {key: day}
    path = tmp_path / "own.yaml"
    said = ", ".join(f"{name}: {one}" for name, one in days.items())
    path.write_text(f"rate: 8%\nmeasure: new\nspif:\n  - {{{said}, pays: 2%}}\n")
    assert main(["explain", str(path)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert f"{path}, line 4" in line
    assert day in line
