"""Registered facts: each estimator finds what was put into tables made by hand."""

from types import SimpleNamespace

import numpy as np
import pytest

from sim.config import Config
from sim.config.dotted import value_of
from sim.facts import facts_of
from sim.facts.calibrated import discounts, win_rate
from sim.facts.conditions import frozen_market, observe
from sim.facts.conditions.strays import STRAY_LEADS, with_strays
from sim.facts.design import doubling, wins_a_rep
from sim.facts.estimators import answers, frozen, leads, opportunity, pipeline, spells
from sim.facts.estimators.interface import Interface
from sim.facts.estimators.tenure_and_leads import by_tenure
from sim.facts.read_once import (
    coverage,
    first_responder,
    gross_retention,
    open_opportunities,
    talks_a_win,
)
from sim.facts.registered import (
    best_fifth,
    better_scores,
    cycle_by_size,
    experienced_reps,
    first_hour,
    more_leads,
    two_deciders,
)
from sim.records import DEAL, JOURNEY, LEAD, PANEL, PAY, STAFF, Records
from sim.records import Outcome as End
from sim.records.opportunities import opportunities
from tests.contract.test_buyer_facts import rows

NEVER = float("nan")
HOUR = 1.0 / 8.0
TIMES = (1.0, 2.0, 3.0)


def some_leads(**columns: list) -> np.ndarray:
    """Leads that came in on day 1 and were routed at once, inquiries where it says so."""
    usual = {"created": 1.0, "mql": True, "routed": 1.0, "first_attempt": NEVER,
             "reached": NEVER, "deal": -1, "rep": -1, "outcome": End.OPEN}  # fmt: skip
    count = len(next(iter(columns.values())))
    return rows(LEAD, **{name: [value] * count for name, value in usual.items()} | columns)


def runs(name: str, *tables: object) -> list[SimpleNamespace]:
    """Runs of which one thing is known."""
    return [SimpleNamespace(**{name: table}) for table in tables]


def larger(table: list) -> list[np.ndarray]:
    """The same table in three markets of other sizes."""
    return [np.array(table, float) * times for times in (1.0, 2.0, 3.0)]


def found(monkeypatch: pytest.MonkeyPatch, fact: object, name: str, *tables: object) -> float:
    """The number that a fact finds in such runs."""
    monkeypatch.setattr(frozen_market, "market", lambda config: runs(name, *tables))
    return fact.check()[0].found


def test_who_asked_and_whom_content_brought_are_two_classes() -> None:
    some = some_leads(customer=[1, 2, 3, 4, 5, 6], inquiry=[True, True, False, False, False, False],
                      first_attempt=[1.1, NEVER, 1.2, NEVER, NEVER, NEVER],
                      deal=[7, 8, -1, 9, -1, -1], mql=[True, True, True, True, True, False],
                      outcome=[End.OPEN, End.UNANSWERED, End.OPEN, End.WON, End.UNPURSUED,
                               End.NOT_QUALIFIED])  # fmt: skip
    # An inquiry with a deal that nobody talked to is not pursued; a lead who came first is.
    assert leads.asked(some).tolist() == [True, True, False, False, False, False]
    assert leads.pursued(some).tolist() == [True, False, True, True, False, False]
    assert leads.handed_over(some).tolist() == [True, True, True, True, True, False]
    assert leads.pursuit(some).tolist() == [[3, 2], [2, 1]]


def test_the_first_hour_is_told_from_the_second(monkeypatch: pytest.MonkeyPatch) -> None:
    some = some_leads(customer=[1, 2, 3, 4, 5, 6], inquiry=[True] * 5 + [False],
                      first_attempt=[1 + HOUR / 2, 1 + HOUR, 1 + 1.5 * HOUR, 1 + 3 * HOUR, NEVER,
                                     1 + HOUR / 2],
                      attempts=[1] * 6, reached=[1.1, NEVER, 1.2, 1.3, NEVER, 1.1],
                      deal=[1, -1, 2, 3, -1, 4], rep=[0] * 6)  # fmt: skip
    assert answers.by_hour(some, 200).tolist() == [[2, 1], [1, 1]]
    some["rep"] = -1  # put through at once: nobody was called
    assert answers.by_hour(some, 200).sum() == 0
    some["rep"] = 0
    assert answers.by_hour(some, 20).sum() == 0  # what became of them is not yet known
    # Odds of 1 over odds of 1/7.
    tables = larger([[20, 10], [80, 10]])
    assert found(monkeypatch, first_hour, "by_hour", *tables) == pytest.approx(7.0)


