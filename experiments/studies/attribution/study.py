"""``python -m experiments.studies.attribution``: what attribution credits, against what was true.

Keeps what every seed gave in outputs/attribution; ``--redraw`` makes table and figure again.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from experiments.estimate import Estimate
from experiments.runs import counted
from experiments.studies.attribution.figure import figure
from experiments.studies.attribution.measure import measure
from experiments.studies.attribution.score import TRUTH, Miss, Told, misses, told
from sim.config import Config
from sim.exports.view import Loss
from sim.plots import save
from sim.request import request

FOLDER, DOCS = Path("outputs/attribution"), Path("docs/figures/attribution.png")
FIRST_SEED = 98_001
WORDS = (
    "market.customers=2000",
    "days=650",
    "policies.marketer=experiments.studies.attribution.marketer:Varied",
)


def main(words: Sequence[str] | None = None) -> None:
    """Run all seeds (or read what is kept), print, and draw."""
    asked = _parser().parse_args(words)
    asked.folder.mkdir(parents=True, exist_ok=True)
    kept = asked.folder / "runs.csv"
    config = _config(asked.overrides)
    if not asked.redraw:
        seeds = range(asked.first_seed, asked.first_seed + asked.seeds)
        measure(config, seeds, Loss(dark=asked.dark), asked.workers, kept, counted("seeds"))
    runs = pd.read_csv(kept)
    found, off = told(runs), misses(runs)
    wins = runs.loc[runs["method"] == "wins", "value"].mean()
    print(f"{wins:.0f} wins a seed in the window, {runs['seed'].nunique()} seeds")
    print(table(found).to_string())
    print(_said(off).to_string())
    page = figure(found, headline(found), _note(runs, wins))
    for path in [asked.folder / "attribution.png", *([DOCS] if asked.docs else [])]:
        print(save(page, path))


def table(found: Sequence[Told]) -> pd.DataFrame:
    """Shares of wins in per cent: a row per cause, a column per method, with 95 % intervals."""
    cells = {(one.cause, one.method): _percent(one.share) for one in found}
    causes, methods = (list(dict.fromkeys(key[n] for key in cells)) for n in (0, 1))
    methods.sort(key=lambda name: name != TRUTH)
    return pd.DataFrame(
        [[cells.get((cause, method), "") for method in methods] for cause in causes],
        causes, methods,
    )  # fmt: skip


def headline(found: Sequence[Told]) -> str:
    """The finding in a sentence: the largest gap of the commonest rule."""
    by = {(one.method, one.cause): one.share.value for one in found}
    kinds = [one.cause for one in found if one.method == "last touch"]
    kind = max(kinds, key=lambda name: abs(by["last touch", name] - by[TRUTH, name]))
    claims, true = by["last touch", kind], by[TRUTH, kind]
    return (f"Last touch credits {kind} with {100 * claims:.0f} % of the wins; "
            f"taken away, it costs {100 * true:.0f} %")  # fmt: skip


def _said(off: Sequence[Miss]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "method": one.method, "off on average, points": _percent(one.bias),
            "off in one history, points": _percent(one.alone),
        }
        for one in off
    ).set_index("method")  # fmt: skip


def _percent(one: Estimate) -> str:
    return f"{100 * one.value:.1f} ({100 * one.low:.1f} to {100 * one.high:.1f})"


def _note(runs: pd.DataFrame, wins: float) -> str:
    return (
        f"{runs['seed'].nunique()} seeds of two years, {wins:.0f} wins each. Grey: wins that are "
        "gone when nobody meets that kind of content, under the same luck (dark: 95 % interval of "
        "the mean). Marks: mean of a method; lines: the middle 80 % of single histories. Shares of "
        "different kinds need not sum to 100 %."
    )


def _config(overrides: Sequence[str]) -> Config:
    return replace(request([*WORDS, *overrides]).scenarios[0].config, replicates=1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m experiments.studies.attribution", description=__doc__)
    parser.add_argument("--seeds", type=int, default=16, help="how many; default 16")
    parser.add_argument("--first-seed", type=int, default=FIRST_SEED)
    parser.add_argument("--dark", type=float, default=0.3, help="part of visits without a trace")
    parser.add_argument("--workers", type=int, default=1, help="processes")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--redraw", action="store_true", help="from what is kept")
    parser.add_argument("--docs", action="store_true", help=f"the figure to {DOCS}, too")
    parser.add_argument("overrides", nargs="*", help="key=value of the scenario")
    return parser


if __name__ == "__main__":
    main()
