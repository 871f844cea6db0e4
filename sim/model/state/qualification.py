"""Qualification: the scores that a lead must reach, as each department of a firm sees it."""

from typing import NamedTuple

from sim.engine.rows import Floats


class Qualification(NamedTuple):
    """By firm: the score from which reps call a lead and the score from which marketing calls it
    qualified, what a channel adds to a score [firm, channel], and how many leads so far had no
    need and a need [firm, 2]."""

    worthwhile: Floats
    qualified: Floats
    hint: Floats
    counted: Floats


# What is told of leads that a rep called and reached: how many there were, and of how many the
# customer had a need, of these how many were talked to, and how many bought.
MET, NEEDY, TALKED, WON = range(4)