def test_who_answers_first_is_found_among_those_who_were_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    won, none = End.WON, End.NO_DECISION
    journeys = rows(JOURNEY, customer=[1, 1, 2, 3, 4, 5], entered=[0, 50, 0, 0, 0, 0],
                    ended=[40.0, 90.0, 40.0, 40.0, 40.0, 5.0], firm=[0, 1, 1, -1, 0, 0],
                    outcome=[won, won, won, none, won, won])  # fmt: skip
    some = some_leads(
        customer=[1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5], firm=[0, 1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 1],
        inquiry=[True] * 12, created=[2.0, 3.0, 60.0, 61.0, *[2.0] * 8],
        first_attempt=[5.0, 4.0, 70.0, 65.0, NEVER, 9.0, 3.0, 4.0, 3.0, 4.0, 3.0, 4.0])  # fmt: skip
    # 1: firm 1 answered first and lost, then first and won; 2: firm 1 alone answered, and won; 3:
    # nothing was bought; 4 asked one firm twice; 5 ended before the days that count.
    assert answers.first_answers(some, journeys, 10).tolist() == [4, 3, 2]
    asked_alone = some.copy()
    asked_alone["inquiry"] = False
    assert answers.first_answers(asked_alone, journeys, 10).tolist() == [0, 0, 0]
    tables = larger([100, 50, 30])
    assert found(monkeypatch, first_responder, "first_answers", *tables) == pytest.approx(0.6)


def deals() -> np.ndarray:
    """An opportunity that was reopened and won, one lost, one open, and one nobody talked to."""
    return rows(DEAL, customer=[1, 1, 2, 3, 4], firm=[0, 0, 0, 1, 0], journey=[0, 0, 0, 0, 0],
                opened=[5.0, 20.0, 8.0, 30.0, 9.0], first_talk=[6.0, 21.0, 9.0, 31.0, NEVER],
                talks=[2, 3, 1, 1, 0], closed=[10.0, 25.0, 28.0, NEVER, 12.0],
                list_value=[0.0, 300.0, 200.0, 0.0, 0.0], value=[0.0, 270.0, 0.0, 0.0, 0.0],
                outcome=[End.DROPPED, End.WON, End.LOST, End.OPEN, End.UNANSWERED])  # fmt: skip


def test_a_deal_that_was_taken_up_again_is_one_opportunity(monkeypatch: pytest.MonkeyPatch) -> None:
    made = opportunities(deals()).rows
    assert made["customer"].tolist() == [1, 2, 3]
    assert made["opened"].tolist() == [5.0, 8.0, 30.0]
    assert made["talks"].tolist() == [5, 1, 1]
    assert made["outcome"].tolist() == [End.WON, End.LOST, End.OPEN]
    ended = opportunity.closed(made, 10)
    assert (ended.ended, ended.won, ended.talks) == (2.0, 1.0, 5.0)
    assert len(opportunities(deals()[:0]).rows) == 0
    tables = [SimpleNamespace(won=n, talks=4.3 * n, ended=4.0 * n) for n in (10.0, 20.0, 30.0)]
    assert found(monkeypatch, talks_a_win, "closed", *tables) == pytest.approx(4.3)
    monkeypatch.setattr(win_rate, "usual", lambda: runs("closed", *tables))
    assert win_rate.check()[0].found == pytest.approx(0.25)


def test_large_deals_are_told_from_small_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    size = np.arange(1.0, 11.0)
    won = rows(DEAL, customer=list(range(10)), talks=[1] * 10, opened=[0.0] * 10,
               closed=list(20.0 + 2 * size), value=list(100.0 * size),
               outcome=[End.WON] * 10)  # fmt: skip
    assert opportunity.closed(won, 0).fifths.tolist() == [[2, 46.0], [2, 78.0]]
    tables = [SimpleNamespace(fifths=one) for one in larger([[10, 200], [10, 500]])]
    assert found(monkeypatch, cycle_by_size, "closed", *tables) == pytest.approx(2.5)


