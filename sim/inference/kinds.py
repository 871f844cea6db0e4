"""Kinds of key figures: what a number of a run is, and so how chance spreads it over runs."""

from enum import Enum


class Kind(Enum):
    """The kind decides the estimate over runs, and its interval (``sim.inference.estimates``)."""

    MEAN = "a number a run, of either sign: its mean"
    COUNT = "events a run, from zero on: their mean"
    SHARE = "a part of a whole, from 0 to 1: sum over sum"
    RATIO = "one sum over another, from zero on: sum over sum"
    SIGNED = "one sum over another, of either sign: sum over sum"

    @property
    def over_a_whole(self) -> bool:
        """Whether it has a part and a whole in every run."""
        return self in (Kind.SHARE, Kind.RATIO, Kind.SIGNED)
