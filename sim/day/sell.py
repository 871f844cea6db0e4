"""Sell: each rep works the day's hours: open deals, customers who asked, leads, cold calls."""

import math
from typing import Any

import numpy as np

from sim.compiled import compiled, forced_inline
from sim.config import CHANNELS
from sim.draws import Purpose, uniform
from sim.records import Origin, Outcome
from sim.world.appointments import due
from sim.world.at_hand import AT_ONCE, bring_near, room, stranger
from sim.world.clock import fits, hours_gone, hours_sold, time_of, turns_up
from sim.world.customers import SEARCHING
from sim.world.ledger import (
    CALLS,
    EFFORT,
    HOURS,
    HOURS_WORKED,
    REPS,
    SQLS,
    Ledger,
    end_lead,
    follow_up,
    open_deal,
    queue,
)
from sim.world.sales_reps import (
    FOLLOW_UP,
    INBOUND,
    LEADS,
    PROSPECTING,
    SERVICE,
    closer_of,
    plan_by_own_rule,
    plan_days,
)
from sim.world.talks import Scene, hours_needed, refuse, talk, welcome
from sim.world.world import World

_OPEN, _UNREACHED = np.int64(Outcome.OPEN), np.int64(Outcome.UNREACHED)
_NO_NEED, _DECLINED = np.int64(Outcome.NO_NEED), np.int64(Outcome.DECLINED)
_COLD, _LEAD, _FOLLOW_UP = (
    np.int64(Origin.COLD_CALL),
    np.int64(Origin.LEAD),
    np.int64(Origin.FOLLOW_UP),
)
_FOLLOWING_UP, _CALLING = 0, 2
# Hours after which what turns up has surely turned up, whatever rounding does.
_MOMENT = 1e-9
# What a first conversation counts as, by who started it.
_ACTIVITY = (INBOUND, LEADS, PROSPECTING)
_REACH, _COLD_CALL = np.int64(Purpose.REACH), np.int64(Purpose.COLD_CALL)
_OUTBOUND = np.int64(CHANNELS.index("outbound"))


def sell(world: World) -> None:
    """Let every rep plan the day, then work it."""
    plan_days(
        world.day, world.reps, world.plans, world.sales, float(world.goods.price),
        math.expm1(world.goods.deal_size_sd**2),
    )  # fmt: skip
    for rep in world.staff.own_planners:
        plan_by_own_rule(rep, world.day, float(world.sales["hours_per_day"][rep.firm]))
    world.reps["spent"] = 0.0
    scene = world.scene()
    _open_diary(world.day, due(scene.ledger.diary, world.day), world.reps, scene.ledger)
    _work_all(world.day, scene, room())
    _book_hours(world.reps, world.sales, world.panel_today)


@compiled
def _book_hours(reps: Any, sales: Any, panel: Any) -> None:
    """Add the day's hours, effort and heads to the panel."""
    for r in range(len(reps)):
        rep = reps[r]
        firm = rep["firm"]
        for activity in range(SERVICE):
            panel[firm, HOURS + activity] += rep["spent"][activity]
            rep["hours_worked"] += rep["spent"][activity]
        panel[firm, HOURS_WORKED] += sales[firm]["hours_per_day"]
        panel[firm, EFFORT] += rep["effort"]
        panel[firm, REPS] += 1.0


@compiled
def _open_diary(day: int, deals: Any, reps: Any, ledger: Ledger) -> None:
    """Queue the follow-ups that are due today; one that was moved waits for its day."""
    for n in range(len(deals)):
        d = deals[n]
        deal = ledger.deals[d]
        deal["in_diary"] = False
        if deal["outcome"] != _OPEN or deal["queued"]:
            continue
        if deal["due"] >= day + 1.0:
            follow_up(d, int(deal["due"]), ledger)
        else:
            queue(d, reps[deal["rep"]], ledger)


