"""Looking ahead: each rep gets the table that says what a deal, and its day, are worth."""

import math

import numpy as np
from numpy.typing import NDArray

from sim.engine.rows import Settings, Whole
from sim.model.foresight.outlooks import NOTHING_AHEAD, UNKNOWN, scale_of
from sim.model.foresight.period import Paid
from sim.model.pay.calendar import (
    asked_in_all,
    days_gone,
    days_left,
    elapsed,
    is_payday,
    longest,
    part_in_all,
    whole_days,
)
from sim.model.pay.guarantee import guaranteed, reckoned_every
from sim.model.rules.conversation import ramp
from sim.model.rules.window import ALWAYS
from sim.model.state.pay_plans import ComponentRow
from sim.model.state.seats import RepRow, Rows
from sim.model.state.world import World

_LEAST = 1e-9


def renew_outlooks(world: World) -> None:
    """Give reps whose period begins, or who join, the table of their kind."""
    day, looks = world.day, world.pay.outlooks
    for firm, plans in enumerate(looks.plans):
        for look in range(len(plans)):
            team = world.sales.reps[world.rows_of(firm)]
            part = world.pay.plans[firm][looks.parts[firm, look]]
            last = _is_last(part, day)
            looks.ahead[firm, looks.together[firm][look]] = not last
            begins = days_gone(world, firm, int(looks.parts[firm, look])) == 1
            unknown = team["outlook"][:, look] == UNKNOWN
            here = (team["joined"] == day) | (team["back"] == day)
            new = begins | unknown | here | _assured(world, firm, look, team["joined"])
            new = np.flatnonzero(new)
            if last:
                team["outlook"][new, look] = NOTHING_AHEAD
            elif len(new):
                expected = _expected(team, day, part, world.sales.settings[firm])
                for place in new:
                    _assign(world, look, team[place], expected[place])


def _is_last(part: ComponentRow, day: int) -> bool:
    """Whether the period in which a day lies is a component's last: what is left over then is worth
    what comes after it, and no table says what that is."""
    return bool(part["stops"] < ALWAYS and day + days_left(part, day) > part["stops"])


def _assign(world: World, look: int, rep: RepRow, expected: float) -> None:
    """Enter the table for a rep who expects so much credit in a whole period: for the part of it
    for which the rep is there, and the part of the quota that is asked."""
    looks, firm = world.pay.outlooks, int(rep["firm"])
    c, plan = int(looks.parts[firm, look]), looks.plans[firm][look]
    part = world.pay.plans[firm][c]
    there, asked = part_in_all(rep, c, part, world.day), asked_in_all(rep, c, part, world.day)
    quota = float(rep["quota"][c])
    if asked != there:
        quota *= asked / there
    scale, times = scale_of(plan, quota), float(rep["pay_scale"])
    if rep["prospector"] or scale * there * times <= 0.0:
        rep["outlook"][look] = NOTHING_AHEAD
    else:
        paid = _paid(world, look, rep)
        start, cell = looks.entered(firm, look, expected, scale, (there, times), paid)
        rep["outlook"][look], rep["cell"][look] = start, cell


def _assured(world: World, firm: int, look: int, joined: Whole) -> NDArray[np.bool_]:
    """Whether an instalment begins today for reps who have a guarantee: how much of it is topped up
    depends on what was paid before."""
    part = world.pay.plans[firm][int(world.pay.outlooks.parts[firm, look])]
    its = world.pay.guarantees[firm].days
    begins = bool(is_payday(part, world.day - 1))
    return (joined <= world.day) & (joined + its > world.day) & (begins and its > 0)


def _paid(world: World, look: int, rep: RepRow) -> Paid:
    """A rep's pay as it comes from today on: in instalments or not, and how much of it is
    guaranteed, if that is reckoned on the same days."""
    firm = int(rep["firm"])
    looks, its = world.pay.outlooks, world.pay.guarantees[firm]
    days, instalment = int(looks.days[firm, look]), int(looks.instalments[firm, look])
    part = world.pay.plans[firm][int(looks.parts[firm, look])]
    gone = int(elapsed(part, world.day)) - 1
    every, first = instalment or days, world.day - gone
    none = its.days == 0 or rep["joined"] > world.day
    if none or every != reckoned_every(world, firm):
        return Paid(instalment)
    begun = gone - gone % every
    until = min(int(rep["joined"]) + its.days, first + int(whole_days(part, world.day)))
    since, least = max(int(rep["joined"]), int(rep["assured_day"]), 0), []
    for start in range(first + begun, until, every):
        end = min(start + every, until)
        least.append(guaranteed(its.a_month, end - max(start, since)))
    if not least:
        return Paid(instalment)
    credit = float(rep["credit"][looks.parts[firm, look]]) if begun else 0.0
    return Paid(instalment, tuple(least), begun, credit)


def _expected(team: Rows, day: int, part: ComponentRow, settings: Settings) -> list[float]:
    """Credit that each rep expects of a whole period, by what the firm's reps sell, by skill, and
    by ramp in the middle of what is left of it."""
    days, ramp_days = longest(part), float(settings["ramp_days"])
    middle = day + days_left(part, day) / 2
    able = [
        float(rep["skill"]) * float(ramp(max(middle - float(rep["joined"]), 0.0), ramp_days))
        for rep in team
    ]
    sells = ~team["prospector"]
    if not sells.any():
        return [0.0] * len(able)
    mean = math.fsum(np.array(able)[sells].tolist()) / int(sells.sum())
    pace = math.fsum(team["pace"][sells].tolist()) / int(sells.sum())
    return [max(pace / mean * one, _LEAST) * days for one in able]
