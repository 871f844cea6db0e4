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
