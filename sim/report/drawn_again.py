"""Figures of a finished folder, drawn again into a folder of their own beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from matplotlib.figure import Figure

from sim.config.figures import ALL
from sim.config.refusal import Refusal, hint
from sim.plots import NoDataError, drawings, painted
from sim.plots.overlay import OVERLAYS
from sim.plots.vector import alone
from sim.report.finished import Finished, Outcome, finished
from sim.report.trial import trial_of
from sim.report.write import beside, put, refuse_inside

SUFFIX = ".figures"
Draw = Callable[[], Figure]
Say = Callable[[str], None]


def draw_again(
    folder: Path, names: Sequence[str], to: Path | None, vector: bool, say: Say
) -> list[Path]:
    """Draw some figures of a finished folder, or all for which there are data; return their paths.

    Args:
        folder: The folder of a run or a sweep.
        names: The figures; all if none is named.
        to: The folder that they go to; beside the folder if none is said.
        vector: Whether to write SVG instead of PNG.
        say: Told in a line of a figure that cannot be drawn.

    Raises:
        Refusal: The folder is not whole, a name is none, or of what is named there are no data.
    """
    place = to or beside(folder, SUFFIX)
    refuse_inside(place, [folder])
    if place.exists() and not place.is_dir():
        raise Refusal(f"{place} is a file: name a folder")
    known = ways(finished(folder))
    for name in names:
        if name not in known:
            raise Refusal(f"{name} is no figure of {folder}: {', '.join(known)}{hint(name, known)}")
    contents = {name: _drawn(name, known[name], bool(names), vector, say)
                for name in names or known}  # fmt: skip
    found = {name: content for name, content in contents.items() if content is not None}
    if not found:
        raise Refusal(f"{folder} has no data for a figure: nothing was drawn")
    kind = "svg" if vector else "png"
    return [put(place / f"{name}.{kind}", content) for name, content in found.items()]


def ways(found: Finished) -> Mapping[str, Draw]:
    """The figures that a folder may have, each with a way to draw it."""
    every = [replace(one, config=replace(one.config, figures=(ALL,))) for one in found.outcomes]
    if len(every) == 1:
        return drawings(every[0])
    trial = trial_of(found.folder)
    claim = {} if trial is None else {"claim": trial.draw}
    return {**claim, **drawings(every), **laid_over(found.outcomes)}


def laid_over(outcomes: Sequence[Outcome]) -> dict[str, Draw]:
    """The figures in which several results are laid over one another."""
    return {name: partial(draw, list(outcomes)) for name, draw in OVERLAYS.items()}


def _drawn(name: str, draw: Draw, named: bool, vector: bool, say: Say) -> bytes | None:
    """A figure as a file has it; None, or a refusal where it was ``named``, without data."""
    try:
        figure = draw()
    except NoDataError as missing:
        if named:
            raise Refusal(f"{name} cannot be drawn: {missing}") from None
        return None
    except Refusal:  # of a table that no run has written
        raise
    except Exception as error:  # whatever a library makes of unusual numbers
        say(f"the figure {name} could not be drawn ({type(error).__name__}: {error})")
        return None
    if vector:
        return alone(figure).encode()
    found = painted(lambda: figure)
    for what in found.said:
        say(f"the figure {name} {what}")
    return found.picture
