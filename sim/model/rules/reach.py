"""Reach: the chance that a lead answers a call, which falls with the lead's age."""

from sim.config.working_days import clock_hours
from sim.engine.compiled import compiled

_on_the_clock = compiled(clock_hours)


@compiled
def hours_old(created: float, now: float) -> float:
    """Age of a lead in hours on the clock, nights and weekends included, from working-day times."""
    return float(_on_the_clock(now) - _on_the_clock(created))


@compiled
def reach(at_once: float, hours: float, scale: float, decay: float) -> float:
    """Chance that a call after so many clock ``hours`` reaches a lead: p₀·(1 + h/τ)^−κ.

    A power of age, as odds of contact fall tenfold from the first minutes to the first hours and
    more slowly after (Oldroyd & Elkington 2007, Lead Response Management study); κ = 0: p₀ always.
    """
    if decay <= 0.0:
        return at_once
    return float(at_once * (1.0 + max(hours, 0.0) / scale) ** -decay)
