"""The quota by which attainment is told: of the components in force, that of the first with one."""

import numpy as np
from numpy.typing import NDArray

from sim.config import Incentive


def leads(
    component: NDArray[np.int64], day: NDArray[np.int64], plan: Incentive, warmup_days: int
) -> NDArray[np.bool_]:
    """Mark the rows of pay of the first component, among theirs, in force on their day.

    Rows have a quota each, of a component (−1: of a quota alone) on a day of the run.
    """
    first = np.full(len(component), -1)
    for c in sorted(set(component[component >= 0].tolist()), reverse=True):
        part, since = plan.components[c], day - warmup_days
        begun = since >= part.first_day if part.first_day else np.ones(len(day), bool)
        first[begun & (since <= part.ends)] = c
    return component == first