def test_what_is_open_and_what_it_is_worth(monkeypatch: pytest.MonkeyPatch) -> None:
    config = Config(days=65, warmup_days=10)
    records = Records.empty(75, 3)
    records.panel[:, 0, PANEL.index("reps")] = 2.0
    quotas = {"firm": [0, 0, 0, 1], "component": [-1, -1, -1, -1], "share": [1.0] * 4}
    records.pay.extend(rows(PAY, day=[9, 74, 74, 74], quota=[1.0, 60.0, 40.0, 9.0], **quotas))
    made = opportunities(deals()).rows
    price = config.market.catalogue.price
    seen = pipeline.pipeline(made, records, config)
    # Days within 10 to 75: 15, 18 and 45; on day 10 the first two are open.
    assert (seen.open_days, seen.rep_days) == (78.0, 130.0)
    assert (seen.ahead, seen.quota) == (500.0, 100.0)
    made["list_value"] = 0.0
    assert pipeline.pipeline(made, records, config).ahead == 2 * price
    tables = [
        SimpleNamespace(open_days=12.0 * n, rep_days=n, ahead=3.5 * n, quota=n) for n in (1, 2, 3)
    ]
    assert found(monkeypatch, open_opportunities, "pipeline", *tables) == pytest.approx(12.0)
    assert found(monkeypatch, coverage, "pipeline", *tables) == pytest.approx(3.5)


def test_wins_past_the_ramp(monkeypatch: pytest.MonkeyPatch) -> None:
    records = Records.empty(520, 2)
    # Seat 0 changes hands on day 100; seat 1 is a rival's.
    records.staff.extend(rows(STAFF, rep=[0, 0, 1], firm=[0, 0, 1], joined=[-50, 100, 0],
                              day=[99, 520, 520], stays=[False, True, True]))  # fmt: skip
    won = rows(DEAL, rep=[0, 0, 0, 1, 1], firm=[0, 0, 0, 1, 1],
               closed=[80.0, 150.0, 300.0, 50.0, 400.0])  # fmt: skip
    wins, years = spells.ramped(records, won, 0, np.array([100.0, 100.0]))
    assert wins == 3
    assert years == pytest.approx((50 + 320 + 420) / 260)
    seats, times = [0, 0, 1, 2, 0], [90, 130, 7, 9, 99.5]
    records.staff.rows["joined"][1] = 110  # so that the seat is empty from day 100 on
    whose = spells.tenure(spells.in_order(records.staff.happened), seats, times)
    assert whose[:3].tolist() == [140, 20, 7]
    assert np.isnan(whose[3])
    assert whose[4] == 149.5
    assert np.isnan(spells.tenure(spells.in_order(records.staff.happened), [0], [105.0])).all()
    days = frozen.ramp(Config())
    assert days[0] == pytest.approx(108, abs=1)
    assert len(days) == 3
    assert found(monkeypatch, wins_a_rep, "ramped", *larger([24, 1])) == pytest.approx(24.0)


