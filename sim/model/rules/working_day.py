"""A working day: how far it has gone after so many hours of selling, with other work between."""

from sim.engine.compiled import compiled


@compiled
def hours_gone(sold: float, idle: float, selling: float, hours: float, between: float) -> float:
    """Hours of the day that are over: those sold, those spent waiting, and other work between.

    Of the other work that a day of ``hours`` leaves beside those for ``selling``, what was not done
    while waiting (``idle``) goes along with selling in proportion, as far as ``between`` says.
    """
    gone = sold + idle
    if between > 0.0 and selling > 0.0:
        gone += between * max(hours - selling - idle, 0.0) * min(sold / selling, 1.0)
    return gone


@compiled
def idle_until(time: float, sold: float, selling: float, hours: float, between: float) -> float:
    """Hours spent waiting so that ``time`` hours of the day are over."""
    if between <= 0.0 or selling <= 0.0:
        return time - sold
    part = between * min(sold / selling, 1.0)
    waited = (time - sold - part * (hours - selling)) / max(1.0 - part, 1e-9)
    return waited if waited <= hours - selling else time - sold


@compiled
def selling_left(sold: float, idle: float, selling: float, hours: float, between: float) -> float:
    """Hours of selling for which the day still has room."""
    if between <= 0.0 or selling <= 0.0:
        return hours - sold - idle
    along = between * max(hours - selling - idle, 0.0) / selling
    return (hours - idle) / (1.0 + along) - sold


@compiled
def taken_up(since: float, now: float, begun: float, over: float, between: float) -> float:
    """The time at which what has been there since a time is taken up: ``now``, after other work.

    What turned up since the last thing was ``begun`` interrupts the other work that lies between,
    as soon as that thing is ``over``. All in days.
    """
    if between <= 0.0 or since < begun:
        return now
    return min(now, max(since, over))
