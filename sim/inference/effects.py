"""Effects of each swept axis by itself and of two together, in a complete grid.

Per seed, the main effect of a level is the mean over all scenarios with it, minus the grand mean;
the interaction of two levels is the cell's mean minus both main effects minus the grand mean. Over
seeds each has a t interval; those of an axis, or of a pair, also hold jointly (Bonferroni).
"""

from collections.abc import Mapping, Sequence
from itertools import combinations, product
from math import prod
from typing import Any, NamedTuple

import numpy as np

from sim.inference.intervals import means, student
from sim.inference.outcomes import Outcomes, levels
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
    share: float

    @property
    def shows(self) -> bool:
        """Whether a joint interval leaves zero out."""
        return bool(np.any((self.joint_low > 0) | (self.joint_high < 0)))


def effects(found: Outcomes, axes: Axes) -> list[Effect]:
    """Main effects of every axis and interactions of every pair, the larger share first.

    ``axes`` has a value per scenario for each axis. Seeds in which any scenario is undefined are
    left out. Raises :class:`NotAGridError` for anything but a complete grid.
    """
    grid, tops = _grid(found, axes)
    names = list(axes)
    total = float(((grid.mean(axis=0) - grid.mean()) ** 2).sum())
    mains = [_effect(grid, (n,), names, tops, total) for n in range(len(names))]
    pairs = [_effect(grid, pair, names, tops, total) for pair in combinations(range(len(names)), 2)]
    by_share = lambda one: -one.share  # noqa: E731
    return [*sorted(mains, key=by_share), *sorted(pairs, key=by_share)]


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


def _effect(
    grid: Numbers, which: tuple[int, ...], names: list[str], tops: list[list[Any]], total: float
) -> Effect:
    marginal = _marginal(grid, which)
    values = marginal - marginal.mean(axis=tuple(range(1, marginal.ndim)), keepdims=True)
    if len(which) == 2:
        values = values - values.mean(axis=2, keepdims=True) - values.mean(axis=1, keepdims=True)
    values = np.where(np.abs(values) > ROUNDING * np.abs(grid).max(), values, 0.0)
    mean, error, seeds = means(values.reshape(len(values), -1))
    # Two levels are one contrast, seen from both sides.
    contrasts = prod(1 if size == 2 else size for size in values.shape[1:])
    half, joint = (student(seeds - 1, family) * error for family in (1, contrasts))
    each = grid[0].size / mean.size
    share = float((mean**2).sum() * each / total) if total > 0 else 0.0
    return Effect(
        tuple(names[n] for n in which),
        tuple(product(*(tops[n] for n in which))),
        mean,
        mean - half,
        mean + half,
        mean - joint,
        mean + joint,
        share,
    )
