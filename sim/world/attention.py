"""Attention: what one customer takes in, one firm at a time; the same for a day and for a long gap.

A customer without a need is not visited every day. What passed unnoticed is caught up with when
the need arises: luck is addressed by day, and forgetting composes, so the result is what a daily
visit would have given.
"""

from typing import Any, NamedTuple

from sim.compiled import compiled
from sim.draws import normal, uniform
from sim.rules.belief import forgetting_noise, signal
from sim.rules.clarity import clarity, relapse


class Left(NamedTuple):
    """What is left of a belief's precision and of salience after so many days: powers by age.

    ``history`` is the number of days before the first that customers have lived through; what is
    kept by day (reach, keys of luck) begins with them.
    """

    memory: Any
    salience: Any
    history: int


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
    row: Any, i: int, day: int, reach: Any, total: Any, kinds: Any, buyer: Any, left: Left,
    keys: Any, memory_key: int,
) -> None:  # fmt: skip
    """Live through the days without a need since the row was last seen, up to the end of a day."""
    gap = day - row["seen"]
    if gap <= 0:
        return
    for firm in range(len(row["value"])):
        luck = normal(memory_key, i, firm)
        forget(row, firm, left.memory[gap], buyer.memory_noise, luck)
        if row["insight"][firm] > 0.0:
            luck = normal(memory_key, i, firm + 64)
            forget_insight(row, firm, left.memory[gap], buyer.memory_noise, luck)
        row["salience"][firm] *= left.salience[gap]
    for past in range(row["seen"] + 1, day + 1):
        age, then = day - past, past + left.history
        row["clarity"] = relapse(row["clarity"], buyer.clarity_start, buyer.clarity_memory)
        for firm in range(len(row["value"])):
            level = uniform(keys[then], i, firm)
            if level >= row["attention"] * total[then, firm]:
                continue
            k = kind_noticed(level / row["attention"], reach[then, firm])
            kept = left.memory[age]
            precision = kinds[k]["precision"] * clarity(row["clarity"])
            luck = normal(keys[then], i, firm + 64)
            if buyer.memory_noise:
                row["evidence"][firm] += signal(row["value"][firm], kept * precision, luck)
            else:
                row["evidence"][firm] += kept * signal(row["value"][firm], precision, luck)
            row["precision"][firm] += kept * precision
            row["salience"][firm] += left.salience[age]
            row["clarity"] += kinds[k]["clarity"]
    row["seen"] = day
