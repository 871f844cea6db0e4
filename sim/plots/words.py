"""Numbers in words, for titles, labels and notes."""

import math
from typing import Any

from sim.inference.intervals import LEAST, Interval
from sim.metrics.coverage import counted, none_from
from sim.metrics.numbers import amount
from sim.metrics.numbers import money as money
from sim.metrics.support import FEWEST

# A space at which no line is broken.
TIED = "\N{NO-BREAK SPACE}"
_TENTHS = ["Hardly any", "One in ten", "Two in ten", "Three in ten", "Four in ten", "Half of the"]
_TENTHS += ["Six in ten", "Seven in ten", "Eight in ten", "Nine in ten", "Nearly all"]


def so_many(number: int, one: str, many: str = "") -> str:
    """So many of something: '1 deal', '1,204 deals'."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def few(number: int, one: str, many: str = "") -> str:
    """The number of cases behind a figure, with a warning where they are too few for a shape."""
    return f" {so_many(number, one, many)}{': too few for a shape' * (number < FEWEST)}."


def in_ten(share: float) -> str:
    """A share in words, to the nearest tenth: 'Six in ten'."""
    return _TENTHS[round(10 * min(max(share, 0.0), 1.0))]


def share(value: float, digits: int = 0) -> str:
    """A share in per cent."""
    return f"{100 * value:.{digits}f}{TIED}%"


def percent(found: Interval) -> str:
    """A share with its interval: '61 % (95 % CI 59–63)', to the digits of the table of KPIs."""
    text = f"{amount((found.mean,), 'share', _half(found))}{TIED}%"
    return f"{text} ({ci(found, 'share')})" if _has_width(found) else text


def percent_within(found: Interval) -> str:
    """A share with its interval, to stand in brackets: '61 %, 95 % CI 59–63'."""
    return percent(found).replace(" (", ", ").rstrip(")")


def number(found: Interval, unit: str = "") -> str:
    """A number with its interval: '43 days (95 % CI 41–45)'."""
    text = f"{amount((found.mean,), '', _half(found))}{TIED + unit if unit else ''}"
    return f"{text} ({ci(found)})" if _has_width(found) else text


def ci(found: Interval, unit: str = "") -> str:
    """An interval: '95 % CI 59–63'."""
    dash = f"{TIED}to{TIED}" if found.low < 0 else "–"
    ends = amount((found.low, found.high), unit, _half(found), found.mean, dash)
    return f"95{TIED}%{TIED}CI{TIED}{ends}"


def over_replicates(runs: Any, drawn: str = "Bands", most: int = 0) -> str:
    """A note on the intervals of a figure; ``most`` where not all have as few replicates."""
    count = len(runs)
    most = max(count, most)
    if most < LEAST:
        return none_from(most)
    return f"{drawn}: 95 % CI over {counted(count, most)} replicates{where(runs)}."


def where(runs: Any) -> str:
    """A clause on the worlds that the intervals of some runs cover."""
    if "world_seed" not in runs or len(runs) < 2:
        return ""
    drawn = len(set(runs["world_seed"])) > 1
    return ", each in a world of its own" if drawn else " in one world, and hold in this one only"


def _half(found: Interval) -> float | None:
    width = found.high - found.low
    return width / 2 if math.isfinite(width) else None


def _has_width(found: Interval) -> bool:
    """False with one replicate, and for a number that is the same in every replicate."""
    return bool(math.isfinite(found.low) and found.high > found.low)
