"""``python -m experiments.studies.content``: run every arm on the same seeds and print what it changes."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from experiments.runs import counted, each
from experiments.settings import changed
from experiments.studies.content.arms import ARMS
from experiments.studies.content.figure import figure
from experiments.studies.content.measure import KPIS, measure
from experiments.studies.content.score import Rows, dip, elasticity, from_rivals, lift, relative
from sim.config import Config
from sim.request import request

FIRST_SEED = 97_001


def main(words: Sequence[str] | None = None) -> None:
    """Run the arms; print the promotion, the release, and the year of each."""
    parser = argparse.ArgumentParser(prog="python -m experiments.studies.content", description=__doc__)
    parser.add_argument("--seeds", type=int, default=30, help="paired seeds (default 30)")
    parser.add_argument("--workers", type=int, default=0, help="processes; 0 is one per core")
    parser.add_argument("--out", type=Path, default=Path("outputs/content"), help="where to draw")
    parser.add_argument("overrides", nargs="*", help="key=value for every scenario")
    asked = parser.parse_args(words)
    config = request(asked.overrides).scenarios[0].config
    seeds = range(FIRST_SEED, FIRST_SEED + asked.seeds)
    found = {arm: run(config, arm, seeds, asked.workers) for arm in ARMS}
    usual = found["as it is"]
    screen = Console(width=140, highlight=False)
    for arm in ("promotion", "promotion, nobody pulled"):
        rows = found[arm]
        screen.print(
            f"{arm}: yeses {lift(usual, rows)}, price elasticity {elasticity(usual, rows)}, from "
            f"rivals {from_rivals(usual, rows)}, needs in the quarter after {dip(usual, rows)}"
        )
    bare, prepared = found["release, unprepared"], found["release, prepared"]
    screen.print(
        f"release: yeses of its month {lift(usual, bare)} unprepared; prepared over unprepared "
        f"{lift(bare, prepared)}, of its quarter {lift(bare, prepared, 13)}\n"
    )
    screen.print(_table(found, usual))
    asked.out.mkdir(parents=True, exist_ok=True)
    figure(usual, found["promotion"]).savefig(asked.out / "promotion.png")
    screen.print(f"figure: {asked.out}/promotion.png")


def run(config: Config, arm: str, seeds: Sequence[int], workers: int) -> Rows:
    """What is measured in an arm, a row a seed. Only the focal firm's settings change."""
    settings = ARMS[arm]
    own = changed(config, settings)
    alone = replace(own, rivals=config.rivals)
    return each(measure, [(alone, seed) for seed in seeds], workers, counted(arm))


def _table(found: dict[str, Rows], usual: Rows) -> Table:
    made = Table(title="The year, over that of the firm as it is, less 1", box=None)
    made.add_column("arm", no_wrap=True)
    for kpi in KPIS:
        made.add_column(kpi.replace("_", " "), justify="right")
    for arm, rows in found.items():
        if rows is not usual:
            made.add_row(arm, *(_cell(rows, usual, kpi) for kpi in KPIS))
    return made


def _cell(rows: Rows, usual: Rows, kpi: str) -> str:
    one = relative(usual, rows, kpi)
    return f"{one.value:+.3f} ({one.low:+.3f} to {one.high:+.3f})"


if __name__ == "__main__":
    main()
