"""Sell: each rep works the day's hours: open deals, customers who asked, leads, cold calls."""

import numpy as np

from sim.config.sales import PRIORITIES
from sim.engine.compiled import compiled, forced_inline
from sim.engine.heap import Turns, join, leave, put_back, turns_for
from sim.engine.luck import uniform
from sim.engine.rows import Floats, Settings, Table, Whole
from sim.engine.slots import FIRST_IN_TURN, PURPOSE
from sim.model.agents.own_rules import decide
from sim.model.rules.closing import NATURAL
from sim.model.sales.by_worth import do_what_is_worth_most, rank_leads
from sim.model.sales.calls import call_leads, call_stranger
from sim.model.sales.clock import (
    Shift,
    at_work,
    go_on,
    hours_sold,
    may_begin,
    shift_of,
    time_of,
    wait_until,
)
from sim.model.sales.day_plan import plan_the_day
from sim.model.sales.floor import Floor
from sim.model.sales.prefetch_lists import AT_ONCE, bring_near, room
from sim.model.sales.requests import answer_own, answer_shared, see_who_gave_up
from sim.model.sales.routing import POOL
from sim.model.sales.scene import Scene, scene_of
from sim.model.sales.signing import see_to_signatures
from sim.model.state.ledger import follow_up, queue
from sim.model.state.seats import RepRow, is_absent, is_empty, is_on_leave
from sim.model.state.world import World
from sim.records import COLUMN, HOURS_BY_ACTIVITY, OUTCOME, PANEL
from sim.records.activities import PROSPECTING, SELLING

_FOLLOWING_UP, _CALLING = 0, 2
_WORTH = np.int64(PRIORITIES.index("worth"))
_HOURS = PANEL.index(HOURS_BY_ACTIVITY[0])


def sell(world: World) -> None:
    """Let every rep plan the day, then work it."""
    sales = world.sales
    plan_the_day(world)
    for rep in world.staff.own_rules:
        decide(rep, world)
    scene = scene_of(world)
    near, together, impatient = world.once(room), sales.shared_lines, sales.impatient
    world.entry[_work_alone](world.day, scene, near, together, impatient)
    if together:
        turns = turns_for(int(sales.desks.count.max()))
        world.entry[_work_side_by_side](world.day, scene, turns, impatient)


@compiled
def _work_alone(day: int, scene: Scene, near: Whole, together: bool, impatient: bool) -> None:
    """The reps' day but for what they do side by side, at one call: handing compiled code the scene
    takes as long as a few reps' days."""
    _begin_day(day, scene.floor, scene.settings)
    _turn_to_follow_ups(day, scene.floor)
    _see_to_signatures(day, scene)
    _work_all(day, scene, near)
    if not together:
        _end_day(day, scene, impatient)


@compiled
def _end_day(day: int, scene: Scene, impatient: bool) -> None:
    """Customers who have waited too long give up, and hours are written down."""
    if impatient:
        _give_up_waiting(day, scene)
    _book_hours(day, scene.floor.reps, scene.settings, scene.floor.ledger.panel)


@compiled
def _book_hours(day: int, reps: Table[RepRow], settings: Table[Settings], panel: Floats) -> None:
    """Add the day's hours, effort and heads to the panel."""
    for r in range(len(reps)):
        rep = reps[r]
        firm = rep["firm"]
        if is_empty(rep, day):
            panel[firm, COLUMN.vacancies] += 1.0
            continue
        panel[firm, COLUMN.reps] += 1.0
        if is_on_leave(rep, day):
            continue
        for activity in range(SELLING):
            panel[firm, _HOURS + activity] += rep["spent"][activity]
            rep["hours_worked"] += rep["spent"][activity]
            rep["quarter"][activity] += rep["spent"][activity]
        panel[firm, COLUMN.hours_worked] += settings[firm]["hours_per_day"]
        panel[firm, COLUMN.effort] += rep["effort"]


@compiled
def _begin_day(day: int, floor: Floor, settings: Table[Settings]) -> None:
    """Nobody works in an empty seat, or on leave; everybody else first finishes what was begun."""
    for r in range(len(floor.reps)):
        rep = floor.reps[r]
        rep["idle"], rep["soonest"], rep["strangers"] = 0.0, float(day), 0
        rep["begun"] = rep["over"] = float(day)
        for activity in range(len(rep["spent"])):
            rep["spent"][activity] = 0.0
        if is_absent(rep, day):
            rep["effort"] = rep["service_effort"] = 0.0
            rep["move"] = NATURAL
            for activity in range(len(rep["plan"])):
                rep["plan"][activity] = 0.0
        else:
            go_on(rep, shift_of(rep, day, settings))


@compiled
def _turn_to_follow_ups(day: int, floor: Floor) -> None:
    """Queue the follow-ups that are due today; one that was moved waits for its day."""
    diary = floor.ledger.diary
    following = np.int64(diary.first[day])
    diary.first[day] = -1
    while following >= 0:
        d = following
        following = np.int64(diary.link[d])
        deal = floor.ledger.deals[d]
        deal["in_diary"] = False
        if deal["outcome"] != OUTCOME.OPEN or deal["queued"] or deal["agreed"] >= 0.0:
            continue
        if deal["due"] >= day + 1.0:
            follow_up(d, deal["due"], floor.ledger)
        else:
            queue(d, floor.reps[deal["rep"]], floor.ledger)


@compiled
def _see_to_signatures(day: int, scene: Scene) -> None:
    """First of all, deals that were agreed before are signed, or worked on."""
    for r in range(len(scene.floor.reps)):
        rep = scene.floor.reps[r]
        see_to_signatures(rep, shift_of(rep, day, scene.settings), scene)


