"""Calls: a rep tries the leads of marketing, and strangers; who is ready to talk becomes a deal."""

import math

import numpy as np

from sim.engine.compiled import compiled, forced_inline
from sim.engine.links import take_out
from sim.engine.luck import uniform
from sim.engine.rows import Settings
from sim.engine.slots import DEAL_GOES_TO, PERSISTS, PURPOSE, REACHED, STRANGER_ANSWERS
from sim.model.customers.mind import NOBODY
from sim.model.rules.closing import persistence
from sim.model.rules.cold_reach import reach_of_strangers
from sim.model.rules.reach import hours_old, reach
from sim.model.sales.clock import Shift, may_begin, moment, time_of, turns_up, work
from sim.model.sales.conversation import welcome
from sim.model.sales.floor import open_deal
from sim.model.sales.prefetch_lists import stranger
from sim.model.sales.routing import rep_for
from sim.model.sales.scene import Scene
from sim.model.state.customers import SEARCHING
from sim.model.state.ledger import Ledger, end_lead
from sim.model.state.seats import RepRow
from sim.records import COLUMN, ORIGIN, OUTCOME, LeadRow
from sim.records.activities import LEADS, PROSPECTING


@forced_inline
def call_leads(rep: RepRow, r: int, shift: Shift, scene: Scene) -> None:
    """Call marketing's leads in the order of the pile, each once a day."""
    ledger, call_hours = scene.floor.ledger, scene.settings[rep["firm"]]["call_hours"]
    above, n = NOBODY, rep["lead_top"]
    while n >= 0:
        lead, older = ledger.leads[n], ledger.below[n]
        waits = lead["outcome"] == OUTCOME.OPEN and lead["deal"] < 0
        if waits and lead["last_attempt"] < shift.day:
            now = time_of(rep, shift)
            if lead["routed"] > now:
                turns_up(rep, lead["routed"])
            elif may_begin(rep, LEADS, shift):
                at = moment(rep, lead["routed"], shift)
                work(rep, LEADS, call_hours, at, shift)
                _call_lead(n, rep, r, at, scene)
            else:
                break
        if lead["outcome"] != OUTCOME.OPEN or lead["deal"] >= 0:
            rep["lead_top"] = take_out(ledger.below, rep["lead_top"], above, n)
        else:
            above = n
        n = older


@compiled
def best_lead(rep: RepRow, shift: Shift, scene: Scene) -> int:
    """The first lead of a ranked pile that a rep can call now; what has ended leaves the pile."""
    ledger, now = scene.floor.ledger, time_of(rep, shift)
    may_call = may_begin(rep, LEADS, shift)
    above, n = NOBODY, rep["lead_top"]
    while n >= 0:
        lead, next_best = ledger.leads[n], ledger.below[n]
        waits = lead["outcome"] == OUTCOME.OPEN and lead["deal"] < 0
        if not waits:
            rep["lead_top"] = take_out(ledger.below, rep["lead_top"], above, n)
        else:
            above = n
            if lead["last_attempt"] < shift.day:
                if lead["routed"] > now:
                    turns_up(rep, lead["routed"])
                elif may_call:
                    return int(n)
        n = next_best
    return NOBODY


@forced_inline
def call_if_worth(n: int, bar: float, rep: RepRow, r: int, shift: Shift, scene: Scene) -> None:
    """Call a lead, if there is one and it is worth the ``bar``."""
    if n >= 0 and scene.floor.ledger.leads[n]["worth"] >= bar:
        at = moment(rep, scene.floor.ledger.leads[n]["routed"], shift)
        work(rep, LEADS, scene.settings[rep["firm"]]["call_hours"], at, shift)
        _call_lead(n, rep, r, at, scene)


