"""The score: the difference between two plans and its parts, each with an interval over seeds."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from experiments.studies.plan_response.responses import FIRST, NAMES, RESPONSES, name_of
from experiments.studies.plan_response.shares import coalitions, order_of, shares, without
from sim.inference.intervals import Interval
from sim.inference.intervals import interval as mean

PAID = "paid"
PAID_TEXT = "pay for the same conduct"


class Part(NamedTuple):
    """A response's share of the difference, and what is lost when it alone is switched off."""

    name: str
    text: str
    share: Interval
    alone: Interval | None


class Parts(NamedTuple):
    """What a firm makes under the first plan, the parts of the difference, and the whole."""

    before: Interval
    parts: list[Part]
    whole: Interval
    after: Interval
    seeds: int


def parts(runs: pd.DataFrame, outcome: str) -> Parts:
    """Take the difference in an outcome apart, seed by seed."""
    by_seed = []
    for seed, rows in runs.groupby("seed"):
        worth = dict(zip(rows["run"], rows[outcome].astype(float), strict=True))
        by_seed.append(_of_seed(int(str(seed)), worth))
    column = {name: np.array([one[name] for one in by_seed]) for name in by_seed[0]}
    found = [Part(PAID, PAID_TEXT, mean(column[PAID]), None)]
    for response in RESPONSES:
        alone = mean(column[f"without {response.name}"])
        found.append(Part(response.name, response.text, mean(column[response.name]), alone))
    before, after = column[FIRST], column["all"]
    return Parts(mean(before), found, mean(after - before), mean(after), len(by_seed))


def _of_seed(seed: int, worth: dict[str, float]) -> dict[str, float]:
    order = order_of(seed, NAMES)
    value = {coalition: worth[name_of(coalition)] for coalition in coalitions(order)}
    found = {FIRST: worth[FIRST], "all": value[frozenset(NAMES)]}
    found[PAID] = value[frozenset()] - worth[FIRST]
    found |= shares(order, value)
    return found | {f"without {name}": lost for name, lost in without(order, value).items()}
