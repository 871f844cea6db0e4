"""Faults of a figure that a reader would see: words over words, words cut off, odd numbers."""

import itertools
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure

from sim.plots import style

# Room that words need on each side, in points: a reader's browser may have a wider type.
SLACK = 0.6
# Overlaps and cuts up to this are those of the slanted edges of letters (points).
NEAR = 0.5
ODD = re.compile(r"(?<![\d.,])[-−]0(?:\.0+)?(?![\d.,])|\bnan\b|\binf\b|\b100\.00+\b|\d\.\d{4}")


class Words(NamedTuple):
    """Words as they were drawn: the number of their text, and the corners of a line's box."""

    text: int
    said: str
    box: Any


class _Reader(RendererAgg):
    """Draws, and notes where words come to stand."""

    def __init__(self, *size: float) -> None:
        super().__init__(*size)
        self.words: list[Words] = []
        self.texts = 0

    def open_group(self, s: str, gid: str | None = None) -> None:
        self.texts += s == "text"

    def draw_text(self, gc: Any, x: Any, y: Any, s: str, prop: Any, *more: Any, **_: Any) -> None:
        angle, ismath = more[0], bool(more[1:] and more[1])
        wide, high, below = self.get_text_width_height_descent(s, prop, ismath)
        box = np.array([(0, -below), (wide, -below), (wide, high - below), (0, high - below)])
        turn = np.deg2rad(angle)
        turned = box @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
        self.words.append(Words(self.texts, s, turned + np.array([x, self.height - y])))


def words(figure: Figure) -> tuple[list[Words], tuple[float, float]]:
    """The words of a figure as they are drawn, and the size of its page (pixels)."""
    canvas = FigureCanvasAgg(figure)
    width, height = canvas.get_width_height()
    with style.look():
        reader: Any = _Reader(width, height, figure.dpi)
        canvas.renderer, canvas._lastKey = reader, (width, height, figure.dpi)
        figure.draw(reader)
    return [one for one in reader.words if one.said.strip()], (width, height)


def faults(figure: Figure) -> list[str]:
    """All that is wrong with the words of a figure, a line each."""
    found, (width, height) = words(figure)
    point = figure.dpi / 72
    said = [f"odd number in “{one.said}”" for one in found if ODD.search(one.said)]
    for one in found:
        low, high = one.box.min(axis=0), one.box.max(axis=0)
        beyond = max(*-low, high[0] - width, high[1] - height) / point
        if beyond > NEAR:
            said.append(f"“{one.said}” leaves the page by {beyond:.1f} pt")
    for one, other in itertools.combinations(found, 2):
        if one.text != other.text:
            depth = _overlap(one.box, other.box) / point + 2 * SLACK
            if depth > NEAR + SLACK:
                said.append(f"“{one.said}” and “{other.said}” overlap by {depth:.1f} pt")
    return said


def beyond(
    panels: Sequence[Axes], axis: str = "y", least: float = 0.0, most: float = np.inf
) -> list[str]:
    """Whiskers, bands and bars that leave a range along an axis, a line each."""
    said = []
    for axes in panels:
        for values in _drawn(axes, "xy".index(axis)):
            if (values < least - 1e-9).any() or (values > most + 1e-9).any():
                where = axes.get_title(loc="left") or axes.get_ylabel() or axes.get_xlabel()
                said.append(f"{where}: {values.min():.4g} to {values.max():.4g}")
    return said


def _drawn(axes: Any, side: int) -> Any:
    """The numbers of each line, band and bar, in the units of the axis."""
    for line in axes.lines:
        if line.get_transform().contains_branch_seperately(axes.transData)[side]:
            values = np.asarray(line.get_xydata()[:, side], np.float64)
            yield values[np.isfinite(values)]
    for some in axes.collections:
        if isinstance(some, PolyCollection | LineCollection):
            for path in some.get_paths():
                yield path.vertices[:, side]
    for bar in axes.patches:
        ends = bar.get_bbox().get_points()[:, side]
        yield ends[np.isfinite(ends)]


def _overlap(one: Any, other: Any) -> float:
    """How far two boxes lie within one another; below 0, how far apart they are."""
    depths = []
    for box in (one, other):
        for edge in (box[1] - box[0], box[3] - box[0]):
            length = float(np.hypot(*edge))
            if length:
                a, b = one @ edge / length, other @ edge / length
                depths.append(min(a.max(), b.max()) - max(a.min(), b.min()))
    return min(depths)