@forced_inline
def _call_lead(n: int, rep: RepRow, r: int, now: float, scene: Scene) -> None:
    """One attempt: nobody there, no need, already talking, not now, or a conversation."""
    floor, ledger = scene.floor, scene.floor.ledger
    lead = ledger.leads[n]
    i, firm = np.int64(lead["customer"]), np.int64(lead["firm"])
    settings, row = scene.settings[firm], floor.customers[i]
    asked = (row["asked"] >> firm) & 1
    ledger.panel[firm, COLUMN.calls] += 1.0
    if lead["attempts"] == 0:
        lead["first_attempt"] = now
    lead["attempts"] += 1
    lead["last_attempt"] = int(now)
    chance = chance_to_reach(lead, now, settings)
    if uniform(scene.keys[PURPOSE.REACH], i, REACHED + firm) >= chance:
        luck = uniform(scene.keys[PURPOSE.PERSISTENCE], i, PERSISTS + firm)
        if lead["attempts"] >= persistence(settings["lead_attempts"], rep["persistence"], luck):
            end_lead(n, OUTCOME.UNREACHED, now, floor.customers, ledger)
        return
    lead["reached"] = now
    if row["stage"] != SEARCHING:
        end_lead(n, OUTCOME.NO_NEED, now, floor.customers, ledger)
    elif row["open_deal"][firm] >= 0:
        _join(n, np.int64(row["open_deal"][firm]), ledger)
        ledger.panel[firm, COLUMN.sqls] += 1.0
    elif asked or welcome(row, firm, scene.buyer.unsolicited_hassle, scene):
        _begin(i, r, ORIGIN.REQUEST if asked else ORIGIN.LEAD, now, scene)
        ledger.panel[firm, COLUMN.sqls] += 1.0
    else:
        end_lead(n, OUTCOME.DECLINED, now, floor.customers, ledger)


@forced_inline
def chance_to_reach(lead: LeadRow, now: float, settings: Settings) -> float:
    """Chance that a lead answers a call now, by its age and by who it is."""
    at_once = settings["form_reach"] if lead["inquiry"] else settings["reach_chance"]
    hours = hours_old(lead["created"], now)
    return reach(at_once, hours, settings["reach_hours"], settings["reach_decay"])


@forced_inline
def _join(n: int, d: int, ledger: Ledger) -> None:
    """A lead whose customer is already in conversation becomes part of that deal."""
    ledger.leads[n]["deal"] = d
    if ledger.deals[d]["lead"] < 0:
        ledger.deals[d]["lead"] = n


@forced_inline
def _begin(i: int, r: int, origin: int, now: float, scene: Scene) -> None:
    """Open a deal for a first conversation now; a prospector's is a closer's, tomorrow."""
    rep, owner, due = scene.floor.reps[r], r, now
    if rep["prospector"]:
        luck = uniform(scene.keys[PURPOSE.ROUTING], i, DEAL_GOES_TO + rep["firm"])
        owner = rep_for(i, rep["firm"], False, luck, int(now), scene.floor)
        due = math.floor(now) + 1.0
    d = open_deal(i, rep["firm"], owner, origin, now, scene.floor)
    deal = scene.floor.ledger.deals[d]
    deal["due"] = due
    if rep["prospector"]:
        deal["prospector"] = r


@forced_inline
def call_stranger(rep: RepRow, r: int, shift: Shift, scene: Scene) -> None:
    """One cold call; who is ready to talk is talked to at once."""
    call, firm, customers = rep["strangers"], rep["firm"], scene.floor.customers
    rep["strangers"] += 1
    settings, key = scene.settings[firm], scene.keys[PURPOSE.COLD_CALL]
    now = time_of(rep, shift)
    work(rep, PROSPECTING, settings["call_hours"], now, shift)
    scene.floor.ledger.panel[firm, COLUMN.calls] += 1.0
    i = stranger(key, r, call, len(customers))
    chance = reach_of_strangers(settings["cold_reach"], settings["reach_chance"])
    if uniform(key, r, 2 * call + STRANGER_ANSWERS) >= chance:
        return
    row = customers[i]
    free = row["stage"] == SEARCHING and row["waiting"] < 0 and row["open_deal"][firm] < 0
    if free and welcome(row, firm, scene.buyer.unsolicited_hassle, scene):
        _begin(i, r, ORIGIN.COLD_CALL, now, scene)
        rep["soonest"] = now
