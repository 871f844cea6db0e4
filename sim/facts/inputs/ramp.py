"""Ramp: the time that a new rep takes to reach full skill."""

from collections.abc import Sequence

import numpy as np

from sim.config.working_days import YEAR
from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.scenarios import scenario
from sim.facts.estimators.selling import selling

SOURCE = "Bridge Group: median 5.0 months"


def check() -> Sequence[Finding]:
    """Median time until a new rep talks to customers with nine tenths of the own skill."""
    seen = observe.observed(scenario(), selling)
    days = [np.median(one.ramp_days) if len(one.ramp_days) else np.nan for one in seen]
    months = [float(one) * 12 / YEAR for one in days]
    return [observe.band("months to full skill, median", 4.0, 6.0, months, SOURCE)]


FACT = Fact(22, "Ramp of new reps", SOURCE, check)
