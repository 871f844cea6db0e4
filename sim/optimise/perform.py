"""Perform a search in a folder: alone there, trial by trial, from where it was left."""

import hashlib
import math
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.config import Config, ConfigError
from sim.config.refusal import Refusal
from sim.folder import provenance
from sim.folder.alone import hold, let_go
from sim.folder.claim import MANIFEST, remove_empty
from sim.folder.repeat.rerun import Outcome, Task, runner
from sim.metrics.kpis import not_finite
from sim.optimise.racing import lost
from sim.optimise.search import Search
from sim.optimise.study import COMPLETE, FAILED, JOURNAL, PRUNED, Row, Study, Trial, run_all
from sim.request import request

# Replicates between two looks at whether a trial has lost; the same on any number of processes.
STRIDE = 4
Run = Callable[[Sequence[Task]], Iterator[Outcome]]
Tell = Callable[[Trial, int], None]


def perform(
    folder: Path, words: Sequence[str], base: Config, search: Search, tell: Tell
) -> list[Trial]:
    """Run the trials that are missing, and return all; ``tell`` is called after each.

    Raises :class:`Refusal` for a folder that holds anything else, or in which another runs.
    """
    with _alone(folder):
        study = Study(folder, search, identity(base, search))
        if (folder / MANIFEST).exists() and len(study.trials()) >= search.trials:
            why = "ask for more, or name a new folder"
            raise Refusal(f"{folder} holds these trials already: {why}")
        (folder / MANIFEST).unlink(missing_ok=True)
        workers = min(base.workers or os.cpu_count() or 1, STRIDE, base.replicates)
        with runner(workers, base) as run:

            def attempt(trial: Trial, complete: list[Trial]) -> tuple[str, list[Row]]:
                return _attempt([*words, *trial.words], trial, complete, search, run)

            for trial in run_all(study, search, attempt):
                tell(trial, search.trials)
        return study.trials()


def identity(base: Config, search: Search) -> str:
    """A hash of all that makes two searches the same: config, goals, ranges, seed, code."""
    code = [provenance.code()[name] for name in ("version", "commit", "patch")]
    sought = (sorted(search.goals.items()), search.ranges, search.seed)
    whole = (provenance.config_hash(base), *sought, *code)
    return hashlib.sha256(repr(whole).encode()).hexdigest()[:16]


def _attempt(
    words: Sequence[str], trial: Trial, complete: list[Trial], search: Search, run: Run
) -> tuple[str, list[Row]]:
    """Run one trial until it is complete, has surely lost, or fails."""
    try:
        config = request(words).scenarios[0].config
    except (Refusal, ConfigError) as error:
        return FAILED, [{"error": str(error)}]
    others = [{kpi: one.values(kpi) for kpi in search.goals} for one in complete]
    rows: list[Row] = []
    for start in range(0, config.replicates, STRIDE):
        some = range(start, min(start + STRIDE, config.replicates))
        for replicate, outcome in zip(some, run([(config, n) for n in some]), strict=True):
            wrong = outcome.error or "".join(not_finite(outcome.kpis)[:1])
            if wrong:
                return FAILED, [*rows, {"error": wrong}]
            rows.append(_row(replicate, outcome))
        so_far = replace(trial, rows=rows)
        values = {kpi: so_far.values(kpi) for kpi in search.goals}
        if len(rows) < config.replicates and lost(search, values, others):
            return PRUNED, rows
    return COMPLETE, rows


def _row(replicate: int, outcome: Outcome) -> dict[str, Any]:
    kpis = {name: value if math.isfinite(value) else None for name, value in outcome.kpis.items()}
    return {"replicate": replicate, "seed": outcome.seed, "digest": outcome.digest, "kpis": kpis}


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold a folder that is empty or a study's own; nobody else may be writing there."""
    made = [path for path in (folder, *folder.absolute().parents) if not path.exists()]
    with ExitStack() as ending:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            there = os.open(folder, os.O_RDONLY)
            ending.callback(let_go, there)
            held = hold(there, folder)
        except OSError as error:
            remove_empty(made)
            raise Refusal(f"{folder} cannot be written ({error.strerror})") from None
        except Refusal:
            remove_empty(made)
            raise
        if not held:
            raise Refusal(f"{folder}: another optimise is running there")
        if any(folder.iterdir()) and not (folder / JOURNAL).is_file():
            raise Refusal(f"{folder} is not empty and holds no study: name a new folder")
        yield
