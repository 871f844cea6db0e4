"""Kinds of key figures: what a number of a run is, and so how chance spreads it over runs."""

from enum import Enum


class Kind(Enum):
    """The kind decides the estimate over runs, and its interval (``sim.inference.estimates``)."""

    MEAN = "a number a run, of either sign: its mean"
    COUNT = "events a run: their mean"
    RATE = "events over the time in which they could happen: sum over sum"
    SHARE = "events out of so many occasions, from 0 to 1: sum over sum"
    PORTION = "a part of an amount, from 0 to 1: sum over sum"
    RATIO = "an amount over another, from zero on: sum over sum"
    RETURN = "an amount over what it took, less one, from -1 on: sum over sum"
    SIGNED = "an amount of either sign over another: sum over sum"

    @property
    def over_a_whole(self) -> bool:
        """Whether it has a part and a whole in every run."""
        return self not in (Kind.MEAN, Kind.COUNT)

    @property
    def counted(self) -> bool:
        """Whether its parts are events, one by one."""
        return self in (Kind.COUNT, Kind.RATE, Kind.SHARE)

    @property
    def within_one(self) -> bool:
        """Whether it is never less than 0 nor more than 1."""
        return self in (Kind.SHARE, Kind.PORTION)
