"""Mechanisms: what is off leaves no bit of a trace, what is on does what its parameter says."""

from dataclasses import replace

import numpy as np
import pytest

from sim.config import Network
from sim.config.market import Arrivals
from sim.config.parameter import ConfigError
from sim.model.customers.mind import belief_variance
from sim.model.market import Market as Model
from sim.model.rules.belief import progress
from sim.model.state.catalogue import private_value
from sim.model.state.customers import SEARCHING
from sim.model.state.network import neighbour
from sim.records import Origin, Outcome
from sim.runs.one_run import digest
from tests import plain

# All mechanisms that can be off are, whatever the defaults.
OFF = {
    "buyer": {"private_share": 0.0, "look_up": 1.0, "choice": "sure", "entry_shape": 0.0},
    "network": {"contagion_per_year": 0.0, "opinion_bound": 0.0},
    "service": {"churn_shape": 0.0},
    "marketing": {"routed_at_once": 1.0},
}
BUSY = plain.config(
    market=plain.market(
        customers=400,
        buyer=plain.buyer(entry_per_year=2.0, **OFF["buyer"]),
        service=plain.service(term_days=30, **OFF["service"]),
    ),
    network=Network(heard_per_day=0.3, **OFF["network"]),
    days=70,
    warmup_days=0,
    sales=plain.sales(reps=3),
    marketing=plain.marketing(**OFF["marketing"]),
    rivals=plain.rivals(sales=plain.sales(reps=3), marketing=plain.marketing(**OFF["marketing"])),
)


def changed(config=BUSY, buyer=(), network=(), sales=(), marketing=(), service=(), start=()):
    market = replace(
        config.market,
        buyer=replace(config.market.buyer, **dict(buyer)),
        service=replace(config.market.service, **dict(service)),
        start=replace(config.market.start, **dict(start)),
    )
    return replace(
        config,
        market=market,
        network=replace(config.network, **dict(network)),
        sales=replace(config.sales, **dict(sales)),
        marketing=replace(config.marketing, **dict(marketing)),
    )


def live(config, seed=1):
    model = Model(config, seed)
    while model.running:
        model.step()
    return model


def happened(config):
    return digest(live(config).world.records)


UNUSED = {
    "discovery of a private part that is not there": {"sales": {"discovery_precision": 7.0}},
    "choice by logit": {"buyer": {"deliberation_days": 3, "logit_scale": 9.0}},
    "satisficing": {"buyer": {"aspiration": -2.0, "aspiration_days": 5}},
    "opinions": {"network": {"opinion_rate": 0.1}},
    "lying leads": {"marketing": {"routing_days": 99.0}},
    "forms": {"sales": {"form_reach": 0.1}, "marketing": {"form_points": 7.0}},
    "contact that falls": {"sales": {"reach_hours": 9.0}},
    "leave": {"sales": {"leave_days": 99.0}},
    # So little that no chance is missed by it: what counts is that reading up goes another way.
    "looking up": {"buyer": {"look_up": 1 + 1e-12}},
}


@pytest.mark.parametrize("what", UNUSED)
def test_what_is_off_leaves_no_trace(what):
    assert happened(changed(**UNUSED[what])) == happened(BUSY)


USED = {
    "private part": {"buyer": {"private_share": 0.4}},
    "logit": {"buyer": {"choice": "logit"}},
    "satisficing": {"buyer": {"choice": "satisfice"}},
    "opinions": {"network": {"opinion_bound": 1.0}},
    "lying leads": {"marketing": {"routed_at_once": 0.5}},
    "looking up": {"buyer": {"look_up": 5.0}},
    "forms": {"sales": {"forms": 0.5}},
    "contact that falls": {"sales": {"reach_decay": 0.5}},
    "worth": {"sales": {"priority": "worth"}},
    "other work between": {"sales": {"other_work_between": 1.0}},
    "appointments": {"sales": {"appointments": True}},
    "people who decide": {"buyer": {"group": 2.0}},
    "demonstrations": {"sales": {"demo_hours": 1.5}},
    "proposals": {"sales": {"proposal_hours": 1.5}},
    "strangers who are hard to reach": {"sales": {"cold_reach": 0.05}},
    "knowledge apart from skill": {"sales": {"knowledge": 0.4}},
    "accounts that grow": {"service": {"expansion": 0.14}},
    "contagion": {"network": {"contagion_per_year": 20.0}},
    "leave": {"sales": {"leave_per_year": 5.0}},
    "unlike needs": {"buyer": {"entry_shape": 1.0}},
    "unlike accounts": {"service": {"churn_shape": 0.7}},
    "deciding on nothing with nobody in mind": {"buyer": {"wait_when_empty": False}},
    "weights of ties": {"network": {"strong_weight": 1.0}},
    "cold start": {"start": {"state": "cold"}},
    "days remembered": {"start": {"remembered_days": 20}},
}


