"""What a firm would have: every column explained, every reference kept, whole or not at all."""

import csv
import json
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim import run
from sim.cli.command import main
from sim.config import KINDS, Cadence, Config
from sim.config.refusal import Refusal
from sim.exports.crm import QUEUE, STAGES, STATUSES, id_of
from sim.exports.dates import Dates, dates_of
from sim.exports.marketing import unidentified
from sim.exports.view import TABLES as EVENTS
from sim.exports.view import Loss, seen, view
from sim.exports.write import TABLES, columns_of, tables
from sim.folder.provenance import file_hash
from sim.folder.repeat.examined import examine
from sim.request import request

TINY = ["market.customers=500", "market.buyer.entry_per_year=1.5", "market.service.term_days=65",
        "days=130", "warmup_days=65", "replicates=2", "workers=1", "sales.reps=3",
        "sales.forms=0.5"]  # fmt: skip


QUIET = ["market.customers=60", "market.buyer.entry_per_year=0", "days=130", "warmup_days=0",
         "replicates=1", "sales.reps=1", "touches=true"]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("exports") / "run"
    assert main([*TINY, "touches=true", f"hydra.run.dir={path}"]) == 0
    return path


@pytest.fixture(scope="module")
def exported(folder: Path) -> Path:
    assert main(["export", str(folder), "--replicate", "1", "--truth", "--start=2023-01-02"]) == 0
    return folder.with_name("run.export")


def frames_of(folder: Path, loss: Loss) -> dict[str, pd.DataFrame]:
    return tables(view(examine(folder), 0, loss, Dates()))


@pytest.fixture(scope="module")
def whole(folder: Path) -> dict[str, pd.DataFrame]:
    return frames_of(folder, Loss(0.0, 0.0))


@pytest.fixture(scope="module")
def events(folder: Path) -> dict[str, pd.DataFrame]:
    names = ("deals", "touches", "renewals", "conversations", "content", "leads")
    found = {name: pd.read_parquet(folder / f"{name}.parquet") for name in names}
    return {name: rows[(rows["replicate"] == 0) & (rows["firm"] == 0)].reset_index(drop=True)
            for name, rows in found.items()}  # fmt: skip


def test_the_dictionary_is_that_of_the_tables(exported: Path) -> None:
    with (exported / "data_dictionary.csv").open(encoding="utf-8") as file:
        told: dict[str, list[str]] = {}
        for row in csv.DictReader(file):
            told.setdefault(row["table"], []).append(row["column"])
            assert row["kind"]
            assert row["names_after"]
    files = {path.relative_to(exported).as_posix()[: -len(".csv")]
             for path in exported.rglob("*.csv")} - {"data_dictionary"}  # fmt: skip
    assert set(told) == files == {*TABLES, "truth"}
    for name, columns in told.items():
        assert list(pd.read_csv(exported / f"{name}.csv")) == columns, name


def test_values_are_of_the_kind_that_the_dictionary_says(whole: dict[str, pd.DataFrame]) -> None:
    kinds = {"boolean": "b", "date": "M", "datetime": "M", "currency": "f", "number": "fi",
             "count": "iu", "percent": "iuf", "share": "f"}  # fmt: skip
    for name, columns in columns_of(whole).items():
        frame = whole[name]
        assert len(frame), name
        for column, about in columns.items():
            values = frame[column]
            assert values.dtype.kind in kinds.get(about.kind, "O"), (name, column)
            if about.kind == "id":
                assert values.is_unique
                assert values.str.fullmatch(r"[0-9A-Z]{3}S\d{11}").all(), name
            if about.kind.startswith("reference"):
                keys = set(whole[about.kind.rpartition(" ")[2]]["Id"])
                allowed = keys | {"", QUEUE}
                assert set(values) <= allowed, (name, column)
    assert set(whole["crm/Lead"]["Status"]) <= set(STATUSES)
    assert set(whole["crm/Opportunity"]["StageName"]) <= set(STAGES)


