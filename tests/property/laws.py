"""What no market may break, whatever its config: nothing is lost, nothing comes from nowhere.

``each_day`` is asked at the end of every day, ``at_the_end`` of the whole run. Each law recounts
from the raw events what the model keeps by other means (stocks, panels, credits, calendars).
"""

import math
from dataclasses import dataclass, field, fields

import numpy as np
import pay_laws

from sim.config import CHANNELS, KINDS, Config
from sim.config.content_kinds import ALL_KINDS
from sim.engine.luck import key_of, uniform
from sim.engine.slots import Purpose
from sim.model.customers.heterogeneity import SLICES, gamma
from sim.model.market import Market as Model
from sim.model.rules.need import wait
from sim.model.state.customers import DORMANT, SEARCHING
from sim.records import PANEL, Origin, Outcome, Unpursued
from sim.records.activities import ACTIVITIES, SELLING

NEAR = 1e-9


@dataclass
class Run:
    config: Config
    model: Model
    opening: np.ndarray = field(default=None)
    on_leave: list[np.ndarray] = field(default_factory=list)  # by day, whether each rep was

    def __post_init__(self):
        self.opening = self.world.customers.rows.copy()

    @property
    def world(self):
        return self.model.world

    def rows(self, table):
        return self.world.records.table(table).happened

    def panel(self, column):
        """One column [day, firm]."""
        return self.world.records.panel[:, :, PANEL.index(column)]

    def departments(self, group):
        rivals = [getattr(self.config.rivals, group)] * self.config.rivals.count
        return [getattr(self.config, group), *rivals]

    def by_day(self, days, firms, amounts=None):
        """Sums of amounts (or counts) per day and firm."""
        total = np.zeros((self.world.last_day, self.world.firms))
        np.add.at(total, (np.asarray(days, int), np.asarray(firms, int)),
                  1.0 if amounts is None else amounts)  # fmt: skip
        return total


def live(config):
    """Run a market to its end under the eyes of the daily laws."""
    run = Run(config, Model(config, config.seed))
    hours = run.world.marketing.marketers.hours.copy()
    while run.model.running:
        day, reps = run.world.day, run.world.sales.reps
        empty = reps["joined"] > day
        run.on_leave.append(~empty & (reps["away"] <= day) & (day < reps["back"]))
        run.model.step()
        nobody_works_in_an_empty_seat(run, empty | run.on_leave[-1])
        hours = each_day(run, day, hours)
    return run


def each_day(run, day, hours_before):
    """Ask all daily laws; return the marketers' hours for tomorrow's."""
    searching_customers_are_the_active(run, day)
    open_business_is_linked_both_ways(run)
    accounts_are_what_reps_and_panel_say(run, day)
    reps_keep_within_their_hours(run)
    minds_are_sane(run)
    return marketers_keep_within_their_hours(run, day, hours_before)


def searching_customers_are_the_active(run, day):
    customers, active = run.world.customers.rows, run.world.customers.searching
    assert set(np.unique(customers["stage"])) <= {DORMANT, SEARCHING}
    searching = np.flatnonzero(customers["stage"] == SEARCHING)
    active = active[customers["stage"][active] == SEARCHING]
    assert sorted(active.tolist()) == searching.tolist(), "active list ≠ searching customers"
    entered = run.panel("entered")[: day + 1].sum(axis=0)
    ended = run.panel("journeys_ended")[: day + 1].sum(axis=0)
    assert (entered - ended == len(searching)).all()
    assert (run.panel("in_market")[day] == len(searching)).all()
    dormant = customers[customers["stage"] == DORMANT]
    assert (dormant["considered"] == 0).all()
    assert (dormant["waiting"] == -1).all()
    assert (dormant["asked"] == 0).all()
    assert (dormant["talks"] == 0).all()
    assert np.isnan(dormant["first_contact"]).all()


def open_business_is_linked_both_ways(run):
    customers, deals, leads = run.world.customers.rows, run.rows("deals"), run.rows("leads")
    put_through = leads["inquiry"] & (leads["rep"] < 0)
    for name, rows, others in (("open_deal", deals, 0), ("open_lead", leads, put_through)):
        who, firm = np.nonzero(customers[name] >= 0)
        linked = customers[name][who, firm]
        assert (rows["customer"][linked] == who).all()
        assert (rows["firm"][linked] == firm).all()
        assert (rows["outcome"][linked] == Outcome.OPEN).all()
        still = (rows["outcome"] == Outcome.OPEN) & (others == 0)
        assert len(np.unique(linked)) == len(linked) == still.sum()
    talking = (customers["open_deal"] >= 0).any(axis=1)
    assert (customers["stage"][talking] == SEARCHING).all(), "a deal with nobody in the market"
    firms = np.arange(run.world.firms)
    asked = (customers["asked"][:, None] >> firms) & 1 == 1
    forms = customers["open_lead"][asked]
    assert (forms >= 0).all()
    assert leads["inquiry"][forms].all()
    assert (leads["deal"][forms] < 0).all()
    waiting = np.flatnonzero(customers["waiting"] >= 0)
    its = waiting, customers["waiting"][waiting]
    assert ((customers["open_deal"][its] >= 0) | asked[its]).all()


