"""Ramp: how long a new rep takes to do what the rep can."""

from collections.abc import Sequence

import numpy as np

from sim.config.working_days import YEAR
from sim.facts import Fact, Finding, in_band
from sim.facts.conditions import observe
from sim.facts.conditions.scenarios import scenario
from sim.facts.estimators.selling import selling

SOURCE = "Bridge Group: median 5.0 months"


def check() -> Sequence[Finding]:
    """Median time until a new rep talks to customers with nine tenths of the own skill."""
    seen = observe.observed(scenario(), selling)
    months = [float(np.median(one.ramp_days)) * 12 / YEAR if len(one.ramp_days) else np.nan
              for one in seen]  # fmt: skip
    return [in_band("months to full skill, median", 4.0, 6.0, months, SOURCE, observe.SEEDS)]


FACT = Fact(22, "Ramp of new reps", SOURCE, check)
