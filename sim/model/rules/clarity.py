"""Clarity: how well customers see their own problem, and so how much of a signal they can use."""

from sim.engine.compiled import compiled


@compiled
def clarity(problem_precision: float) -> float:
    """c = R/(1 + R): the part of a signal's precision that a customer can use, 0 to 1."""
    return problem_precision / (1.0 + problem_precision)


@compiled
def relapse(problem_precision: float, start: float, kept: float) -> float:
    """Problem precision after a while: what was learned beyond the start fades."""
    return start + (problem_precision - start) * kept