def accounts_are_what_reps_and_panel_say(run, day):
    customers, reps = run.world.customers.rows, run.world.sales.reps
    held = customers[customers["supplier"] >= 0]
    firms = run.world.firms
    count = np.bincount(held["supplier"], minlength=firms)
    value = np.bincount(held["supplier"], weights=held["account_value"], minlength=firms)
    assert (run.panel("accounts")[day] == count).all()
    np.testing.assert_allclose(run.panel("account_value")[day], value, rtol=NEAR, atol=1e-6)
    assert (np.bincount(held["account_rep"], minlength=len(reps)) == reps["accounts"]).all()
    assert (reps["firm"][held["account_rep"]] == held["supplier"]).all()
    assert (held["renews"] > day).all(), "a term has ended and nobody noticed"
    assert held["appointed"].all()
    assert (customers["account_value"][customers["supplier"] < 0] == 0).all()


def reps_keep_within_their_hours(run):
    reps = run.world.sales.reps
    sales = run.departments("sales")
    had = np.array([its.hours_per_day for its in sales])[reps["firm"]]
    selling = reps["spent"][:, :SELLING].sum(axis=1)
    assert (reps["idle"] >= 0).all()
    assert (selling + reps["idle"] <= had + NEAR).all(), "a rep let more time pass than there is"
    assert np.isfinite(reps["plan"]).all()
    assert (reps["spent"] >= 0).all()
    assert (reps["spent"] <= reps["plan"] + NEAR).all()
    assert (reps["spent"].sum(axis=1) <= had + NEAR).all()


def nobody_works_in_an_empty_seat(run, empty):
    reps = run.world.sales.reps
    assert (reps["spent"][empty] == 0).all()
    assert (reps["plan"][empty] == 0).all()
    assert (reps["owed"] >= 0).all()


def minds_are_sane(run):
    customers = run.world.customers.rows
    for name in ("precision", "evidence", "salience", "clarity", "hassle", "attention", "value",
                 "insight", "impression"):  # fmt: skip
        assert np.isfinite(customers[name]).all(), name
    for name in ("precision", "salience", "lingering", "clarity", "insight"):
        assert (customers[name] >= 0).all(), name
    buyer = run.config.market.buyer
    if buyer.private_share == 0:
        assert (customers["insight"] == 0).all()
        assert (customers["impression"] == 0).all()
    considered = (customers["considered"][:, None] >> np.arange(run.world.firms)) & 1
    for name in ("reading", "chosen"):
        some = np.flatnonzero(customers[name] >= 0)
        assert (customers["stage"][some] == SEARCHING).all(), name
        assert (considered[some, customers[name][some]] == 1).all(), name
    assert buyer.choice == "logit" or (customers["chosen"] == -1).all()


def marketers_keep_within_their_hours(run, day, before):
    """Hours in hand are yesterday's and today's less the work published, up to a cap."""
    columns, content = run.world.marketing.marketers, run.rows("content")
    today = content[(content["day"] == day) & (content["marketer"] >= 0)]
    used = np.bincount(today["marketer"], weights=today["hours"], minlength=len(columns.hours))
    had = np.array([its.hours_per_day for its in run.departments("marketing")])[columns.firm]
    assert (columns.hours >= -NEAR).all()
    assert (columns.hours + used <= before + had + NEAR).all()
    assert (columns.hours + used >= np.minimum(before + had, 5 * had) - NEAR).all()
    return columns.hours.copy()


def at_the_end(run):
    """Ask all laws of a whole run."""
    for law in (
        panel_is_finite_and_not_negative,
        leads_end_once,
        what_reps_have_in_hand_is_counted,
        deals_end_once,
        things_happen_in_order,
        wins_are_won_deals_and_won_journeys,
        journeys_follow_their_diary,
        money_in_the_panel_is_money_in_the_events,
        accounts_follow_their_terms,
        hours_follow_from_events,
        known_leave_is_taken,
        marketing_is_what_was_published,
        pay_laws.pay_is_the_plan_applied,
        pay_laws.every_period_is_paid_once,
        pay_laws.quotas_follow_from_results,
        pay_laws.what_is_owed_is_kept_back,
        pay_laws.guarantees_are_kept,
        seats_are_filled_or_empty,
        littles_law_holds_in_every_stage,
    ):
        law(run)