@pytest.mark.parametrize("what", USED)
def test_what_is_on_is_seen(what):
    assert happened(changed(**USED[what])) != happened(BUSY)


# A private part of utility


def progress_of(world, rows):
    buyer = world.customers.buyer
    return np.array(
        [
            [progress(belief_variance(world.customers.rows[i], firm, buyer), buyer.prior_variance)
             for firm in range(world.firms)]
            for i in rows
        ]
    )  # fmt: skip


def test_reading_alone_cannot_show_what_is_private():
    config = changed(
        buyer={"private_share": 0.4, "memory": 1.0, "patience_days": 2600, "made_up": 0.999,
               "signs": 0.999, "attention_sd": 0.0, "clarity_start": 50.0},
        start={"state": "cold"},
    )  # fmt: skip
    config = replace(
        config, days=262, sales=plain.sales(reps=0), rivals=plain.rivals(sales=plain.sales(reps=0))
    )
    world = live(config).world
    assert (world.customers.rows["insight"] == 0).all()
    x = progress_of(world, np.flatnonzero(world.customers.rows["stage"] == SEARCHING))
    assert len(x) > 100
    assert x.max() < 0.6
    assert x.max() > 0.5


def test_a_first_conversation_begins_with_what_could_be_read():
    records = live(changed(buyer={"private_share": 0.4}, start={"state": "cold"})).world.records
    talks = records.conversations.happened
    first = talks[talks["number"] == 1]
    # Of a customer's first conversation with a firm, whatever was known then was read or heard.
    _, places = np.unique(first["customer"] * 8 + first["firm"], return_index=True)
    assert len(places) > 50
    assert (first["progress"][places] < 0.6).all()
    assert (talks["progress"] > 0.6).any()


def test_discovery_shows_the_private_part_and_content_the_rest():
    buyer = {"private_share": 0.5, "memory_noise": False, "memory": 1.0}
    model = live(changed(buyer=buyer, sales={"discovery_precision": 15.0}, start={"state": "cold"}))
    world = model.world
    rows = np.flatnonzero(world.customers.rows["insight"][:, 0] > 8)
    assert len(rows) > 20
    told = world.customers.rows["impression"][rows, 0] / world.customers.rows["insight"][rows, 0]
    private = np.array(
        [private_value(int(i), 0, world.catalogue, world.customers.buyer) for i in rows]
    )
    assert np.corrcoef(told, private)[0, 1] > 0.85
    i = int(rows[0])
    row, share, v = world.customers.rows[i], 0.5, world.config.market.buyer.prior_variance
    public = (world.catalogue.prior[0] + v * share * row["evidence"][0]) / (
        1 + v * share * row["precision"][0]
    )
    hidden = v * share * row["impression"][0] / (1 + v * share * row["insight"][0])
    assert model.customer(i).belief[0] == pytest.approx(public + hidden)


@pytest.mark.parametrize("private", [0.0, 0.3, 0.7])
def test_utility_has_its_spread_however_it_is_divided(private):
    """20,000 customers and three firms: within 3 % of ``value_sd``; world seed 1."""
    buyer = plain.buyer(private_share=private, price_weight=0.0, entry_per_year=0.0)
    world = Model(plain.config(market=plain.market(customers=20_000, buyer=buyer), days=1), 1).world
    hidden = np.array(
        [[private_value(i, firm, world.catalogue, world.customers.buyer) for firm in range(3)]
         for i in range(20_000)]
    )  # fmt: skip
    assert hidden.var() == pytest.approx(private * buyer.value_sd**2, rel=0.03, abs=1e-12)
    whole = world.customers.rows["value"] + hidden
    assert whole.std() == pytest.approx(buyer.value_sd, rel=0.03)
    assert whole.mean() == pytest.approx(buyer.value_mean, abs=0.03)


# Choice


def test_nobody_settles_for_less_than_they_aspire_to():
    high, low = (
        live(changed(buyer={"choice": "satisfice", "aspiration": level, "aspiration_days": 2600}))
        for level in (5.0, -5.0)
    )
    assert not (high.world.records.deals.happened["outcome"] == Outcome.WON).any()
    journeys = low.world.records.journeys.happened
    talked = journeys[~np.isnan(journeys["first_contact"]) & (journeys["favourite"] >= 0)]
    assert len(talked) > 50
    assert talked["decided_before"].all()
    assert (low.world.records.deals.happened["outcome"] == Outcome.WON).sum() > 20


def test_by_logit_nobody_asks_a_rep_before_having_chosen():
    config = changed(buyer={"choice": "logit"}, sales={"cold_calls": 0})
    records = live(config).world.records
    deals = records.deals.happened
    asked = deals[(deals["origin"] == Origin.REQUEST) & ~np.isnan(deals["first_talk"])]
    assert len(asked) > 20
    assert asked["decided_before"].all()
    assert (asked["favourite"] == asked["firm"]).all()


