"""Seats: who answers whom, empty seats, territories, and what a change of rep costs."""

from dataclasses import replace

import numpy as np
import pytest

from sim.config import Network, Quota
from sim.facts.estimators.selling import selling
from sim.metrics.kpis import kpis
from sim.model.market import Market as Model
from sim.model.rules.turnover import vacant_days
from sim.model.state.seats import closer_of
from sim.records import PANEL, SELLING_HOURS, Outcome, Unpursued
from sim.runs.one_run import digest
from tests import plain

PLAIN = {
    "routing": "territory", "waiting_room": True, "territory_sd": 0.0, "talk_spread": "fixed",
    "vacancy_days": 0.0, "change_cost": 0.0,
}  # fmt: skip
BUSY = plain.config(
    market=plain.market(
        customers=600,
        buyer=plain.buyer(entry_per_year=2.0),
        service=plain.service(term_days=30, churn=0.1),
    ),
    network=Network(heard_per_day=0.3),
    days=130,
    warmup_days=0,
    sales=plain.sales(reps=4, turnover_per_year=3.0, **PLAIN),
    rivals=plain.rivals(sales=plain.sales(reps=3, turnover_per_year=3.0, **PLAIN)),
)


def live(config, seed=1):
    model = Model(config, seed)
    while model.running:
        model.step()
    return model.world


def changed(config=BUSY, buyer=(), quota=(), **sales):
    market = replace(config.market, buyer=replace(config.market.buyer, **dict(buyer)))
    incentive = replace(config.incentive, quota=replace(config.incentive.quota, **dict(quota)))
    sales = replace(config.sales, **sales)
    return replace(config, market=market, sales=sales, incentive=incentive)


def panel(world, name, firm=0):
    return world.records.panel[:, firm, PANEL.index(name)]


USED = {
    "pool": {"routing": "pool"},
    "no waiting room": {"waiting_room": False},
    "territories": {"territory_sd": 0.5},
    "uneven conversations": {"talk_spread": "exponential"},
    "empty seats": {"vacancy_days": 10.0},
    "cost of change": {"change_cost": 0.15},
    "impatience": {"buyer": {"waiting_days": 1.0}},
    "quotas that see territories": {"territory_sd": 0.5, "quota": {"territory_weight": 1.0}},
}


@pytest.mark.parametrize("what", USED)
def test_what_is_on_is_seen(what):
    assert digest(live(changed(**USED[what])).records) != digest(live(BUSY).records)


def test_quotas_cannot_see_what_does_not_differ():
    alike = changed(quota={"territory_weight": 1.0})
    assert digest(live(alike).records) == digest(live(BUSY).records)


def test_with_little_to_do_a_shared_line_serves_everybody_at_once():
    """Twelve reps for 600 customers: with territories some wait for theirs, with a line nobody."""
    waits = {}
    for routing in ("territory", "pool"):
        config = changed(routing=routing, reps=12, selling_share=1.0, cold_calls=0,
                         turnover_per_year=0.0)  # fmt: skip
        world = live(config)
        deals = world.records.deals.happened
        mine = deals[(deals["firm"] == 0) & (deals["origin"] == 0) & (deals["talks"] > 0)]
        # Whoever talked to another firm that day is not there to be talked to.
        same = np.floor(mine["first_talk"]) == np.floor(mine["opened"])
        waits[routing] = (mine["first_talk"] - mine["opened"])[same]
        assert len(waits[routing]) > 100
    assert np.mean(waits["pool"] > 1e-6) < 0.02
    assert np.mean(waits["pool"] > 1e-6) < np.mean(waits["territory"] > 1e-6)


def test_a_shared_line_is_first_come_first_served():
    world = live(changed(routing="pool", reps=1, turnover_per_year=0.0, cold_calls=0))
    deals = world.records.deals.happened
    mine = deals[(deals["firm"] == 0) & (deals["origin"] == 0) & (deals["talks"] > 0)]
    mine = mine[np.argsort(mine["first_talk"])]
    assert len(mine) > 60
    # Now and then the first is talking to another firm that day.
    assert (np.diff(mine["opened"]) > 0).mean() > 0.9


