"""One seed: the run, what the firm's tables make of it, and its replays without each cause."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.attribution.estimators import every
from sim.config import KINDS, Config
from sim.config.working_days import QUARTER
from sim.exports.dates import Dates
from sim.exports.truth import CAUSES, outcomes, replay
from sim.exports.view import TABLES, Loss, seen
from sim.exports.write import tables
from sim.runs.replicates import processes
from sim.runs.scenario import seed_of

# Days that are left out while what was met before the replays parted fades.
SETTLES = 2 * QUARTER
Row = dict[str, str | int | float]


def one(config: Config, root_seed: int, loss: Loss) -> list[Row]:
    """Rows of one seed: wins as they were, shares by each estimator, and the true ones."""
    scenario = replace(config, seed=root_seed, replicates=1)
    seed, start = seed_of(scenario, 0), scenario.warmup_days + SETTLES
    records = replay(replace(scenario, touches=True), seed)
    wins = outcomes(records, start)[0]
    rows = [_row(root_seed, "wins", "as it was", wins)]
    frames = {name: pd.DataFrame(records.table(name).happened) for name in TABLES}
    dates = Dates()
    since = pd.Timestamp(dates.day(np.array([start]))[0])
    view = seen(scenario, 0, seed, dates, frames, loss)
    for method, shares in every(tables(view), since).items():
        rows += [
            _row(root_seed, method, kind, share) for kind, share in zip(KINDS, shares, strict=True)
        ]
    del records, frames
    for cause, change in CAUSES.items():
        without = outcomes(replay(scenario, seed, change), start)[0]
        rows.append(_row(root_seed, "truth", cause, (wins - without) / max(wins, 1.0)))
    return rows


def measure(
    config: Config, seeds: Sequence[int], loss: Loss, workers: int, kept: Path,
    tell: Callable[[int, int], None],
) -> None:  # fmt: skip
    """Write the rows of all seeds to a file, in their order, each seed as it is finished."""
    found: list[Row] = []
    with processes(workers) as pool:
        waiting = [pool.submit(one, config, seed, loss) for seed in seeds]
        for done, future in enumerate(waiting, start=1):
            found += future.result()
            pd.DataFrame(found).to_csv(kept, index=False)
            tell(done, len(seeds))


def _row(seed: int, method: str, cause: str, value: float) -> Row:
    return {"seed": seed, "method": method, "cause": cause, "value": value}
