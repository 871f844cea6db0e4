"""Routing: who gets a lead or a customer who asks, and how long it lies before.

Hand-off lag: a part of the qualified leads is routed at once, the others by an exponential.
"""

import numpy as np
import pytest
from scipy import stats

from sim.config.market import Start
from sim.model.market import Market as Model
from sim.model.sales.floor import floor_of
from sim.model.sales.routing import rep_for
from tests import plain

EVERYTHING = {"threshold_marketing": -5.0, "threshold_sales": -5.0}


def leads_of(marketing):
    config = plain.config(
        seed=4, market=plain.market(customers=4000, buyer=plain.buyer(entry_per_year=1.0)), days=65,
        warmup_days=0, marketing=marketing, rivals=plain.rivals(count=0),
    )  # fmt: skip
    model = Model(config, config.seed)
    while model.running:
        model.step()
    leads = model.world.records.leads.happened
    return leads[~leads["inquiry"]]


@pytest.mark.parametrize(("at_once", "days"), [(1.0, 3.0), (0.6, 2.0), (0.0, 8.0)])
def test_leads_lie_as_long_as_the_law_says(at_once, days):
    """Binomial within five standard errors; Kolmogorov–Smirnov, 1e-6; seed 4."""
    leads = leads_of(plain.marketing(routed_at_once=at_once, routing_days=days, **EVERYTHING))
    lies = leads["routed"] - leads["created"]
    many = len(leads)
    assert many > 1000
    error = np.sqrt(at_once * (1 - at_once) / many)
    assert (lies == 0).mean() == pytest.approx(at_once, abs=5 * error)
    if at_once < 1:
        assert stats.kstest(lies[lies > 0], "expon", args=(0, days)).pvalue > 1e-6


def test_a_lead_that_lies_is_called_later():
    soon, late = (
        leads_of(plain.marketing(routed_at_once=part, routing_days=2.0, **EVERYTHING))
        for part in (1.0, 0.0)
    )
    waits = [np.nanmean(leads["first_attempt"] - leads["created"]) for leads in (soon, late)]
    assert waits[1] > waits[0] + 0.5
    assert not (late["first_attempt"] < late["routed"]).any()


def reps_of(routing, name="deals", prospectors=0, customers=3000, days=130, skill_sd=0.6):
    config = plain.config(
        seed=5, days=days, warmup_days=0,
        market=plain.market(customers=customers, buyer=plain.buyer(entry_per_year=2.0),
                      start=Start(state="cold")),
        rivals=plain.rivals(count=0), marketing=plain.marketing(**EVERYTHING),
        sales=plain.sales(reps=6, prospectors=prospectors, routing=routing, turnover_per_year=0.0,
                    skill_sd=skill_sd),
    )  # fmt: skip
    model = Model(config, config.seed)
    while model.running:
        model.step()
    rows = model.world.records.table(name).happened
    return model.world, rows["rep"][rows["rep"] >= 0]


@pytest.mark.parametrize("name", ["leads", "deals"])
def test_in_turn_everybody_gets_as_many(name):
    _, reps = reps_of("round_robin", name)
    many = np.bincount(reps, minlength=6)
    assert many.sum() > 200
    # Strangers who are talked to, and the firm's own customers, come beside.
    assert many.max() - many.min() <= 0.1 * many.sum()


def test_by_skill_the_able_get_more_in_proportion():
    """Chi-squared against the skills, 1e-6; seed 5. A cold market, so early that no customer is a
    firm's own."""
    world, reps = reps_of("skill", "leads", days=45)
    skill = world.sales.reps["skill"]
    many = np.bincount(reps, minlength=6)
    assert many.sum() > 500
    expected = many.sum() * skill / skill.sum()
    assert stats.chisquare(many, expected).pvalue > 1e-6
    assert stats.chisquare(many).pvalue < 1e-6, "the test can tell skills from none"


def test_by_load_nobody_has_much_more_in_hand():
    spread = {}
    for routing in ("load", "territory"):
        world, _ = reps_of(routing)
        spread[routing] = world.sales.load.max() - world.sales.load.min()
    assert spread["load"] < spread["territory"]


def test_in_one_line_no_seat_is_favoured():
    """Requests over six equal seats that often have nothing to do; chi-squared, 1e-6; seed 5."""
    world, _ = reps_of("pool", customers=400, days=260, skill_sd=0.0)
    deals = world.records.deals.happened
    many = np.bincount(deals["rep"][(deals["origin"] == 0) & (deals["rep"] >= 0)], minlength=6)
    assert many.sum() > 120
    assert stats.chisquare(many).pvalue > 1e-6


def test_by_load_luck_decides_between_those_who_have_as_little_in_hand():
    world, _ = reps_of("load", customers=60, days=1)
    floor, lots = floor_of(world, world.ledger()), (np.arange(600) + 0.5) / 600
    stranger = int(np.flatnonzero(world.customers.rows["supplier"] < 0)[0])
    for held, many in (([2] * 6, [100] * 6), ([1, 0, 3, 0, 0, 9], [0, 200, 0, 200, 200, 0])):
        floor.ledger.load[:] = held
        seats = [rep_for(stranger, 0, False, luck, 0, floor) for luck in lots]
        assert np.bincount(seats, minlength=6).tolist() == many
    world.sales.reps["joined"] = 1
    seats = [rep_for(stranger, 0, False, luck, 0, floor) for luck in lots]
    assert np.bincount(seats, minlength=6).tolist() == [100] * 6, "all seats empty"


def test_prospectors_get_leads_and_closers_get_deals_whatever_the_routing():
    for routing in ("round_robin", "skill", "load"):
        _, callers = reps_of(routing, "leads", prospectors=2, customers=600)
        _, closers = reps_of(routing, "deals", prospectors=2, customers=600)
        assert set(callers) == {0, 1}
        assert set(closers) == {2, 3, 4, 5}
