"""The look of every figure: type, colour, line, hatch; legible in greyscale and without red-green.

A figure is a page: the finding as its title, a subtitle with the quantity and its unit, the
drawing, and a note with the kind of interval and the number of replicates.
"""

import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

# Okabe & Ito 2008: told apart with any colour vision.
BLUE, VERMILLION, GREEN, PURPLE = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
ORANGE, SKY, YELLOW, INK = "#E69F00", "#56B4E9", "#F0E442", "#1A1A1A"
GREY, PALE, RULE = "#6B6B6B", "#C9CDD2", "#E6E8EB"
# By the names under which a page may give them other shades, on a dark ground.
PALETTE = {
    "blue": BLUE, "vermillion": VERMILLION, "green": GREEN, "purple": PURPLE, "orange": ORANGE,
    "sky": SKY, "yellow": YELLOW, "ink": INK, "grey": GREY, "pale": PALE, "rule": RULE,
}  # fmt: skip
FOCAL = BLUE
FIRM_COLOURS = (BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY, GREY, INK)
_DASHES = ((5, 2), (1, 1.3), (5, 1.5, 1, 1.5), (8, 2), (3, 1, 1, 1, 1, 1), (2, 2), (1, 3))
FIRM_LINES: tuple[Any, ...] = ("-", *((0, dashes) for dashes in _DASHES))
FIRM_MARKERS = ("o", "s", "D", "^", "v", "P", "X", "*")
HATCHES = ("", "////", "....", "\\\\\\\\", "xxxx", "----", "++++", "oooo")
DPI = 150
WIDTH, HEIGHT = 8.0, 5.0
LINE = 1.35

LOOK: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 9.5,
    "text.color": INK,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "axes.labelsize": 9.5,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": False,
    "axes.unicode_minus": True,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.labelsize": 9,
    "ytick.labelsize": 9,
    "xtick.major.size": 3,
    "ytick.major.size": 0,
    "grid.color": RULE,
    "grid.linewidth": 0.8,
    "hatch.linewidth": 0.7,
    "hatch.color": "white",
    "lines.solid_capstyle": "round",
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "figure.dpi": DPI,
    "savefig.dpi": DPI,
    "path.simplify": True,
    # A currency's sign is no formula, and neither is what a name holds.
    "text.parse_math": False,
}


DARKER = {ORANGE: "#8A5D00", SKY: "#1B6FA3", PALE: GREY, RULE: GREY, PURPLE: "#9C4878"}


def ink(colour: str) -> str:
    """The colour in which to write about something of this colour: dark enough to read."""
    return DARKER.get(colour, colour)


@contextmanager
def look() -> Iterator[None]:
    """Set the style for as long as a figure is being drawn or saved."""
    with mpl.rc_context(LOOK):
        yield


def page(
    title: str, subtitle: str, note: str, size: tuple[float, float] = (WIDTH, HEIGHT), **grid: Any
) -> tuple[Figure, Any]:
    """Make a figure with its title, subtitle and note, and the axes between them.

    Args:
        title: The finding, in a sentence.
        subtitle: The quantity that is drawn, with its unit.
        note: The kind of interval, and the number of replicates.
        size: Width and height in inches.
        **grid: Arguments of matplotlib's ``Figure.subplots``.

    Returns:
        The figure and its axes.
    """
    figure = Figure(figsize=size, dpi=DPI)
    bottom = _note(figure, note)
    top = _head(figure, title, subtitle)
    frame = (0.012, bottom, 0.976, top - bottom)
    figure.set_layout_engine(ConstrainedLayoutEngine(rect=frame, w_pad=0.08, h_pad=0.06))
    return figure, figure.subplots(**grid)


def _head(figure: Figure, title: str, subtitle: str) -> float:
    """Write title and subtitle; return the height at which the drawing may start."""
    height = figure.get_figheight()
    y = 1 - 0.17 / height
    for text, size, weight, colour in ((title, 14, "bold", INK), (subtitle, 9.5, "normal", GREY)):
        bold = weight == "bold"
        lines = _wrapped(figure, text, size, 0.58 if bold else 0.52, even=bold)
        look: Any = {"size": size, "weight": weight, "color": colour}
        figure.text(0.022, y, "\n".join(lines), va="top", linespacing=1.25, **look)
        y -= (len(lines) * size * LINE + 3) / 72 / height
    return y - 0.06 / height


