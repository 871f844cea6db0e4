"""Figures: pure functions of tables. Each raises ``NoDataError`` where its data do not exist."""

import sys
import warnings
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from sim.config import Config
from sim.config.refusal import one_line
from sim.metrics.numbers import in_currency
from sim.metrics.summary import Result, results_of
from sim.plots import (
    attainment,
    bookings,
    compensation,
    content,
    effects,
    funnel,
    market_share,
    origins,
    paired,
    payout,
    performance,
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

__all__ = ["FIGURES", "SWEEP_FIGURES", "NoDataError", "drawn", "save", "save_all"]

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
    "rep_time_use": time_use.figure,
    "cohort_retention": retention.figure,
    "content_memory": content.figure,
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


def save_all(results: Any, folder: Path | str) -> list[Path]:
    """Write ``figures/*.png``; one whose data do not exist or that cannot be drawn is left out.

    Args:
        results: A result, for its own figures, or several, for a comparison.
        folder: The run's folder.

    Returns:
        The paths written.
    """
    scenarios = results_of(results)
    drawings: dict[str, Callable[[], Figure]]
    if len(scenarios) == 1:
        tables, config = scenarios[0].tables, scenarios[0].config
        drawings = {name: partial(draw, tables, config) for name, draw in FIGURES.items()}
    else:
        drawings = {name: partial(draw, scenarios) for name, draw in SWEEP_FIGURES.items()}
    places = {Path(folder) / "figures" / f"{name}.png": draw for name, draw in drawings.items()}
    with in_currency(scenarios[0].config.currency):
        return [path for place, draw in places.items() for path in drawn(place, draw)]


def drawn(path: Path, draw: Callable[[], Figure]) -> list[Path]:
    """Draw and write a figure: its path, or none where there are no data for it.

    A figure costs nothing but itself: what goes wrong with it is said in a line. Raises
    :class:`OSError` where nothing can be written.
    """
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            found = [save(draw(), path)]
        except NoDataError:
            found = []
        except OSError:
            raise
        except Exception as error:  # whatever a library makes of unusual numbers
            path.unlink(missing_ok=True)
            _say(path, f"could not be drawn ({type(error).__name__}: {error})")
            return []
    for text in dict.fromkeys(str(one.message) for one in warned):
        _say(path, f"may be hard to read ({text})")
    return found


def _say(path: Path, what: str) -> None:
    print(one_line(f"sim: the figure {path.stem} {what}"), file=sys.stderr)


def save(figure: Figure, path: Path) -> Path:
    """Write a figure as PNG, the same bytes for the same figure; return the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with style.look():
        # Figure.savefig would draw everything twice, the first time for its layout alone.
        FigureCanvasAgg(figure).print_png(path, metadata={"Software": None})
    return path
