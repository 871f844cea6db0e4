"""Sell: each rep works the day's hours: open deals, customers who asked, leads, cold calls."""

from typing import Any

import numpy as np

from sim.engine.appointments import due
from sim.engine.compiled import compiled, forced_inline
from sim.engine.heap import Turns, join, leave, put_back, turns_for
from sim.engine.luck import Purpose
from sim.model.agents.own_rules import decide
from sim.model.foresight.bellman import NATURAL
from sim.model.sales.calls import call_leads, call_stranger
from sim.model.sales.clock import at_work, go_on, hours_sold, may_begin, time_of
from sim.model.sales.day_plan import plan_the_day
from sim.model.sales.prefetch_lists import AT_ONCE, bring_near, room
from sim.model.sales.requests import POOL, answer_own, answer_shared, see_who_gave_up
from sim.model.sales.scene import Scene, scene_of
from sim.model.sales.signing import see_to_signatures
from sim.model.state.ledger import (
    EFFORT,
    HOURS,
    HOURS_WORKED,
    REPS,
    VACANCIES,
    Ledger,
    follow_up,
    queue,
)
from sim.model.state.seats import PROSPECTING, SERVICE, is_empty
from sim.model.state.world import World
from sim.records import Outcome

_OPEN = np.int64(Outcome.OPEN)
_FOLLOWING_UP, _CALLING = 0, 2
# Hours after which what turns up has surely turned up, whatever rounding does.
_MOMENT = 1e-9
_COLD_CALL = np.int64(Purpose.COLD_CALL)


def sell(world: World) -> None:
    """Let every rep plan the day, then work it."""
    sales = world.sales
    plan_the_day(world)
    for rep in world.staff.own_rules:
        decide(rep, world)
    sales.reps["spent"] = 0.0
    scene = scene_of(world)
    follow_ups = due(scene.ledger.diary, world.day)
    _begin_day(world.day, follow_ups, sales.reps, sales.settings, scene.ledger)
    _see_to_signatures(world.day, scene)
    _work_all(world.day, scene, room())
    if sales.shared_lines:
        _work_side_by_side(world.day, scene, turns_for(int(sales.desks.count.max())))
    if sales.impatient:
        _give_up_waiting(world.day, scene)
    _book_hours(world.day, sales.reps, sales.settings, world.panel_today)


@compiled
def _book_hours(day: int, reps: Any, sales: Any, panel: Any) -> None:
    """Add the day's hours, effort and heads to the panel."""
    for r in range(len(reps)):
        rep = reps[r]
        firm = rep["firm"]
        if is_empty(rep, day):
            panel[firm, VACANCIES] += 1.0
            continue
        for activity in range(SERVICE):
            panel[firm, HOURS + activity] += rep["spent"][activity]
            rep["hours_worked"] += rep["spent"][activity]
            rep["quarter"][activity] += rep["spent"][activity]
        panel[firm, HOURS_WORKED] += sales[firm]["hours_per_day"]
        panel[firm, EFFORT] += rep["effort"]
        panel[firm, REPS] += 1.0


@compiled
def _begin_day(day: int, deals: Any, reps: Any, sales: Any, ledger: Ledger) -> None:
    """Queue the follow-ups that are due today; one that was moved waits for its day. Nobody works
    in an empty seat; everybody else first finishes what was begun."""
    for r in range(len(reps)):
        rep = reps[r]
        rep["idle"], rep["soonest"], rep["strangers"] = 0.0, float(day), 0
        if is_empty(rep, day):
            rep["effort"] = rep["service_effort"] = 0.0
            rep["move"] = NATURAL
            for activity in range(SERVICE + 1):
                rep["plan"][activity] = 0.0
        else:
            go_on(rep, _selling_hours(rep), sales[rep["firm"]]["hours_per_day"])
    for n in range(len(deals)):
        d = deals[n]
        deal = ledger.deals[d]
        deal["in_diary"] = False
        if deal["outcome"] != _OPEN or deal["queued"] or deal["agreed"] >= 0.0:
            continue
        if deal["due"] >= day + 1.0:
            follow_up(d, int(deal["due"]), ledger)
        else:
            queue(d, reps[deal["rep"]], ledger)


@compiled
def _see_to_signatures(day: int, scene: Scene) -> None:
    """First of all, deals that were agreed before are signed, or worked on."""
    for r in range(len(scene.reps)):
        see_to_signatures(scene.reps[r], day, _selling_hours(scene.reps[r]), scene)


