"""Fading: how much of what a customer once noticed is left after a number of days."""

from typing import Any, NamedTuple

import numpy as np

from sim.model.state.touches import Log, log_of


class Fading(NamedTuple):
    """The part of precision, salience and clarity that is left, by age in days.

    ``history`` is the number of days before the run that customers remember. ``noticed`` and
    ``told`` are working room by firm for catching up on missed days, ``log`` receives the touches,
    and ``pain_key`` addresses customers' pains.
    """

    memory: Any
    salience: Any
    clarity: Any
    history: int
    noticed: Any
    told: Any
    log: Log
    pain_key: Any


def fading_of(buyer: Any, pages: int, history: int, firms: int, pain_key: Any) -> Fading:
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