def test_impatient_customers_leave_unanswered_and_turn_to_others():
    patient = live(changed(reps=1, turnover_per_year=0.0))
    hasty = live(changed(reps=1, turnover_per_year=0.0, buyer={"waiting_days": 0.5}))
    for world, some in ((patient, False), (hasty, True)):
        deals = world.records.deals.happened
        vain = deals[deals["outcome"] == Outcome.UNANSWERED]
        assert (len(vain) > 20) == some
        assert (vain["closed"] > vain["opened"]).all()
    deals = hasty.records.deals.happened
    mine = deals[(deals["firm"] == 0) & (deals["origin"] == 0)]
    longest = (mine["first_talk"] - mine["opened"])[mine["talks"] > 0].max()
    assert longest < 0.5 * 12


def test_without_a_waiting_room_nobody_waits():
    deals = live(changed(waiting_room=False)).records.deals.happened
    mine = deals[(deals["firm"] == 0) & (deals["origin"] == 0) & (deals["outcome"] != Outcome.OPEN)]
    talked = mine[mine["talks"] > 0]
    assert len(talked) > 10
    assert (talked["first_talk"] - talked["opened"]).max() < 1e-7
    assert (mine["outcome"] == Outcome.UNANSWERED).sum() > 50


@pytest.mark.parametrize("spread", [0.3, 0.8])
def test_territories_are_as_unlike_as_said(spread):
    """300 seats: log-SD within five standard errors; customers per seat as the bounds say."""
    config = replace(
        BUSY, market=replace(BUSY.market, customers=60_000),
        sales=plain.sales(reps=300, territory_sd=spread),
    )  # fmt: skip
    world = Model(config, 1).world
    mine = world.sales.reps["territory"][:300]
    assert mine.mean() == pytest.approx(1)
    assert np.log(mine).std() == pytest.approx(spread, abs=5 * spread / np.sqrt(600))
    owner = np.array([closer_of(i, 0, world.sales.desks) for i in range(60_000)])
    found = np.bincount(owner, minlength=300)[:300] / 200
    assert found.sum() == 300
    assert np.abs((found - mine) / np.sqrt(mine / 200)).max() < 5
    assert (world.sales.reps["territory"][300:] == 1).all()


def test_prospectors_have_no_territory():
    world = Model(
        replace(BUSY, sales=plain.sales(reps=9, prospectors=3, territory_sd=1.0)), 1
    ).world
    assert (world.sales.reps["territory"][:3] == 1).all()
    owners = {closer_of(i, 0, world.sales.desks) for i in range(600)}
    assert owners <= set(range(3, 9))


def test_quotas_follow_territories_as_far_as_they_see_them():
    for weight in (0.0, 0.5, 1.0):
        quota = Quota(skill_weight=0.0, territory_weight=weight)
        config = replace(changed(territory_sd=0.7), incentive=replace(BUSY.incentive, quota=quota))
        world = live(config)
        mine = world.sales.reps[world.sales.reps["firm"] == 0]
        share = mine["quota"][:, 0] / mine["quota"][0, 0]
        assert share == pytest.approx((mine["territory"] / mine["territory"][0]) ** weight)


@pytest.mark.parametrize("mean", [0.0, 0.5, 20.0])
def test_seats_are_empty_for_that_long_on_average(mean):
    luck = (np.arange(20_000) + 0.5) / 20_000
    assert np.mean([vacant_days(u, mean) for u in luck]) == pytest.approx(mean, rel=0.01)


