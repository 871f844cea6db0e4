"""The last day of a pay period: more deals, smaller, and many more lost."""

import math
from collections.abc import Sequence

import numpy as np

from sim.config.working_days import MONTH, QUARTER
from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.scenarios import scenario
from sim.facts.estimators.selling import Selling, middle, selling, within
from sim.inference.ratios import Numbers, ratio, relative

PUBLISHED = "9.8 million deals of 151 firms (Krogue 2017)"
MONTHLY = ("incentive.components.0.period=month", "incentive.components.0.target_pay=2460")


def check() -> Sequence[Finding]:
    """The last day against a day of the middle three fifths, quarters under a quarterly bonus.

    What a linear commission does on that day, what is left without control over the day of
    signing, and a bonus by month stand beside it. How far reps control that day was set after it
    had been seen that full control gives five times as many deals.
    """
    plan = "incentive=quota_bonus"
    plans = {"": scenario(plan), "timing.control=0": scenario(plan, "timing.control=0")}
    plans |= {"incentive=commission": scenario(), "a bonus by month": scenario(plan, *MONTHLY)}
    runs = observe.paired(plans, selling)
    found = []
    for under, seen in runs.items():
        found += last_day(seen, under, MONTH if under == "a bonus by month" else QUARTER)
    return found


def last_day(seen: Sequence[Selling], under: str = "", period: int = QUARTER) -> list[Finding]:
    """Four comparisons of the last day with the middle."""
    won, lost = _both(seen, "won", period), _both(seen, "lost", period)
    value = _both(seen, "value", period)
    size = relative(ratio(value[0], won[0]), ratio(value[1], won[1])) - 1.0
    rate = relative(ratio(won[0], won[0] + lost[0]), ratio(won[1], won[1] + lost[1])) - 1.0
    numbers, losses = ratio(*won), ratio(*lost)
    more = "deals lost on it, over the middle"
    return [
        observe.band("deals on the last day, over the middle", 2.0, 4.0, numbers, PUBLISHED, under),
        observe.band("their mean size, against the middle", -0.45, -0.2, size, PUBLISHED, under),
        observe.band(more, 1.0, math.inf, losses, PUBLISHED, under),
        observe.band("win rate on it, against the middle", -1.0, 0.0, rate, PUBLISHED, under),
    ]


def _both(seen: Sequence[Selling], name: str, period: int) -> tuple[Numbers, Numbers]:
    """A day's mean, seed by seed: on the last day, and in the middle."""
    days = [getattr(one, name) for one in seen]
    last = [within(numbers, period, period - 1, period) for numbers in days]
    return np.array(last), np.array([middle(numbers, period) for numbers in days])


FACT = Fact(8, "The last day of a period", PUBLISHED, check)
