"""A working day with other work between: the clock never runs back, and the day ends when it is
over."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sim.model.rules.working_day import hours_gone, idle_until, selling_left, taken_up

HOURS = 8.0
selling, part = st.floats(0.1, 8.0), st.floats(0.0, 1.0)


@given(part, part, selling, st.floats(0.0, 8.0))
def test_with_other_work_between_the_clock_goes_on(sold_part, between, planned, idle):
    sold = sold_part * planned
    gone = hours_gone(sold, idle, planned, HOURS, between)
    assert gone >= sold + idle
    assert hours_gone(sold + 0.01, idle, planned, HOURS, between) > gone
    assert hours_gone(sold, idle + 0.01, planned, HOURS, between) >= gone - 1e-12


@given(selling)
def test_spread_evenly_all_selling_takes_all_day(planned):
    assert hours_gone(planned, 0.0, planned, HOURS, 1.0) == pytest.approx(HOURS)
    assert hours_gone(planned / 2, 0.0, planned, HOURS, 1.0) == pytest.approx(HOURS / 2)
    assert hours_gone(planned / 2, 0.0, planned, HOURS, 0.0) == planned / 2


@given(part, part, selling, st.floats(0.0, 8.0))
def test_who_waits_until_a_time_is_there_at_that_time(sold_part, between, planned, time):
    sold = sold_part * planned * 0.9
    assume(time >= hours_gone(sold, 0.0, planned, HOURS, between))
    idle = idle_until(time, sold, planned, HOURS, between)
    assert idle >= 0.0
    assert hours_gone(sold, idle, planned, HOURS, between) == pytest.approx(time, abs=1e-6)


@given(part, part, selling, st.floats(0.0, 7.9))
def test_what_is_left_to_sell_ends_the_day(sold_part, between, planned, idle):
    sold = sold_part * planned
    left = selling_left(sold, idle, planned, HOURS, between)
    assume(0.0 < left <= planned - sold)
    end = hours_gone(sold + left, idle, planned, HOURS, between)
    assert end == pytest.approx(HOURS, abs=1e-9)


@given(part, st.tuples(part, part, part, part))
def test_what_turns_up_interrupts_other_work_and_nothing_else(between, times):
    begun, over, now = sorted(times[:3])
    since = times[3]
    at = taken_up(since, now, begun, over, between)
    assert over <= at <= now
    assert at == now or (between > 0.0 and since >= begun)
    assert at >= min(since, now)


def test_the_moment():
    assert taken_up(0.1, 0.9, 0.2, 0.4, 1.0) == 0.9  # there before: it has its turn
    assert taken_up(0.3, 0.9, 0.2, 0.4, 1.0) == 0.4  # turned up meanwhile: as soon as free
    assert taken_up(0.5, 0.9, 0.2, 0.4, 1.0) == 0.5  # during other work: at once
    assert taken_up(0.5, 0.9, 0.2, 0.4, 0.0) == 0.9  # no other work between