def test_the_crm_adds_up_to_what_happened(
    folder: Path, whole: dict[str, pd.DataFrame], events: dict[str, pd.DataFrame]
) -> None:
    chances, deals = whole["crm/Opportunity"], events["deals"]
    talked = deals.groupby(["customer", "journey"])["talks"].transform("sum") > 0
    taken_up = deals[talked].groupby(["customer", "journey"]).size()
    new = chances[chances["Type"] == "New Business"]
    won = deals[deals["outcome"] == 1]
    assert len(new) == len(taken_up) < talked.sum() < len(deals)
    assert new["IsWon"].sum() == len(won) > 5
    assert new.loc[new["IsWon"], "Amount"].sum() == pytest.approx(won["value"].sum())
    last = deals[talked].groupby(["customer", "journey"])["closed"].last()
    still_open = deals[talked].drop_duplicates(["customer", "journey"], keep="last")
    assert new["IsClosed"].sum() == still_open["closed"].notna().sum() <= last.notna().sum()
    renewed = events["renewals"]["outcome"].eq(9)
    assert (chances["Type"].eq("Renewal") & chances["IsWon"]).sum() == renewed.sum() > 0
    assert len(whole["crm/Lead"]) == len(events["leads"])
    everybodys = pd.read_parquet(folder / "deals.parquet")
    everybodys = everybodys[everybodys["replicate"] == 0].reset_index(drop=True)
    talked_of = dict(zip(everybodys.index[everybodys["firm"] == 0], talked, strict=True))
    became = events["leads"]["deal"].map(talked_of).fillna(False)
    assert whole["crm/Lead"]["IsConverted"].sum() == became.sum() > 0
    assert whole["crm/Lead"]["Inquiry__c"].sum() == events["leads"]["inquiry"].sum() > 0
    assert len(whole["crm/Event"]) == len(events["conversations"])
    steps = whole["crm/OpportunityHistory"].groupby("OpportunityId", sort=False)
    assert steps["StageName"].first().reindex(new["Id"]).isin(["Prospecting"]).all()
    last = steps["StageName"].last().reindex(chances["Id"])
    assert (last.to_numpy() == chances["StageName"].to_numpy()).all()
    assert steps["CreatedDate"].apply(lambda times: times.is_monotonic_increasing).all()


def test_a_deal_taken_up_again_is_one_opportunity_closed_and_open_once_more(
    whole: dict[str, pd.DataFrame], events: dict[str, pd.DataFrame]
) -> None:
    deals, history = events["deals"], whole["crm/OpportunityHistory"]
    groups = deals.groupby(["customer", "journey"])
    again = int((groups.size()[groups["talks"].sum() > 0] - 1).sum())
    after = history["OpportunityId"].eq(history["OpportunityId"].shift())
    back = after & history["StageName"].eq("Prospecting") & history["StageName"].shift().eq(
        "Closed Lost")  # fmt: skip
    assert back.sum() == again > 0
    assert history["StageName"].eq("Prospecting").sum() == whole["crm/Opportunity"]["Type"].eq(
        "New Business").sum() + again  # fmt: skip


def test_the_first_and_the_last_lead_of_an_opportunity_are_its_contacts(
    whole: dict[str, pd.DataFrame],
) -> None:
    leads, chances = whole["crm/Lead"].set_index("Id"), whole["crm/Opportunity"]
    known = chances[chances["LastLead__c"].ne("")]
    assert len(known) > 5
    person = known["ContactId"].str[4:].astype(int).to_numpy()
    for name in ("FirstLead__c", "LastLead__c"):
        its = leads.loc[known[name]]
        assert (its["LastName"].str.removeprefix("Buyer ").astype(int).to_numpy() == person).all()
    first, last = (
        leads["CreatedDate"].loc[known[name]] for name in ("FirstLead__c", "LastLead__c")
    )
    assert (first.to_numpy() <= last.to_numpy()).all()
    assert (first.to_numpy() < last.to_numpy()).any()
    asked = chances["Type"].eq("New Business") & leads["Inquiry__c"].reindex(
        chances["LastLead__c"]).fillna(False).to_numpy()  # fmt: skip
    assert asked.mean() > 0.3


def test_weekly_tables_hold_what_was_spent_won_and_seen(
    whole: dict[str, pd.DataFrame], events: dict[str, pd.DataFrame]
) -> None:
    mix, flat = whole["media_mix/meridian"], whole["media_mix/pymc_marketing"]
    assert len(mix) == len(flat) == 26
    assert (pd.to_datetime(mix["time"]).dt.day_of_week == 0).all()
    assert (mix["time"].diff().dropna().dt.days == 7).all()
    won = events["deals"][(events["deals"]["outcome"] == 1) & (events["deals"]["closed"] >= 65)]
    assert mix["conversions"].sum() == len(won)
    money = (mix["conversions"] * mix["revenue_per_conversion"]).sum()
    # A term of 65 days books a quarter of a year's value.
    assert money == pytest.approx(won["value"].sum() / 4) == pytest.approx(flat["y"].sum())
    seen = events["touches"]
    seen = seen[seen["searching"] & (seen["day"] >= 65)]
    for number, kind in enumerate(KINDS):
        made = events["content"]
        made = made[(made["kind"] == number) & (made["day"] >= 65)]
        assert mix[f"{kind}_spend"].sum() == pytest.approx(made["cost"].sum())
        assert flat[kind].to_numpy() == pytest.approx(mix[f"{kind}_spend"].to_numpy())
        assert mix[f"{kind}_impression"].sum() == (seen["source"] == number).sum()
        assert (seen["source"] == number).any() == (getattr(Cadence(), kind) > 0)


