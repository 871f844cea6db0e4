"""Bad words, plans, calendars, designs and experiments are refused in one line, or would run.

A few dozen here; ten thousand by ``python tests/property/bad_words.py 10000``.
"""

from bad_words import KINDS, verdict


def test_a_bad_input_is_refused_in_one_line_or_would_run():
    """Four of each kind, seed 1: a refusal is one line and leaves nothing."""
    verdicts = [verdict(1, number) for number in range(4 * len(KINDS))]
    assert verdicts.count("refused") > len(verdicts) / 2
