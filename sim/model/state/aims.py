"""Aims of marketers who decide for themselves: what a planner wants, what a bandit has tried."""

import math
from typing import Any, NamedTuple

import numpy as np

from sim.config import KINDS


class Aim(NamedTuple):
    """What a firm's marketers want: ψ, and what an exposure a day of an item of each kind brings
    from today on: leads within a month, and goodwill (precision in the minds of those who have a
    need, or will have by the horizon) [kind]; ω, and what sales would have: precision in the minds
    of those who have a need now, within the quarter."""

    present: float
    leads: Any
    goodwill: Any
    goals: float
    bookings: Any


class Bandit:
    """Puts a month's money on one kind after another, and more often on what brought more leads.

    UCB1 (Auer, Cesa-Bianchi & Fischer 2002, *Machine Learning* 47:235-256): the kind of the highest
    mean reward plus √(2 ln n/n_k), rewards being qualified leads per money over the best so far.
    """

    def __init__(self) -> None:
        self.tried = np.zeros(len(KINDS))
        self.total = np.zeros(len(KINDS))
        self.kind = 0

    def learn(self, reward: float) -> None:
        """Credit the kind of the month that is over with its reward."""
        self.tried[self.kind] += 1.0
        self.total[self.kind] += reward

    def choose(self) -> int:
        """The kind of the next month."""
        untried = np.flatnonzero(self.tried == 0.0)
        if len(untried):
            self.kind = int(untried[0])
        else:
            mean = self.total / self.tried
            unsure = np.sqrt(2.0 * math.log(self.tried.sum()) / self.tried)
            self.kind = int((mean / max(mean.max(), 1e-300) + unsure).argmax())
        return self.kind