def test_a_large_scale_chooses_the_best_and_none_at_all_chooses_evenly():
    """Of those who chose among all three firms, with nobody to sell: how many chose the leader."""

    def best(scale):
        config = changed(
            buyer={"choice": "logit", "logit_scale": scale, "deliberation_days": 20,
                   "salience_gate": False, "value_mean": 2.0, "memory_noise": False},
            sales={"reps": 0},
        )  # fmt: skip
        model = live(replace(config, rivals=plain.rivals(sales=plain.sales(reps=0))))
        customers = model.world.customers.rows
        found = [int(np.argmax(model.customer(int(i)).belief)) == customers["chosen"][i]
                 for i in np.flatnonzero(customers["chosen"] >= 0)]  # fmt: skip
        assert len(found) > 80
        return np.mean(found)

    assert best(50.0) > 0.75
    assert best(0.0) < 0.55


# Network


def test_contagion_needs_somebody_to_catch_it_from():
    """Nobody has a need of their own. Who owns nothing catches it, at the hazard of the start's
    owners, within five standard errors on the first day."""
    hazard = 50.0
    config = changed(
        buyer={"entry_per_year": 0.0}, network={"contagion_per_year": hazard},
        start={"acquired_per_year": 0.5},
    )  # fmt: skip
    config = replace(config, market=replace(config.market, customers=8000), days=1)
    model = Model(config, 3)
    rows, network = model.world.customers.rows.copy(), model.world.customers.network
    model.step()
    woken = model.world.customers.searching
    assert (rows["supplier"][woken] == -1).all()
    rng, free = np.random.default_rng(1), np.flatnonzero(rows["supplier"] < 0)
    keys = rng.integers(0, 2**63, 20, dtype=np.uint64)
    heard = np.array([[neighbour(int(i), 8000, network, key) for i in free] for key in keys])
    expected = (rows["supplier"][heard] >= 0).mean(axis=0).sum() * hazard / 260
    assert len(woken) == pytest.approx(expected, abs=5 * np.sqrt(expected) + 0.02 * expected)
    for quiet in ({"kind": "none"}, {"contagion_per_year": 0.0}):
        assert len(live(changed(config, network=quiet)).world.customers.searching) == 0
    assert len(live(changed(config, start={"state": "cold"})).world.customers.searching) == 0


def test_a_network_in_which_nobody_is_heard_is_refused():
    for nobody in ({"strong_ties": 0}, {"strong_weight": 0.0}):
        with pytest.raises(ConfigError, match="choose network=none"):
            plain.config(network=Network(weak_ties=0, **nobody))
        assert plain.config(network=Network(kind="none", weak_ties=0, **nobody))
        assert plain.config(network=Network(weak_ties=1, **nobody))


# Leads from outside


def test_each_channel_brings_its_own_part_of_needs():
    arrivals = Arrivals(
        per_weekday=5.0, channels=["email", "social", "direct"], shares=[0.3, 0.3, 0.4],
        intents=[0.0, 1.0, 0.5],
    )  # fmt: skip
    config = plain.config(
        market=plain.market(
            customers=50_000, buyer=plain.buyer(entry_per_year=0.0), arrivals=arrivals
        ),
        days=200, warmup_days=0,
        marketing=plain.marketing(threshold_marketing=-5, threshold_sales=-5),
        rivals=plain.rivals(count=0),
    )  # fmt: skip
    world = live(config).world
    entered = set(world.records.journeys.happened["customer"].tolist())
    entered |= set(np.flatnonzero(world.customers.rows["stage"] == SEARCHING).tolist())
    leads = world.records.leads.happened
    leads = leads[(leads["channel"] >= 0) & ~leads["inquiry"]]
    needy = np.array([int(i) in entered for i in leads["customer"]])
    part = {channel: needy[leads["channel"] == channel] for channel in np.unique(leads["channel"])}
    low, half, high = sorted((values.mean(), len(values)) for values in part.values())
    assert low[0] < 0.02  # the odd customer arrived on another channel too
    assert half[0] == pytest.approx(0.5, abs=5 * np.sqrt(0.25 / half[1]) + 0.01)
    assert high[0] == 1
    assert min(low[1], half[1], high[1]) > 200


def test_a_part_for_each_channel_or_for_none():
    arrivals = Arrivals(channels=["email", "direct"], shares=[0.5, 0.5], intents=[0.1])
    with pytest.raises(ConfigError, match="intents has 1 entries for 2 channels"):
        plain.config(market=plain.market(arrivals=arrivals))


def test_the_start_is_luck_and_the_world_is_not():
    one, two = (Model(changed(), seed).world for seed in (1, 2))
    assert (one.customers.rows["supplier"] != two.customers.rows["supplier"]).any()
    assert one.marketing.stock.tobytes() == two.marketing.stock.tobytes()
