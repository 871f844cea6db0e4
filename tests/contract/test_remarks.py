"""What can be run and will not be as it looks is said in a line, and run all the same."""

from pathlib import Path

import pytest

from sim import run
from sim.cli.command import main
from sim.config import (
    Cadence,
    Component,
    Config,
    Incentive,
    Market,
    Planned,
    Release,
    Rivals,
    Sales,
)
from sim.config.remarks import Remark, remarks

SHORT = ["market.customers=40", "days=10", "warmup_days=0", "replicates=1"]
LATE = [Planned(9), Planned(10), Planned(300)]
SAID = {
    "planned: 2 of 3 rows are after the last of days=10 and left out, the first of them on day 10":
        Cadence(planned=LATE),
    "releases[1].day=10 is after the last of days=10": Cadence(releases=[Release(), Release(10)]),
    "cut_from_day=10 is after the last of days=10: no price is ever cut":
        Cadence(price_cut=0.1, cut_from_day=10),
    "cut_days=30 are no fewer than cut_every_days=20: the price cut never ends":
        Cadence(price_cut=0.1, cut_days=30, cut_every_days=20),
}  # fmt: skip
NOTHING = [
    Cadence(),
    Cadence(planned=LATE[:1], releases=[Release(9)]),
    Cadence(price_cut=0.1, cut_from_day=9, cut_days=10, cut_every_days=11),
    Cadence(cut_from_day=300, cut_days=30, cut_every_days=20),
]


@pytest.mark.parametrize("said", SAID)
def test_what_is_never_seen_is_said_of_every_firm(said: str) -> None:
    (own,) = remarks(Config(days=10, cadence=SAID[said]))
    assert own.startswith(f"cadence.{said}")
    (theirs,) = remarks(Config(days=10, rivals=Rivals(cadence=SAID[said])))
    assert theirs == f"rivals.{own}"
    assert remarks(Config(days=10, rivals=Rivals(count=0, cadence=SAID[said]))) == []


def test_an_overlay_without_overlays_is_said_of_every_firm() -> None:
    plan = Incentive(components=[Component(), Component(split=1.0, credit="doubled")])
    (own,) = remarks(Config(incentive=plan))
    assert own.startswith("incentive.components[1].credit=doubled with sales.prospectors=0: ")
    (theirs,) = remarks(Config(rivals=Rivals(incentive=plan)))
    assert theirs.startswith("rivals.incentive.components[1].credit=doubled with rivals.sales.")
    assert remarks(Config(incentive=plan, sales=Sales(reps=4, prospectors=1))) == []
    assert remarks(Config(rivals=Rivals(count=0, incentive=plan))) == []


def test_a_period_that_is_never_whole_is_said_of_every_firm() -> None:
    tiers = Component(period="year", at=[0.0, 150_000.0], jump=[0.0, 0.0], slope=[0.04, 0.06])
    plan = Incentive(components=[Component(), tiers])
    (own,) = remarks(Config(days=130, incentive=plan))
    assert own.startswith("incentive.components[1].period=year is 260 days, longer than days=130")
    (theirs,) = remarks(Config(days=130, rivals=Rivals(incentive=plan)))
    assert theirs == f"rivals.{own}"
    assert remarks(Config(days=260, incentive=plan)) == []


@pytest.mark.parametrize("cadence", NOTHING)
def test_of_what_is_seen_nothing_is_said(cadence: Cadence) -> None:
    assert remarks(Config(days=10, cadence=cadence)) == []


def test_the_command_says_so_once_and_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [*SHORT, "cadence.planned=[{day: 3},{day: 12}]", f"hydra.run.dir={tmp_path}/one"]
    assert main(words) == 0
    said = "sim: cadence.planned: 1 of 2 rows are after the last of days=10 and left out, "
    assert capsys.readouterr().err.count(said) == 1
    many = [
        *SHORT,
        "-m",
        "cadence.planned=[{day: 12}]",
        "seed=1,2",
        f"hydra.sweep.dir={tmp_path}/s",
    ]
    assert main(many) == 0
    assert capsys.readouterr().err.count("cadence.planned: 1 of 1 rows") == 1


def test_python_is_warned() -> None:
    late = Config(market=Market(customers=40), days=10, warmup_days=0, replicates=1,
                  cadence=Cadence(planned=LATE))  # fmt: skip
    with pytest.warns(Remark, match="2 of 3 rows"):
        run(late)
