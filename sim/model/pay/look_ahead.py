"""Looking ahead: each rep gets the table that says what a deal, and its day, are worth."""

import math

import numpy as np

from sim.engine.rows import Settings
from sim.model.foresight.outlooks import NOTHING_AHEAD, UNKNOWN, Outlooks, scale_of
from sim.model.pay.calendar import days_gone, days_left, part_in_all
from sim.model.rules.conversation import ramp
from sim.model.state.pay_plans import ComponentRow
from sim.model.state.seats import RepRow, Rows
from sim.model.state.world import World

_LEAST = 1e-9


def renew_outlooks(world: World) -> None:
    """Give reps whose period begins, or who join, the table of their kind."""
    day, looks = world.day, world.pay.outlooks
    for firm in range(world.firms):
        team = world.sales.reps[world.rows_of(firm)]
        for look in range(len(looks.plans[firm])):
            part = world.pay.plans[firm][looks.parts[firm, look]]
            begins = days_gone(world, firm, int(looks.parts[firm, look])) == 1
            unknown = team["outlook"][:, look] == UNKNOWN
            new = np.flatnonzero(begins | unknown | (team["joined"] == day))
            if len(new):
                expected = _expected(team, day, part, world.sales.settings[firm])
                for place in new:
                    there = part_in_all(team[place], part, day)
                    _assign(looks, look, team[place], expected[place], there)


def _assign(looks: Outlooks, look: int, rep: RepRow, expected: float, there: float) -> None:
    """Enter the table for a rep who expects so much credit in a whole period, and is there for a
    part of it."""
    firm = rep["firm"]
    scale = scale_of(looks.plans[firm][look], float(rep["quota"][looks.parts[firm, look]]))
    if rep["prospector"] or scale * there <= 0.0:
        rep["outlook"][look] = NOTHING_AHEAD
    else:
        start, cell = looks.entered(firm, look, expected, scale, there)
        rep["outlook"][look], rep["cell"][look] = start, cell


def _expected(team: Rows, day: int, part: ComponentRow, settings: Settings) -> list[float]:
    """Credit that each rep expects of a whole period, by what the firm's reps sell, by skill, and
    by ramp in the middle of what is left of it."""
    days, ramp_days = int(part["days"]), float(settings["ramp_days"])
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