def test_recency_and_frequency_by_hand(
    whole: dict[str, pd.DataFrame], events: dict[str, pd.DataFrame]
) -> None:
    found = whole["recency_frequency"].set_index("customer_id")
    deals, terms = events["deals"], events["renewals"]
    won = deals[deals["outcome"] == 1]
    assert len(found) == won["customer"].nunique()
    assert (found["frequency"] > 0).any()
    for customer, bought in won.groupby("customer"):
        first = bought["closed"].min()
        kept = terms[(terms["customer"] == customer) & (terms["outcome"] == 9)]
        kept = kept[kept["day"] >= first]
        days = {int(t) for t in [*bought["closed"], *kept["day"]]}
        mine = found.loc[id_of("001", [customer])[0]]
        assert mine["frequency"] == len(days) - 1
        calendar = [7 * (day // 5) + day % 5 for day in (min(days), max(days), 194)]
        assert mine["recency"] == calendar[1] - calendar[0]
        assert mine["T"] == calendar[2] - calendar[0]


def test_what_is_lost_is_lost_by_the_part_that_was_asked(folder: Path) -> None:
    """Binomial counts within 5 SD: false alarm 6e-7."""
    told, lost, none = (frames_of(folder, Loss(part, part)) for part in (0.0, 0.4, 1.0))
    for name in ("touch_log", "crm/Event"):
        total = len(told[name])
        assert abs(len(lost[name]) - 0.6 * total) < 5 * np.sqrt(0.24 * total)
        assert len(none[name]) == 0
    columns = [*told["media_mix/meridian"]]
    assert lost["media_mix/meridian"][columns].equals(told["media_mix/meridian"])
    more = len(told["crm/OpportunityHistory"]), len(lost["crm/OpportunityHistory"])
    assert more[0] > more[1] > len(none["crm/OpportunityHistory"])


def test_nobody_is_known_who_left_no_name(
    whole: dict[str, pd.DataFrame], events: dict[str, pd.DataFrame]
) -> None:
    log = whole["touch_log"]
    visits = events["touches"]
    visits = visits[visits["searching"] & (visits["source"] < len(KINDS))]
    assert len(log) == len(visits)
    named = visits["customer"].isin(events["leads"]["customer"]).to_numpy()
    assert (log["lead_id"].ne("").to_numpy() == named).all()
    assert 0 < named.sum() < len(log)
    assert log["visitor_id"].nunique() == visits["customer"].nunique()


def test_the_truth_beside_it_is_a_replay(exported: Path) -> None:
    truth = pd.read_csv(exported / "truth.csv").set_index(["cause", "outcome"])
    assert (truth["replicates"] == 2).all()
    assert truth["with_it"].groupby("outcome").nunique().eq(1).all()
    assert truth["effect"].to_numpy() == pytest.approx(truth["with_it"] - truth["without_it"])
    assert truth.loc[("all content", "wins"), "effect"] > 0
    runs = pd.read_parquet(exported.with_name("run") / "runs.parquet")
    assert truth.loc[("news", "wins"), "with_it"] == runs["wins"].mean()


def test_exports_prove_themselves_and_say_the_same_again(folder: Path, exported: Path) -> None:
    manifest = json.loads((exported / "manifest.json").read_text())
    for name, sha in manifest["outputs"].items():
        assert file_hash(exported / name) == sha
    assert manifest["first_day"] == "2023-01-02"
    again = folder.with_name("again")
    words = ["--replicate=1", "--start=2023-01-02", f"--to={again}"]
    assert main(["export", str(folder), *words]) == 0
    for name in TABLES:
        assert (again / f"{name}.csv").read_bytes() == (exported / f"{name}.csv").read_bytes()


@pytest.mark.parametrize(("words", "told"), [
    (["--dark", "1.5"], "--dark 1.5 is not a part: a number from 0 to 1"),
    (["--replicate", "7"], "--replicate 7 is none of"),
    (["--start", "2024-01-03"], "--start 2024-01-03 is no Monday"),
    (["--start", "soon"], "--start soon is not a date"),
    (["--drak", "0.5"], "(nearest: --dark)"),
])  # fmt: skip
def test_bad_words_are_refused_in_a_line_and_nothing_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    capsys.readouterr()
    place = folder.with_name("refused")
    assert main(["export", str(folder), f"--to={place}", *words]) == 2
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1
    assert not place.exists()


def test_a_folder_without_touches_or_a_taken_place_is_refused(
    folder: Path, exported: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = tmp_path / "plain"
    assert main([*TINY, "replicates=1", f"hydra.run.dir={plain}"]) == 0
    capsys.readouterr()
    assert main(["export", str(plain)]) == 2
    assert "run it again with touches=true" in capsys.readouterr().err
    assert not plain.with_name("plain.export").exists()
    assert main(["export", str(folder)]) == 2
    assert "is not empty" in capsys.readouterr().err
    assert main(["export", str(folder), f"--to={folder}/inside"]) == 2
    assert "lies in the run's folder" in capsys.readouterr().err


def test_no_reader_takes_an_id_for_a_number(exported: Path) -> None:
    """Neither whole columns nor single cells, as a spreadsheet reads them."""
    for name in TABLES:
        read = pd.read_csv(exported / f"{name}.csv", keep_default_na=False)
        for column, about in columns_of({name: None})[name].items():
            if about.kind.startswith(("id", "reference")) or column == "visitor_id":
                for text in read[column].unique():
                    assert text == "" or np.isnan(pd.to_numeric(text, errors="coerce")), column


@pytest.mark.parametrize(("first", "warmup", "day"), [
    ("2026-01-05", 0, "2026-01-05"), ("2026-01-05", 65, "2025-10-06"),
    ("2026-03-04", 7, "2026-02-23"), ("", 65, "2024-01-01"),
])  # fmt: skip
def test_dates_are_those_of_the_firm_s_own_calendar(first: str, warmup: int, day: str) -> None:
    dates = dates_of(Config(warmup_days=warmup, cadence=Cadence(first_date=first)))
    assert dates.first.isoformat() == day
    assert str(dates.day([warmup])[0]) == (first or "2024-04-01")


@pytest.mark.parametrize("first", ["2026-01-06", "soon", "0001-01-01"])
def test_a_calendar_whose_first_day_cannot_be_is_refused(first: str) -> None:
    with pytest.raises(Refusal, match=f"cadence.first_date={first} "):
        dates_of(Config(warmup_days=65, cadence=Cadence(first_date=first)))


TOLD = {
    "weekly": "spend never varies from week to week: the weekly table can identify nothing",
    "burst": "spend on education, product, news, promotion varies together: the weekly table",
    "flighted": None,
}


@pytest.mark.parametrize("cadence", TOLD)
def test_what_a_weekly_table_cannot_identify_is_said(cadence: str) -> None:
    (scenario,) = request([f"cadence={cadence}", *QUIET]).scenarios
    ran = run(scenario.config)
    rows = {name: ran.tables[name].drop(columns="replicate") for name in EVENTS}
    told = unidentified(seen(scenario.config, 0, 1, Dates(), rows, Loss()))
    said = TOLD[cadence]
    assert len(told) == (said is not None)
    assert all(line.startswith(str(said)) for line in told)


def test_the_command_says_what_it_cannot_identify(
    folder: Path, exported: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    place = folder.with_name("told")
    assert main(["export", str(folder), f"--to={place}"]) == 0
    said = capsys.readouterr()
    assert said.out.strip() == str(place)
    assert said.err.strip() == f"sim: {TOLD['weekly']}"
    assert "can identify nothing." in (exported / "README.txt").read_text()


def test_days_are_weekdays_and_times_of_work() -> None:
    dates = Dates(date(2024, 1, 1))
    assert dates.day(np.array([0.0, 4.9, 5.0, -1.0])).astype(str).tolist() == [
        "2024-01-01", "2024-01-05", "2024-01-08", "2023-12-29",
    ]  # fmt: skip
    assert str(dates.moment(np.array([3.25]))[0]) == "2024-01-04T11:00:00"
    assert np.isnat(dates.moment(np.array([np.nan]))).all()
