"""Plans in words: refused by name where they have a slip, else paid as the document says.

A quarter of a thousand here, two thousand by ``make thorough``, and as many as wanted by
``python tests/property/plans_in_words.py``.
"""

from collections import Counter

import pytest
from plans_in_words import SLIPS, verdict

from tests.depth import some

EACH = 250


@pytest.mark.parametrize("start", range(0, some(250, 2000), EACH))
def test_a_plan_in_words_is_refused_by_name_or_pays_as_it_says(start):
    """Seed 1: no false alarms, as amounts are exact to the cent."""
    told = Counter(verdict(1, number) for number in range(start, start + EACH))
    assert told["paid"] + told["paid, changing"] > EACH / 2
    assert told["paid, changing"] > EACH / 8
    assert len(told) > len(SLIPS) / 2
