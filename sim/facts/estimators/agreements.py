"""The days on which customers said yes, behind the facts about promotions and releases."""

from typing import Any

import numpy as np

from sim.config import Config
from sim.config.working_days import WEEK
from sim.records import Outcome, Records

Numbers = np.ndarray[Any, np.dtype[np.float64]]


def yeses(records: Records, config: Config) -> Numbers:
    """Yeses that were kept [week after the warm-up, firm].

    The day of a yes is when the customer decides; signatures follow weeks later.
    """
    deals = records.deals.happened
    won = deals[deals["outcome"] == Outcome.WON]
    yes = np.where(np.isnan(won["agreed"]), won["closed"], won["agreed"])
    counted = np.zeros((config.days // WEEK, 1 + config.rivals.count))
    week = ((yes - config.warmup_days) // WEEK).astype(int)
    inside = (yes >= config.warmup_days) & (week < len(counted))
    np.add.at(counted, (week[inside], won["firm"][inside]), 1.0)
    return counted
