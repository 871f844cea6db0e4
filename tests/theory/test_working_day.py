"""A working day with other work between: the clock never runs back, and the day ends when it is
over."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sim.model.rules.working_day import hours_gone, idle_until, selling_left

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
