"""Measure: the runs of one seed, and what the focal firm makes of each coalition of responses."""

from collections.abc import Callable, Sequence
from concurrent.futures import as_completed

import pandas as pd

from experiments.plan_response.responses import NAMES
from experiments.plan_response.script import Script, perform
from experiments.plan_response.shares import coalitions, order_of
from experiments.runs import processes
from sim.config import Config
from sim.config.working_days import YEAR
from sim.metrics.kpis import kpis
from sim.model.state.seats import seats
from sim.records import Records

OUTCOMES = ("profit", "revenue")
# The first plan's own run; all others are coalitions, paid by the second plan.
FIRST = "first plan"


def measure(
    first: Config, second: Config, seeds: Sequence[int], workers: int,
    tell: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:  # fmt: skip
    """A row per seed and run: which responses are as under the second plan, profit and revenue.

    Money is per seat of the focal firm and year.
    """
    frames = []
    with processes(min(workers or 2, len(seeds))) as pool:
        waiting = [pool.submit(_one_seed, first, second, seed) for seed in seeds]
        for done, future in enumerate(as_completed(waiting), start=1):
            frames.append(future.result())
            if tell is not None:
                tell(done, len(seeds))
    return pd.concat(frames, ignore_index=True).sort_values(["seed", "run"], ignore_index=True)


def name_of(coalition: frozenset[str]) -> str:
    """A coalition of responses in words, in their usual order."""
    return "+".join(name for name in NAMES if name in coalition)


def _one_seed(first: Config, second: Config, seed: int) -> pd.DataFrame:
    records, before = perform(first, seed)
    rows = [_row(FIRST, records, first, seed)]
    _, after = perform(second, seed)
    for coalition in coalitions(order_of(seed, NAMES)):
        acted: dict[str, Script] = {n: after if n in coalition else before for n in NAMES}
        records, _ = perform(second, seed, acted)
        rows.append(_row(name_of(coalition), records, second, seed))
    return pd.DataFrame(rows)


def _row(run: str, records: Records, config: Config, seed: int) -> dict[str, object]:
    found = kpis(records, config)
    scale = seats(config.sales, config.market.customers) * config.days / YEAR
    return {"seed": seed, "run": run, **{name: found[name] / scale for name in OUTCOMES}}
