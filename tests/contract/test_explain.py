"""The verb explain: a plan in words, as components, and ten examples of what it pays."""

import re

import pytest

from sim.cli.command import main
from sim.config import Incentive
from sim.grammar.options import config_dir, groups
from sim.metrics.plan_explained import ATTAINMENTS, examples
from sim.request import plans_of

PLAN = """\
# Mine
ote: 180000
mix: 60/40
quota: {per: quarter, amount: 600000}
tiers: [{from: 0%, rate: 1x}, {from: 100%, rate: 1.5x}]
cap: 200%
clawback: {days: 90}
"""
EXPECTED = {0: 108_000, 25: 126_000, 50: 144_000, 75: 162_000, 90: 172_800, 100: 180_000,
            110: 190_800, 125: 207_000, 150: 234_000, 200: 288_000}  # fmt: skip


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "my plan.yaml"
    path.write_text(PLAN)
    return path


def table(text):
    """Pay by attainment, as printed."""
    rows = [line.split() for line in text.split("What it pays")[1].splitlines()]
    return {int(row[0]): float(row[-3].replace(",", "")) for row in rows
            if len(row) > 3 and row[1] == "%"}  # fmt: skip


def test_a_file_is_explained_in_words_as_components_and_by_ten_examples(own, capsys):
    assert main(["explain", str(own)]) == 0
    said = capsys.readouterr().out
    assert "On target 180,000 a year: salary 108,000, variable 72,000 (mix 60/40)" in said
    assert "from 100 %: 1.5x, 4.5 % of it" in said
    assert "an account lost within 90 working days takes 100 % of its pay along" in said
    assert "In words\n  ote: '180000'\n  mix: 60/40" in said
    assert "Compiled\n  salary: 108000.0" in said
    assert "slope: [1.0, 1.5, 0.0]" in said
    assert table(said) == EXPECTED


def test_other_words_change_the_plan_and_what_is_wrong_is_refused(own, capsys):
    assert main(["explain", str(own), "incentive.cap=150%"]) == 0
    assert table(capsys.readouterr().out)[200] == 234_000
    own.write_text(PLAN.replace("60/40", "60-40"))
    assert main(["explain", str(own)]) == 2
    said = capsys.readouterr().err
    assert re.search(r"my plan\.yaml, line 3: incentive\.mix='60-40' cannot be read", said)
    for words in (["nowhere.yaml"], ["capped", "salary"], ["capd"]):
        assert main(["explain", *words]) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("option", groups([config_dir()])["incentive"].options)
def test_every_shipped_plan_can_be_explained(option, capsys):
    words = ["sales.reps=4", "sales.prospectors=1"]
    assert main(["explain", f"incentive={option}", *words]) == 0
    said = capsys.readouterr().out
    assert said.startswith("On target ")
    assert len(re.findall(r"^ +\d+ %  ", said, re.M)) == len(ATTAINMENTS)
    assert "nan" not in said


def test_examples_take_ratios_at_their_goal_and_gates_as_they_are():
    _, config = plans_of(["incentive=gated"])
    paid = [one.by_component for one in examples(config.incentive, (0.0, 1.0))]
    assert paid == [(0.0, 0.0), (40_000.0, 0.0)]
    _, config = plans_of(["incentive=balanced_scorecard"])
    (none,) = examples(config.incentive, (0.0,))
    assert none.by_component == pytest.approx((0.0, 8000.0, 8000.0, 0.0))
    (salary,) = examples(Incentive(salary=5.0, components=[]), (2.0,))
    assert (salary.sold, salary.total, salary.of_sales) == (0.0, 5.0, 0.0)


def test_what_is_paid_on_margin_is_shown_over_margin(capsys):
    assert main(["explain", "gross_margin"]) == 0
    said = capsys.readouterr().out
    assert "attainment   margin" in said
    assert "of margin" in said
    assert "of sales" not in said