@compiled
def _work_all(day: int, scene: Scene, near: Any) -> None:
    """Rep by rep: follow-ups, customers who wait, marketing's leads; strangers while none of these
    is there; else other work, until something turns up. Selling has its hours, when is open."""
    for r in range(len(scene.reps)):
        if r % AT_ONCE == 0:
            bring_near(
                r, scene.reps, scene.sales, scene.customers, scene.ledger, scene.keys[_COLD_CALL],
                near,
            )  # fmt: skip
        rep = scene.reps[r]
        selling = 0.0
        for activity in range(SERVICE):
            selling = max(selling, rep["plan"][activity])
        if selling <= 0.0:
            continue
        desks, firm = scene.desks, rep["firm"]
        calls_leads = desks.prospectors[firm] == 0 or rep["prospector"]
        strangers = scene.sales[firm]["cold_calls"] if calls_leads else 0
        hours = scene.sales[firm]["hours_per_day"]
        rep["idle"], rep["soonest"], called = 0.0, float(day), 0
        while hours_sold(rep) < selling and hours_gone(rep) < hours:
            if rep["soonest"] <= time_of(rep, day, hours):
                rep["soonest"] = day + 1.0
                for turn in range(3 if calls_leads else 2):
                    if turn == _CALLING:
                        _call_leads(rep, r, day, selling, scene)
                    _answer_deals(rep, day, selling, turn == _FOLLOWING_UP, scene)
            elif called < strangers and fits(
                rep, PROSPECTING, scene.sales[firm]["call_hours"], selling, hours
            ):
                _call_stranger(rep, r, called, day, scene)
                called += 1
            elif rep["soonest"] < day + 1.0:
                rep["idle"] = (rep["soonest"] - day) * hours - hours_sold(rep) + _MOMENT
            else:
                break


@forced_inline
def _answer_deals(rep: Any, day: int, selling: float, again: bool, scene: Scene) -> None:
    """Work through those who wait for a first conversation, or through the follow-ups that are due,
    in order of waiting, while time is left; a follow-up can be refused."""
    ledger, buyer, prior = scene.ledger, scene.buyer, scene.catalogue.prior
    firm, its = rep["firm"], scene.sales[rep["firm"]]
    before, d = np.int64(-1), rep["due_first"] if again else rep["new_first"]
    its_day = its["hours_per_day"]
    while d >= 0 and hours_sold(rep) + its["call_hours"] <= selling + 1e-9:
        deal, following = ledger.deals[d], ledger.after[d]
        now = time_of(rep, day, its_day)
        done = deal["outcome"] != _OPEN
        if not done and deal["due"] > now:
            turns_up(rep, deal["due"])
        row = scene.customers[deal["customer"]]
        # One conversation a day is what a customer gives, whoever the rep.
        if not done and deal["due"] <= now and row["talked"] < day:
            activity = FOLLOW_UP if again else _ACTIVITY[deal["origin"]]
            asked = row["waiting"] == firm or not again
            if asked or welcome(row, firm, buyer, prior, scene.made_up, its, 1.0):
                hours = hours_needed(row, firm, buyer, prior, scene.signs, its)
                if fits(rep, activity, hours, selling, its_day):
                    rep["spent"][activity] += hours
                    origin = _FOLLOW_UP if again else np.int64(deal["origin"])
                    talk(d, now, hours, origin, scene)
                    done = True
            elif fits(rep, activity, its["call_hours"], selling, its_day):
                rep["spent"][activity] += its["call_hours"]
                refuse(d, now, its, scene.customers, ledger)
                done = True
        if done:
            deal["queued"] = False
            _take_off(rep, before, d, following, again, ledger)
        else:
            before = d
        d = following


@forced_inline
def _take_off(rep: Any, before: int, d: int, following: int, again: bool, ledger: Ledger) -> None:
    """Take a deal off one of the rep's two queues."""
    if before >= 0:
        ledger.after[before] = following
    elif again:
        rep["due_first"] = following
    else:
        rep["new_first"] = following
    if again and rep["due_last"] == d:
        rep["due_last"] = before
    elif not again and rep["new_last"] == d:
        rep["new_last"] = before


