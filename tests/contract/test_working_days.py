"""Working days have one home: elsewhere a quarter and a year are named, not numbers."""

import tokenize
from pathlib import Path

import pytest

from sim.config import PERIODS
from sim.config.working_days import MONTH, QUARTER, WEEK, YEAR

SIM = Path(__file__).parents[2] / "sim"


def bare(source: Path) -> list[int]:
    """Lines on which a quarter's or a year's days stand as a number."""
    with source.open(encoding="utf-8") as file:
        numbers = [one for one in tokenize.generate_tokens(file.readline)
                   if one.type == tokenize.NUMBER]  # fmt: skip
    return [one.start[0] for one in numbers if one.string.removesuffix(".0") in ("65", "260")]


@pytest.mark.parametrize("room", ["config", "metrics", "model"])
def test_no_quarter_and_no_year_is_a_bare_number(room: str) -> None:
    found = {str(path.relative_to(SIM)): bare(path) for path in (SIM / room).rglob("*.py")}
    assert found
    assert not {name: lines for name, lines in found.items() if lines}


def test_a_bare_number_is_noticed_and_words_are_not(tmp_path: Path) -> None:
    source = tmp_path / "some.py"
    source.write_text('"""A year has 260 days."""\nyear = 260.0\nrate = 0.65\nquarter = 65\n')
    assert bare(source) == [2, 4]


def test_weeks_make_quarters_and_quarters_years() -> None:
    assert (WEEK, MONTH, QUARTER, YEAR) == (5, 20, 65, 260)
    assert PERIODS == {"month": 20, "quarter": 65, "half": 130, "year": 260}
