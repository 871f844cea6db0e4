"""Attention: the content that a customer takes in on a day, and what forgetting leaves of it."""

import numpy as np

from sim.engine.compiled import compiled, forced_inline
from sim.engine.luck import uniform
from sim.engine.rows import Floats, Settings
from sim.engine.slots import AIMED, TIRED
from sim.model.rules.audience import strongest_pain
from sim.model.rules.belief import faded, signal
from sim.model.rules.two_memories import in_mind, part_that_lasts
from sim.model.state.catalogue import Catalogue
from sim.model.state.customers import CustomerRow
from sim.model.state.parameters import BuyerNumbers


@compiled
def kind_noticed(level: float, reach: Floats) -> int:
    """The kind of content noticed: the one in whose part of the total reach [stream] luck falls.

    At most one item per firm and day is taken in.
    """
    below = 0.0
    for k in range(len(reach)):
        below += reach[k]
        if level < below:
            return k
    return len(reach) - 1


@forced_inline
def told_to(
    row: CustomerRow, i: int, firm: int, kind: Settings, key: np.uint64, catalogue: Catalogue
) -> float:
    """Precision that a customer takes in of an item, as a multiple of its mean.

    It is 0 for an item that was aimed at others, or of a firm that the customer has shut out.
    """
    if kind["unsubscribe"] > 0.0 and (row["unsubscribed"] >> firm) & 1:
        return 0.0
    share = 1.0
    if kind["topic"] >= 0:
        pains = catalogue.direction.shape[2]
        concerned = strongest_pain(catalogue.pain_key, i, pains) == kind["topic"]
        if not concerned and uniform(key, i, AIMED + firm) >= kind["others"]:
            return 0.0
        share = kind["gain"] if concerned else kind["rest"]
    if kind["unsubscribe"] > 0.0 and uniform(key, i, TIRED + firm) < kind["unsubscribe"]:
        row["unsubscribed"] |= 1 << firm
    return float(share)


@forced_inline
def impress(
    row: CustomerRow, firm: int, kind: Settings, buyer: BuyerNumbers, fast: float, slow: float
) -> None:
    """Add an exposure to a firm's salience: what is left of it in fast and in slow memory."""
    if buyer.slow_share <= 0.0:
        row["salience"][firm] += fast
        return
    lasts = part_that_lasts(buyer.slow_share, kind["lasting"])
    row["salience"][firm] += (1.0 - lasts) * fast
    row["lingering"][firm] += lasts * slow


@forced_inline
def fade(row: CustomerRow, firm: int, buyer: BuyerNumbers, fast: float, slow: float) -> None:
    """Keep these parts of what fast and slow memory hold of a firm."""
    row["salience"][firm] *= fast
    if buyer.slow_share > 0.0:
        row["lingering"][firm] *= slow


@forced_inline
def salience_of(row: CustomerRow, firm: int, buyer: BuyerNumbers) -> float:
    """A firm's salience to a customer (exposures)."""
    if buyer.slow_share <= 0.0:
        return float(row["salience"][firm])
    return float(in_mind(row["salience"][firm], row["lingering"][firm]))


@compiled
def learn(row: CustomerRow, firm: int, precision: float, luck: float) -> None:
    """Take in one honest signal of this precision (1/utility²) about a firm; luck is N(0, 1)."""
    row["evidence"][firm] += signal(row["value"][firm], precision, luck)
    row["precision"][firm] += precision


@compiled
def forget(row: CustomerRow, firm: int, kept: float, noisy: bool, luck: float) -> None:
    """Keep this part of the precision of what content, peers and reps told about a firm."""
    evidence, precision = row["evidence"][firm], row["precision"][firm]
    row["evidence"][firm] = faded(evidence, precision, kept, noisy, luck)
    row["precision"][firm] = precision * kept


@compiled
def forget_insight(row: CustomerRow, firm: int, kept: float, noisy: bool, luck: float) -> None:
    """Keep this part of the precision of what discovery showed about a firm."""
    impression, insight = row["impression"][firm], row["insight"][firm]
    row["impression"][firm] = faded(impression, insight, kept, noisy, luck)
    row["insight"][firm] = insight * kept