@forced_inline
def _call_leads(rep: Any, r: int, day: int, selling: float, scene: Scene) -> None:
    """Call marketing's leads, newest first, each once a day."""
    ledger = scene.ledger
    its = scene.sales[rep["firm"]]
    above, n = -1, rep["lead_top"]
    while n >= 0:
        lead, older = ledger.leads[n], ledger.below[n]
        if lead["outcome"] == _OPEN and lead["deal"] < 0 and lead["last_attempt"] < day:
            now = time_of(rep, day, its["hours_per_day"])
            if lead["routed"] > now:
                turns_up(rep, lead["routed"])
            elif fits(rep, LEADS, its["call_hours"], selling, its["hours_per_day"]):
                _call_lead(n, rep, r, now, its, scene)
            else:
                break
        if lead["outcome"] != _OPEN or lead["deal"] >= 0:
            if above >= 0:
                ledger.below[above] = older
            else:
                rep["lead_top"] = older
        else:
            above = n
        n = older


@forced_inline
def _call_lead(n: int, rep: Any, r: int, now: float, its: Any, scene: Scene) -> None:
    """One attempt: nobody there, no need, already talking, not now, or a conversation."""
    lead, ledger = scene.ledger.leads[n], scene.ledger
    i, firm = np.int64(lead["customer"]), np.int64(lead["firm"])
    rep["spent"][LEADS] += its["call_hours"]
    ledger.panel[firm, CALLS] += 1.0
    if lead["attempts"] == 0:
        lead["first_attempt"] = now
    lead["attempts"] += 1
    lead["last_attempt"] = int(now)
    if uniform(scene.keys[_REACH], i, firm) >= its["reach_chance"]:
        if lead["attempts"] >= its["lead_attempts"]:
            end_lead(n, _UNREACHED, now, scene.customers, ledger)
        return
    lead["reached"] = now
    row = scene.customers[i]
    if row["stage"] != SEARCHING:
        end_lead(n, _NO_NEED, now, scene.customers, ledger)
    elif row["open_deal"][firm] >= 0:
        _join(n, np.int64(row["open_deal"][firm]), ledger)
        ledger.panel[firm, SQLS] += 1.0
    elif welcome(
        row, firm, scene.buyer, scene.catalogue.prior, scene.made_up, its,
        scene.buyer.unsolicited_hassle,
    ):  # fmt: skip
        channel = np.int64(lead["channel"])
        _begin(i, r, _LEAD, channel, now, scene.customers, scene.reps, scene.desks, ledger)
        ledger.panel[firm, SQLS] += 1.0
    else:
        end_lead(n, _DECLINED, now, scene.customers, ledger)


@forced_inline
def _join(n: int, d: int, ledger: Any) -> None:
    """A lead whose customer is already in conversation becomes part of that deal."""
    ledger.leads[n]["deal"] = d
    if ledger.deals[d]["lead"] < 0:
        ledger.deals[d]["lead"] = n


@forced_inline
def _begin(
    i: int, r: int, origin: int, channel: int, now: float, customers: Any, reps: Any, desks: Any,
    ledger: Any,
) -> None:  # fmt: skip
    """Open a deal for a first conversation now; a prospector's is a closer's, tomorrow."""
    rep, owner, due = reps[r], r, now
    if rep["prospector"]:
        owner, due = closer_of(i, rep["firm"], desks), math.floor(now) + 1.0
    d = open_deal(i, owner, rep["firm"], origin, channel, now, customers, reps, ledger)
    ledger.deals[d]["due"] = due
    if rep["prospector"]:
        ledger.deals[d]["prospector"] = r


@forced_inline
def _call_stranger(rep: Any, r: int, call: int, day: int, scene: Scene) -> None:
    """One cold call; who is ready to talk is talked to at once."""
    firm, its = rep["firm"], scene.sales[rep["firm"]]
    now = time_of(rep, day, its["hours_per_day"])
    rep["spent"][PROSPECTING] += its["call_hours"]
    scene.ledger.panel[firm, CALLS] += 1.0
    i = stranger(scene.keys[_COLD_CALL], r, call, len(scene.customers))
    if uniform(scene.keys[_COLD_CALL], r, 2 * call + 1) >= its["reach_chance"]:
        return
    row = scene.customers[i]
    free = row["stage"] == SEARCHING and row["waiting"] < 0 and row["open_deal"][firm] < 0
    if free and welcome(
        row, firm, scene.buyer, scene.catalogue.prior, scene.made_up, its,
        scene.buyer.unsolicited_hassle,
    ):  # fmt: skip
        _begin(i, r, _COLD, _OUTBOUND, now, scene.customers, scene.reps, scene.desks, scene.ledger)
        rep["soonest"] = now
