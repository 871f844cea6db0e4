"""Fading: how much of what a customer once noticed is left after a number of days."""

from typing import NamedTuple

import numpy as np

from sim.engine.rows import Floats, Whole
from sim.model.state.parameters import BuyerNumbers
from sim.model.state.touches import Log, log_of


class Fading(NamedTuple):
    """The part of precision, salience and clarity that is left, by age in days.

    ``history`` is the number of days before the run that customers remember. ``noticed`` and
    ``told`` are working room by firm for catching up on missed days, ``log`` receives the touches,
    and ``pain_key`` addresses customers' pains.
    """

    memory: Floats
    salience: Floats
    clarity: Floats
    history: int
    noticed: Whole
    told: Floats
    log: Log
    pain_key: np.uint64


def fading_of(
    buyer: BuyerNumbers, pages: int, history: int, firms: int, pain_key: np.uint64
) -> Fading:
    """What is left for every age below ``pages`` days, with working room for so many firms."""
    daily = (buyer.memory, buyer.salience_memory, buyer.clarity_memory)
    memory, salience, clear = (np.array([kept**age for age in range(pages)]) for kept in daily)
    noticed, told = np.zeros(firms, np.int64), np.zeros(firms)
    return Fading(memory, salience, clear, history, noticed, told, log_of(0), pain_key)


def with_own_room(fading: Fading, touches: int = 0) -> Fading:
    """The same with working room of its own, for another thread, and a log for so many touches."""
    return fading._replace(
        noticed=fading.noticed.copy(), told=fading.told.copy(), log=log_of(touches)
    )
