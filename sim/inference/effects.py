"""Effects of each swept axis by itself and of two together, in a complete grid.

Per seed, the main effect of a level is the mean over all scenarios with it, minus the grand mean;
the interaction of two levels is the cell's mean minus both main effects minus the grand mean. Over
seeds each has a t interval. The effects of all axes are one family, those of all pairs another:
p-values are Holm's and joint intervals Bonferroni's over all of the family.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations, product
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.inference.intervals import Means, chance_below, means, student
from sim.inference.outcomes import Outcomes, levels
from sim.inference.paired import holm, survives
from sim.inference.samples import Numbers

Axes = Mapping[str, Sequence[Any]]
# Beside the outcomes themselves, an effect this small is what is left of subtracting.
ROUNDING = 1e-12


class NotAGridError(ValueError):
    """The scenarios are not every combination of their axes' values, each once."""


class Effect(NamedTuple):
    """The effects of an axis, or of a pair of axes: per level (or cell) with intervals.

    ``share`` is the part of the variance between scenario means that the effects account for.
    """

    axes: tuple[str, ...]
    levels: tuple[tuple[Any, ...], ...]
    mean: Numbers
    low: Numbers
    high: Numbers
    joint_low: Numbers
    joint_high: Numbers
    p_holm: Numbers
    share: float

    @property
    def sure(self) -> NDArray[np.bool_]:
        """The levels, or cells, whose effect is told from zero after Holm."""
        return survives(self.p_holm)

    @property
    def shows(self) -> bool:
        """Whether any effect is told from zero."""
        return bool(self.sure.any())


def effects(found: Outcomes, axes: Axes) -> list[Effect]:
    """Main effects of every axis and interactions of every pair, the larger share first.

    ``axes`` has a value per scenario for each axis. Seeds in which any scenario is undefined are
    left out. Raises :class:`NotAGridError` for anything but a complete grid.
    """
    grid, tops = _grid(found, axes)
    alone = [(axis,) for axis in range(len(tops))]
    pairs = list(combinations(range(len(tops)), 2))
    families = [_family(grid, which, list(axes), tops) for which in (alone, pairs)]
    return [effect for one in families for effect in sorted(one, key=lambda its: -its.share)]


def cells(found: Outcomes, axes: Axes, pair: tuple[str, str]) -> Numbers:
    """Outcomes as [seed, level of one axis, level of the other], the mean over the rest."""
    grid, _ = _grid(found, axes)
    names = list(axes)
    first, second = names.index(pair[0]), names.index(pair[1])
    return _marginal(grid, (first, second)).transpose(0, *([1, 2] if first < second else [2, 1]))


def _grid(found: Outcomes, axes: Axes) -> tuple[Numbers, list[list[Any]]]:
    """Outcomes as [seed, level, level, …] and the levels of each axis."""
    tops = [levels(values) for values in axes.values()]
    cells = list(zip(*axes.values(), strict=True))
    if not tops or len(cells) != len(set(cells)) or set(cells) != set(product(*tops)):
        raise NotAGridError("effects need a complete grid: every combination of the swept values")
    place = {cell: number for number, cell in enumerate(cells)}
    order = [place[cell] for cell in product(*tops)]
    whole = found.values[~np.isnan(found.values).any(axis=1)][:, order]
    if not len(whole) or not found.shared:
        raise NotAGridError(f"{found.kpi} is not defined in every scenario under any seed")
    return whole.reshape(len(whole), *map(len, tops)), tops


def _marginal(grid: Numbers, kept: tuple[int, ...]) -> Numbers:
    """The mean over all axes but the seed and those kept."""
    away = tuple(n + 1 for n in range(grid.ndim - 1) if n not in kept)
    result: Numbers = grid.mean(axis=away) if away else grid
    return result


def _contrasts(grid: Numbers, which: tuple[int, ...]) -> Numbers:
    """The effects of each seed as [seed, level] or [seed, level, level]."""
    marginal = _marginal(grid, which)
    values = marginal - marginal.mean(axis=tuple(range(1, marginal.ndim)), keepdims=True)
    if len(which) == 2:
        values = values - values.mean(axis=2, keepdims=True) - values.mean(axis=1, keepdims=True)
    result: Numbers = np.where(np.abs(values) > ROUNDING * np.abs(grid).max(), values, 0.0)
    return result


def _family(
    grid: Numbers, which: Sequence[tuple[int, ...]], names: list[str], tops: list[list[Any]]
) -> list[Effect]:
    """The effects of all axes, or of all pairs, corrected for all of their contrasts."""
    tables = [_contrasts(grid, axes) for axes in which]
    moments = [_moments(table) for table in tables]
    # Two levels are one contrast, seen from both sides.
    sides = [tuple(slice(1 if n == 2 else n) for n in table.shape[1:]) for table in tables]
    once = [_chances(*m)[side] for m, side in zip(moments, sides, strict=True)]
    sizes = [one.size for one in once]
    after = np.split(holm(np.concatenate([*map(np.ravel, once), np.zeros(0)])), np.cumsum(sizes))
    total = float(((grid.mean(axis=0) - grid.mean()) ** 2).sum())
    made = []
    for axes, (mean, error, seeds), one, p in zip(which, moments, once, after, strict=False):
        half, joint = (student(seeds - 1, number) * error for number in (1, sum(sizes)))
        ends = (mean - half, mean + half, mean - joint, mean + joint)
        p_holm = np.broadcast_to(p.reshape(one.shape), mean.shape)
        share = float((mean**2).sum() * grid[0].size / mean.size / total) if total > 0 else 0.0
        its = tuple(product(*(tops[n] for n in axes)))
        columns = map(np.ravel, (mean, *ends, p_holm))
        made.append(Effect._make((tuple(names[n] for n in axes), its, *columns, share)))
    return made


def _moments(table: Numbers) -> Means:
    """Mean, standard error and seeds of each contrast; no error where it has no spread."""
    mean, error, seeds = means(table)
    still = np.ptp(table, axis=0) <= ROUNDING * np.abs(table).max(axis=0)
    return Means(mean, np.where(still, np.nan, error), seeds)


def _chances(mean: Numbers, error: Numbers, seeds: Any) -> Numbers:
    """Two-sided p-values; 1 of what is nothing in every seed."""
    p: Numbers = np.where(mean == 0.0, 1.0, 2 * chance_below(-np.abs(mean), error, seeds))
    return p
