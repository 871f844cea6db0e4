"""The model's payroll against one in plain Python that shares no code with it, to the cent.

Exact but for rounding: no false alarms.
"""

import pytest
from pay_stories import Luck, a_plan, a_story, some_months, told
from slow_payroll import payroll

from tests.depth import some

EACH, BATCHES = some(100, 250), some(1, 8)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_every_plan_is_paid_as_it_reads(batch, monkeypatch):
    for number in range(batch * EACH, (batch + 1) * EACH):
        luck = Luck(number)
        plan, prospects = a_plan(luck)
        story = a_story(luck, prospects, some_months(luck, plan))
        expected, found = payroll(plan, story), told(plan, story, monkeypatch)
        for key in sorted(expected.keys() | found.keys()):
            right, paid = expected.get(key, 0.0), found.get(key, 0.0)
            assert paid == pytest.approx(right, abs=0.005), (number, key)
