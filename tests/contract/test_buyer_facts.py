"""Facts about buyers, content and accounts: estimators find what was put in, and nothing else."""

import math
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from sim.config import CHANNELS
from sim.config.refusal import Refusal
from sim.facts import Fact, asked, calibrated, design, held_out, inputs, left, limits, page
from sim.facts.conditions import advertising, observe, scenarios
from sim.facts.conditions.calendars import WEEKLY, mailings, weekly
from sim.facts.conditions.default_market import usual
from sim.facts.design import lead_response, lead_sources
from sim.facts.estimators.agreements import yeses
from sim.facts.estimators.buying import NAMED, buying, old_share
from sim.facts.estimators.diffusing import DAYS_A_YEAR, fitted, in_years
from sim.facts.estimators.owning import brands
from sim.facts.estimators.owning import referred as named_by_a_friend
from sim.facts.held_out import (
    brand_share,
    customer_value,
    double_jeopardy,
    promotion,
    referred,
)
from sim.facts.inputs import ad_duration, exposures, tenure
from sim.facts.limits.bass import share
from sim.facts.peak import peak
from sim.records import DEAL, JOURNEY, LEAD, Outcome, Records
from sim.runs.one_run import run_once

PUBLISHED = (inputs, calibrated, design, held_out)


def rows(dtype: np.dtype, **columns: list) -> np.ndarray:
    """Events with nothing in them but what is said."""
    made = np.zeros(len(next(iter(columns.values()))), dtype)
    for name, values in columns.items():
        made[name] = values
    return made


def test_every_published_fact_is_measured_in_its_class() -> None:
    listed = {kind: {one.number for one in kind.FACTS if not one.letter} for kind in PUBLISHED}
    # Number 28 is an exact limit.
    assert set.union(*listed.values()) == set(range(1, 45)) - {28}
    assert listed[inputs] == {21, 22, 23, 26, 27, 30, 36, 39, 42}
    assert listed[calibrated] == {1, 4, 6, 7, 19, 24, 25, 33, 34}
    assert listed[design] == {5, 33, 35, 37, 38}
    # Short run and long run, overall and by source, the curve and its signs.
    assert listed[held_out] & (listed[inputs] | listed[calibrated]) == {25, 42}
    assert listed[design] & listed[calibrated] == {33}
    assert {one.label for one in left()} == {"4", "5", "24", "33", "35", "36", "37", "38", "R5"}
    assert len(held_out.FACTS) == 23
    assert [one.label for one in calibrated.FACTS if one.letter] == ["C1", "C2", "C3", "C4"]
    assert [one.label for one in design.FACTS if one.letter] == ["R5", "S7", "S9"]


def test_what_is_seen_of_a_run_agrees_with_its_key_figures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    size = ("market.customers=1500", "days=300", "warmup_days=65")
    monkeypatch.setattr(scenarios, "SIZE", size)
    scenarios.scenario.cache_clear()
    config = scenarios.scenario("touches=true")
    scenarios.scenario.cache_clear()
    seen = buying(run_once(replace(config, replicates=1)), config)
    kpis = seen.kpis
    assert seen.won[0] == kpis["wins"] > 0
    assert seen.owning.brands[:, 1].sum() == kpis["wins_market"]
    leads, won = seen.sources.sum(axis=0)
    assert won / leads == pytest.approx(kpis["content_to_win_market"])
    assert seen.called[2, :, 0].sum() > seen.called[2, :, 1].sum() > 0
    assert np.allclose(seen.called[2], seen.called[:2].sum(axis=0))
    assert 0.2 < seen.calls[1] / seen.calls[0] < 0.9
    assert (seen.answered >= 0).all()
    assert seen.posts[1, 1] > seen.posts[0, 1] > 0
    assert (seen.posts[:, 0] <= seen.posts[:, 1]).all()
    assert (seen.owning.tenure[:, 1] <= seen.owning.tenure[:, 0]).all()
    assert 0 < seen.occasions[0] < seen.occasions[1]
    assert seen.told_age.sum() > 0
    assert seen.owning.referred[:, 0].sum() == kpis["wins_market"]


