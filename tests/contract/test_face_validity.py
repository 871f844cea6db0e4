"""Face validity: rows are whole, the rule is the one the page states, a tiny market is read."""

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.debris import debris
from experiments.face_validity import verdict
from experiments.face_validity.__main__ import ARMS, QUESTIONS, ROWS, RUNS, best, main
from experiments.face_validity.page import judged, page
from experiments.face_validity.readings import constant, kpi, less, mean, over, own, quotient, rest
from experiments.face_validity.row import HELD_OUT, INPUT, SHARE, Part, Row
from sim.inference.intervals import Interval

TABLE = pd.DataFrame(
    {"top": [1.0, 3.0, 5.0], "bottom": [10.0, 20.0, 20.0], "own/part": [1.0, 2.0, 4.0],
     "own/whole": [2.0, 4.0, 8.0], "fast/part": [4.0, 5.0, 6.0], "fast/whole": [1.0, 1.25, 1.5],
     "slow/part": [1.0, 1.1, 1.2], "slow/whole": [2.0, 2.2, 2.4], "given": [0.002] * 3,
     "answered_within_hour": [0.4, 0.4, 0.4], "answered_within_day": [0.5, 0.5, 0.5],
     "leads_unpursued": [0.3, 0.3, 0.3], "base_known_mqls": [10.0, 20.0, 30.0]}
)  # fmt: skip


def test_there_are_41_rows_in_order_and_each_says_what_is_published() -> None:
    assert [row.number for row in ROWS] == list(range(1, 42))
    for row in ROWS:
        assert row.published
        assert row.parts
        for part in row.parts:
            assert (part.low is None) == (part.high is None)
            assert part.low is None or part.low < part.high
            assert part.read is not None or row.note


@pytest.mark.parametrize(
    ("value", "said"),
    [(2.0, "ok"), (2.9, "ok"), (1.5, "low"), (0.9, "fail"), (3.5, "high"), (4.5, "fail"),
     (math.nan, "missing")],
)  # fmt: skip
def test_the_rule(value: float, said: str) -> None:
    assert verdict.of(value, 2.0, 3.0) == said


def test_a_factor_of_two_fails_and_a_row_is_as_good_as_its_worst() -> None:
    assert verdict.of(0.9, 2.0, 6.0) == "fail"
    assert verdict.of(13.0, 2.0, 6.0) == "fail"
    assert verdict.of(1.0, None, None) == "no range"
    assert verdict.worst(["ok", "fail", "high"]) == "fail"
    assert verdict.worst(["no range", "ok"]) == "ok"
    assert verdict.worst(["no range"]) == "no range"
    assert verdict.at_an_end(Interval(2.1, 1.9, 2.3, 3), 2.0, 3.0)
    assert not verdict.at_an_end(Interval(2.5, 2.3, 2.7, 3), 2.0, 3.0)


def test_readings_are_ratios_of_sums_with_intervals() -> None:
    found = over("top", "bottom")(TABLE)
    assert found.mean == pytest.approx(9 / 50)
    assert found.low < found.mean < found.high
    assert own("own")(TABLE).mean == pytest.approx(0.5)
    assert quotient("fast", "slow")(TABLE).mean == pytest.approx(8.0)
    assert constant("given")(TABLE) == Interval(0.002, 0.002, 0.002, 3)
    assert mean("top")(TABLE).mean == pytest.approx(3.0)
    assert kpi("answered_within_hour", 2.0)(TABLE).mean == pytest.approx(0.8)
    assert less("answered_within_day", "answered_within_hour")(TABLE).mean == pytest.approx(0.1)
    assert rest("answered_within_day", "leads_unpursued")(TABLE).mean == pytest.approx(0.2)
    for absent in (over("top", "no"), kpi("no"), less("no", "top"), rest("no"), mean("no")):
        assert math.isnan(absent(TABLE).mean)


def test_what_is_held_out_is_withheld_until_it_is_asked_for() -> None:
    part = Part(own("own"), 0.6, 0.7, SHARE)
    hidden = Row(1, "halves", "60 to 70 %", HELD_OUT, (part,))
    assert judged(hidden, TABLE, held_out=False).verdict == "withheld"
    assert judged(hidden, TABLE, held_out=True).verdict == "low"
    half_hidden = Row(2, "both", "", INPUT, (part._replace(held_out=True), part._replace(high=0.8)))
    assert len(judged(half_hidden, TABLE, held_out=False).said) == 1
    made = [judged(hidden, TABLE, True), judged(Row(2, "none", "", INPUT, (Part(None, 1.0, 2.0),),
                                                    "No such thing."), TABLE, True)]  # fmt: skip
    text = page(made, "Three runs.")
    assert "Of 2: 1 low, 1 missing." in text
    assert "| **1** | **halves** | 60 to 70 % | 50 % | low | held out |" in text
    assert "- **2 none**: none against 1 to 2: missing. No such thing." in text


def test_the_best_number_of_questions_is_that_of_most_wins() -> None:
    arms = pd.DataFrame({str(n): [float(n == 8), 2.0 * (n == 8)] for n in QUESTIONS})
    assert best(arms) == 8


def test_a_tiny_market_becomes_a_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    tiny = ["--customers", "600", "--days", "130", "--warmup", "65", "--seeds", "2"]
    assert main([*tiny, "--workers", "1"]) == 0
    said = capsys.readouterr().out
    assert "Of 41: " in said
    text = Path("docs/face_validity.md").read_text()
    assert text.count("\n| ") == 43
    assert debris(text) == []
    assert " withheld |" in text
    runs, arms = (pd.read_csv(Path("outputs/face_validity", name)) for name in (RUNS, ARMS))
    assert len(runs) == len(arms) == 2
    assert (runs["outbound/part"] <= runs["outbound/whole"]).all()
    assert (runs["first_answer/part"] <= runs["first_answer/whole"]).all()
    assert (runs["client_hours/part"] < runs["selling_hours/part"]).all()
    assert np.isfinite(runs[["quota_to_ote", "target_rate", "variable_share"]]).all(axis=None)
    assert main([*tiny, "--redraw", "--held-out"]) == 0
    assert " withheld |" not in Path("docs/face_validity.md").read_text()
    assert "docs/looks.csv wants a line" in capsys.readouterr().out
