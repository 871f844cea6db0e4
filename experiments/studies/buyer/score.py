"""The score: published facts beside what the two markets give."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
from rich.table import Table

from experiments.measures.outcomes import OUTCOMES
from sim.inference.intervals import Interval


class Expected(NamedTuple):
    """An outcome, the band that is published or asked for, and its class."""

    name: str
    low: float
    high: float
    kind: str


MODERN = (
    Expected("decided_before_contact", 0.55, 0.65, "calibrated"),
    Expected("progress_at_contact", 0.52, 0.62, "calibrated"),
    Expected("progress_sd", 0.15, 0.30, "calibrated"),
    Expected("no_decision_contacted", 0.35, 0.65, "calibrated"),
    Expected("lead_to_win_market", 0.0039, 0.0117, "calibrated"),
    Expected("reps_at_quota", 0.45, 0.65, "calibrated"),
    Expected("favourite_wins", 0.70, 0.90, "held out"),
    Expected("entered_per_quarter", 0.03, 0.08, "input"),
    Expected("in_market", 0.03, 0.08, "held out"),
    Expected("lead_to_win_referral", 0.0182, 0.0545, "held out"),
    Expected("lead_to_win_website", 0.0078, 0.0233, "held out"),
    Expected("lead_to_win_social", 0.0074, 0.0221, "held out"),
    Expected("lead_to_win_paid", 0.0, 0.01, "held out"),
)
NINETIES = (
    Expected("progress_at_contact", 0.0, 0.20, "held out"),
    Expected("decided_before_contact", 0.0, 0.15, "held out"),
    Expected("talks_per_win", 4.0, 5.0, "seen while setting"),
)
SHORT = Expected("short-run elasticity", 0.06, 0.16, "calibrated")
RATIO = Expected("long over short run", 1.7, 2.3, "held out")
COST_RATIO = Expected("cost per win, nineties over modern", 2.0, float("inf"), "held out")
ORDER = ("lead_to_win_referral", "lead_to_win_website", "lead_to_win_social", "lead_to_win_paid")


def table(title: str, rows: Sequence[tuple[Expected, Interval]]) -> Table:
    """A line a fact: band, mean with its 95 % interval, and whether all of it lies in the band."""
    made = Table(title=title, box=None, title_justify="left")
    for heading in ("outcome", "band", "95 % interval", "", "class"):
        made.add_column(heading, no_wrap=True)
    for one, found in rows:
        text = OUTCOMES[one.name].text if one.name in OUTCOMES else one.name
        band = f"{one.low:g} to {one.high:g}"
        made.add_row(text, band, str(found), verdict(one, found), one.kind)
    return made


def verdict(one: Expected, found: Interval) -> str:
    """Where the interval lies: all of it in the band, only the mean, or neither."""
    if found.inside(one.low, one.high):
        return "holds"
    return "mean only" if one.low <= found.mean <= one.high else "MISSED"


def sources(now: pd.DataFrame) -> str:
    """The rank order of sources of leads by their rate, published: referral, website, social."""
    means = {name: float(now[name].mean()) for name in ORDER}
    ranked = sorted(means, key=lambda name: -means[name])
    said = " > ".join(name.removeprefix("lead_to_win_") for name in ranked)
    return f"Leads to wins by source: {said} (published: referral > website > social > others)."