@compiled
def _work_all(day: int, scene: Scene, near: Whole) -> None:
    """Rep by rep: follow-ups, customers who wait, marketing's leads; strangers while none of these
    is there; else other work, until something turns up. Selling takes the
    hours planned, at any time of day."""
    reps, cold_key = scene.floor.reps, scene.keys[PURPOSE.COLD_CALL]
    for r in range(len(reps)):
        if r % AT_ONCE == 0:
            bring_near(r, scene.floor, scene.settings, cold_key, near)
        rep = reps[r]
        shift, settings = shift_of(rep, day, scene.settings), scene.settings[rep["firm"]]
        if shift.selling <= 0.0 or settings["routing"] == POOL:
            continue
        calls_leads = _calls_leads(rep, scene)
        strangers = settings["cold_calls"] if calls_leads else 0
        by_worth = settings["priority"] == _WORTH
        if by_worth:
            rank_leads(rep, day, scene)
        while at_work(rep, shift):
            if rep["soonest"] > time_of(rep, shift):
                if not _find_something(rep, r, strangers, shift, scene):
                    break
            elif by_worth:
                rep["soonest"], sold = day + 1.0, hours_sold(rep)
                do_what_is_worth_most(rep, r, strangers, calls_leads, False, shift, scene)
                if hours_sold(rep) > sold:
                    rep["soonest"] = float(day)
            else:
                rep["soonest"] = day + 1.0
                for turn in range(3 if calls_leads else 2):
                    if turn == _CALLING:
                        call_leads(rep, r, shift, scene)
                    answer_own(rep, shift, turn == _FOLLOWING_UP, False, scene)


@forced_inline
def _calls_leads(rep: RepRow, scene: Scene) -> bool:
    """Prospectors call marketing's leads and strangers; everybody where there are none."""
    return bool(scene.floor.desks.prospectors[rep["firm"]] == 0 or rep["prospector"])


@forced_inline
def _find_something(rep: RepRow, r: int, strangers: int, shift: Shift, scene: Scene) -> bool:
    """While nobody waits: a cold call, or other work until something turns up; False if nothing
    will."""
    if rep["strangers"] < strangers and may_begin(rep, PROSPECTING, shift):
        call_stranger(rep, r, shift, scene)
        return True
    if rep["soonest"] < shift.day + 1.0:
        wait_until(rep, rep["soonest"], shift)
        return True
    return False


@compiled
def _work_side_by_side(day: int, scene: Scene, turns: Turns, impatient: bool) -> None:
    """Firms with one queue for all who ask: the rep whose clock is earliest acts next, so that the
    first in the queue goes to whoever is free first, of several to the one who has been longest."""
    desks, reps = scene.floor.desks, scene.floor.reps
    for firm in range(len(desks.count)):
        if scene.settings[firm]["routing"] != POOL:
            continue
        for r in range(desks.first[firm], desks.first[firm] + desks.count[firm]):
            rep, shift = reps[r], shift_of(reps[r], day, scene.settings)
            if at_work(rep, shift):
                if scene.settings[firm]["priority"] == _WORTH:
                    rank_leads(rep, day, scene)
                now = time_of(rep, shift)
                if hours_sold(rep) > 0.0:
                    rep["free"] = now
                luck = uniform(scene.keys[PURPOSE.LINE], r, FIRST_IN_TURN)
                join(turns, r, now, rep["free"], luck)
        while turns.many[0] > 0:
            rep = reps[turns.row[0]]
            shift, sold = shift_of(rep, day, scene.settings), hours_sold(rep)
            if not _take_turn(rep, np.int64(turns.row[0]), shift, scene):
                leave(turns)
            elif hours_sold(rep) > sold:
                rep["free"] = time_of(rep, shift)
                put_back(turns, rep["free"], rep["free"])
            else:
                # All who wait for one thing are there at one time, whatever rounding does.
                put_back(turns, min(time_of(rep, shift), rep["soonest"]), rep["free"])
    _end_day(day, scene, impatient)


@forced_inline
def _take_turn(rep: RepRow, r: int, shift: Shift, scene: Scene) -> bool:
    """Do the next thing there is to do for a rep; False once the day is over."""
    firm = rep["firm"]
    if not at_work(rep, shift):
        return False
    calls_leads = _calls_leads(rep, scene)
    strangers = scene.settings[firm]["cold_calls"] if calls_leads else 0
    if rep["soonest"] > time_of(rep, shift):
        return _find_something(rep, r, strangers, shift, scene)
    rep["soonest"], sold = shift.day + 1.0, hours_sold(rep)
    if scene.settings[firm]["priority"] == _WORTH:
        do_what_is_worth_most(rep, r, strangers, calls_leads, True, shift, scene)
    else:
        for turn in range(2):
            if hours_sold(rep) == sold:
                answer_own(rep, shift, turn == _FOLLOWING_UP, False, scene)
        if hours_sold(rep) == sold and not rep["prospector"]:
            answer_shared(rep, r, scene.floor.desks.line[firm], shift, scene)
        if hours_sold(rep) == sold and calls_leads:
            call_leads(rep, r, shift, scene)
    if hours_sold(rep) > sold:
        # There may be more to do at once.
        rep["soonest"] = float(shift.day)
    return True


@compiled
def _give_up_waiting(day: int, scene: Scene) -> None:
    """Customers lose patience in every queue, also in those that nobody worked today."""
    floor = scene.floor
    for r in range(len(floor.reps)):
        see_who_gave_up(floor.reps[r], day, scene)
    for firm in range(len(floor.desks.count)):
        see_who_gave_up(floor.desks.line[firm], day, scene)
