"""Attention: what one customer takes in, one firm at a time; the same for a day and for a long gap.

A customer without a need is not visited every day. What passed unnoticed is caught up with when
the need arises: luck is addressed by day, and forgetting composes, so the result is what a daily
visit would have given.
"""

from typing import Any

import numpy as np

from sim.engine.bits import lowest_bit
from sim.engine.compiled import compiled
from sim.engine.luck import normal, uniform
from sim.model.rules.audience import strongest_pain
from sim.model.rules.belief import forgetting_noise, signal
from sim.model.rules.clarity import clarity, relapse
from sim.model.state.fading import Fading
from sim.model.state.touches import note

# Days whose luck is looked up at once: as many as there are bits to spare in a word.
_DAYS_AT_ONCE: Any = np.int64(32)
# Slots of a day's luck with content beside those of firms and of what is learnt.
_AIM, _TIRED = 128, 192


@compiled
def kind_noticed(level: float, reach: Any) -> int:
    """Which kind of content was noticed: the one in whose part of the total reach luck falls.

    At most one item per firm and day is taken in.
    """
    below = 0.0
    for k in range(len(reach)):
        below += reach[k]
        if level < below:
            return k
    return len(reach) - 1


@compiled
def told_to(row: Any, i: int, firm: int, kind: Any, key: int, pain_key: int, pains: int) -> float:
    """Times what an item tells on average that it tells this customer; 0 if it goes by unnoticed:
    it was aimed at others, or the customer has shut the firm out."""
    if kind["unsubscribe"] > 0.0 and (row["unsubscribed"] >> firm) & 1:
        return 0.0
    share = 1.0
    if kind["topic"] >= 0:
        concerned = strongest_pain(pain_key, i, pains) == kind["topic"]
        if not concerned and uniform(key, i, firm + _AIM) >= kind["others"]:
            return 0.0
        share = kind["gain"] if concerned else kind["rest"]
    if kind["unsubscribe"] > 0.0 and uniform(key, i, firm + _TIRED) < kind["unsubscribe"]:
        row["unsubscribed"] |= 1 << firm
    return float(share)


@compiled
def learn(row: Any, firm: int, precision: float, luck: float) -> None:
    """Take in one honest signal of this precision about a firm."""
    row["evidence"][firm] += signal(row["value"][firm], precision, luck)
    row["precision"][firm] += precision


@compiled
def forget(row: Any, firm: int, kept: float, noisy: bool, luck: float) -> None:
    """Let the part 1 − kept of what is known about a firm go."""
    precision = row["precision"][firm]
    row["evidence"][firm] *= kept
    if noisy:
        row["evidence"][firm] += forgetting_noise(precision, kept) * luck
    row["precision"][firm] = precision * kept


@compiled
def forget_insight(row: Any, firm: int, kept: float, noisy: bool, luck: float) -> None:
    """The same for what discovery showed about a firm."""
    insight = row["insight"][firm]
    row["impression"][firm] *= kept
    if noisy:
        row["impression"][firm] += forgetting_noise(insight, kept) * luck
    row["insight"][firm] = insight * kept


@compiled
def catch_up(
    row: Any, i: int, day: int, reach: Any, total: Any, kinds: Any, buyer: Any, fading: Fading,
    keys: Any, memory_key: int,
) -> None:  # fmt: skip
    """Live through the days without a need since the row was last seen, up to the end of a day."""
    gap = day - row["seen"]
    if gap <= 0:
        return
    for firm in range(len(row["value"])):
        luck = normal(memory_key, i, firm)
        forget(row, firm, fading.memory[gap], buyer.memory_noise, luck)
        if buyer.private_share > 0.0 and row["insight"][firm] > 0.0:
            luck = normal(memory_key, i, firm + 64)
            forget_insight(row, firm, fading.memory[gap], buyer.memory_noise, luck)
        row["salience"][firm] *= fading.salience[gap]
        fading.told[firm] = 0.0
    _live_through(row, i, day, reach, total, kinds, buyer, fading, keys)
    if buyer.memory_noise:
        # Independent signals add up to one, whose luck is therefore drawn once.
        for firm in range(len(row["value"])):
            learn(row, firm, fading.told[firm], normal(memory_key, i, firm + 32))
    row["seen"] = day


@compiled
def _live_through(
    row: Any, i: int, day: int, reach: Any, total: Any, kinds: Any, buyer: Any, fading: Fading,
    keys: Any,
) -> None:  # fmt: skip
    """Take in what was noticed since the row was last seen, on each day what was left of it."""
    start, clear_on = buyer.clarity_start, np.int64(row["seen"])
    for first in range(row["seen"] + 1, day + 1, _DAYS_AT_ONCE):
        page, days = first + fading.history, min(_DAYS_AT_ONCE, day + 1 - first)
        some: Any = np.int64(0)
        for firm in range(len(row["value"])):
            then, its = keys[page : page + days], total[page : page + days, firm]
            fading.noticed[firm] = _days_noticed(i, firm, row["attention"], its, then)
            some |= fading.noticed[firm]
        while some != 0:
            d = lowest_bit(some)
            some &= some - 1
            row["clarity"] = relapse(row["clarity"], start, fading.clarity[first + d - clear_on])
            clear_on = first + d
            for firm in range(len(row["value"])):
                if (fading.noticed[firm] >> d) & 1:
                    luck, shares = keys[page + d], reach[page + d, firm]
                    _notice_once(row, i, firm, clear_on, day, luck, shares, kinds, buyer, fading)
    row["clarity"] = relapse(row["clarity"], start, fading.clarity[day - clear_on])


@compiled
def _days_noticed(i: int, firm: int, attention: float, total: Any, keys: Any) -> int:
    """The days on which an item of a firm is noticed, as bits. The loop runs in wide registers."""
    found: Any = np.int64(0)
    for d in range(len(keys)):
        if uniform(keys[d], i, firm) < attention * total[d]:
            found |= 1 << d
    return int(found)


@compiled
def _notice_once(
    row: Any, i: int, firm: int, then: int, day: int, key: int, reach: Any, kinds: Any, buyer: Any,
    fading: Fading,
) -> None:  # fmt: skip
    """What an exposure of another day has left: precision, salience; and clarity on its day."""
    k = kind_noticed(uniform(key, i, firm) / row["attention"], reach)
    kind, age = kinds[k], day - then
    share = told_to(row, i, firm, kind, key, fading.pain_key, buyer.pains)
    if share <= 0.0:
        return
    kept = fading.memory[age]
    precision = share * kind["precision"] * clarity(row["clarity"])
    note(fading.log, then, i, firm, k, precision, False, False)
    if buyer.memory_noise:
        fading.told[firm] += kept * precision
    else:
        told = signal(row["value"][firm], precision, normal(key, i, firm + 64))
        row["evidence"][firm] += kept * told
        row["precision"][firm] += kept * precision
    row["salience"][firm] += fading.salience[age]
    row["clarity"] += share * kind["clarity"]
