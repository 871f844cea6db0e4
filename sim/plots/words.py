"""Numbers in words, for titles, labels and notes."""

import math

from sim.inference.intervals import Interval
from sim.metrics.summary import money as money

# A space at which no line is broken.
TIED = "\N{NO-BREAK SPACE}"
_TENTHS = ["Hardly any", "One in ten", "Two in ten", "Three in ten", "Four in ten", "Half of the"]
_TENTHS += ["Six in ten", "Seven in ten", "Eight in ten", "Nine in ten", "Nearly all"]


def in_ten(share: float) -> str:
    """A share in words, to the nearest tenth: 'Six in ten'."""
    return _TENTHS[round(10 * min(max(share, 0.0), 1.0))]


def share(value: float, digits: int = 0) -> str:
    """A share in per cent."""
    return f"{100 * value:.{digits}f}{TIED}%"


def percent(found: Interval) -> str:
    """A share with its interval: '61 % (95 % CI 59–63)', as precise as the interval allows."""
    digits = _digits(100 * (found.high - found.low), 100 * found.mean)
    text = share(found.mean, digits)
    return f"{text} ({ci(found, 100)})" if _has_width(found, 100) else text


def percent_within(found: Interval) -> str:
    """A share with its interval, to stand in brackets: '61 %, 95 % CI 59–63'."""
    return percent(found).replace(" (", ", ").rstrip(")")


def number(found: Interval, unit: str = "") -> str:
    """A number with its interval: '43 days (95 % CI 41–45)'."""
    digits = _digits(found.high - found.low, found.mean)
    text = f"{found.mean:,.{digits}f}{TIED + unit if unit else ''}"
    return f"{text} ({ci(found)})" if _has_width(found) else text


def ci(found: Interval, scale: float = 1) -> str:
    """An interval: '95 % CI 59–63'."""
    low, high = scale * found.low, scale * found.high
    digits = _digits(high - low, scale * found.mean)
    dash = f"{TIED}to{TIED}" if low < 0 else "–"
    text = f"95{TIED}%{TIED}CI{TIED}{low:,.{digits}f}{dash}{high:,.{digits}f}"
    return text.replace("-", "−")


def over_replicates(count: int, drawn: str = "Bands", most: int = 0) -> str:
    """A note on the intervals of a figure; ``most`` where not all have as few replicates."""
    most = max(count, most)
    if most < 2:
        return "One replicate: no intervals."
    told = f"{count} to {most}" if most > count else f"{count}"
    return f"{drawn}: 95 % CI of the mean over {told} replicates (Student t)."


def _has_width(found: Interval, scale: float = 1) -> bool:
    """False with one replicate, and for a number that is the same in every replicate."""
    return math.isfinite(found.low) and scale * (found.high - found.low) > 0.005


def _digits(width: float, value: float) -> int:
    """Decimals: one more than the interval's width has, at most two."""
    if not math.isfinite(width) or width < 0.005:
        return 0 if abs(value) >= 10 or value == 0 else 1
    if width >= 2:
        return 0
    return 1 if width >= 0.2 else 2