def test_follow_up_answers_to_leads_and_to_scores_and_by_experience(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    staff = rows(STAFF, rep=[0, 1], joined=[-300, 0], day=[99, 99], stays=[True, True])
    some = some_leads(customer=[1, 2, 3, 4, 5], rep=[0, 0, 1, 1, 1], routed=[2.0] * 5,
                      first_attempt=[2.0, 2.0, 2.0, NEVER, NEVER], outcome=[End.UNREACHED] * 5,
                      inquiry=[False] * 4 + [True])  # fmt: skip
    assert by_tenure(some, staff).tolist() == [[2, 1], [2, 2]]
    assert by_tenure(some[:0], staff).tolist() == [[0, 0], [0, 0]]
    usual = {"pursuit": [[100, 40], [9, 9]], "by_tenure": [[50, 20], [50, 20]]}
    other = {"pursuit": [[200, 60], [9, 9]], "by_tenure": [[50, 25], [50, 30]]}

    def market(config: Config) -> list[SimpleNamespace]:
        moved = value_of(config, STRAY_LEADS), value_of(config, "marketing.score_accuracy")
        table = usual if moved == (strays, accuracy) else other
        return [
            SimpleNamespace(**{name: np.array(one) * n for name, one in table.items()})
            for n in (1.0, 2.0, 3.0)
        ]

    here = frozen_market.scenario()
    strays, accuracy = value_of(here, STRAY_LEADS), value_of(here, "marketing.score_accuracy")
    monkeypatch.setattr(frozen_market, "market", market)
    assert more_leads.check()[0].found == pytest.approx(-0.1)
    assert better_scores.check()[0].found == pytest.approx(-0.1)
    assert experienced_reps.check()[0].found == pytest.approx(0.1)
    assert value_of(with_strays(here, 1.5), STRAY_LEADS) == pytest.approx(1.5 * strays)
    better = better_scores.better(here)
    assert better.marketing.score_accuracy == pytest.approx(accuracy + 0.2)
    assert better.rivals.marketing.score_accuracy == pytest.approx(accuracy + 0.2)


def test_value_kept_and_the_best_fifth(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = [{"grr": part, "base_value_at_start": whole} for part, whole in ((0.8, 1), (0.9, 3))]
    assert found(monkeypatch, gross_retention, "kpis", *kept) == pytest.approx(0.875)
    sold = [np.array([5.0, 1.0, 1.0, 1.0, 2.0])] * 2
    assert found(monkeypatch, best_fifth, "sold", *sold) == pytest.approx(0.5)


def test_two_deciders_are_compared_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def market(config: Config) -> list[SimpleNamespace]:
        bought = {1.0: 80.0, 2.0: 56.0}[config.market.buyer.group]
        return runs("journeys", *larger([100, bought]))

    monkeypatch.setattr(frozen_market, "market", market)
    assert two_deciders.check()[0].found == pytest.approx(0.7)


def test_twice_the_leads_and_discounts() -> None:
    def run(wins: float, hours: float, pursued: float) -> Interface:
        table = np.array([[100.0, pursued], [0.0, 0.0]])
        return Interface(table, table, hours, wins, {})

    seen = [run(10.0 * n, 200.0 * n, 30.0) for n in (1, 2, 3)]
    assert doubling.an_hour(seen).mean() == pytest.approx(0.05)
    assert doubling.followed_up(seen).mean() == pytest.approx(0.3)
    sold = [
        SimpleNamespace(list_value=np.full(3, 100.0 * n), value=np.full(3, 80.0 * n))
        for n in (1, 2, 3)
    ]
    assert discounts.discount(sold).mean() == pytest.approx(0.2)


def test_registered_facts_have_seeds_of_their_own_and_letters() -> None:
    assert not set(frozen_market.SEEDS) & set(observe.SEEDS)
    assert tuple(range(82_001, 82_031)) == frozen_market.SEEDS
    labels = {kind: [one.label for one in facts_of(kind)] for kind in ("registered", "read_once")}
    assert labels["read_once"] == ["R2", "R3", "R4", "R6", "R7"]
    assert labels["registered"] == ["R1", "R8", "R9", "R10", "R11", "R12", "R13"]


def test_one_small_market_is_seen_by_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two tiny runs say nothing; that every number is one can be seen."""
    from sim.facts.conditions import scenarios

    monkeypatch.setattr(scenarios, "SIZE", ("market.customers=600", "days=300", "warmup_days=65"))
    scenarios.scenario.cache_clear()
    monkeypatch.setattr(frozen_market, "SEEDS", (1, 2))
    monkeypatch.setattr(observe, "_SEEN", {})
    (seen, _) = frozen_market.usual()
    scenarios.scenario.cache_clear()
    assert seen.closed.ended > seen.closed.won > 0
    assert seen.closed.talks >= seen.closed.won
    assert seen.pipeline.open_days > 0 < seen.pipeline.rep_days
    assert seen.pipeline.quota > 0 < seen.pipeline.ahead
    assert seen.ramped[0] <= seen.kpis["wins_market"] - 0
    assert 0 < seen.ramped[1] * 260 <= seen.pipeline.rep_days + 1
    assert (seen.pursuit[:, 1] <= seen.pursuit[:, 0]).all()
    assert seen.by_tenure.sum() > 0
    assert seen.journeys[0] == seen.kpis["journeys_market"]
    assert (seen.by_hour[:, 1] <= seen.by_hour[:, 0]).all()
    assert seen.first_answers[0] >= seen.first_answers[1] >= seen.first_answers[2] >= 0