@forced_inline
def _selling_hours(rep: Any) -> float:
    """Hours that the rep means to sell today."""
    selling = 0.0
    for activity in range(SERVICE):
        selling = max(selling, rep["plan"][activity])
    return selling


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
        selling, firm = _selling_hours(rep), rep["firm"]
        if selling <= 0.0 or scene.sales[firm]["routing"] == POOL:
            continue
        calls_leads = _calls_leads(rep, scene)
        strangers = scene.sales[firm]["cold_calls"] if calls_leads else 0
        hours = scene.sales[firm]["hours_per_day"]
        while at_work(rep, selling, hours):
            if rep["soonest"] <= time_of(rep, day, hours):
                rep["soonest"] = day + 1.0
                for turn in range(3 if calls_leads else 2):
                    if turn == _CALLING:
                        call_leads(rep, r, day, selling, scene)
                    answer_own(rep, day, selling, turn == _FOLLOWING_UP, scene)
            elif not _find_something(rep, r, day, strangers, selling, hours, scene):
                break


@forced_inline
def _calls_leads(rep: Any, scene: Scene) -> bool:
    """Prospectors call marketing's leads and strangers; everybody where there are none."""
    return bool(scene.desks.prospectors[rep["firm"]] == 0 or rep["prospector"])


@forced_inline
def _find_something(
    rep: Any, r: int, day: int, strangers: int, selling: float, hours: float, scene: Scene
) -> bool:
    """While nobody waits: a cold call, or other work until something turns up; False if nothing
    will."""
    if rep["strangers"] < strangers and may_begin(rep, PROSPECTING, selling, hours):
        call_stranger(rep, r, day, selling, scene)
        return True
    if rep["soonest"] < day + 1.0:
        rep["idle"] = (rep["soonest"] - day) * hours - hours_sold(rep) + _MOMENT
        return True
    return False


@compiled
def _work_side_by_side(day: int, scene: Scene, turns: Turns) -> None:
    """Firms with one line for all who ask: whose clock is earliest acts next, so that the first in
    the line goes to whoever is free first."""
    desks = scene.desks
    for firm in range(len(desks.count)):
        hours = scene.sales[firm]["hours_per_day"]
        if scene.sales[firm]["routing"] != POOL:
            continue
        for r in range(desks.first[firm], desks.first[firm] + desks.count[firm]):
            if at_work(scene.reps[r], _selling_hours(scene.reps[r]), hours):
                join(turns, r, time_of(scene.reps[r], day, hours))
        while turns.many[0] > 0:
            rep = scene.reps[turns.row[0]]
            if _take_turn(rep, np.int64(turns.row[0]), day, scene):
                put_back(turns, time_of(rep, day, hours))
            else:
                leave(turns)


@forced_inline
def _take_turn(rep: Any, r: int, day: int, scene: Scene) -> bool:
    """Do the next thing there is to do for a rep; False once the day is over."""
    firm, selling = rep["firm"], _selling_hours(rep)
    hours = scene.sales[firm]["hours_per_day"]
    if not at_work(rep, selling, hours):
        return False
    calls_leads = _calls_leads(rep, scene)
    if rep["soonest"] > time_of(rep, day, hours):
        strangers = scene.sales[firm]["cold_calls"] if calls_leads else 0
        return _find_something(rep, r, day, strangers, selling, hours, scene)
    rep["soonest"], sold = day + 1.0, hours_sold(rep)
    for turn in range(2):
        if hours_sold(rep) == sold:
            answer_own(rep, day, selling, turn == _FOLLOWING_UP, scene)
    if hours_sold(rep) == sold and not rep["prospector"]:
        answer_shared(rep, r, scene.desks.line[firm], day, selling, scene)
    if hours_sold(rep) == sold and calls_leads:
        call_leads(rep, r, day, selling, scene)
    if hours_sold(rep) > sold:
        # There may be more to do at once.
        rep["soonest"] = float(day)
    return True


@compiled
def _give_up_waiting(day: int, scene: Scene) -> None:
    """Customers lose patience in every line, also in those that nobody worked today."""
    for r in range(len(scene.reps)):
        see_who_gave_up(scene.reps[r], day, scene)
    for firm in range(len(scene.desks.count)):
        see_who_gave_up(scene.desks.line[firm], day, scene)
