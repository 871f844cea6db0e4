"""Figures: pure functions of tables. Each raises ``NoDataError`` where its data do not exist."""

import sys
import warnings
from collections.abc import Callable, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from sim.config import Config
from sim.config.figures import ALL
from sim.config.refusal import one_line
from sim.metrics.numbers import in_currency
from sim.metrics.summary import Result, results_of
from sim.plots import (
    attainment,
    bookings,
    compensation,
    effects,
    funnel,
    market_share,
    one_deal,
    origins,
    paired,
    payout,
    performance,
    pipeline,
    progress,
    ranking,
    real_funnel,
    retention,
    speed,
    style,
    sweep,
    time_use,
)
from sim.plots.data import NoDataError, Tables
from sim.plots.labels import Frame
from sim.plots.said import said

__all__ = ["FIGURES", "SWEEP_FIGURES", "NoDataError", "drawings", "drawn", "painted", "priced",
           "save", "save_all", "written"]  # fmt: skip

FOLDER = "figures"
Draw = Callable[[], Figure]

# Figures of one scenario, from its tables and config.
FIGURES: dict[str, Callable[[Tables, Config], Figure]] = {
    "market_share": market_share.figure,
    "funnel": funnel.figure,
    "progress_at_contact": progress.figure,
    "quota_attainment": attainment.figure,
    "payout_curve": payout.figure,
    "pay_for_performance": performance.figure,
    "compensation_by_month": compensation.figure,
    "bookings_by_week": bookings.figure,
    "pipeline": pipeline.figure,
    "one_deal": one_deal.figure,
    "rep_time_use": time_use.figure,
    "cohort_retention": retention.figure,
    "won_from": origins.figure,
    "speed": speed.figure,
    "real_funnel": real_funnel.figure,
}

# Figures of several scenarios, from their results.
SWEEP_FIGURES: dict[str, Callable[[Sequence[Result]], Figure]] = {
    "heat_map": sweep.heat_map,
    "curve": sweep.curve,
    "paired_differences": paired.figure,
    "main_effects": effects.main_effects,
    "interaction": effects.interaction,
    "ranking": ranking.figure,
}


class Painted(NamedTuple):
    """A figure as a picture, PNG; none where there is nothing to show; and what to say of it."""

    picture: bytes | None
    said: tuple[str, ...] = ()


def save_all(results: Any, folder: Path | str) -> list[Path]:
    """Write ``figures/*.png``, of those that the config names.

    One whose data do not exist or that cannot be drawn is left out.

    Args:
        results: A result, for its own figures, or several, for a comparison.
        folder: The run's folder.

    Returns:
        The paths written.
    """
    pictures = {name: painted(draw) for name, draw in drawings(results).items()}
    return [path for name in pictures for path in written(folder, name, pictures[name])]


def drawings(results: Any) -> dict[str, Draw]:
    """Each wanted figure of a result, or of several, by its name: a way to draw it."""
    scenarios = results_of(results)
    config, found = scenarios[0].config, {}
    if len(scenarios) == 1:
        tables = scenarios[0].tables
        found = {name: partial(draw, tables, config) for name, draw in FIGURES.items()}
    else:
        found = {name: partial(draw, scenarios) for name, draw in SWEEP_FIGURES.items()}
    return {
        name: partial(priced, config.currency, draw)
        for name, draw in found.items()
        if ALL in config.figures or name in config.figures
    }


def priced(sign: str, draw: Draw) -> Figure:
    """Draw a figure with amounts of money in a currency."""
    with in_currency(sign):
        return draw()


def drawn(path: Path, draw: Draw) -> list[Path]:
    """Draw and write a figure: its path, or none where there are no data for it.

    A figure costs nothing but itself: what goes wrong with it is said in a line. Raises
    :class:`OSError` where nothing can be written.
    """
    return _kept(path, painted(draw))


def painted(draw: Draw) -> Painted:
    """Draw a figure; what goes wrong with it is told in words."""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            picture: bytes | None = _picture(draw())
        except NoDataError:
            picture = None
        except Exception as error:  # whatever a library makes of unusual numbers
            return Painted(None, (f"could not be drawn ({type(error).__name__}: {error})",))
    texts = dict.fromkeys(str(one.message) for one in warned)
    return Painted(picture, tuple(f"may be hard to read ({text})" for text in texts))


def written(folder: Path | str, name: str, found: Painted) -> list[Path]:
    """Write a picture into a run's folder, and say what is to be said of it; return its path."""
    return _kept(Path(folder) / FOLDER / f"{name}.png", found)


def _kept(path: Path, found: Painted) -> list[Path]:
    for what in found.said:
        print(one_line(f"sim: the figure {path.stem} {what}"), file=sys.stderr)
    if found.picture is None:
        return []
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(found.picture)
    return [path]


def save(figure: Figure, path: Path) -> Path:
    """Write a figure as PNG, the same bytes for the same figure; return the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_picture(figure))
    return path


def _picture(figure: Figure) -> bytes:
    content, about = BytesIO(), dict.fromkeys(["Software"])
    if isinstance(figure.get_layout_engine(), Frame):  # a page, whose words go with the picture
        about["Description"] = said(figure).alternative
    with style.look():
        # Figure.savefig would draw everything twice, the first time for its layout alone.
        canvas: Any = FigureCanvasAgg(figure)
        canvas.print_png(content, metadata=about)
    return content.getvalue()