def test_a_steady_stock_is_as_old_as_its_half_life_says() -> None:
    daily = np.zeros(800)
    daily[1::5] = 1.0
    for half_life in (7.5, 217.0):
        month = old_share(daily, half_life)[400:600].mean()
        assert month == pytest.approx(0.5 ** (20 / half_life), abs=0.01)
    assert old_share(np.zeros(10), 10.0).tolist() == [0.0] * 10


def test_who_was_named_by_a_friend_before_the_win_is_referred() -> None:
    friend, other = CHANNELS.index("referral"), CHANNELS.index("social")
    leads = rows(LEAD, customer=[1, 1, 2, 3, 4], firm=[0, 1, 0, 0, 0],
                 channel=[friend, friend, other, friend, friend],
                 created=[10.0, 10.0, 10.0, 300.0, 10.0])  # fmt: skip
    won = rows(DEAL, customer=[1, 1, 2, 3, 4], firm=[0, 2, 0, 0, 0],
               closed=[50.0, 50.0, 50.0, 50.0, 200.0])  # fmt: skip
    # Another firm, another source, a friend who came later, one who came too long before.
    assert named_by_a_friend(won, leads).tolist() == [1, 0, 0, 0, 0]
    assert named_by_a_friend(won, leads[:0]).tolist() == [0] * 5


def test_purchases_are_counted_by_brand() -> None:
    bought = Outcome.WON
    journeys = rows(JOURNEY, customer=[1, 1, 1, 2, 2, 3], ended=[9.0, 30.0, 20.0, 20.0, 40.0, 50.0],
                    firm=[0, 1, 0, 0, 0, 1],
                    outcome=[bought] * 5 + [Outcome.NO_DECISION])  # fmt: skip
    # Customer 1 buys from 0, then 1; customer 2 twice from 0; what was before day 10 is left out.
    assert brands(journeys, 10, 2).tolist() == [[2, 3, 2, 1], [1, 1, 0, 0]]


def test_yeses_are_counted_when_said() -> None:
    config = SimpleNamespace(days=20, warmup_days=10, rivals=SimpleNamespace(count=1))
    records = Records.empty(30, 2)
    won, lost = Outcome.WON, Outcome.LOST
    records.deals.extend(
        rows(DEAL, firm=[0, 1, 0, 0], agreed=[12.0, np.nan, 9.0, 12.0],
             closed=[28.0, 16.0, 12.0, 13.0], outcome=[won, won, won, lost])
    )  # fmt: skip
    assert yeses(records, config).tolist() == [[1, 0], [0, 1], [0, 0], [0, 0]]


def test_a_peak_is_told_from_an_end_and_from_luck() -> None:
    luck = np.random.default_rng(1).normal(0.0, 1.0, (3, 20))
    inner = np.array([1.0, 5.0, 2.0])[:, None] + luck
    found = peak("inner", 2.0, 3.0, inner, (1, 2, 4), "")
    assert (found.found, found.interval, found.holds) == (2.0, (2.0, 2.0), True)
    assert not peak("rising", 2.0, 3.0, np.sort(inner, axis=0), (1, 2, 4), "").holds
    flat = np.random.default_rng(2).normal(0.0, 1.0, (3, 20))
    assert not peak("flat", 2.0, 3.0, flat, (1, 2, 4), "").holds


def test_calendars_spend_what_they_are_to() -> None:
    planned = weekly({"news": 0.4, "product": 2.0}, 10)
    assert sum(one.items for one in planned if one.kind == "news") == 4
    assert sum(one.items for one in planned if one.kind == "product") == 20
    assert {one.day % 5 for one in planned} == {1}
    mails = mailings(7, 40)
    assert sum(one.items for one in mails) == 14
    assert {one.channel for one in mails} == {"email"}
    assert not mailings(0, 40)


