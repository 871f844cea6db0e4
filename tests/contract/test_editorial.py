"""A user's editorial calendar: read once, kept in the config, published as far as hours go."""

from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from sim.cli.command import main
from sim.config import (
    CHANNELS,
    KINDS,
    Cadence,
    Config,
    ConfigError,
    Market,
    Marketing,
    Planned,
    Rivals,
)
from sim.config.buyer import Buyer
from sim.config.refusal import Refusal
from sim.folder.provenance import run_hash
from sim.folder.write import write_yaml
from sim.grammar.schema import read_config
from sim.model.market import Market as Model
from sim.request import request

PLAN = """date,kind,items,topic,channel
2026-03-03,education,2,,
2026-03-07,news,1,3,email

2026-03-31,promotion,,,social
"""
READ = [
    Planned(1, "education", 2),
    Planned(5, "news", 1, 3, "email"),  # a Saturday: comes out on Monday
    Planned(21, "promotion", 1, -1, "social"),
]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.csv"
    path.write_text(PLAN)
    return path


def composed(*words: str) -> Config:
    (one,) = request(words).scenarios
    return one.config


def test_a_file_becomes_rows_of_the_config(plan: Path) -> None:
    cadence = composed(f"cadence.file={plan}").cadence
    assert list(cadence.planned) == READ
    assert (cadence.file, cadence.first_date) == ("", "2026-03-02")


def test_rivals_have_a_calendar_of_their_own(plan: Path) -> None:
    config = composed(f"rivals.cadence.file={plan}", "rivals.cadence.first_date=2026-02-23")
    assert [one.day for one in config.rivals.cadence.planned] == [6, 10, 26]
    assert config.cadence == Cadence()


def test_the_file_s_content_is_part_of_a_run_s_identity_and_its_name_is_not(plan: Path) -> None:
    other, changed = plan.with_name("other.csv"), plan.with_name("changed.csv")
    other.write_text(PLAN)
    changed.write_text(PLAN.replace("2026-03-31", "2026-03-30"))
    asked = request(["-m", f"cadence.file='{plan}','{other}','{changed}'"])
    one, same, another = (run_hash(scenario.config) for scenario in asked.scenarios)
    assert one == same != another


def test_a_stored_config_needs_no_file_and_takes_none(plan: Path) -> None:
    config = composed(f"cadence.file={plan}")
    plan.unlink()
    stored = plan.with_name("config.yaml")
    write_yaml(stored, asdict(config))
    assert read_config(stored) == config
    write_yaml(stored, asdict(Config(cadence=Cadence(file=str(plan)))))
    with pytest.raises(Refusal, match="holds what was planned, not a file"):
        read_config(stored)


REFUSED = {
    "date,kind\n2026-02-30,news\n": "line 2: date='2026-02-30' is no date",
    "date,kind\n2026-03-03,news\n2026-03-04,newz\n": "line 3: kind='newz' is unknown: one of educa",
    "day,kind,channel\n1,news,e-mail\n": "line 2: channel='e-mail' is unknown",
    "day,kind\n-1,news\n": "line 2: day=-1 is before the start",
    "day,kind,kind\n1,news,news\n": "line 1: column kind stands there twice",
    "day,kind\n": "line 1: nothing is planned below the header",
    "day,kind,topic\n1,news,6\n": "line 2: topic=6 is out of range: 0 to 5",
}


@pytest.mark.parametrize("content", REFUSED)
def test_a_bad_row_is_refused_in_one_line_with_exit_code_two(
    content: str, plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan.write_text(content)
    folder = plan.with_name("out")
    assert main([f"cadence.file={plan}", f"hydra.run.dir={folder}"]) == 2
    said = capsys.readouterr().err.strip()
    assert "\n" not in said
    assert f"cadence.file={plan}, {REFUSED[content]}" in said
    assert not folder.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["cadence.first_date=2026-03-09"], "line 2: date=2026-03-03 is before the start"),
        (["cadence.first_date=2026-03-03"], "is a Tuesday, and the first day that counts is a Mon"),
        (["cadence.planned=[{day: 1}]"], "are two calendars"),
        (["market.buyer.pains=3"], "line 3: topic=3 is out of range: 0 to 2"),
    ],
)
def test_what_does_not_fit_together_is_refused(plan: Path, words: list[str], said: str) -> None:
    with pytest.raises((ConfigError, Refusal), match=said):
        request([f"cadence.file={plan}", *words])