def panel_is_finite_and_not_negative(run):
    panel = run.world.records.panel
    assert np.isfinite(panel).all(), [
        PANEL[c] for c in np.unique(np.argwhere(~np.isfinite(panel))[:, 2])
    ]
    assert (panel >= -1e-6).all(), [PANEL[c] for c in np.unique(np.argwhere(panel < -1e-6)[:, 2])]
    counts = [PANEL.index(name) for name in ("accounts", "open_leads", "open_deals", "in_market")]
    assert (panel[:, :, counts] >= 0).all()


def what_reps_have_in_hand_is_counted(run):
    count = np.zeros(len(run.world.sales.reps), int)
    for rows in (run.rows("leads"), run.rows("deals")):
        still = rows[(rows["outcome"] == Outcome.OPEN) & (rows["rep"] >= 0)]
        count += np.bincount(still["rep"], minlength=len(count))
    assert (count == run.world.sales.load).all()


def leads_end_once(run):
    leads, deals = run.rows("leads"), run.rows("deals")
    still = leads["outcome"] == Outcome.OPEN
    assert (np.isnan(leads["ended"]) == still).all()
    ended = leads[~still]
    allowed = {Outcome.WON, Outcome.LOST, Outcome.NO_DECISION, Outcome.DROPPED,
               Outcome.NOT_QUALIFIED, Outcome.UNPURSUED, Outcome.UNREACHED, Outcome.NO_NEED,
               Outcome.DECLINED, Outcome.UNANSWERED, Outcome.TAKEN_OVER}  # fmt: skip
    assert set(ended["outcome"].tolist()) <= allowed
    assert (ended["ended"] >= ended["created"]).all()
    put_through = leads["inquiry"] & (leads["rep"] < 0)
    assert (leads["routed"] == leads["created"])[put_through].all()
    assert (leads["deal"][put_through] >= 0).all()
    worked = leads["attempts"] > 0
    assert (worked == ~np.isnan(leads["first_attempt"])).all()
    assert not np.isnan(leads["first_attempt"][~np.isnan(leads["reached"])]).any()
    # Who asked may be met by another way before the form reaches a rep.
    met = leads["inquiry"] & (leads["first_attempt"] == leads["reached"])
    called = worked & ~met
    assert (leads["first_attempt"][called] >= leads["routed"][called]).all(), "called too early"
    assert not (leads["routed"] < leads["created"]).any()
    at_once = np.array([its.routed_at_once for its in run.departments("marketing")]) == 1.0
    soon = at_once[leads["firm"]] & (leads["rep"] >= 0)
    assert (leads["routed"] == leads["created"])[soon].all()
    days_worked = leads["last_attempt"] + 1 - np.floor(leads["first_attempt"])
    assert (leads["attempts"][worked] <= days_worked[worked]).all(), "called twice a day"
    # Who does not answer to pay works at reference effort, however low the highest is.
    most = [max(1.0, its.effort_floor + its.effort_gain * max(its.effort_max, 1.0))
            for its in run.departments("sales")]  # fmt: skip
    asked = [its.lead_attempts for its in run.departments("sales")]
    hardest = 1 + np.array(asked) * np.array(most)
    assert (leads["attempts"] <= hardest[leads["firm"]]).all()
    assert ((leads["rep"] >= 0) | put_through == ~np.isnan(leads["routed"])).all()
    assert leads["mql"][leads["inquiry"]].all()
    unpursued = leads["outcome"] == Outcome.UNPURSUED
    assert (leads["attempts"][unpursued] == 0).all()
    assert (unpursued == (leads["unpursued"] != Unpursued.NOT_SO)).all()
    late = leads["unpursued"] == Unpursued.TOO_LATE
    assert (leads["routed"][late] >= leads["ended"][late]).all()
    assert (leads["routed"] < leads["ended"])[unpursued & ~late].all()
    assert (leads["attempts"][leads["outcome"] == Outcome.UNREACHED] > 0).all()
    assert np.isnan(leads["reached"][leads["outcome"] == Outcome.UNREACHED]).all()
    own = np.flatnonzero(leads["deal"] >= 0)
    last = deals["lead"][leads["deal"][own]]
    assert ((last == own) | (leads["inquiry"][last] & (last > own))).all()
    assert (deals["outcome"][leads["deal"][own]] == leads["outcome"][own]).all()
    # A lead that came in later on the day on which its deal ended ends as it comes.
    closed = np.fmax(deals["closed"][leads["deal"][own]], leads["created"][own])
    closed[deals["outcome"][leads["deal"][own]] == Outcome.OPEN] = np.nan
    np.testing.assert_array_equal(closed, leads["ended"][own])
    days = leads["created"].astype(int)
    assert (run.panel("leads") == run.by_day(days, leads["firm"])).all()
    routed = leads[~np.isnan(leads["routed"])]
    assert (run.panel("mqls") == run.by_day(routed["created"], routed["firm"])).all()
    assert (
        run.panel("open_leads")[-1] == np.bincount(leads["firm"][still], minlength=run.world.firms)
    ).all()


