"""Figures within a page: each as SVG, with its words set by the page, and for those who hear it."""

import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from markupsafe import Markup
from matplotlib.figure import Figure

from sim.plots import NoDataError
from sim.plots.vector import svg, told


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


def pictures(ways: Mapping[str, Callable[[], Figure]], say: Callable[[str], None]) -> list[Picture]:
    """Draw all figures for which there are data; ``say`` is told of one that cannot be drawn."""
    return [one for name, draw in ways.items() for one in _picture(name, draw, say)]


def _picture(
    name: str, draw: Callable[[], Figure], say: Callable[[str], None]
) -> Iterator[Picture]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of letters and layouts; a run's own figures tell of them
        try:
            figure = draw()
            words = told(figure)
            alternative = f"{words.finding}. {words.drawn}."
            drawing = svg(figure, name, alternative)
        except NoDataError:
            return
        except Exception as error:  # whatever a library makes of unusual numbers
            say(f"the figure {name} could not be drawn ({type(error).__name__}: {error})")
            return
    yield Picture(name, *words, Markup(drawing))  # noqa: S704 - matplotlib escapes its texts
