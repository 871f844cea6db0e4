"""Forms: with one firm and patience they are Erlang's queue; a call reaches as age says."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.facts.limits import queue
from sim.model.rules.forms import form_score, wait_ends
from sim.model.rules.reach import hours_old, reach
from sim.model.rules.worth import chance_of_need, worth_an_hour
from sim.runs.one_run import run_once

# Days of a conversation and of patience: many, as a wait is looked at once a day.
TALK, PATIENCE, LOAD, REPS, DAYS = 10.0, 20.0, 0.9, 10, 12_000


def forms_to_single_reps():
    """Reps with a territory each, whose conversations last ten days; customers leave forms."""
    config = queue.reduced(REPS, 40.0, 1, patience=1.0)
    sales = replace(config.sales, routing="territory", hours_per_day=40.0 / TALK, forms=1.0,
                    form_reach=1.0, call_hours=0.01, lead_max_age_days=2600)  # fmt: skip
    market = config.market
    buyer = replace(market.buyer, waiting_days=PATIENCE)
    arrivals = replace(market.arrivals, per_weekday=REPS * LOAD / TALK)
    market = replace(market, customers=100_000, buyer=buyer, arrivals=arrivals)
    marketing = replace(config.marketing, routed_at_once=1.0)
    return replace(config, sales=sales, marketing=marketing, market=market, days=DAYS)


def test_one_firm_with_patience_is_erlang_a():
    """Part of forms whose customers leave before a conversation; one seed, 4 standard errors of
    batch means (false alarm 6e-5), and half a day's patience, as waits are looked at by the day."""
    run = run_once(forms_to_single_reps())
    leads = run.leads.happened
    asked = leads[leads["inquiry"]]
    asked = asked[(asked["created"] > 500) & (asked["created"] < DAYS - 500)]
    talked = np.zeros(len(asked), bool)
    of_deal = asked["deal"] >= 0
    talked[of_deal] = run.deals.happened["talks"][asked["deal"][of_deal]] > 0
    batches = (~talked)[: len(talked) // 50 * 50].reshape(50, -1).mean(axis=1)
    error = batches.std(ddof=1) / math.sqrt(50)
    exact = queue.birth_and_death(LOAD, 1, TALK / PATIENCE).unanswered
    late = exact - queue.birth_and_death(LOAD, 1, TALK / (PATIENCE + 0.5)).unanswered
    assert abs(batches.mean() - exact) < 4 * error + abs(late)
    assert abs(batches.mean() - queue.birth_and_death(LOAD, 1, 0.0).unanswered) > 4 * error


@given(st.floats(0.01, 1.0), st.floats(0.01, 500.0), st.floats(0.05, 10.0), st.floats(0.01, 3.0))
def test_odds_of_reaching_fall_as_a_power_of_age(at_once, hours, scale, decay):
    chance = reach(at_once, hours, scale, decay)
    assert 0.0 < chance <= at_once
    assert math.log(at_once / chance) == pytest.approx(decay * math.log1p(hours / scale), abs=1e-9)
    assert reach(at_once, hours, scale, 0.0) == at_once


def test_age_is_on_the_clock():
    """Half a working day is four hours; over a night 24 - 8 more; over a weekend two days more."""
    assert hours_old(1.25, 1.75) == pytest.approx(4.0)
    assert hours_old(0.5, 1.5) == pytest.approx(24.0)
    assert hours_old(4.5, 5.5) == pytest.approx(72.0)


@given(st.floats(-4, 4), st.floats(-4, 4), st.floats(0.1, 0.9))
def test_the_chance_of_a_need_is_bayes_rule(score, odds, correlation):
    """Against the densities of N(±ρ, 1 - ρ²) in the long form."""
    var = 1.0 - correlation**2
    base = 1.0 / (1.0 + math.exp(-odds))
    need, none = (
        part * math.exp(-((score - mean) ** 2) / (2.0 * var))
        for part, mean in ((base, correlation), (1.0 - base, -correlation))
    )
    found = chance_of_need(score, odds, 2.0 * correlation / var)
    assert found == pytest.approx(need / (need + none), rel=1e-9)


def test_the_worth_of_a_call_is_wins_over_hours_however_many_are_made():
    """A thousand calls one after another, counted: the same wins an hour."""
    reached, need, wins, call, talks = 0.4, 0.2, 0.3, 0.25, 2.0
    hours = 1000 * (call + reached * need * talks)
    assert worth_an_hour(reached, need, wins, call, talks) == pytest.approx(
        1000 * reached * need * wins / hours
    )


def test_waits_end_at_a_constant_hazard():
    luck = (np.arange(100_000) + 0.5) / 100_000
    ends = np.mean([wait_ends(one, 5.0) for one in luck[::50]])
    assert ends == pytest.approx(1.0 - math.exp(-0.2), abs=1e-3)
    assert not wait_ends(1e-12, 0.0)


def test_in_a_silo_a_form_is_a_lead_like_others():
    assert form_score(0.3, 5.0, 0.0) == 0.3
    assert form_score(0.3, 5.0, 0.5) == pytest.approx(2.8)