def deals_end_once(run):
    deals, talks = run.rows("deals"), run.rows("conversations")
    still = deals["outcome"] == Outcome.OPEN
    assert (np.isnan(deals["closed"]) == still).all()
    allowed = {Outcome.WON, Outcome.LOST, Outcome.NO_DECISION, Outcome.DROPPED,
               Outcome.UNANSWERED}  # fmt: skip
    assert set(deals["outcome"][~still].tolist()) <= allowed
    count = np.bincount(talks["deal"], minlength=len(deals))
    hours = np.bincount(talks["deal"], weights=talks["hours"], minlength=len(deals))
    assert (deals["talks"] == count).all()
    np.testing.assert_allclose(deals["hours"], hours, rtol=NEAR)
    assert (np.isnan(deals["first_talk"]) == (count == 0)).all()
    passed_on = np.array([its.vacant_lead_days > 0 for its in run.departments("sales")])
    same = deals["rep"][talks["deal"]] == talks["rep"]
    assert same[~passed_on[talks["firm"]]].all()
    in_vain = deals[deals["outcome"] == Outcome.UNANSWERED]
    assert (in_vain["talks"] == 0).all()
    assert (in_vain["origin"] == Origin.REQUEST).all()
    room = np.array([its.waiting_room for its in run.departments("sales")])[in_vain["firm"]]
    handed_on = in_vain["prospector"] >= 0  # whose closer sees them the next day at the earliest
    assert (in_vain["closed"] == in_vain["opened"])[~room & ~handed_on].all()
    assert room.sum() == 0 or run.config.market.buyer.waiting_days > 0
    assert (deals["rep"][deals["talks"] > 0] >= 0).all()
    pooled = np.array([its.routing == "pool" for its in run.departments("sales")])
    assert pooled[deals["firm"][deals["rep"] < 0]].all()
    assert (deals["customer"][talks["deal"]] == talks["customer"]).all()
    assert (deals["firm"][talks["deal"]] == talks["firm"]).all()
    decided = talks[~np.isin(talks["outcome"], (Outcome.OPEN, Outcome.AGREED))]
    assert len(np.unique(decided["deal"])) == len(decided)
    assert (deals["outcome"][decided["deal"]] == decided["outcome"]).all()
    assert (run.panel("talks") == run.by_day(talks["time"], talks["firm"])).all()
    assert (talks["confidence"] >= 0).all()
    assert (talks["confidence"] <= 1).all()
    assert (count <= run.config.market.buyer.max_talks).all()


def things_happen_in_order(run):
    deals, talks, journeys = run.rows("deals"), run.rows("conversations"), run.rows("journeys")
    assert not (deals["closed"] < deals["opened"]).any(), "a deal closed before it was opened"
    assert not (talks["time"] < deals["opened"][talks["deal"]]).any()
    assert not (talks["time"] > deals["closed"][talks["deal"]]).any(), "a talk after the deal's end"
    assert (journeys["ended"] >= journeys["entered"]).all()
    assert not (journeys["first_contact"] > journeys["ended"]).any()
    assert not (journeys["first_contact"] < journeys["entered"]).any()


