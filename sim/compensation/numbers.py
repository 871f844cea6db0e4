"""An estimate with its interval, as tables, JSON and sentences have it."""

from sim.inference.intervals import Interval
from sim.metrics.account import plain
from sim.metrics.numbers import amount

UNIT = "money/rep/year"


def numbers(found: Interval, name: str = "mean") -> dict[str, float | None]:
    """The estimate under a name, and the ends of its 95 % interval; None where there is none."""
    start = "ci" if name == "mean" else f"{name}_ci"
    values = zip((name, f"{start}_low", f"{start}_high"), found[:3], strict=True)
    return {key: plain(value) for key, value in values}


def change(found: Interval) -> str:
    """An amount of money with its sign and its interval: '+8 k (−21 to 36 k)'."""
    if found.low == found.high == found.mean == 0.0:
        return "0"
    half = (found.high - found.low) / 2
    size = max(abs(found.mean), half)
    ends, much = (amount(some, UNIT, half, size) for some in (found[1:3], (abs(found.mean),)))
    sign = "" if much.split()[0] == "0" else "−" if found.mean < 0.0 else "+"
    return f"{sign}{much} ({ends})"


def level(found: Interval) -> str:
    """An amount of money with its interval, without a sign before what is above nothing."""
    return change(found).removeprefix("+")
