"""The score: what each arm does to no decision, and whether the gains add up to less or more."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sim.inference.intervals import Interval, difference
from sim.inference.intervals import interval as mean

ARMS = ("both", "no content", "no persuasion", "neither")


def no_decision(found: Mapping[str, pd.DataFrame], arm: str, of: str) -> Interval:
    """Rise of no decision in an arm over the one with both, paired by seed (share)."""
    return difference(found["both"][of].to_numpy(float), found[arm][of].to_numpy(float))


def interaction(found: Mapping[str, pd.DataFrame]) -> Interval:
    """Wins with both − content alone − persuasion alone + neither, a year and 1,000 customers.

    Above 0 each makes the other worth more (complements), below 0 less (substitutes).
    """
    both, content_off, persuasion_off, neither = (
        found[arm]["wins_market"].to_numpy(float) for arm in ARMS
    )
    return mean(np.asarray(both - content_off - persuasion_off + neither))


def table(found: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """A row an arm: wins, no decision over all who entered and over those who talked to a rep."""
    rows = []
    for arm in ARMS:
        all_, contacted = "no_decision_all", "no_decision_contacted"
        rows.append({
            "arm": arm,
            "wins": mean(found[arm]["wins_market"].to_numpy(float)),
            "no decision": mean(found[arm][all_].to_numpy(float)),
            "change": no_decision(found, arm, all_),
            "of contacted": mean(found[arm][contacted].to_numpy(float)),
        })  # fmt: skip
    return pd.DataFrame(rows)