def wins_are_won_deals_and_won_journeys(run):
    deals, journeys, talks = run.rows("deals"), run.rows("journeys"), run.rows("conversations")
    won, bought = (
        deals[deals["outcome"] == Outcome.WON],
        journeys[journeys["outcome"] == Outcome.WON],
    )
    wins = run.panel("wins")
    assert (wins == run.by_day(won["closed"], won["firm"])).all()
    assert (wins == run.by_day(bought["ended"], bought["firm"])).all()
    signed = talks[talks["outcome"] == Outcome.WON]
    key = lambda rows, time: sorted(zip(rows["customer"], rows["firm"], rows[time], strict=True))  # noqa: E731
    assert key(won, "closed") == key(bought, "ended")
    agreed = deals[~np.isnan(deals["agreed"])]
    assert key(won[np.isnan(won["agreed"])], "closed") == key(signed, "time")
    assert key(agreed, "agreed") == key(talks[talks["outcome"] == Outcome.AGREED], "time")
    assert (agreed["signs"] > agreed["agreed"]).all(), "signed before the yes"
    assert not (agreed["closed"] < agreed["agreed"]).any()
    discounts = run.departments("timing")
    off = np.array([[0, 0, its.push_discount, its.hard_discount] for its in discounts])
    paid = won["list_value"] * (1.0 - off[won["firm"], won["move"]]) * (1.0 - won["cut"])
    np.testing.assert_allclose(won["value"], paid, rtol=NEAR)
    assert (won["value"] > 0).all()
    assert (won["offering"] >= 0).all()
    ends = [Outcome.NO_DECISION, Outcome.DROPPED, Outcome.UNANSWERED]
    undecided = deals[np.isin(deals["outcome"], ends)]
    lost = deals[deals["outcome"] == Outcome.LOST]
    assert (run.panel("no_decisions") == run.by_day(undecided["closed"], undecided["firm"])).all()
    assert (run.panel("losses") == run.by_day(lost["closed"], lost["firm"])).all()
    assert (deals["value"][deals["outcome"] != Outcome.WON] == 0).all()
    assert set(journeys["outcome"].tolist()) <= {Outcome.WON, Outcome.NO_DECISION}
    assert ((journeys["firm"] >= 0) == (journeys["outcome"] == Outcome.WON)).all()
    assert ((journeys["talks"] > 0) == ~np.isnan(journeys["first_contact"])).all()


def journeys_follow_their_diary(run):
    """A need arises on the day that rest and luck name, at birth and again when a journey ends.

    Only a lead from outside, contagion or a price promotion can bring a customer into the market
    before that day.
    """
    buyer, customers = run.config.market.buyer, run.world.customers.rows
    key = key_of(run.config.seed, Purpose.ENTRY, 0)
    called = run.config.market.arrivals.per_weekday > 0
    called = called or run.config.network.contagion_per_year > 0
    called = called or any(its.price_cut > 0 for its in run.departments("cadence"))
    journeys = [[] for _ in customers]
    for row in run.rows("journeys"):
        journeys[row["customer"]].append((int(row["entered"]), int(row["ended"])))
    for i, own in enumerate(journeys):
        own.sort()
        if customers["stage"][i] == SEARCHING:
            own.append((int(customers["entered"][i]), None))
        hazard = hazard_of(run, i)
        due, free = wait(uniform(key, i, 0), hazard), 0
        for number, (entered, ended) in enumerate(own, start=1):
            assert free <= entered <= due, "entered before the last journey ended, or too late"
            assert entered == due or called, "entered without a need"
            if ended is None:
                break
            free, rested = ended + 1, ended + 1 + buyer.rest_days
            fresh = rested + wait(uniform(key, i, number), hazard)
            # Whoever was brought in before may still await the need of then.
            due = fresh if due < rested else max(due, fresh)
        else:
            assert due >= run.world.last_day, "a need arose and nobody came"


def hazard_of(run, i):
    """A customer's own hazard of need, from the Gamma table by the customer's own luck."""
    buyer = run.config.market.buyer
    if buyer.entry_shape == 0:
        return buyer.entry_per_year
    own = uniform(run.world.catalogue.trait_key, i, 4)
    return buyer.entry_per_year * float(gamma(buyer.entry_shape)[int(own * SLICES)])


def money_in_the_panel_is_money_in_the_events(run):
    deals, renewals = run.rows("deals"), run.rows("renewals")
    won, years = deals[deals["outcome"] == Outcome.WON], run.config.market.service.term_days / 260
    new = years * run.by_day(won["closed"], won["firm"], won["value"])
    np.testing.assert_allclose(run.panel("revenue_new"), new, rtol=NEAR)
    kept = renewals[renewals["outcome"] == Outcome.RENEWED]
    renewed = years * run.by_day(kept["day"], kept["firm"], kept["value_after"])
    np.testing.assert_allclose(run.panel("revenue_renewal"), renewed, rtol=NEAR)
    daily = np.array([plan.salary for plan in run.departments("incentive")]) / 260.0
    paid = daily * run.panel("reps")
    for row in run.rows("staff"):
        one = pay_laws.listed(run, int(row["rep"]), int(row["day"]))
        if one is not None and one.base is not None:
            there = slice(max(int(row["joined"]), 0), int(row["day"]) + 1)
            paid[there, row["firm"]] += one.base / 260.0 - daily[row["firm"]]
    np.testing.assert_allclose(run.panel("salary"), paid, atol=1e-9)
    paid = run.rows("pay")
    owed = run.by_day(paid["day"], paid["firm"], paid["pay"])
    # What is owed and kept back may cancel: as near as its parts allow.
    near = 1e-12 * np.abs(paid["pay"]).sum()
    np.testing.assert_allclose(run.panel("variable_pay"), owed, rtol=NEAR, atol=near)