def test_a_file_that_is_none_or_too_large(tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    large.write_bytes(b"day,kind\n" + b"1,news\n" * 200_000)
    for path, said in ((large, "larger than 1,000,000 bytes"), (tmp_path, "no such file")):
        with pytest.raises((ConfigError, Refusal), match=said):
            request([f"cadence.file={path}"])


def test_what_falls_on_a_weekend_opens_the_week_after_it(tmp_path: Path) -> None:
    """Fifty-two Sundays, from the one before a year's first Monday: a year of Mondays."""
    path = tmp_path / "sundays.csv"
    sundays = np.datetime64("2026-01-04") + 7 * np.arange(52)
    path.write_text("date,kind\n" + "".join(f"{day},news\n" for day in sundays))
    for words in ([], ["cadence.first_date=2026-01-05"]):
        cadence = composed(f"cadence.file={path}", *words).cadence
        assert cadence.first_date == "2026-01-05"
        assert [one.day for one in cadence.planned] == list(range(0, 260, 5))
    with pytest.raises((ConfigError, Refusal), match="date=2026-01-04 is before the start"):
        request([f"cadence.file={path}", "cadence.first_date=2026-01-12"])


def test_items_are_dealt_round_the_team_from_day_to_day() -> None:
    daily = Cadence(weekdays=[0, 1, 2, 3, 4], product=0, news=0, promotion=0)
    model = Model(market(cadence=daily, marketing=Marketing(marketers=3, hours_per_day=16.0)))
    while model.running:
        model.step()
    rows = model.world.records.content.happened
    many = np.bincount(rows["marketer"][rows["firm"] == 0])
    assert many.sum() == 40
    assert many.max() - many.min() <= 1


def calendar_of(**changes: object) -> np.ndarray:
    """Items of the focal firm by kind and week, under a calendar of flights."""
    flighted = composed("cadence=flighted").cadence
    model = Model(market(days=200, cadence=flighted, **changes), 7)
    while model.running:
        model.step()
    rows = model.world.records.content.happened
    found = np.zeros((len(KINDS), 42))
    mine = rows[rows["firm"] == 0]
    np.add.at(found, (mine["kind"], mine["day"] // 5), mine["items"])
    return found


def test_flights_vary_each_kind_by_itself_whatever_comes_of_them() -> None:
    found = calendar_of()
    assert set(np.unique(found)) == {0.0, 2.0}
    assert np.linalg.matrix_rank(found - found.mean(axis=1, keepdims=True)) == len(KINDS)
    busy = Market(customers=90, buyer=Buyer(entry_per_year=3.0))
    assert (calendar_of(market=busy, rivals=Rivals(count=0)) == found).all()


def market(**changes: object) -> Config:
    quiet = {
        "market": Market(customers=40, buyer=Buyer(entry_per_year=0.0)), "days": 30,
        "warmup_days": 10, "rivals": Rivals(count=2), "marketing": Marketing(hours_per_day=16.0),
    }  # fmt: skip
    return Config(**{**quiet, **changes})  # type: ignore[arg-type]


def test_the_plan_takes_the_place_of_the_rhythm_when_days_count(plan: Path) -> None:
    model = Model(market(cadence=Cadence(file=str(plan))), 1)
    while model.running:
        model.step()
    rows = model.world.records.content.happened
    mine, theirs = rows[rows["firm"] == 0], rows[rows["firm"] > 0]
    before, after = mine[mine["day"] < 10], mine[mine["day"] >= 10]
    assert set(before["day"]) == {1, 6}
    assert (before["topic"] == -1).all()
    found = {(int(row["day"]) - 10, int(row["kind"]), int(row["channel"]), int(row["topic"]))
             for row in after}  # fmt: skip
    social, email = CHANNELS.index("social"), CHANNELS.index("email")
    assert found == {(1, 0, 0, -1), (5, 2, email, 3), (21, 3, social, -1)}
    assert after["items"].sum() == 4
    assert np.array_equal(np.unique(theirs["day"] % 5), [1])


def test_what_a_channel_places_leaves_its_leads_there() -> None:
    """News by e-mail alone, of one firm: every lead that content made came by e-mail."""
    planned = [Planned(day, "news", 3, channel="email") for day in range(30)]
    config = market(
        market=Market(customers=4000, buyer=Buyer(private_share=0.0)), days=30, warmup_days=0,
        rivals=Rivals(count=0),
        cadence=Cadence(education=0, product=0, news=0, promotion=0, planned=planned),
    )  # fmt: skip
    config = replace(config, network=replace(config.network, kind="none"))
    model = Model(config, 1)
    while model.running:
        model.step()
    leads = model.world.records.leads.happened
    channels = set(leads["channel"][~leads["inquiry"]].tolist())
    assert channels == {CHANNELS.index("email")}
    world = model.world
    assert world.marketing.streams.names[len(KINDS) :] == ("news@email",)
    assert (world.marketing.reach[:, 0, :4] == 0).all()
