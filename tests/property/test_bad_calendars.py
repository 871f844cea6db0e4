"""Editorial calendars that make no sense are refused by line, or run with every law holding.

A few dozen here; a thousand by ``python tests/property/bad_calendars.py``.
"""

from bad_calendars import verdict


def test_a_bad_calendar_is_refused_by_its_line_or_runs_lawfully():
    """Forty files of seed 1: no false alarms, as the laws are exact."""
    verdicts = [verdict(1, number) for number in range(40)]
    assert verdicts.count("ran") == 10
    assert verdicts.count("refused") == 30
