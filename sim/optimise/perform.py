"""Perform a search in a folder: alone there, from where it was left to the last file."""

import hashlib
import math
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
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
from sim.optimise.again import chosen, run_again
from sim.optimise.files import write
from sim.optimise.found import Found, found_in
from sim.optimise.racing import STRIDE, level, lost
from sim.optimise.search import Search
from sim.optimise.study import COMPLETE, FAILED, JOURNAL, PRUNED, Row, Study, Trial, run_all
from sim.request import request
from sim.runs.one_run import world_of

Run = Callable[[Sequence[Task]], Iterator[Outcome]]
Tell = Callable[[Trial, int], None]


def perform(
    folder: Path,
    words: Sequence[str],
    base: Config,
    search: Search,
    story: Mapping[str, Any],
    tell: Tell,
) -> Found:
    """Run the trials that are missing, the best again on fresh seeds, and write what was found.

    ``tell`` is called after each trial. Where no trial is complete nothing but the journal is
    written. Raises :class:`Refusal` for a folder that holds anything else, or in which another
    runs.
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
            trials = study.trials()
            ran = [one for one in trials if any("digest" in row for row in one.rows)]
            configs = {one.number: _config([*words, *one.words]) for one in ran}
            found = found_in(search, trials, configs)
            best = chosen(found.front, found.chances)
            found = found.with_fresh(
                run_again(study, best, configs, lambda one, some: _rows(one, some, run)), configs
            )
        if found.front:
            write(folder, base, found, story)
        return found


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
        config = _config(words)
    except (Refusal, ConfigError) as error:
        return FAILED, [{"error": str(error)}]
    others = [{kpi: one.sample(kpi) for kpi in search.goals} for one in complete]
    surely = level(trial.number, config.replicates)
    rows: list[Row] = []
    for start in range(0, config.replicates, STRIDE):
        more, wrong = _rows(config, range(start, min(start + STRIDE, config.replicates)), run)
        rows += more
        if wrong:
            return FAILED, [*rows, {"error": wrong}]
        so_far = replace(trial, rows=rows)
        mine = {kpi: so_far.sample(kpi) for kpi in search.goals}
        if len(rows) < config.replicates and lost(search, mine, others, surely):
            return PRUNED, rows
    return COMPLETE, rows


def _config(words: Sequence[str]) -> Config:
    return request(words).scenarios[0].config


def _rows(config: Config, some: range, run: Run) -> tuple[list[Row], str]:
    """Rows of replicates up to the first that goes wrong, and what went wrong there."""
    rows: list[Row] = []
    for replicate, outcome in zip(some, run([(config, n) for n in some]), strict=True):
        wrong = outcome.error or "".join(not_finite(outcome.kpis)[:1])
        if wrong:
            return rows, wrong
        rows.append(_row(config, replicate, outcome))
    return rows, ""


def _row(config: Config, replicate: int, outcome: Outcome) -> Row:
    kpis = {name: value if math.isfinite(value) else None for name, value in outcome.kpis.items()}
    of_run = {"replicate": replicate, "seed": outcome.seed}
    return {**of_run, "world_seed": world_of(config, replicate), "digest": outcome.digest,
            "kpis": kpis}  # fmt: skip


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
