"""Figures of a finished folder, drawn again into a folder of their own beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from matplotlib.figure import Figure

from sim.config.figures import ALL
from sim.config.refusal import Refusal, hint
from sim.plots import NoDataError, drawings, painted, priced
from sim.plots.compared import figure as side_by_side
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
        Refusal: The folder is not whole, a name is none, of what is named there are no data, or
            a file is there already, in a place that is not a folder of such figures.
    """
    place = to or beside(folder, SUFFIX)
    refuse_inside(place, [folder])
    own = place.name.endswith(SUFFIX)
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
    files = {place / f"{name}.{kind}": content for name, content in found.items()}
    for file in () if own else files:
        if file.exists():
            raise Refusal(f"{file} is there already: name another folder")
    return [put(file, content) for file, content in files.items()]


def ways(found: Finished) -> Mapping[str, Draw]:
    """The figures that a folder may have, each with a way to draw it."""
    every = [replace(one, config=replace(one.config, figures=(ALL,))) for one in found.outcomes]
    if len(every) == 1:
        return drawings(every[0])
    trial, sign = trial_of(found.folder), every[0].config.currency
    claim = {} if trial is None else {"claim": partial(priced, sign, trial.draw)}
    among = drawings(every) if found.whole else {}
    return {**claim, **among, **laid_over(found.outcomes)}


def laid_over(outcomes: Sequence[Outcome]) -> dict[str, Draw]:
    """The figures in which several results are laid over one another; of two, their key figures."""
    draws = {name: partial(draw, list(outcomes)) for name, draw in OVERLAYS.items()}
    if len(outcomes) == 2:
        draws = {"key_figures": partial(side_by_side, *outcomes), **draws}
    sign = outcomes[0].config.currency
    return {name: partial(priced, sign, draw) for name, draw in draws.items()}


def _drawn(name: str, draw: Draw, named: bool, vector: bool, say: Say) -> bytes | None:
    """The bytes of a figure's file, or None if it has no data; refused if it was ``named``."""
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
