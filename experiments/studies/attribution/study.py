"""Run a firm whose calendar varies, credit its wins by its own tables, and replay the truth."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from experiments.command import Kept, Option, Program, scenario
from experiments.runs import over
from experiments.studies.attribution.estimators import every
from experiments.studies.attribution.figure import figure
from experiments.studies.attribution.score import TRUTH, Miss, Told, misses, told
from sim.config import KINDS, Config
from sim.exports.dates import Dates
from sim.exports.truth import CAUSES, outcomes, replay
from sim.exports.view import TABLES, Loss, seen
from sim.exports.write import tables
from sim.inference.intervals import Interval
from sim.runs.one_run import seed_of

WORDS = (
    "market.customers=2000",
    "days=650",
    "policies.marketer=experiments.studies.attribution.marketer:Varied",
)
# Days that are left out while what was met before the replays parted fades.
SETTLES = 130
Row = dict[str, str | int | float]


def measure(asked: Namespace) -> dict[str, Any]:
    """Rows of all seeds, in their order."""
    config, loss = scenario(*WORDS, *asked.overrides), Loss(dark=asked.dark)
    found = over(one, [(config, seed, loss) for seed in asked.seeds], asked.workers, "seeds")
    return {"runs.csv": pd.DataFrame([row for rows in found for row in rows])}


def one(config: Config, root_seed: int, loss: Loss) -> list[Row]:
    """Rows of one seed: wins as they were, shares by each estimator, and the true ones."""
    seeded = replace(config, seed=root_seed, replicates=1)
    seed, start = seed_of(seeded, 0), seeded.warmup_days + SETTLES
    records = replay(replace(seeded, touches=True), seed)
    wins = outcomes(records, start)[0]
    rows = [_row(root_seed, "wins", "as it was", wins)]
    frames = {name: pd.DataFrame(records.table(name).happened) for name in TABLES}
    dates = Dates()
    since = pd.Timestamp(dates.day(np.array([start]))[0])
    view = seen(seeded, 0, seed, dates, frames, loss)
    for method, shares in every(tables(view), since).items():
        rows += [
            _row(root_seed, method, kind, share) for kind, share in zip(KINDS, shares, strict=True)
        ]
    del records, frames
    for cause, change in CAUSES.items():
        without = outcomes(replay(seeded, seed, change), start)[0]
        rows.append(_row(root_seed, TRUTH, cause, (wins - without) / max(wins, 1.0)))
    return rows


def tell(asked: Namespace, kept: Kept) -> Iterator[Any]:
    """Say what each method credits, what was true, and how far each is off."""
    runs = kept["runs.csv"]
    found, off = told(runs), misses(runs)
    wins = runs.loc[runs["method"] == "wins", "value"].mean()
    yield f"{wins:.0f} wins a seed in the window, {runs['seed'].nunique()} seeds"
    yield table(found).to_string()
    yield _said(off).to_string()
    yield "attribution.png", figure(found, headline(found), _note(runs, wins))


def table(found: Sequence[Told]) -> pd.DataFrame:
    """Shares of wins in per cent: a row per cause, a column per method, with 95 % intervals."""
    cells = {(one.cause, one.method): _percent(one.share) for one in found}
    causes, methods = (list(dict.fromkeys(key[n] for key in cells)) for n in (0, 1))
    methods.sort(key=lambda name: name != TRUTH)
    rows = [[cells.get((cause, method), "") for method in methods] for cause in causes]
    return pd.DataFrame(rows, causes, methods)


def headline(found: Sequence[Told]) -> str:
    """The finding in a sentence: the largest gap of the commonest rule."""
    by = {(one.method, one.cause): one.share.mean for one in found}
    kinds = [one.cause for one in found if one.method == "last touch"]
    kind = max(kinds, key=lambda name: abs(by["last touch", name] - by[TRUTH, name]))
    claims, true = by["last touch", kind], by[TRUTH, kind]
    return (
        f"Last touch credits {kind} with {100 * claims:.0f} % of the wins; "
        f"taken away, it costs {100 * true:.0f} %"
    )


def _row(seed: int, method: str, cause: str, value: float) -> Row:
    return {"seed": seed, "method": method, "cause": cause, "value": value}


def _said(off: Sequence[Miss]) -> pd.DataFrame:
    heads = ("method", "off on average, points", "off in one history, points")
    rows = [(one.method, _percent(one.bias), _percent(one.alone)) for one in off]
    return pd.DataFrame(rows, columns=heads).set_index("method")


def _percent(one: Interval) -> str:
    return f"{100 * one.mean:.1f} ({100 * one.low:.1f} to {100 * one.high:.1f})"


def _note(runs: pd.DataFrame, wins: float) -> str:
    return (
        f"{runs['seed'].nunique()} seeds of two years, {wins:.0f} wins each. Grey: wins that are "
        "gone when nobody meets that kind of content, under the same luck (dark: 95 % interval of "
        "the mean). Marks: mean of a method; lines: the middle 80 % of single histories. Shares of "
        "different kinds need not sum to 100 %."
    )


DARK = Option("dark", 0.3, "part of visits without a trace", least=0)
PROGRAM = Program(tell, (DARK,), seeds=16, measure=measure, draws=True)
