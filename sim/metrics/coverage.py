"""The reach of 95 % intervals: from so many replicates, over worlds and luck or over luck alone."""

from collections.abc import Sequence

from sim.config import FIXED
from sim.inference.intervals import LEAST
from sim.metrics.summary import Result


def covered(results: Sequence[Result]) -> str:
    """The reach of the intervals of some scenarios, in a sentence; one without runs has none."""
    counts = sorted({len(one.tables["runs"]) for one in results} - {0})
    if not counts:
        return "No replicate finished: no intervals."
    if counts[-1] < LEAST:
        return none_from(counts[-1])
    fixed = all(one.config.world == FIXED for one in results)
    over = "luck, in this one world only" if fixed else "worlds and luck"
    return f"Intervals are 95 % over {over}, from {counted(counts[0], counts[-1])} replicates."


def none_from(replicates: int) -> str:
    """The reason why so few replicates have no intervals, in a sentence."""
    if replicates == 2:
        return "Two replicates: too few for intervals."
    return "One replicate: no intervals."


def counted(least: int, most: int) -> str:
    """The number of replicates of several scenarios: '8', '8 to 50'."""
    return f"{least} to {most}" if most > least else f"{least}"