def accounts_follow_their_terms(run):
    """Replay all accounts from deals and renewals: each term ends on its day, in one way."""
    its = run.config.market.service
    term, last = its.term_days, run.world.last_day
    deals, renewals = run.rows("deals"), run.rows("renewals")
    events = [(int(row["day"]), 1 if row["outcome"] in (Outcome.RENEWED, Outcome.CHURNED) else 0,
               row) for row in renewals]  # fmt: skip
    events += [(int(row["closed"]), 0, row) for row in deals if row["outcome"] == Outcome.WON]
    # On one day: first what a signature ends, then the signature, then the terms that run out.
    events.sort(key=lambda event: (event[0], event[1], "closed" in event[2].dtype.names))
    first = np.flatnonzero(run.opening["supplier"] >= 0)
    held = {
        int(i): [int(one["supplier"]), float(one["account_value"]), int(one["since"]),
                 int(one["renews"])]
        for i, one in zip(first, run.opening[first], strict=True)
    }  # fmt: skip
    joined = joined_days(run)
    cost = [team.change_cost for team in run.departments("sales")]
    settled = run.config.market.start.state == "stationary"
    settled &= run.config.market.arrivals.per_weekday == 0
    assert settled or not held
    stock, value = np.zeros((last, run.world.firms)), np.zeros((last, run.world.firms))
    for account in held.values():
        assert 0 < account[3] <= term, "a term ended before it began"
        assert (account[3] - account[2]) % term == 0
        stock[:, account[0]] += 1
        value[:, account[0]] += account[1]
    for day, _, row in events:
        i, firm = int(row["customer"]), int(row["firm"])
        if "closed" in row.dtype.names:
            assert i not in held
            held[i] = [firm, float(row["value"]), day, day + term]
            change, worth = 1, float(row["value"])
        else:
            account = held[i]
            assert account[:3] == [firm, row["value_before"], row["since"]]
            if row["outcome"] == Outcome.RENEWED:
                assert day == account[3], "renewed on another day than agreed"
                changed = any(account[3] - term < first <= day for first in joined[row["rep"]])
                kept = 1 - cost[firm] if changed else 1
                usual = kept * row["value_before"] * (1 + its.expansion)
                if its.expansion == 0 or its.expansion_sd == 0:
                    assert math.isclose(row["value_after"], usual, rel_tol=NEAR)
                assert (row["value_after"] > 0) == (usual > 0)
                value[day:, firm] += row["value_after"] - row["value_before"]
                account[1], account[3] = float(row["value_after"]), day + term
                continue
            if row["outcome"] == Outcome.CHURNED:
                assert day == account[3], "left on another day than agreed"
            if row["outcome"] != Outcome.EXPANDED:
                assert row["value_after"] == 0
            del held[i]
            change, worth = -1, -float(row["value_before"])
        stock[day:, firm] += change
        value[day:, firm] += worth
    assert all(account[3] >= last for account in held.values()), "a term ran out unnoticed"
    assert (run.panel("accounts") == stock).all()
    np.testing.assert_allclose(run.panel("account_value"), value, rtol=1e-7, atol=1e-5)


def joined_days(run):
    """Days on which somebody has begun in each seat, from the staff table."""
    days = [[] for _ in run.world.sales.reps]
    for row in run.rows("staff"):
        days[row["rep"]].append(int(row["joined"]))
    return days


