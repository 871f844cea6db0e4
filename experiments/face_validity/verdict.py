"""The verdict on a number beside a published range, and on a row of several."""

import math
from collections.abc import Sequence

from sim.inference.intervals import Interval

OK, LOW, HIGH, FAIL, MISSING = "ok", "low", "high", "fail", "missing"
NO_RANGE, WITHHELD = "no range", "withheld"
# From the best to the worst; a row is as good as its worst part.
ORDER = (OK, LOW, HIGH, FAIL, MISSING)
TWICE = 2.0
RULE = (
    "**ok**: the estimate lies in the published range. **low**, **high**: it lies outside, but by "
    "no more than the range is wide, and by no more than a factor of two. **fail**: further off. "
    "**missing**: the model has no counterpart, by default or at all. A row of several numbers "
    "is as good as its worst. The estimate's place decides; a star says that its 95 % interval "
    "reaches over an end of the range, so that other seeds could say otherwise."
)


def of(value: float, low: float | None, high: float | None) -> str:
    """The verdict on an estimate; a number that is not there is missing."""
    if not math.isfinite(value):
        return MISSING
    if low is None or high is None:
        return NO_RANGE
    if low <= value <= high or math.isclose(value, low) or math.isclose(value, high):
        return OK
    width = high - low
    if value < low:
        return FAIL if value < low - width or TWICE * value < low else LOW
    return FAIL if value > high + width or value > TWICE * high else HIGH


def worst(verdicts: Sequence[str]) -> str:
    """The worst of several; parts without a range say nothing beside others."""
    judged = [one for one in verdicts if one in ORDER]
    return max(judged, key=ORDER.index) if judged else NO_RANGE


def at_an_end(found: Interval, low: float | None, high: float | None) -> bool:
    """Whether an interval reaches over an end of the range."""
    return any(end is not None and found.low < end < found.high for end in (low, high))
