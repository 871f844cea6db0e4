"""Rosters that make no sense are refused by line, or run with every law holding.

Some hundred here; a thousand by ``python tests/property/bad_rosters.py``.
"""

from bad_rosters import verdict


def test_a_bad_roster_is_refused_by_its_line():
    """Four hundred files of seed 1, of which a fifth is fine: no false alarms."""
    verdicts = [verdict(1, number, lives=False) for number in range(400)]
    assert verdicts.count("ran") == 80
    assert verdicts.count("refused") == 320


def test_a_fine_roster_runs_lawfully():
    """Eight teams of seed 2: the laws are exact."""
    assert {verdict(2, 5 * number) for number in range(8)} == {"ran"}
