"""A swept parameter's range, and the value at a place from 0 to 1 in it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from sim.config.parameter import About
from sim.config.refusal import Refusal, hint
from sim.designs.quoting import word
from sim.grammar.keys import PARAMETERS, leaf_of

SCALES = ("linear", "log")
FORMS = "[low,high], [low,high,log] or {choices:[a,b]}"


@dataclass(frozen=True)
class Range:
    """The values that one key may take: numbers between two ends, or one of several choices."""

    key: str
    low: float = 0.0
    high: float = 1.0
    scale: str = "linear"
    whole: bool = False
    choices: tuple[Any, ...] = ()

    def at(self, place: float) -> str:
        """The value at a place from 0 to 1, as a word; whole numbers and choices evenly."""
        if self.choices:
            return word(self.choices[min(int(place * len(self.choices)), len(self.choices) - 1)])
        if self.whole:
            count = self.high - self.low + 1
            return str(int(self.low) + min(int(place * count), int(count) - 1))
        if self.scale == "log":
            value = math.exp(math.log(self.low) + place * math.log(self.high / self.low))
        else:
            value = self.low + place * (self.high - self.low)
        return f"{min(max(value, self.low), self.high):.12g}"


def ranges_from(content: Any, name: str = "design.ranges") -> tuple[Range, ...]:
    """The ranges that a mapping of keys declares, each checked against its parameter's own.

    ``name`` is the setting that declares them, for refusals.

    Raises :class:`Refusal` for a key that is no parameter, and for a range that is none.
    """
    if not isinstance(content, Mapping) or not content:
        raise Refusal(f"{name}={content} names no ranges: write {{key:[low,high]}}")
    try:
        return tuple(_range(str(key), value) for key, value in content.items())
    except Refusal as refusal:
        raise Refusal(f"{name}: {refusal}") from None


def _range(key: str, value: Any) -> Range:
    if isinstance(value, Mapping):
        choices = value.get("choices")
        if set(value) != {"choices"} or not isinstance(choices, list) or not choices:
            raise _no_range(key, value)
        return Range(key, choices=tuple(choices))
    if not isinstance(value, list) or len(value) not in (2, 3):
        raise _no_range(key, value)
    low, high, scale = (*value, "linear")[:3]
    if not (_is_number(low) and _is_number(high) and low < high) or scale not in SCALES:
        raise _no_range(key, value)
    if scale == "log" and low <= 0:
        raise Refusal(f"{key}={word(value)} reaches 0, where a log scale has no end")
    whole = _refuse_outside(key, low, high)
    return Range(key, float(low), float(high), scale, whole)


def _refuse_outside(key: str, low: float, high: float) -> bool:
    """Refuse ends that the parameter cannot have; return whether it is a whole number."""
    leaf = leaf_of(key)
    if leaf is None:
        raise Refusal(f"{key} is not a parameter{hint(key, PARAMETERS)}")
    kinds = get_args(leaf.type) or (leaf.type,)
    whole = int in kinds and float not in kinds
    if not whole and float not in kinds:
        raise Refusal(f"{key} is no number: write {{choices:[a,b]}}")
    about: About = leaf.metadata["about"]
    for end in (low, high):
        refuse_outside(f"{key}={end}", end, about)
    if whole and not (float(low).is_integer() and float(high).is_integer()):
        raise Refusal(f"{key} is a whole number, and [{low},{high}] is not")
    return whole


def refuse_outside(said: str, value: float, about: About) -> None:
    """Refuse a number that a parameter cannot have; ``said`` is the word that gave it."""
    low = -math.inf if about.low is None else about.low
    high = math.inf if about.high is None else about.high
    if not low <= value <= high:
        raise Refusal(f"{said} is out of range: {about.allowed} {about.unit}".rstrip())


def _no_range(key: str, value: Any) -> Refusal:
    return Refusal(f"{key}={word(value)} is no range: write {FORMS}")


def _is_number(value: Any) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and math.isfinite(value)


def rows_of(ranges: Sequence[Range], places: Any) -> list[list[str]]:
    """The words of every point of a design, given its places [point, range]."""
    return [
        [f"{one.key}={one.at(float(place))}" for one, place in zip(ranges, point, strict=True)]
        for point in places
    ]