def hours_follow_from_events(run):
    """What was begun is worked on the day or owed: events add up to hours given and hours owed."""
    talks, leads, panel = run.rows("conversations"), run.rows("leads"), run.panel
    sales = run.departments("sales")
    call_hours = np.array([its.call_hours for its in sales])
    reps, firms = run.world.sales.reps, run.world.firms
    owed = {
        name: np.bincount(reps["firm"], weights=reps["owed"][:, place], minlength=firms)
        for place, name in enumerate(ACTIVITIES)
    }
    talked = {
        origin: run.by_day(some["time"], some["firm"], some["hours"])
        for origin in Origin
        for some in [talks[talks["origin"] == origin]]
    }
    waits = (talked[Origin.REQUEST] - panel("hours_inbound")).cumsum(axis=0)
    assert (waits > -1e-7).all(), "worked before it was begun"
    np.testing.assert_allclose(waits[-1], owed["inbound"], atol=1e-7)
    calling = panel("hours_leads") + panel("hours_prospecting")
    calls = panel("calls") * call_hours + talked[Origin.LEAD] + talked[Origin.COLD_CALL]
    waits = (calls - calling).cumsum(axis=0)
    assert (waits > -1e-7).all(), "worked before it was begun"
    np.testing.assert_allclose(waits[-1], owed["leads"] + owed["prospecting"], atol=1e-7)
    followed = panel("hours_follow_up").sum(axis=0) + owed["follow_up"]
    refused = (followed - talked[Origin.FOLLOW_UP].sum(axis=0)) / call_hours
    np.testing.assert_allclose(refused, np.round(refused), atol=1e-6)
    assert (refused > -1e-6).all()
    leads = leads[leads["rep"] >= 0]
    attempts = np.bincount(leads["firm"], weights=leads["attempts"], minlength=firms)
    assert (attempts <= panel("calls").sum(axis=0)).all()
    away = np.array([np.bincount(reps["firm"], one, firms) for one in run.on_leave])
    had = np.array([its.hours_per_day for its in sales]) * (panel("reps") - away)
    spent = sum(panel(f"hours_{activity}") for activity in ACTIVITIES)
    assert (spent <= had + 1e-7).all()
    np.testing.assert_allclose(panel("hours_worked"), had)
    staff, time = run.rows("staff"), run.rows("rep_time")
    worked = np.bincount(staff["firm"], weights=staff["hours_worked"], minlength=firms)
    np.testing.assert_allclose(worked, spent.sum(axis=0), atol=1e-6)
    for name in (*(f"hours_{activity}" for activity in ACTIVITIES), "hours_worked"):
        total = np.bincount(time["firm"], weights=time[name], minlength=firms)
        np.testing.assert_allclose(total, panel(name).sum(axis=0), atol=1e-6)
    assert (sum(time[f"hours_{activity}"] for activity in ACTIVITIES)
            <= time["hours_worked"] + 1e-6).all()  # fmt: skip


def known_leave_is_taken(run):
    """On every day of leave that the roster knows, by whoever has it and still sits there."""
    for rep in range(len(run.world.sales.reps)):
        for day, away in enumerate(run.on_leave):
            one = pay_laws.listed(run, rep, day)
            if one is not None and one.leave_from is not None:
                known = one.leave_from <= day - run.config.warmup_days <= one.leave_to
                assert away[rep] or not known, (rep, day)


