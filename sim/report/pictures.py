"""Figures within a page: each as SVG, with its words set by the page, and for those who hear it."""

import base64
import re
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import NamedTuple

from markupsafe import Markup
from matplotlib.figure import Figure

from sim.config.refusal import Refusal
from sim.folder.repeat.examined import RunFolder
from sim.plots import FIGURES, SWEEP_FIGURES, NoDataError
from sim.plots.vector import svg, told

Draw = Callable[[], Figure]
Say = Callable[[str], None]
# Letters that the drawings of a page may have together, so that it can be mailed.
ROOM = 1_500_000
AS_LEFT = "As the run left it."
_FILE = re.compile(r"figures/([a-z][a-z0-9_]*)\.png")


class Picture(NamedTuple):
    """A figure: its name, what it says in words, and its drawing as an element ``<svg>``."""

    name: str
    finding: str
    drawn: str
    note: str
    drawing: Markup

    @property
    def words(self) -> str:
        """The name as words."""
        return self.name.replace("_", " ")


def pictures(ways: Mapping[str, Draw], say: Say, others: RunFolder | None = None) -> list[Picture]:
    """Draw all figures for which there are data, as many as there is room for.

    Args:
        ways: A way to draw each, by name.
        say: Told in a line of a figure that is not shown, and why.
        others: A folder whose other figures are shown as the pictures that they are.
    """
    drawn = [one for name, draw in ways.items() for one in _picture(name, draw, say)]
    found, room = [], ROOM
    for one in [*drawn, *(_as_pictures(others, ways) if others else [])]:
        if len(one.drawing) > room:
            say(f"the figure {one.name} is too large for the page")
            continue
        room -= len(one.drawing)
        found.append(one)
    return found


def _as_pictures(folder: RunFolder, drawn: Collection[str]) -> Iterator[Picture]:
    """Figures that only the run itself could draw, as it left them."""
    for listed in sorted(folder.manifest["outputs"]):
        match = _FILE.fullmatch(listed)
        name = match.group(1) if match else ""
        if not name or name in (*drawn, *FIGURES, *SWEEP_FIGURES):
            continue
        words = name.replace("_", " ")
        content = base64.b64encode((folder.path / listed).read_bytes()).decode()
        alternative = f"{words}: a picture, whose numbers are in summary.json of the folder"
        drawing = f'<img alt="{alternative}" src="data:image/png;base64,{content}">'
        yield Picture(name, words[0].upper() + words[1:], "", AS_LEFT, Markup(drawing))


def _picture(name: str, draw: Draw, say: Say) -> Iterator[Picture]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of letters and layouts; a run's own figures tell of them
        try:
            figure = draw()
            words = told(figure)
            drawing = svg(figure, name, words.alternative)
        except NoDataError:
            return
        except Refusal:  # of a table that no run has written
            raise
        except Exception as error:  # whatever a library makes of unusual numbers
            say(f"the figure {name} could not be drawn ({type(error).__name__}: {error})")
            return
    yield Picture(name, *words, Markup(drawing))  # matplotlib escapes its texts
