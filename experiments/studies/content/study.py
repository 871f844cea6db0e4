"""Run the default market's focal firm with one thing changed, all arms on the same seeds."""

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from rich.table import Table

from experiments.command import Program, scenario
from experiments.studies.content.arms import ARMS
from experiments.studies.content.figure import figure
from experiments.studies.content.score import Rows, dip, elasticity, from_rivals, lift, relative
from sim.config import Config
from sim.config.dotted import changed
from sim.facts.estimators.agreements import WEEK, yeses
from sim.metrics.kpis import kpis
from sim.records import PANEL, Records
from sim.runs.progress import counted
from sim.runs.replicates import each

TOTALS = ("leads", "wins", "revenue", "profit")
KPIS = (*TOTALS, "customer_surplus", "satisfaction", "best_offer_share", "sales_cycle_days")


def measure(records: Records, config: Config) -> dict[str, Any]:
    """Yeses that were kept, by week and firm, needs by week, and KPIs, all after the warm-up."""
    weeks = config.days // WEEK
    arose = records.panel[config.warmup_days :, 0, PANEL.index("entered")]
    needs = arose[: weeks * WEEK].reshape(weeks, WEEK).sum(axis=1)
    year = kpis(records, config)
    return {"yeses": yeses(records, config), "needs": needs, **{name: year[name] for name in KPIS}}


def tell(asked: Namespace) -> Iterator[Any]:
    """Run the arms; say what the promotion and the release do, and the year of each arm."""
    config, found = scenario(*asked.overrides), {}
    for arm, settings in ARMS.items():
        alone = replace(changed(config, settings), rivals=config.rivals)
        tasks = [(alone, seed) for seed in asked.seeds]
        found[arm] = each(measure, tasks, asked.workers, counted(arm))
    usual = found["as it is"]
    for arm in ("promotion", "promotion, nobody pulled"):
        rows = found[arm]
        yield (
            f"{arm}: yeses {lift(usual, rows)}, price elasticity {elasticity(usual, rows)}, from "
            f"rivals {from_rivals(usual, rows)}, needs in the quarter after {dip(usual, rows)}"
        )
    bare, prepared = found["release, unprepared"], found["release, prepared"]
    yield (
        f"release: yeses of its month {lift(usual, bare)} unprepared; prepared over unprepared "
        f"{lift(bare, prepared)}, of its quarter {lift(bare, prepared, 13)}\n"
    )
    yield _table(found, usual)
    yield "promotion.png", figure(usual, found["promotion"])


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
    return f"{one.mean:+.3f} ({one.low:+.3f} to {one.high:+.3f})"


PROGRAM = Program(tell, seeds=30, draws=True)
