"""Pay plans that make no sense are refused by name, or run with every law holding.

Twenty here, sixty by ``make thorough``, a thousand by ``python tests/property/bad_plans.py``.
"""

import pytest
from bad_plans import verdict

from tests.depth import some


@pytest.mark.parametrize("start", range(0, some(20, 60), 20))
def test_a_bad_plan_is_refused_by_name_or_runs_lawfully(start):
    """Twenty plans each of seed 1: no false alarms, as the laws are exact."""
    verdicts = [verdict(1, number) for number in range(start, start + 20)]
    assert "ran" in verdicts
    assert "refused" in verdicts
