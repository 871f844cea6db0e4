"""Worlds and luck: the part of a KPI's spread between replicates that lies between worlds."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.inference.worlds import between_worlds
from sim.metrics.account import plain
from sim.metrics.sections import words_of
from sim.metrics.summary import Result

SHOWN = ("profit", "market_share")


def account(result: Result, again: Sequence[Mapping[str, float]]) -> list[dict[str, Any]]:
    """For ``summary.json``: the part of each of a few KPIs with its interval; None if undefined.

    ``again`` has the KPIs of the first replicates' worlds, lived through with other luck.
    """
    runs, found = result.tables["runs"], []
    for kpi in SHOWN if len(again) else ():
        values = np.asarray(runs[kpi], np.float64)
        part = between_worlds(values, np.array([one[kpi] for one in again]))
        ends = {"part": plain(part.mean), "ci_low": plain(part.low), "ci_high": plain(part.high)}
        found.append({"kpi": kpi, **ends, "worlds_twice": part.replicates})
    return found


def told(found: Sequence[Mapping[str, Any]]) -> str:
    """One line on it; empty where nothing can be told."""
    known = [one for one in found if one["part"] is not None]
    if not known:
        return ""
    parts = [
        f"{words_of(one['kpi'])} {100 * one['part']:.0f} % ({100 * one['ci_low']:.0f} to "
        f"{100 * one['ci_high']:.0f})"
        for one in known
    ]
    return f"spread that is worlds, the rest luck: {', '.join(parts)}"
