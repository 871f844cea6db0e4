"""The page of what was measured: tables of how often what is printed holds, in Markdown."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from experiments.studies.coverage.pools import HARD, MARKETS, PLANS
from experiments.studies.coverage.resampled import PAIRED, REPLICATES, SINGLE

LOW, HIGH = 0.93, 0.97
INTRODUCTION = """# How often what is printed holds

Made by `{command}` on {date}.

There are {repetitions:,} repetitions a cell: the binomial error of a coverage is ± {error}. The
question and the method are in
[experiments/studies/coverage](../experiments/studies/coverage/README.md), the rules in
[statistics.md](statistics.md). Of 95 % intervals .95 hold. **Bold** is what lies outside .93 to
.97; an asterisk after it, that more hold than promised. That is so on purpose where so few events
are seen that nothing but their largest mean can be told: as good as one-sided.
"""
OF_INTERVALS = """
## Intervals of {market}

{words}: {runs} runs of each of two scenarios (`incentive={one}` and `{other}`), each run in a
world of its own and both scenarios in the same worlds. From them experiments of 3, 10 and 30
replicates are drawn. *Single* is the first scenario's KPI, *paired* the second minus the first.
In brackets: the part of experiments that gave no interval.
"""
OF_WIDTHS = (
    "Half of the intervals are at most so wide (in the KPI's unit), beside the pool's value:"
)
OF_STOPPING = """
## Replicated until narrow

Outcomes with known means, replicated by `until`'s rule to widths that half a first stage of 20,
one, two, five and twenty would reach; *paired* outcomes are of two scenarios that share half of
their luck.
"""
OF_RANKS = """
## Ranks

Profit of runs from the pool of {market}, scenarios .5 spreads of a run apart (and then all
alike). *Said*: the mean chance that the likeliest best scenario has; *true*: how often it is the
best. *Sure*: the part of sweeps in which that chance is .95 or more, and how often it is true
there. With two that are alike, .10 would be called so if every chance were exact: either is, in
one of twenty. The chances know nothing of how far scenarios usually lie apart, so they may be
somewhat surer than this test, which does.
"""
OF_NULL = """
## Where there is nothing to say

Scenarios and arms that are alike in law, or lie just at the edge of what may be said: how often
it is said. *Bold* is what is said more often than it may be, by more than luck (three binomial
errors).
"""


def page(tables: Mapping[str, pd.DataFrame], asked: Mapping[str, str]) -> str:
    """The whole page, of the tables ``intervals``, ``stopping``, ``ranks`` and ``null``."""
    repetitions = int(asked["repetitions"])
    error = decimals(np.sqrt(0.95 * 0.05 / repetitions), 4)
    text = [
        INTRODUCTION.format(
            command=asked["command"], date=asked["date"], repetitions=repetitions, error=error
        )
    ]
    for market, rows in tables["intervals"].groupby("market", sort=False):
        words, count = MARKETS[str(market)]
        runs = round(float(asked["part"]) * count)
        said = f"`{' '.join(words)}`" if words else "The default market"
        about = {"market": market, "words": said, "runs": runs}
        text.append(OF_INTERVALS.format(**about, one=PLANS[0], other=PLANS[1]))
        text += _coverages(rows)
        text += ["", OF_WIDTHS, "", *_widths(rows)]
    text += [OF_STOPPING, *_stopped(tables["stopping"])]
    text += [OF_RANKS.format(market=next(iter(MARKETS))), *_ranks(tables["ranks"])]
    text += [OF_NULL, *_null(tables["null"], int(asked["judged"]))]
    return "\n".join(text) + "\n"


def marked(coverage: float) -> str:
    """A coverage, marked where it lies outside what may be expected."""
    if np.isnan(coverage):
        return "none"
    shown, text = round(coverage, 3), decimals(coverage, 3)
    if shown < LOW:
        return f"**{text}**"
    return f"**{text}**\\*" if shown > HIGH else text


def decimals(value: float, digits: int) -> str:
    """A number between 0 and 1, without the zero before the point."""
    return f"{value:.{digits}f}".removeprefix("0")


def _coverages(rows: pd.DataFrame) -> Iterator[str]:
    heads = [f"{of}, {n}" for of in (SINGLE, PAIRED) for n in REPLICATES]
    yield from _head(("KPI", *heads))
    for kpi, some in rows.groupby("kpi", sort=False):
        cells = [_cell(_row(some, of, n)) for of in (SINGLE, PAIRED) for n in REPLICATES]
        yield _line([f"`{kpi}`" + " (known to be hard)" * (kpi in HARD), *cells])


def _widths(rows: pd.DataFrame) -> Iterator[str]:
    heads = [f"{n}" for n in REPLICATES]
    yield from _head(("KPI", "single", *heads, "paired", *heads))
    for kpi, some in rows.groupby("kpi", sort=False):
        cells = [f"`{kpi}`"]
        for of in (SINGLE, PAIRED):
            cells.append(f"{_row(some, of, REPLICATES[0])['truth']:.3g}")
            cells += [f"{_row(some, of, n)['width']:.3g}" for n in REPLICATES]
        yield _line(cells)


def _stopped(found: pd.DataFrame) -> Iterator[str]:
    stages = list(dict.fromkeys(found["stages"]))
    yield from _head(("outcome", "", *(f"{stage:g}" for stage in stages)))
    for (outcome, of), rows in found.groupby(["outcome", "of"], sort=False):
        yield _line([str(outcome), str(of), *map(marked, rows["coverage"])])


def _ranks(found: pd.DataFrame) -> Iterator[str]:
    yield from _head(
        ("scenarios", "replicates", "said", "true", "sure", "true when sure", "sure of alike")
    )
    for row in found.to_dict("records"):
        shares = [row[name] for name in ("said", "true", "sure", "true_when_sure", "sure_of_alike")]
        cells = ["none" if np.isnan(one) else decimals(one, 2) for one in shares]
        yield _line([str(row["scenarios"]), str(row["replicates"]), *cells])


def _null(found: pd.DataFrame, repetitions: int) -> Iterator[str]:
    yield from _head(("said", "replicates", "may be", "is"))
    for row in found.to_dict("records"):
        most, count = row["at_most"], row["of"]
        error = np.sqrt(most * (1 - most) / repetitions)
        text = decimals(count, 3)
        told = f"**{text}**" if count > most + 3 * error else text
        usual = "any" if most == 1 else f"≤ {decimals(most, 3)}"
        yield _line([row["said"], str(row["replicates"]), usual, told])


def _row(rows: pd.DataFrame, of: str, replicates: int) -> Any:
    return rows[(rows["of"] == of) & (rows["replicates"] == replicates)].iloc[0]


def _cell(row: Any) -> str:
    missing = f" ({decimals(row['none'], 2)})" if row["none"] >= 0.005 else ""
    return marked(row["coverage"]) + missing


def _head(heads: Sequence[str]) -> Iterator[str]:
    yield _line(heads)
    yield "|---" * len(heads) + "|"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
