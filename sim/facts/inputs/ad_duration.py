"""Duration of advertising: the time in which its message is at work."""

from collections.abc import Sequence

import numpy as np

from sim.config.working_days import YEAR
from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.default_market import usual
from sim.facts.estimators.buying import Numbers

SOURCE = "Leone 1995: 90 % of the effect within 6 to 9 months"
DAYS_A_MONTH = YEAR / 12


def check() -> Sequence[Finding]:
    """The age of buyers' memories of the winner's news and promotion when they decide.

    The source's duration is the time in which 90 % of the effect of one exposure is over. In a
    steady market that is the age within which 90 % of its traces lie when customers decide; a trace
    is the precision that the exposure told, as far as it is remembered on that day.
    """
    months = [age_of(one.told_age, 0.9) / DAYS_A_MONTH for one in usual()]
    return [observe.band("months within which 90 % of the effect falls", 5.0, 10.0, months, SOURCE)]


def age_of(weights: Numbers, part: float) -> float:
    """Days within which such a part of all weight lies, the weight of a day spread over it."""
    total = np.concatenate([[0.0], np.cumsum(weights)])
    if total[-1] == 0.0:
        return float("nan")
    return float(np.interp(part * total[-1], total, np.arange(len(total))))


FACT = Fact(26, "Duration of advertising's effect", SOURCE, check)
