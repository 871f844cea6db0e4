"""What is refused of dates and campaigns is named as it was said, with its place."""

import re

import pytest

from sim.cli.command import main

BASE = "ote: 180k\nmix: 60/40\nquota: {per: quarter, amount: 600k}\n"
PARTS = "salary: 60000.0\ncomponents:\n"
AFTER = ", days=260 or more, where day 0 is 2026-01-05"
REFUSED = {
    "line 4: incentive.spif[0].to=2026-10-01 is before from=2026-11-02": (
        BASE + "spif: [{from: 2026-11-02, to: 2026-10-01, pays: 2%}]\n"),
    "line 6: incentive.spif[1].from=2026-11-02 is after the last of days=130: it would never "
    "count" + AFTER: (
        BASE + "spif:\n  - {from: 2026-02-02, to: 2026-02-27, pays: 2%}\n"
        "  - {from: 2026-11-02, to: 2026-11-27, pays: 2%}\n"),
    "line 4: incentive.spif[0].from=215 is after the last of days=130: it would never count, "
    "days=260 or more": BASE + "spif: [{from: 215, to: 230, pays: 2%}]\n",
    "line 4: incentive.changes[0].from=2026-10-05 is after the last of days=130: it would never "
    "hold" + AFTER: BASE + "changes: [{from: 2026-10-05, ote: 200k}]\n",
    "line 4: incentive.changes[0].spif[0].to=2026-03-20 is before from=2026-04-01": (
        BASE + "changes: [{from: 2026-02-02, spif: [{from: 2026-04-01, to: 2026-03-20, "
        "pays: 2%}]}]\n"),
    "line 3: incentive.components[0].from_day=2026-11-02 is after the last of days=130: it would "
    "never count" + AFTER: PARTS + "  - {from_day: 2026-11-02, to_day: 2026-11-27}\n",
    "line 3: incentive.components[0].to_day=2026-03-01 (a Sunday) is before "
    "from_day=2026-03-02": PARTS + "  - {from_day: 2026-03-02, to_day: 2026-03-01}\n",
    "line 3: incentive.components[0].first_day=2026-11-02 is after the last of days=130: it would "
    "never be in force" + AFTER: PARTS + "  - {first_day: 2026-11-02}\n",
    "line 2: incentive.salaries[0].from_day=2026-11-02 is after the last of days=130: it would "
    "never be paid" + AFTER: (
        "salary: 60000.0\nsalaries: [{from_day: 2026-11-02, salary: 70000.0}]\n"),
}  # fmt: skip


@pytest.mark.parametrize("said", REFUSED)
def test_a_refusal_says_dates_and_campaigns_as_they_are_written(tmp_path, capsys, said):
    path = tmp_path / "own.yaml"
    path.write_text(REFUSED[said])
    assert main(["explain", str(path), "days=130"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"sim: {path}, {said}")
    assert not re.search(r"[a-z]=\d+ is", line) or "=215 is" in said
