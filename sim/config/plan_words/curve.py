"""From a table of rates to a curve: breakpoints, what is paid at once on reaching each, and slopes.

The axis is attainment of quota or sales, and the curve's height is in whatever unit the rates are
in. Heights are what a reader of the table would work out by hand, row by row.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple


class Row(NamedTuple):
    """A row of a table of rates: from where, which slope, and at which rate all that lies below it
    is paid anew once it is reached (None: as before)."""

    at: float
    slope: float
    anew: float | None = None


class Curve(NamedTuple):
    """Breakpoints, ascending from 0, with a jump and a slope each."""

    at: tuple[float, ...]
    jump: tuple[float, ...]
    slope: tuple[float, ...]

    def height(self, x: float, below: bool = False) -> float:
        """The curve's height at x, or just below it."""
        total = 0.0
        for start, jump, slope, end in zip(self.at, self.jump, self.slope, self._ends, strict=True):
            if x > start or (x == start and not below):
                total += jump + slope * (min(x, end) - start)
        return total

    @property
    def _ends(self) -> tuple[float, ...]:
        return (*self.at, float("inf"))[1:]

    def slope_at(self, x: float) -> float:
        """The slope from x on."""
        return max((at, slope) for at, slope in zip(self.at, self.slope, strict=True) if at <= x)[1]


def of_rows(rows: Sequence[Row]) -> Curve:
    """The curve of a table of rates, whose rows ascend from 0."""
    curve = Curve((), (), ())
    for row in rows:
        before = curve.height(row.at, below=True)
        jump = 0.0 if row.anew is None else row.anew * row.at - before
        curve = _longer(curve, row.at, jump, row.slope)
    return curve


def from_threshold(curve: Curve, x: float) -> Curve:
    """Nothing below x, and from x on what the curve says."""
    if x == 0.0:
        return curve
    kept = Curve((0.0, x), (0.0, curve.height(x)), (0.0, curve.slope_at(x)))
    return _with_rest(kept, curve, lambda at: at > x)


def up_to(curve: Curve, x: float) -> Curve:
    """The curve up to sales or attainment x; what is sold beyond pays nothing more."""
    kept = _with_rest(Curve((), (), ()), curve, lambda at: at < x)
    return _longer(kept, x, curve.height(x) - curve.height(x, below=True), 0.0)


def at_most(curve: Curve, most: float) -> Curve:
    """The curve until it pays a most, and that most beyond."""
    kept = Curve((), (), ())
    for at, jump, slope, end in zip(*curve, curve._ends, strict=True):
        before = kept.height(at, below=True)
        if before + jump >= most:
            return _longer(kept, at, most - before, 0.0)
        kept = _longer(kept, at, jump, slope)
        full = at + (most - before - jump) / slope if slope else float("inf")
        if full < end:
            return _longer(kept, full, 0.0, 0.0)
    return kept


def with_sum(curve: Curve, x: float, height: float) -> Curve:
    """The curve with a height more from x on, paid at once."""
    if x not in curve.at:
        before = _with_rest(Curve((), (), ()), curve, lambda at: at < x)
        middle = _longer(before, x, 0.0, curve.slope_at(x))
        curve = _with_rest(middle, curve, lambda at: at > x)
    jump = [one + height * (at == x) for at, one in zip(curve.at, curve.jump, strict=True)]
    return curve._replace(jump=tuple(jump))


def falls(curve: Curve) -> float | None:
    """The first breakpoint at which the curve would fall; None if there is none."""
    falling = (at for at, jump in zip(curve.at, curve.jump, strict=True) if jump < -1e-9)
    return next(falling, None)


def tidy(curve: Curve) -> Curve:
    """The curve without breakpoints at which nothing changes, and without noise in last digits."""
    at, jump, slope = ([float(f"{max(one, 0.0):.12g}") for one in some] for some in curve)
    jump = [one if one > 1e-9 else 0.0 for one in jump]
    bends = [True, *(a != b for a, b in pairwise(slope))]
    kept = [n for n in range(len(at)) if n == 0 or bends[n] or jump[n]]
    return Curve(*(tuple(some[n] for n in kept) for some in (at, jump, slope)))


def _longer(curve: Curve, at: float, jump: float, slope: float) -> Curve:
    return Curve((*curve.at, at), (*curve.jump, jump), (*curve.slope, slope))


def _with_rest(kept: Curve, curve: Curve, which: Callable[[float], bool]) -> Curve:
    for at, jump, slope in zip(*curve, strict=True):
        if which(at):
            kept = _longer(kept, at, jump, slope)
    return kept