def _note(figure: Figure, note: str) -> float:
    """Write the note at the foot; return the height at which the drawing must end."""
    height = figure.get_figheight()
    lines = _wrapped(figure, note, 7.5, 0.52)
    look: Any = {"size": 7.5, "color": GREY, "va": "bottom", "linespacing": 1.3}
    figure.text(0.022, 0.09 / height, "\n".join(lines), **look)
    return (0.14 + len(lines) * 7.5 * LINE / 72) / height


def _wrapped(
    figure: Figure, text: str, size: float, letter: float, even: bool = False
) -> list[str]:
    """As few lines as fit; of even length, if asked, so that no word is left alone."""
    width = int(0.956 * figure.get_figwidth() * 72 / (size * letter))
    lines = textwrap.wrap(text, width) or [""]
    while even and len(lines) > 1 and len(textwrap.wrap(text, width - 1)) == len(lines):
        width -= 1
        lines = textwrap.wrap(text, width)
    return lines


def rules(axes: Axes, axis: str = "y") -> None:
    """Light rules across, behind the data."""
    getattr(axes, f"{axis}axis").grid(True)


def bare(axes: Axes, *sides: str) -> None:
    """Take away spines that carry no information."""
    for side in sides:
        axes.spines[side].set_visible(False)


def per_cent(axes: Axes, axis: str = "y") -> None:
    """Show shares on an axis as per cent."""
    formatter = getattr(axes, f"{axis}axis").set_major_formatter
    formatter(lambda value, _: f"{100 * value:.4g} %".replace("-", "−"))


def shares(axes: Axes) -> None:
    """Light rules, and ticks in per cent, for shares on the upright axis."""
    rules(axes)
    per_cent(axes)


def listed(axes: Axes) -> None:
    """Light rules, and no line on the left, for a list of names there."""
    rules(axes, "x")
    bare(axes, "left")


def bars(axes: Axes, x: Any, height: Any, width: Any, colour: str, hatch: str = "") -> None:
    """Bars without an edge, hatched in white."""
    axes.bar(x, height, width, color=colour, hatch=hatch, edgecolor="white", lw=0)


def say(axes: Axes, x: Any, y: Any, text: str, colour: str = INK, **look: Any) -> None:
    """Write bold words at a place."""
    axes.text(x, y, text, **{"size": 9, "weight": "bold", "color": colour, **look})


def beside(axes: Axes, x: Any, y: Any, text: str, off: tuple[float, float], **look: Any) -> None:
    """Write words so many points right of and above a place."""
    axes.annotate(text, (x, y), xytext=off, textcoords="offset points", **look)


def whiskers(axes: Axes, x: Any, found: Any, colour: str = INK, across: bool = False) -> None:
    """Intervals as thin whiskers, upright or across; nothing where there is none."""
    look: Any = {"color": colour, "lw": 1.1, "ms": 3.5, "zorder": 5}
    each = np.broadcast_arrays(np.atleast_1d(x), found.low, found.high)
    for place, low, high in zip(*each, strict=True):
        if np.isfinite(low) and np.isfinite(high):
            ends, places = [low, high], [place, place]
            line = (ends, places) if across else (places, ends)
            axes.plot(*line, marker="|" if across else "_", **look)


def line_end(axes: Axes, x: float, y: float, text: str, colour: str) -> None:
    """Name a line at its right end."""
    look: Any = {"color": ink(colour), "va": "center", "weight": "bold", "size": 9}
    beside(axes, x, y, text, (6, 0), annotation_clip=False, **look)


def firm_name(firm: int, firms: int) -> str:
    """The name of a firm: the focal firm, the rival, rival 2."""
    if firm == 0:
        return "focal firm"
    return "rival" if firms == 2 else f"rival {firm}"


def spread_out(places: list[float], gap: float) -> list[float]:
    """Label positions moved apart to keep a gap, as close to their places as that allows."""
    order = sorted(range(len(places)), key=places.__getitem__)
    moved = [places[n] for n in order]
    for _ in range(200):
        for n in range(1, len(moved)):
            overlap = gap - (moved[n] - moved[n - 1])
            if overlap > 1e-12:
                moved[n] += overlap / 2
                moved[n - 1] -= overlap / 2
    back = dict(zip(order, moved, strict=True))
    return [back[n] for n in range(len(places))]
