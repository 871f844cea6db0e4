"""Calls: a rep tries the leads of marketing, and strangers; who is ready to talk becomes a deal."""

import math
from typing import Any

import numpy as np

from sim.config import CHANNELS
from sim.engine.compiled import forced_inline
from sim.engine.luck import Purpose, uniform
from sim.model.rules.closing import persistence
from sim.model.sales.clock import may_begin, time_of, turns_up, work
from sim.model.sales.conversation import welcome
from sim.model.sales.prefetch_lists import stranger
from sim.model.sales.routing import rep_for
from sim.model.sales.scene import Scene
from sim.model.state.customers import SEARCHING
from sim.model.state.ledger import CALLS, SQLS, end_lead, open_deal
from sim.model.state.seats import LEADS, PROSPECTING
from sim.records import Origin, Outcome

_OPEN, _UNREACHED = np.int64(Outcome.OPEN), np.int64(Outcome.UNREACHED)
_NO_NEED, _DECLINED = np.int64(Outcome.NO_NEED), np.int64(Outcome.DECLINED)
_COLD, _LEAD = np.int64(Origin.COLD_CALL), np.int64(Origin.LEAD)
_PERSISTENCE = np.int64(Purpose.PERSISTENCE)
_REACH, _COLD_CALL = np.int64(Purpose.REACH), np.int64(Purpose.COLD_CALL)
_ROUTING = np.int64(Purpose.ROUTING)
_OUTBOUND = np.int64(CHANNELS.index("outbound"))


@forced_inline
def call_leads(rep: Any, r: int, day: int, selling: float, scene: Scene) -> None:
    """Call marketing's leads that are worth it, newest first, each once a day."""
    ledger = scene.ledger
    its, worthwhile = scene.sales[rep["firm"]], scene.worthwhile[rep["firm"]]
    above, n = -1, rep["lead_top"]
    while n >= 0:
        lead, older = ledger.leads[n], ledger.below[n]
        waits = lead["outcome"] == _OPEN and lead["deal"] < 0 and lead["last_attempt"] < day
        if waits and (lead["score"] >= worthwhile or lead["attempts"] > 0):
            now = time_of(rep, day, its["hours_per_day"])
            if lead["routed"] > now:
                turns_up(rep, lead["routed"])
            elif may_begin(rep, LEADS, selling, its["hours_per_day"]):
                work(rep, LEADS, its["call_hours"], selling, its["hours_per_day"])
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
    ledger.panel[firm, CALLS] += 1.0
    if lead["attempts"] == 0:
        lead["first_attempt"] = now
    lead["attempts"] += 1
    lead["last_attempt"] = int(now)
    if uniform(scene.keys[_REACH], i, firm) >= its["reach_chance"]:
        luck = uniform(scene.keys[_PERSISTENCE], i, firm)
        if lead["attempts"] >= persistence(its["lead_attempts"], rep["persistence"], luck):
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
        row, firm, scene.buyer, scene.known, scene.made_up, its,
        scene.buyer.unsolicited_hassle,
    ):  # fmt: skip
        channel = np.int64(lead["channel"])
        _begin(i, r, _LEAD, channel, now, scene)
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
def _begin(i: int, r: int, origin: int, channel: int, now: float, scene: Scene) -> None:
    """Open a deal for a first conversation now; a prospector's is a closer's, tomorrow."""
    reps, ledger = scene.reps, scene.ledger
    rep, owner, due = reps[r], r, now
    if rep["prospector"]:
        luck = uniform(scene.keys[_ROUTING], i, rep["firm"] + 128)
        owner = rep_for(i, rep["firm"], False, luck, int(now), scene.customers, reps, scene.desks,
                        ledger.load)  # fmt: skip
        due = math.floor(now) + 1.0
    d = open_deal(i, owner, rep["firm"], origin, channel, now, scene.customers, reps[owner], ledger)
    ledger.deals[d]["due"] = due
    if rep["prospector"]:
        ledger.deals[d]["prospector"] = r


@forced_inline
def call_stranger(rep: Any, r: int, day: int, selling: float, scene: Scene) -> None:
    """One cold call; who is ready to talk is talked to at once."""
    call = rep["strangers"]
    rep["strangers"] += 1
    firm, its = rep["firm"], scene.sales[rep["firm"]]
    now = time_of(rep, day, its["hours_per_day"])
    work(rep, PROSPECTING, its["call_hours"], selling, its["hours_per_day"])
    scene.ledger.panel[firm, CALLS] += 1.0
    i = stranger(scene.keys[_COLD_CALL], r, call, len(scene.customers))
    if uniform(scene.keys[_COLD_CALL], r, 2 * call + 1) >= its["reach_chance"]:
        return
    row = scene.customers[i]
    free = row["stage"] == SEARCHING and row["waiting"] < 0 and row["open_deal"][firm] < 0
    if free and welcome(
        row, firm, scene.buyer, scene.known, scene.made_up, its,
        scene.buyer.unsolicited_hassle,
    ):  # fmt: skip
        _begin(i, r, _COLD, _OUTBOUND, now, scene)
        rep["soonest"] = now