def test_nobody_works_in_an_empty_seat_and_its_leads_say_so():
    world = live(changed(vacancy_days=40.0))
    records = world.records
    assert panel(world, "vacancies").sum() > 50
    assert (panel(world, "vacancies") + panel(world, "reps") == 4).all()
    assert panel(world, "salary") == pytest.approx(60_000 / 260 * panel(world, "reps"))
    staff = records.staff.happened
    for table, day in (("conversations", "time"), ("leads", "first_attempt")):
        rows = records.table(table).happened
        rows = rows[~np.isnan(rows[day]) & (rows["rep"] >= 0)]
        for row in rows[:: max(len(rows) // 300, 1)]:
            spells = staff[staff["rep"] == row["rep"]]
            assert ((spells["joined"] <= row[day]) & (row[day] < spells["day"] + 1)).any()
    leads = records.leads.happened
    empty = leads["unpursued"] == Unpursued.EMPTY_SEAT
    assert empty.sum() > 5
    assert (leads["outcome"][empty] == Outcome.UNPURSUED).all()
    never_empty = live(BUSY).records.leads.happened["unpursued"]
    assert (never_empty != Unpursued.EMPTY_SEAT).all()


def test_leads_of_an_empty_seat_go_to_others_after_the_days_said():
    """Nobody of the firm but the one in the seat calls its leads, unless they are given away."""
    lost, called = [], []
    for days in (0, 2, 1):
        world = live(changed(vacancy_days=40.0, vacant_lead_days=days), seed=2)
        leads, firms = world.records.leads.happened, world.sales.reps["firm"]
        routed = leads[leads["rep"] >= 0]
        assert (firms[routed["rep"]] == routed["firm"]).all()
        mine = routed[routed["firm"] == 0]
        lost.append((mine["unpursued"] == Unpursued.EMPTY_SEAT).sum())
        called.append((mine["attempts"] > 0).sum())
    # What still lapses does so within those days of the day on which somebody left.
    assert lost[0] > 40
    assert lost[0] > 4 * lost[1] > 4 * lost[2]
    assert called[0] < 0.8 * called[1]


def test_what_is_signed_or_renewed_in_an_empty_seat_is_credited_to_who_serves_it():
    for days in (0, 3):
        world = live(changed(vacancy_days=25.0, vacant_lead_days=days), seed=2)
        staff, firms = world.records.staff.happened, world.sales.reps["firm"]
        deals, late = world.records.deals.happened, 0
        won = deals[deals["outcome"] == Outcome.WON]
        happened = [*zip(won["closed"].astype(int), won["rep"], won["firm"], strict=True)]
        renewals = world.records.renewals.happened
        happened += zip(renewals["day"], renewals["rep"], renewals["firm"], strict=True)
        for day, rep, firm in happened:
            assert firms[rep] == firm
            spells = staff[staff["rep"] == rep]
            there = ((spells["joined"] <= day) & (day <= spells["day"])).any()
            empty_for = day - max(spells["day"][spells["day"] < day], default=day)
            late += firm == 0 and not there and empty_for > days
        assert (late > 5) == (days == 0), late


def test_a_change_of_rep_costs_its_part_once():
    config = changed(change_cost=0.2)
    world = live(config)
    renewals, staff = world.records.renewals.happened, world.records.staff.happened
    renewed = renewals[renewals["outcome"] == Outcome.RENEWED]
    kept, others = renewed[renewed["firm"] == 0], renewed[renewed["firm"] == 1]
    part = kept["value_after"] / kept["value_before"]
    changed_hands = np.array(
        [((staff["rep"] == row["rep"]) & (staff["joined"] <= row["day"])
          & (staff["joined"] > row["day"] - 30)).any() for row in kept]
    )  # fmt: skip
    assert changed_hands.sum() > 20
    assert part == pytest.approx(np.where(changed_hands, 0.8, 1.0))
    before, after = selling(world.records, config).kept.T
    assert after / before == pytest.approx([1.0, 0.8])
    others = renewals[(renewals["outcome"] == Outcome.RENEWED) & (renewals["firm"] == 1)]
    assert (others["value_after"] == others["value_before"]).all()


def test_what_the_records_say_of_people_is_what_was_put_in():
    """Turnover within five standard errors of a Poisson count, the ramp to the day."""
    sales = replace(
        plain.sales(), reps=60, turnover_per_year=1.0, turnover_pay=0.0, vacancy_days=26.0
    )
    config = replace(BUSY, days=260, sales=sales, rivals=plain.rivals(count=0))
    records = live(config).records
    there, empty, hires = (
        records.panel[:, 0, PANEL.index(name)].sum() for name in ("reps", "vacancies", "hires")
    )
    values = kpis(records, config)
    assert values["rep_turnover"] == pytest.approx(1.0, abs=5 / np.sqrt(55))
    assert empty / (there + empty) == pytest.approx(26 / (26 + 260), abs=0.05)
    assert 260 * hires / (there + empty) == pytest.approx(0.9, abs=5 / np.sqrt(55))
    days = selling(records, config).ramp_days
    # 1 − exp(−(d + 1)/47) is .9 on day 108, and some days later comes the next talk.
    exact = np.ceil(47 * np.log(10) - 1)
    assert len(days) > 5
    assert days.min() == pytest.approx(exact, abs=13)
    assert (days >= exact).all()
    time = records.rep_time.happened
    sold = sum(time[name].sum() for name in SELLING_HOURS)
    assert sold / time["hours_worked"].sum() == pytest.approx(values["selling_time_share"])
