"""Forms: who asks for a rep in writing, and how long the customer waits for the call."""

import math

from sim.engine.compiled import compiled


@compiled
def form_score(score: float, points: float, information: float) -> float:
    """A form's score: as any lead's, and the ``points`` of having asked, as far as sales hears of
    it (ι): in a silo a form is a lead like others."""
    return score + points * information


@compiled
def wait_ends(luck: float, patience_days: float) -> bool:
    """Whether the wait for a call ends today: at a constant hazard, 1 − e^(−1/W) a day; 0: never.

    Impatience at a constant rate is Erlang A's (Palm 1957). Who turns to the next firm leaves the
    first form where it is, so that the firm that answers first gains (Li & Lee 1994, *Management
    Science* 40(12), firms that compete by speed).
    """
    return patience_days > 0.0 and luck < 1.0 - math.exp(-1.0 / patience_days)
