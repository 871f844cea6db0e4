"""Labels that keep clear of one another: laid out with the page, whatever its size and type."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Bbox

# Room around words and the step by which they move, both in points; and the steps tried.
ROOM, STEP, STEPS = 1.2, 1.5, 30


class Frame(ConstrainedLayoutEngine):
    """The room between a page's head and its note, in which labels move apart up or down."""

    def __init__(self, **room: Any) -> None:
        super().__init__(**room)
        self.labels: list[tuple[Annotation, tuple[float, float]]] = []

    def execute(self, fig: Any) -> None:
        """Give each axes its room, then each label the nearest place that is free."""
        for label, home in self.labels:
            label.xyann = home
        super().execute(fig)
        if self.labels:
            _apart(fig, [label for label, _ in self.labels])


def beside(axes: Axes, x: Any, y: Any, text: str, off: tuple[float, float], **look: Any) -> None:
    """Write words so many points right of and above a place, clear of other words."""
    where: Any = {"xytext": off, "textcoords": "offset points", "annotation_clip": False}
    label = axes.annotate(text, (x, y), **{**where, **look})
    figure: Any = axes.figure
    frame = figure.get_layout_engine()
    if isinstance(frame, Frame):
        frame.labels.append((label, off))


def _apart(figure: Figure, labels: list[Annotation]) -> None:
    page: Any = figure
    renderer, point = page._get_renderer(), figure.dpi / 72
    taken = [_box(text, renderer, point) for text in _fixed(figure, labels)]
    shifts = sorted((STEP * n for n in range(-STEPS, STEPS + 1)), key=lambda one: (abs(one), one))
    for label in labels:
        home: Any = label.xyann
        for shift in shifts:
            label.xyann = (home[0], home[1] + shift)
            box = _box(label, renderer, point)
            if box.y0 >= 0 and box.y1 <= figure.bbox.y1 and not box.count_overlaps(taken):
                break
        else:
            label.xyann = home
        taken.append(_box(label, renderer, point))


def _fixed(figure: Figure, labels: list[Annotation]) -> list[Text]:
    """Words that stay where they are: titles, legends, and what is written at a place."""
    own = {id(label) for label in labels}
    found = [text for axes in figure.axes for text in axes.texts if id(text) not in own]
    for axes in figure.axes:
        legend = axes.get_legend()
        found += legend.get_texts() if legend else []
    return [text for text in found if text.get_visible() and text.get_text()]


def _box(text: Text, renderer: Any, point: float) -> Bbox:
    """The box of words as they would be drawn, with room around them."""
    if isinstance(text, Annotation):
        text.update_positions(renderer)
    return Text.get_window_extent(text, renderer).padded(ROOM * point)
