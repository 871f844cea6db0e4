"""A rep's clock: what turns up during the day is met when it turns up, if the rep is free."""

from dataclasses import replace

import numpy as np
import pytest

from sim.config import Network
from sim.model.market import Market as Model
from sim.records import Origin
from tests import plain

# Many reps for few customers: hardly anybody has two things to do on a day.
FREE = plain.config(
    market=plain.market(customers=600, buyer=plain.buyer(entry_per_year=1.0)),
    network=Network(kind="none"),
    days=260,
    warmup_days=0,
    sales=plain.sales(reps=60, cold_calls=0, reach_chance=1.0, vacancy_days=0.0),
    rivals=plain.rivals(count=0),
)


def live(config, seed=5):
    model = Model(config, seed)
    while model.running:
        model.step()
    return model.world.records


def busy(others):
    """How many things a rep did on a day, by (rep, day)."""
    days = {}
    for rep, day in others:
        days[rep, day] = days.get((rep, day), 0) + 1
    return days


def business(records):
    """(rep, day) of every conversation and lead call, first and last."""
    talks, leads = records.conversations.happened, records.leads.happened
    called = leads[leads["attempts"] > 0]
    found = list(zip(talks["rep"].tolist(), talks["time"].astype(int).tolist(), strict=True))
    for name in ("first_attempt", "last_attempt"):
        found += zip(called["rep"].tolist(), called[name].astype(int).tolist(), strict=True)
    return found


def test_a_request_made_at_noon_is_answered_at_noon():
    records = live(FREE)
    deals = records.deals.happened
    asked = deals[(deals["origin"] == Origin.REQUEST) & ~np.isnan(deals["first_talk"])]
    done = busy(business(records))
    free = np.array(
        [done.get((int(deal["rep"]), int(deal["opened"])), 0)
         == (int(deal["first_talk"]) == int(deal["opened"])) for deal in asked]
    )  # fmt: skip
    met = asked[free]
    assert len(met) > 50
    noon = (met["opened"] % 1 > 0.4) & (met["opened"] % 1 < 0.6)
    assert noon.sum() > 5
    waits = met["first_talk"] - met["opened"]
    assert (waits >= 0).all()
    assert (waits < 1e-8).mean() > 0.95
    # The others found the rep on a call to somebody who put the rep off.
    assert waits.max() < FREE.sales.call_hours / FREE.sales.hours_per_day + 1e-8


def test_a_request_of_the_last_minutes_is_answered_into_the_next_day():
    """The conversation begins today; the hours that are missing are the next day's first."""
    model = Model(FREE, 5)
    owed, spent = [], []
    while model.running:
        model.step()
        owed.append(model.world.sales.reps["owed"].sum(axis=1))
        spent.append(model.world.sales.reps["spent"][:, :-1].sum(axis=1))
    deals = model.world.records.deals.happened
    asked = deals[(deals["origin"] == Origin.REQUEST) & ~np.isnan(deals["first_talk"])]
    late = asked[asked["opened"] % 1 > 1 - 0.9 * FREE.sales.transact_hours / 8.0]
    assert len(late) > 5
    soon = np.floor(late["first_talk"]) == np.floor(late["opened"])
    assert soon.mean() > 0.8
    days = np.floor(late["opened"][soon]).astype(int)
    days, reps = days[days < 259], late["rep"][soon][days < 259]
    over = np.array([owed[day][rep] for day, rep in zip(days, reps, strict=True)])
    first = np.array([spent[day + 1][rep] for day, rep in zip(days, reps, strict=True)])
    assert (over > 0).all()
    assert (first >= over - 1e-9).all()


@pytest.mark.parametrize("between", [0.0, 1.0])
def test_what_turns_up_interrupts_other_work(between):
    """Of two who ask on a day the second is answered at once, or when the first has been."""
    buyer = plain.buyer(entry_per_year=3.0)
    sales = replace(FREE.sales, reps=2, other_work_between=between, follow_up_days=260)
    config = replace(FREE, sales=sales, market=replace(FREE.market, buyer=buyer))
    # No names to call: reps only answer.
    records = live(replace(config, marketing=plain.marketing(threshold_marketing=5.0)))
    deals, talks = records.deals.happened, records.conversations.happened
    talks = talks[np.lexsort((talks["time"], talks["rep"]))]
    first, second = talks[:-1], talks[1:]
    asked, over = deals["opened"][second["deal"]], first["time"] + first["hours"] / 8.0
    day = np.floor(second["time"])
    among = (first["rep"] == second["rep"]) & (np.floor(first["time"]) == day)
    among &= (asked > first["time"]) & (np.floor(asked) == day)
    assert among.sum() > 50
    late = second["time"][among] - np.maximum(asked, over)[among]
    assert np.abs(late).max() < 1e-8


def test_capacity_grows_evenly_with_hours():
    """A rep with more to do than time uses up the hours planned on every day, whatever they are."""
    for share in (0.30, 0.37, 0.44):
        sales = replace(FREE.sales, reps=1, selling_share=share, cold_calls=200, talk_hours=1.0)
        model = Model(replace(FREE, days=60, sales=sales), 5)
        while model.running:
            model.step()
            rep = model.world.sales.reps[0]
            assert rep["spent"][:-1].sum() == pytest.approx(rep["plan"][:-1].max(), abs=1e-8)


def test_leads_are_called_as_they_are_routed():
    everyone = {"threshold_marketing": -5.0, "threshold_sales": -5.0}
    config = replace(FREE, marketing=plain.marketing(routed_at_once=1.0, **everyone))
    records = live(config)
    leads = records.leads.happened
    called = leads[leads["attempts"] > 0]
    key = list(zip(called["rep"].tolist(), called["routed"].astype(int).tolist(), strict=True))
    routed = busy((int(r), int(d)) for r, d in zip(leads["rep"], leads["created"], strict=True))
    free = np.array([routed[pair] == 1 for pair in key])
    waits = (called["first_attempt"] - called["routed"])[free & (called["routed"] % 1 < 0.9)]
    assert len(waits) > 200
    # Other business may come first; most often there is none.
    assert np.median(waits) < 1e-8
    assert (waits > -1e-12).all()


def test_strangers_are_called_before_anything_turns_up():
    records = live(replace(FREE, sales=replace(FREE.sales, cold_calls=4)))
    deals = records.deals.happened
    cold = deals[deals["origin"] == Origin.COLD_CALL]
    assert len(cold) > 20
    # Four calls take well under half a day, whether or not somebody talks.
    assert np.median(cold["opened"] % 1) < 0.3


@pytest.mark.parametrize("hours", [4.0, 8.0])
def test_nothing_happens_outside_the_day_and_no_more_than_the_hours(hours):
    busy = replace(FREE, sales=replace(FREE.sales, reps=1, hours_per_day=hours, cold_calls=20))
    model = Model(busy, 5)
    while model.running:
        model.step()
        reps = model.world.sales.reps
        spent = reps["spent"][:, :-1].sum(axis=1)
        assert (spent + reps["idle"] <= hours + 1e-6).all()
    talks = model.world.records.conversations.happened
    ends = talks["time"] % 1 + talks["hours"] / hours
    assert len(talks) > 50
    # Selling hours come first on these days; only the last conversation may run over them.
    over = ends * hours > model.world.sales.reps["plan"][0, :-1].max() + 1e-6
    assert 0 < over.sum() <= len(np.unique(np.floor(talks["time"])))
    order = np.lexsort((talks["time"], talks["rep"]))
    gaps = np.diff(talks["time"][order]) * hours
    assert (gaps >= talks["hours"][order][:-1] - 1e-6).all(), "two conversations at once"