def test_the_split_of_money_leaves_its_sum() -> None:
    config = scenarios.scenario(*brand_share.WORDS)
    cost = {name: getattr(config.market.content, name).cost for name in WEEKLY}
    usual = sum(cost.values())
    for part in (0.0, 0.4, 1.0):
        planned = brand_share.split(config, part).cadence.planned
        spent = {kind: sum(one.items for one in planned if one.kind == kind) * cost[kind]
                 for kind in WEEKLY}  # fmt: skip
        assert sum(spent.values()) / (config.days // 5) == pytest.approx(usual, rel=0.01)
        lasting = spent["education"] + spent["product"]
        assert lasting / sum(spent.values()) == pytest.approx(part, abs=0.01)


def test_elasticities_are_found_again() -> None:
    base = [np.array([level, level, level]) for level in (90.0, 100.0, 110.0)]
    more = [one * np.array([2.0**0.12, 1.0, 1.0]) for one in base]
    later = [one * np.array([2.0**0.12, 2.0**0.12, 1.0]) for one in base]
    assert advertising.elasticity(base, more, 1).mean() == pytest.approx(0.12)
    assert advertising.elasticity(base, more, 3).mean() == pytest.approx(0.12)
    assert advertising.elasticity(base, later, 3).mean() > 0.2
    before = np.array([[100.0, 50.0, 50.0], [110.0, 50.0, 50.0], [90.0, 50.0, 50.0]])
    after = before * np.array([0.8**-2.6, 1.0, 1.0])
    assert promotion.elasticity(before, after).mean() == pytest.approx(-2.6)
    assert promotion.from_rivals(before, after).mean() == pytest.approx(0.0)
    taken = before + np.array([30.0, -5.0, -5.0])
    assert promotion.from_rivals(before, taken).mean() == pytest.approx(1 / 3)


def test_the_worth_of_speed_is_found_again() -> None:
    logs = np.log([0.5, 5.0, 50.0])
    odds = 0.1 * np.array([0.5, 5.0, 50.0]) ** -1.3
    called = [
        np.array([[1000.0 * n, 1000.0 * n * o / (1.0 + o), 1000.0 * n * log]
                  for o, log in zip(odds, logs, strict=True)])
        for n in (1.0, 1.1, 0.9)
    ]  # fmt: skip
    nobody = np.zeros((3, 3))
    seen = [SimpleNamespace(called=np.array([nobody, nobody, one])) for one in called]
    assert lead_response.exponent(seen).mean() == pytest.approx(1.3)
    assert lead_response.odds_of(seen, 0).mean() == pytest.approx(odds[0])


def test_rates_by_source_and_by_tenure_are_ratios_of_sums() -> None:
    table = np.zeros((len(NAMED), 2))
    table[NAMED.index("website")] = (200.0, 3.0)
    seen = [SimpleNamespace(sources=table * n) for n in (1.0, 2.0, 3.0)]
    assert lead_sources.rate(seen, "website").mean() == pytest.approx(0.015)
    assert np.isnan(lead_sources.rate(seen, "social")).all()
    rising = np.array([[100.0, kept] for kept in (86.0, 86.5, 88.0, 90.0, 93.0, 94.0)])
    seen = [SimpleNamespace(owning=SimpleNamespace(tenure=rising * n)) for n in (1.0, 2.0, 3.0)]
    assert all(finding.holds for finding in tenure.lines(seen, ""))
    flat = [SimpleNamespace(owning=SimpleNamespace(tenure=rising[[0] * 6])) for _ in range(3)]
    assert not all(finding.holds for finding in tenure.lines(flat, ""))


def test_the_age_of_what_was_told() -> None:
    weights = 0.9853 ** np.arange(2000)
    assert ad_duration.age_of(weights, 0.9) == pytest.approx(
        math.log(0.1) / math.log(0.9853), abs=1
    )
    assert math.isnan(ad_duration.age_of(np.zeros(3), 0.9))


def test_response_to_items_peaks_only_if_they_wear_out() -> None:
    assert exposures.highest(0.0, 4) == 4
    assert exposures.highest(2.0, 4) == 1


def test_a_curve_of_adopters_is_fitted() -> None:
    years = np.arange(1, 10 * DAYS_A_YEAR + 1) / DAYS_A_YEAR
    level = np.array([share(t, 0.02, 0.5) for t in years])
    assert fitted(level) == pytest.approx((0.02, 0.5), rel=1e-3)
    parts = [in_years(level, 1, 1), in_years(level, 2, 4), in_years(level, 5, 10)]
    assert sum(parts) == pytest.approx(level[-1])


def test_value_answers_as_arithmetic_says() -> None:
    base = customer_value.Base(100.0, 5.0, 0.0, 5.0, 7.0, 0.8, 0.7)
    retention = customer_value.elasticity(
        base, lambda one: one._replace(retention=customer_value.up(one.retention))
    )
    margin = customer_value.elasticity(
        base, lambda one: one._replace(margin=customer_value.up(one.margin))
    )
    assert retention == pytest.approx(1.12 / 0.32, abs=0.1)
    assert margin == pytest.approx(1.0)
    assert customer_value.worth(base) == pytest.approx(100.0 * 5.0 * 0.7 * 0.8 / 0.32)
    growing = base._replace(new_a_year=10.0)
    assert customer_value.elasticity(growing, lambda one: one._replace(cost=7.07)) < 0.0


def test_double_jeopardy_is_told_from_none() -> None:
    # Buyers, purchases, purchases followed by another, and by one from the same firm.
    loyal_to_large = np.array([[900.0, 1000.0, 100.0, 80.0], [95.0, 100.0, 10.0, 5.0]])
    product, square = double_jeopardy.slope_parts(loyal_to_large)
    assert product > 0 < square
    loyal_to_small = loyal_to_large.copy()
    loyal_to_small[1, 3] = 10.0
    assert double_jeopardy.slope_parts(loyal_to_small)[0] < 0
    buyers, frequency = double_jeopardy.spread(loyal_to_large)
    assert buyers > 100 * frequency


def test_a_referred_customer_is_worth_what_is_put_in() -> None:
    table = np.array([[100.0, 800.0, 100.0, 80.0], [10.0, 96.0, 10.0, 8.0]])
    seen = [SimpleNamespace(owning=SimpleNamespace(referred=table * n)) for n in (1.0, 2.0, 3.0)]
    plain, named = (referred.worth(seen, group).mean() for group in (0, 1))
    assert plain == pytest.approx(8.0 * 1.12 / 0.32)
    assert named / plain == pytest.approx(1.2)
    assert referred.retention(seen, 1).mean() == pytest.approx(0.8)


def test_facts_are_chosen_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = (Fact(number, "a fact", "", lambda: ()) for number in (1, 2))
    monkeypatch.setattr(limits, "FACTS", (one, two))
    monkeypatch.setattr(inputs, "FACTS", (two,))
    assert asked(["limits", "2"]) == {"limits": (two,)}
    assert asked(["limits", "inputs", "2"]) == {"limits": (two,), "inputs": (two,)}
    assert asked(["limits", "inputs", "1"]) == {"limits": (one,)}
    assert asked(["inputs"]) == {"inputs": (two,)}
    with pytest.raises(Refusal, match="facts 7: no fact of limits has that number, only 1, 2"):
        asked(["limits", "1", "7"])


def test_parts_of_the_facts_are_put_together() -> None:
    first, second, again = (
        {"number": number, "holds": holds, "name": name}
        for number, holds, name in ((2, True, "a"), (1, False, "b"), (2, False, "c"))
    )
    made = page.together([
        {"inputs": {"count": 1, "hold": 1, "facts": [first]}},
        {"inputs": {"count": 2, "hold": 0, "facts": [second, again]}},
    ])  # fmt: skip
    assert made == {"inputs": {"count": 2, "hold": 0, "facts": [second, again]}}


def test_the_same_run_serves_every_fact_about_buyers(monkeypatch: pytest.MonkeyPatch) -> None:
    asked_for = []

    def paired(scenarios, measure, seeds, own_worlds):
        asked_for.extend(seeds)
        return {name: [None] * len(seeds) for name in scenarios}

    monkeypatch.setattr(observe, "_SEEN", {})
    monkeypatch.setattr(observe.replicates, "paired", paired)
    usual()
    usual()
    assert asked_for == list(observe.SEEDS)
