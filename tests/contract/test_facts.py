"""The command ``sim facts``: a table, a sentence, facts.json, and an exit code that tells."""

import json
from pathlib import Path

import pytest

from sim import facts
from sim.cli.command import main
from sim.facts import CLASSES, Fact, available, between, equal, estimate, limits

RIGHT = Fact(7, "A true one", "arithmetic", lambda: (equal("one and one", 2.0, 1.0 + 1.0, 1e-9),))
MIXED = Fact(
    9,
    "A wrong one",
    "hearsay",
    lambda: (
        estimate("a coin", 0.5, 0.51, 0.01, (4, 5)),
        between("a share", 0.2, 0.4, 0.6, "bounds of a textbook"),
    ),
)


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_all_hold(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(limits, "FACTS", (RIGHT,))
    assert main(["facts", "limits"]) == 0
    out = capsys.readouterr().out
    assert "limits: 1 of 1 hold, 1 of 1 comparisons." in out
    (written,) = Path("outputs").glob("*/*/facts.json")
    kept = json.loads(written.read_text())
    assert kept["argv"] == ["facts", "limits"]
    assert kept["packages"]["numpy"]
    (fact,) = kept["classes"]["limits"]["facts"]
    assert (fact["number"], fact["name"], fact["holds"]) == (7, "A true one", True)
    manifest = json.loads(written.with_name("manifest.json").read_text())
    assert manifest["status"] == "finished"
    assert list(manifest["outputs"]) == ["facts.json"]


def test_one_that_does_not_hold_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(limits, "FACTS", (RIGHT, MIXED))
    assert main(["facts", "limits", "hydra.run.dir=here"]) == 1
    out = capsys.readouterr().out
    assert "limits: 1 of 2 hold, 2 of 3 comparisons. Does not hold: 9 A wrong one." in out
    assert "here/facts.json" in out
    kept = json.loads(Path("here/facts.json").read_text())["classes"]["limits"]
    assert (kept["count"], kept["hold"]) == (2, 1)
    coin, share = kept["facts"][1]["findings"]
    assert coin["seeds"] == [4, 5]
    assert (coin["holds"], share["holds"]) == (True, False)
    assert share["exact"] is None
    assert (share["low"], share["high"]) == (0.2, 0.4)


def test_without_a_class_all_that_are_there_are_checked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(facts, "available", lambda: ("limits",))
    monkeypatch.setattr(limits, "FACTS", (RIGHT,))
    assert main(["facts"]) == 0
    assert CLASSES["limits"] in capsys.readouterr().out


def test_what_was_interrupted_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, nowhere: Path
) -> None:
    def stopped() -> tuple[()]:
        raise KeyboardInterrupt

    monkeypatch.setattr(limits, "FACTS", (Fact(1, "slow", "", stopped),))
    assert main(["facts"]) == 130
    assert list(nowhere.iterdir()) == []


def test_a_class_that_is_not_there_yet_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], nowhere: Path
) -> None:
    monkeypatch.setattr(facts, "available", lambda: ("limits",))
    for kind in set(CLASSES) - {"limits"}:
        assert main(["facts", kind]) == 2
        assert f"facts {kind}: this version has no facts of that class, only limits" in (
            capsys.readouterr().err
        )
    assert list(nowhere.iterdir()) == []


def test_every_class_that_is_there_has_facts_with_numbers_of_their_own() -> None:
    assert "limits" in available()
    for kind in available():
        some = facts.facts_of(kind)
        assert len({fact.label for fact in some}) == len(some) > 0
        assert all(fact.source for fact in some)
