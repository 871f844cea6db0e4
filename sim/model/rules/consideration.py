"""Consideration: which firms come to mind when a need arises."""

import math

from sim.engine.compiled import compiled


@compiled
def comes_to_mind(salience: float, scale: float) -> float:
    """Chance that a firm of this salience is considered at entry: 1 − exp(−G/κ).

    Mental availability by memory strength (Nedungadi 1990, J Consumer Research 17:263-276).
    """
    return 1.0 - math.exp(-salience / scale)


@compiled
def comes_to_mind_when_called(usual: float, part: float) -> float:
    """Chance that a firm is considered by somebody whom another firm's price cut calls, ψ·usual.

    What a promotion pulls forward is bought with the promotion in mind: a third of its bump or less
    is taken from rivals, the rest is pulled forward or bought in addition (van Heerde, Gupta &
    Wittink 2003, *J. Marketing Research* 40(4):481-491). ``part`` ψ is 1 where rivals come to mind
    as to anybody, and 0 where nobody thinks of them at first.
    """
    return part * usual
