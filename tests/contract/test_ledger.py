"""The ledger of looks: it can be read, and no fact that was looked at counts as held out."""

from pathlib import Path

import pytest

from sim.config.refusal import Refusal
from sim.facts import HELD_OUT, left
from sim.facts.ledger import Look, looks, spent

LEDGER = Path(__file__).parents[2] / "docs" / "looks.csv"


def look(day: str, fact: str, why: str = "curiosity") -> Look:
    return Look(day, fact, "default", "80001", why)


def test_no_fact_is_held_out_that_was_looked_at_since_it_was_registered() -> None:
    assert spent(looks(LEDGER)) == []


def test_a_look_spends_a_held_out_fact_and_a_scoring_does_not() -> None:
    late, same = "2026-12-24", HELD_OUT["held_out"]
    assert spent([look(late, "20")]) == ["20 Concentration of sales, 2026-12-24"]
    assert spent([look(late, "R3")]) == ["R3 Open opportunities a rep, 2026-12-24"]
    assert spent([look(late, "R1")]) == ["R1 The first hour of an inquiry, 2026-12-24"]
    assert spent([look(late, "25 long run")]) == [
        "25 Elasticity of advertising, long run, 2026-12-24"
    ]
    assert spent([look(late, "20", "scored: the fit is frozen"), look(same, "20")]) == []
    # Calibrated: the short run of 25, and 1; 2 is another fact than 20 and than R2.
    assert spent([look(late, "25 short run"), look(late, "1"), look(late, "33 by source")]) == []
    assert spent([look(late, "2")]) == ["2 The favourite wins, 2026-12-24"]


def test_every_fact_that_left_the_class_stands_in_the_ledger_with_its_day_and_its_reason() -> None:
    moved = {(one.fact.split()[0], one.date) for one in looks(LEDGER) if "moved to" in one.why}
    assert moved == {(fact.label, fact.left) for fact in left()}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "its first line is date,fact"),
        ("day,fact\n", "its first line is date,fact"),
        ("date,fact,condition,seeds,why\n2026-12-24,20,default,80001\n", "line 2: a value"),
        ("date,fact,condition,seeds,why\n2026-12-24,20,default,80001,\n", "line 2: a value"),
        ("date,fact,condition,seeds,why\n24.12.2026,20,default,80001,x\n", "line 2: a date"),
        ("date,fact,condition,seeds,why\n2026-12-24,sales,default,80001,x\n", "line 2: a date"),
    ],
)
def test_a_ledger_that_cannot_be_read_is_refused(tmp_path: Path, text: str, said: str) -> None:
    ledger = tmp_path / "looks.csv"
    ledger.write_text(text)
    with pytest.raises(Refusal, match=said):
        looks(ledger)
