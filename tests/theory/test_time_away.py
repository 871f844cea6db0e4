"""Leave is an alternating renewal process: the part of the time away is exact."""

import math
from dataclasses import replace

import numpy as np
import pytest

from sim.model.rules.turnover import goes_on_leave
from sim.model.sales.leave import see_who_goes
from tests.quiet_firm import LINE, QUIET, world_of


def test_the_chance_of_a_day_is_that_of_a_constant_hazard():
    assert goes_on_leave(0.0) == 0.0
    assert 1.0 - (1.0 - goes_on_leave(1.3)) ** 260 == pytest.approx(1.0 - math.exp(-1.3))


@pytest.mark.parametrize(("a_year", "days"), [(5.0, 20.0), (2.0, 1.0)])
def test_reps_are_away_for_the_part_of_the_time_that_leave_takes(a_year, days):
    """L/(L + 1/p) of the time, with leaves of L days on average and a chance of p a day at work.

    Spells at work and away are geometric, so that the part over n cycles has a variance of about
    2·s²·(1 − s)²/n; within 4.5 standard errors, false alarm below 1 in 100,000. Seed 1.
    """
    reps, last = 60, 1500
    sales = replace(QUIET.sales, reps=reps, leave_per_year=a_year, leave_days=days)
    world = world_of(LINE, sales=sales, days=last)
    there = world.sales.reps["firm"] == 0
    gone, begun = [], 0
    for day in range(last):
        world.open_day(day)
        rows = world.sales.reps[there]
        gone.append(float(((rows["away"] <= day) & (day < rows["back"])).mean()))
        before = rows["away"].copy()
        see_who_goes(world)
        begun += int((world.sales.reps["away"][there] != before).sum())
    p = goes_on_leave(a_year)
    share = days / (days + 1.0 / p)
    cycles = reps * last / (days + 1.0 / p)
    assert begun == pytest.approx(cycles, abs=4.5 * math.sqrt(cycles) + reps)
    spread = math.sqrt(2.0 / cycles) * share * (1.0 - share)
    assert np.mean(gone[200:]) == pytest.approx(share, abs=4.5 * spread * math.sqrt(last / 1300))
