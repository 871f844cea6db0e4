"""Aims of marketers who decide for themselves: a planner's objective, and a bandit's experience."""

from typing import NamedTuple

import numpy as np

from sim.config import KINDS
from sim.engine.rows import Floats
from sim.model.rules.bandit import upper_bound


class Aim(NamedTuple):
    """A planner's weights, and what an exposure a day of a new item of each kind brings [kind]."""

    present: float  # ψ, the weight of leads against goodwill
    leads: Floats  # within a month
    goodwill: Floats  # precision with those in need now or by the horizon (1/utility²)
    goals: float  # ω, the weight of what sales would have
    bookings: Floats  # precision with those in need now, within the quarter


class Bandit:
    """Puts a month's money on one kind after another, and more often on what brought more leads.

    A reward is a month's qualified leads per money.
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
        """The kind of the next month: one not tried yet, else the one that may yet be best."""
        untried = np.flatnonzero(self.tried == 0.0)
        if len(untried):
            self.kind = int(untried[0])
        else:
            mean, months = self.total / self.tried, float(self.tried.sum())
            each = zip(mean.tolist(), self.tried.tolist(), strict=True)
            bounds = [upper_bound(one, float(mean.max()), tries, months) for one, tries in each]
            self.kind = int(np.argmax(bounds))
        return self.kind
