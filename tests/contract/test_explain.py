"""The verb explain: a plan in words, as components, and ten examples of what it pays."""

import re

import pytest
import yaml

from sim.cli.asides import tell
from sim.cli.command import main
from sim.config import Incentive
from sim.grammar.options import config_dir, groups
from sim.metrics.plan_explained import ATTAINMENTS, examples
from sim.request import plans_of, request

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
    assert "variable, of margin" in said
    assert "of sales" not in said


# Plans that say something beside their words, or their components.
FULL = {
    "in words": PLAN + "draw: {a_month: 5000, recoverable: false}\n",
    "with new reps": PLAN + "guarantee: {months: 3, a_month: 3000}\n",
    "with rules of quotas": "ote: 100k\nmix: 50/50\naccelerator: 2x\n"
    "quota: {attain: 0.5, ramp: [0.25, 0.5], relief: 1.0, ratchet_up: 0.2, per: month}\n",
    "with a salary": "salary: 71000\nrate: 8%\nholdback: {share: 10%, goal: 90k}\n",
    "that changes": "salary: 71000\nrate: 8%\ndraw: {a_month: 1000}\n"
    "changes: [{from: 40, rate: 9%}, {from: 65, salary: 80000}]\n",
    "in parts that change": "salary: 50000\nchanges: [{from: 40, salary: 60000}]\n"
    "components: [{at: [0.0], jump: [0.0], slope: [0.2]}]\nquota: {initial: 90000}\n",
}


@pytest.mark.parametrize("plan", FULL)
def test_what_is_printed_is_the_whole_plan_and_can_be_copied(tmp_path, capsys, plan):
    path, words = tmp_path / "own.yaml", ["sales.reps=4", "days=130"]
    path.write_text(FULL[plan])

    def printed():
        assert main(["explain", str(path), *words]) == 0
        return re.split("\n\n(?:In words|Compiled|As components|What it pays.*)\n",
                        capsys.readouterr().out)  # fmt: skip

    first = printed()
    head, *copies = first[:3]
    for copy in copies:
        path.write_text(yaml.safe_dump(yaml.safe_load(copy), sort_keys=False))
        again = printed()
        assert again[0] == head
        assert again[-1] == first[-1]
        assert yaml.safe_load(again[1 if copy == copies[1] else 2]) == yaml.safe_load(copies[1])


def test_what_a_run_says_of_slips_is_said_too_and_no_number_is_in_powers_of_ten(own, capsys):
    for amount in ("6", "60", "600", "6e7", "9e8"):
        own.write_text(PLAN.replace("600000", amount))
        assert main(["explain", str(own)]) == 0
        out, err = capsys.readouterr()
        assert ("target rate" in err) == (amount in ("6", "60", "600"))
        assert not re.search(r"[0-9]e[+-]?[0-9]", (out.split("In words")[0] + err))
    assert main(["explain", "overlay"]) == 0
    assert "nobody to be credited on top" in capsys.readouterr().err


def test_days_have_dates_where_dates_are_known(own, capsys):
    own.write_text(
        PLAN + "spif: [{from: 2026-09-01, to: 2026-09-30, pays: 2%}]\n"
        "changes: [{from: 2026-07-01, ote: 200k}]\n"
    )
    assert main(["explain", str(own)]) == 0
    said = capsys.readouterr().out
    assert "Day 0 is 2026-01-05, as the earliest date has it; cadence.first_date" in said
    assert "From day 127 (2026-07-01): on target 200,000" in said
    assert "days 171 (2026-09-01) to 192 (2026-09-30)" in said
    assert "in force to day 126 (2026-06-30) alone" in said
    assert "from day 0 (2026-01-05) to day 126 (2026-06-30)\n" in said
    assert main(["explain", str(own), "cadence.first_date=2026-01-05"]) == 0
    assert "Day 0 is 2026-01-05\n" in capsys.readouterr().out
    assert main(["explain", "spif"]) == 0
    assert "(20" not in capsys.readouterr().out


OTHER = {
    "accelerator: 1.5x from 80%": "187,200",
    "tiers: [{from: 0%, rate: 0.5x}, {from: 50%, rate: 1x}]": "162,000",
    "cap: 90%": "172,800",
    "tiers: [{from: 0%, rate: 1x}, {from: 75%, rate: 2x, retroactive: true}]": "252,000",
}
AS_SAID = ["accelerator: 2x", "threshold: 50%", "decelerator: 0.5x", "cap: 200%", "paid: month",
           "bonus: [{from: 100%, pays: 5000}]",
           "mbo: [{measure: retention, goal: 90%, weight: 30%}]",
           "holdback: {share: 20%}", "spif: [{from: 10, to: 20, pays: 2%}]",
           "changes: [{from: 30, accelerator: 2x from 80%}]"]  # fmt: skip


@pytest.mark.parametrize("more", [*OTHER, *AS_SAID])
def test_pay_at_quota_that_is_not_the_ote_is_said(own, more, capsys):
    own.write_text(f"ote: 180k\nmix: 60/40\nquota: {{per: quarter, amount: 600k}}\n{more}\n")
    assert main(["explain", str(own)]) == 0
    said = capsys.readouterr().err
    assert ("ote=180k, and at quota the plan pays" in said) == (more in OTHER)
    assert OTHER.get(more, "") in said


def test_a_run_says_it_too(own, tmp_path, capsys):
    (tmp_path / "incentive").mkdir()
    (tmp_path / "incentive" / "mine.yaml").write_text(
        "ote: 180k\nmix: 60/40\nquota: {per: quarter, amount: 600k}\naccelerator: 1.5x from 80%\n"
    )
    for words in (["incentive=mine"], ["-m", "incentive=commission,mine"],
                  ["rivals.incentive.ote=90k", "rivals.incentive.mix=50/50",
                   "rivals.incentive.cap=90%"]):  # fmt: skip
        tell(request(["--config-dir", str(tmp_path), *words]))
        (line,) = (
            one for one in capsys.readouterr().err.splitlines() if "at quota the plan" in one
        )
        assert ("187,200" in line) != ("rivals.incentive.ote=90k" in line)