def marketing_is_what_was_published(run):
    content = run.rows("content")
    cost = np.array([getattr(run.config.market.content, kind).cost for kind in ALL_KINDS])
    hours = np.array([getattr(run.config.market.content, kind).hours for kind in ALL_KINDS])
    placing = np.zeros(len(CHANNELS))
    for channel in fields(run.config.market.channels):
        its = getattr(run.config.market.channels, channel.name)
        placing[CHANNELS.index(channel.name)] = its.cost
    each = cost[content["kind"]] + placing[content["channel"]]
    behind = [money_behind(run, *row) for row in content[["day", "firm", "kind"]].tolist()]
    np.testing.assert_allclose(content["cost"], content["items"] * each * behind)
    for firm, its in enumerate(run.departments("marketing")):
        if its.budget is not None:
            mine = content[content["firm"] == firm]
            months = np.bincount(mine["day"] // 20, mine["cost"])
            assert (months <= its.budget * (1 + 1e-6)).all()
    worked = content["items"] * hours[content["kind"]]
    # Buzz that there was no money to place was made all the same.
    unplaced = (content["kind"] == ALL_KINDS.index("buzz")) & (content["hours"] > worked)
    np.testing.assert_allclose(content["hours"][~unplaced], worked[~unplaced])
    budgets = np.array([its.budget is not None for its in run.departments("marketing")])
    assert budgets[
        content["firm"][unplaced & (content["hours"] > worked * (1 + NEAR) + NEAR)]
    ].all()
    items = run.by_day(content["day"], content["firm"], content["items"])
    np.testing.assert_allclose(run.panel("items"), items, rtol=NEAR)
    spent = run.by_day(content["day"], content["firm"], content["cost"])
    np.testing.assert_allclose(run.panel("content_cost"), spent, rtol=NEAR)
    wages = np.array([its.wage * its.marketers / 260.0 for its in run.departments("marketing")])
    np.testing.assert_allclose(run.panel("wages"), np.tile(wages, (run.world.last_day, 1)))
    for firm, its in enumerate(run.departments("cadence")):
        if run.departments("marketing")[firm].decides != "calendar":
            continue
        planned = content[content["kind"] < len(KINDS)]
        made = run.by_day(planned["day"], planned["firm"], planned["items"])
        asked = [its_items(run, firm, its, day) for day in range(run.world.last_day)]
        assert (made[:, firm].cumsum() <= np.cumsum(asked)).all(), "published before it was due"


def money_behind(run, day, firm, kind):
    """Times the usual money behind an item: a pulse's, of the kinds and on the days that it has."""
    its = run.departments("cadence")[firm]
    on = 0 <= day - run.config.warmup_days - its.pulse_from_day < its.pulse_days
    return its.pulse_factor if on and ALL_KINDS[kind] in its.pulse_kinds else 1.0


def its_items(run, firm, cadence, day):
    """Items that a calendar asks for on a day, of all kinds together."""
    begin = run.config.warmup_days
    if cadence.planned and day >= begin:
        return sum(one.items for one in cadence.planned if one.day == day - begin)
    week = day // 5
    on = day % 5 in cadence.weekdays and week % cadence.every_weeks == 0
    on = on and week % (cadence.on_weeks + cadence.off_weeks) < cadence.on_weeks
    key = key_of(run.config.seed, Purpose.FLIGHT, week)
    asked = [items * cadence.flights * (uniform(key, firm, k) * cadence.flights < 1)
             for k, items in enumerate(cadence.items_a_day.values())]  # fmt: skip
    return sum(asked) if on else 0


def filled_days(run):
    """Whether somebody sits in each seat [day, seat], from the staff table."""
    there = np.zeros((run.world.last_day, len(run.world.sales.reps)), int)
    for row in run.rows("staff"):
        there[max(row["joined"], 0) : row["day"] + 1, row["rep"]] += 1
    assert there.max(initial=0) <= 1, "a seat was held twice"
    return there.astype(bool)


def seats_are_filled_or_empty(run):
    """People come and go one after another; who left is followed after the days said."""
    staff, reps, last = run.rows("staff"), run.world.sales.reps, run.world.last_day
    left, stay = staff[~staff["stays"]], staff[staff["stays"]]
    assert (run.panel("quits") == run.by_day(left["day"], left["firm"])).all()
    assert sorted(stay["rep"].tolist()) == np.flatnonzero(reps["joined"] < last).tolist()
    there = filled_days(run)
    for firm in range(run.world.firms):
        mine = there[:, reps["firm"] == firm]
        assert (run.panel("reps")[:, firm] == mine.sum(axis=1)).all()
        assert (run.panel("vacancies")[:, firm] == (~mine).sum(axis=1)).all()
    new = staff[(staff["person"] > 0) | (staff["joined"] > 0)]
    # Who begins on the day after the last is hired and never seen.
    begun = np.concatenate([new["joined"] - 1, reps["joined"][reps["joined"] == last] - 1])
    firms = np.concatenate([new["firm"], reps["firm"][reps["joined"] == last]])
    assert (run.panel("hires") == run.by_day(begun, firms)).all()
    for rep in range(len(reps)):
        own = staff[staff["rep"] == rep]
        assert (own["person"] == np.arange(len(own))).all()
        assert (own["joined"][1:] == own["day"][:-1] + 1 + own["vacant_days"][1:]).all()
    for its, firm in zip(run.departments("sales"), range(run.world.firms), strict=True):
        if its.vacancy_days == 0:
            assert (run.panel("vacancies")[:, firm] == 0).all()


def littles_law_holds_in_every_stage(run):
    """L·T = Σ W: the integral of the stock is the sum of stays, and the stock is the panel's."""
    leads, deals, journeys = run.rows("leads"), run.rows("deals"), run.rows("journeys")
    searching = run.world.customers.rows["stage"] == SEARCHING
    still = run.world.customers.rows["entered"][searching].astype(float)
    born = np.concatenate([journeys["entered"].astype(float), still])
    gone = np.concatenate([journeys["ended"], np.full(len(still), np.nan)])
    stages = [(born, gone, run.panel("in_market")[:, 0])]
    for firm in range(run.world.firms):
        own, theirs = leads["firm"] == firm, deals["firm"] == firm
        stages += [(leads["created"][own], leads["ended"][own], run.panel("open_leads")[:, firm]),
                   (deals["opened"][theirs], deals["closed"][theirs],
                    run.panel("open_deals")[:, firm])]  # fmt: skip
    for start, end, stock in stages:
        horizon = float(run.world.last_day)
        end = np.where(np.isnan(end), horizon, end)
        times = np.concatenate([start, end])
        steps = np.concatenate([np.ones(len(start)), -np.ones(len(end))])
        order = np.argsort(times, kind="stable")
        times, level = times[order], np.cumsum(steps[order])
        spans = np.diff(np.append(times, horizon))
        area, stays = float((level * spans).sum()), float((end - start).sum())
        assert math.isclose(area, stays, rel_tol=1e-9, abs_tol=1e-6)
        for day in range(run.world.last_day):
            inside = (start < day + 1).sum() - (end < day + 1).sum()
            assert stock[day] == inside, f"stock of day {day}"
