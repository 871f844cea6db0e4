"""The difference between two plans and its parts, each with an interval over seeds."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.compensation.why.responses import FIRST, NAMES, RESPONSES, SECOND, name_of
from sim.compensation.why.shares import coalitions, order_of, shares, without
from sim.inference.intervals import Interval
from sim.inference.intervals import interval as mean

PAID = "paid"
PAID_TEXT = "pay for the same conduct"
ALL = "all"


class Part(NamedTuple):
    """A response's share of the difference, and what is lost when it alone is switched off."""

    name: str
    text: str
    share: Interval
    alone: Interval | None


class Parts(NamedTuple):
    """Earnings of a firm under the first plan, the parts of the difference, and the whole.

    ``remainder`` is the whole less all parts: what reps do under the second plan that no script
    holds. It is 0 as long as scripts hold all of their conduct.
    """

    before: Interval
    parts: list[Part]
    whole: Interval
    after: Interval
    remainder: Interval
    seeds: int

    @property
    def adds_up(self) -> bool:
        """Whether the parts add up to the whole, within the interval of what remains."""
        return not self.remainder.nonzero


def parts(runs: pd.DataFrame, outcome: str) -> Parts:
    """Take the difference in an outcome apart, seed by seed."""
    by_seed = []
    for seed, rows in runs.groupby("seed"):
        worth = dict(zip(rows["run"], rows[outcome].astype(float), strict=True))
        by_seed.append(_of_seed(int(str(seed)), worth))
    column = {name: np.array([one[name] for one in by_seed]) for name in by_seed[0]}
    found = [Part(PAID, PAID_TEXT, mean(column[PAID]), None)]
    for response in RESPONSES:
        lost = column.get(f"without {response.name}")
        alone = None if lost is None else mean(lost)
        found.append(Part(response.name, response.text, mean(column[response.name]), alone))
    before, after = column[FIRST], column[SECOND]
    left = mean(after - column[ALL])
    return Parts(mean(before), found, mean(after - before), mean(after), left, len(by_seed))


def _of_seed(seed: int, worth: dict[str, float]) -> dict[str, float]:
    order, everything = order_of(seed, NAMES), frozenset(NAMES)
    ran = [one for one in coalitions(order) if name_of(one) in worth]
    value = {coalition: worth[name_of(coalition)] for coalition in ran}
    found = {FIRST: worth[FIRST], ALL: value[everything]}
    found[SECOND] = worth.get(SECOND, found[ALL])
    found[PAID] = value[frozenset()] - worth[FIRST]
    found |= shares(order, value)
    if any(everything - {name} not in value for name in order):
        return found
    return found | {f"without {name}": lost for name, lost in without(order, value).items()}
