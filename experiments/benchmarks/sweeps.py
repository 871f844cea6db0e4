"""Many runs by the package's sweep, by Hydra's own launcher and by Mesa's ``batch_run``.

A run is nothing at all, or a small market for a quarter; the words, the model and the KPIs are the
same for all. What an engine adds to a run is its overhead.
"""

import math
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sim.config import Config
from sim.runs.work import NAMES, Outcome, simulate

Found = dict[str, float]
NOTHING = Outcome(dict.fromkeys(NAMES, math.nan), "0" * 64)


def nothing(config: Config, replicate: int) -> Outcome:
    """A run that does nothing."""
    return NOTHING


def own(
    scenarios: int, replicates: int, customers: int, days: int, real: int, workers: int
) -> Found:
    """The package's own sweep, from the words to the table: seconds, overhead, memory, files."""
    from sim.folder.provenance import code_hash
    from sim.request import request
    from sim.runs.compiling import compile_first
    from sim.runs.pool import LocalPool, one_thread_each
    from sim.sweep.engine import Sweep
    from sim.sweep.files import write
    from sim.sweep.place import opened
    from sim.sweep.plan import Plan

    one_thread_each()
    run = simulate if real else nothing
    with tempfile.TemporaryDirectory() as scratch:
        words = [
            f"seed=range(0,{scenarios})",
            f"replicates={replicates}",
            *_market(customers, days),
        ]
        started = time.perf_counter()
        asked = request(["-m", *words, f"hydra.sweep.dir={scratch}/sweep"])
        planned = time.perf_counter() - started
        assert isinstance(asked.scenarios, Plan)
        with opened(asked.folder, False) as place:
            place.worth_keeping = True
            sweep = Sweep(asked.scenarios, place.journal, code_hash(), run)
            sweep.resume()
            if real:
                compile_first(asked.scenarios[0].config)
            pool = LocalPool(workers)
            began = time.perf_counter()
            tally = sweep.carry_out(pool, workers, 0.25)
            ran = time.perf_counter() - began
            inside = sum(place.journal.line(offset)["seconds"] for offset in tally.offsets)
            journal = place.journal.path.stat().st_size
            pool.shutdown()
            worker = _peak(
                resource.RUSAGE_CHILDREN
            )  # before other children, such as git, are there
            began = time.perf_counter()
            write(
                place, sweep, [f"seed={n}" for n in range(scenarios)], {"argv": words}, asked.scope
            )
            written = time.perf_counter() - began
        files = sum(path.is_file() for path in Path(scratch).rglob("*"))
    total = asked.scenarios.total
    whole = planned + ran + written
    return {
        "runs": total, "planned": planned, "ran": ran, "written": written,
        "whole": whole / total, "overhead": (whole - inside / workers) / total,
        "files": files, "journal": journal, "parent": _peak(resource.RUSAGE_SELF),
        "worker": worker, "failures": len(tally.failures),
    }  # fmt: skip


def hydra(jobs: int, customers: int, days: int, real: int, workers: int, joblib: int = 0) -> Found:
    """Hydra's basic launcher, which has one worker, or joblib's: the same words, a job a run.

    What runs took in joblib's workers nobody says, so it counts as overhead.
    """
    from sim.request import launch
    from sim.runs.compiling import compile_first

    compile_first(Config()) if real else None
    spent = _Spent(real)
    with tempfile.TemporaryDirectory() as scratch:
        words = [f"seed=range(0,{jobs})", "replicates=1", *_market(customers, days)]
        launcher = ["hydra/launcher=joblib", f"hydra.launcher.n_jobs={workers}"]
        stock = ["hydra/sweeper=basic", *(launcher if joblib else ["hydra/launcher=basic"]),
                 f"hydra.sweep.dir={scratch}/sweep", "hydra.output_subdir=.hydra",
                 "hydra/job_logging=default"]  # fmt: skip
        started = time.perf_counter()
        launch([*words, *stock], spent)
        whole = time.perf_counter() - started
        files = sum(path.is_file() for path in Path(scratch).rglob("*"))
    return {"runs": jobs, "whole": whole / jobs, "overhead": (whole - spent.seconds) / jobs,
            "files": files / jobs, "parent": _peak(resource.RUSAGE_SELF),
            "worker": _peak(resource.RUSAGE_CHILDREN)}  # fmt: skip


def batch_run(runs: int, customers: int, days: int, workers: int) -> Found:
    """Mesa's own ``batch_run`` on the same model, the KPIs its only report."""
    import mesa

    from experiments.benchmarks.reporting import Reporting
    from sim.runs.compiling import compile_first

    compile_first(Config())
    parameters = {"customers": customers, "days": days, "luck": list(range(runs))}
    started = time.perf_counter()
    rows = mesa.batch_run(Reporting, parameters, number_processes=workers, iterations=1,
                          max_steps=days, data_collection_period=-1,
                          display_progress=False)  # fmt: skip
    whole = time.perf_counter() - started
    inside = sum(row["seconds"] for row in rows)
    return {"runs": len(rows), "whole": whole / runs,
            "overhead": (whole - inside / workers) / runs, "files": 0,
            "parent": _peak(resource.RUSAGE_SELF),
            "worker": _peak(resource.RUSAGE_CHILDREN)}  # fmt: skip


class _Spent:
    """A job for Hydra in this process that knows how long the runs themselves took."""

    def __init__(self, real: int) -> None:
        self.real = real
        self.seconds = 0.0

    def __call__(self, config: Any) -> None:
        if self.real:
            from sim.request import scenario_of

            asked = scenario_of(config).config
            started = time.perf_counter()
            simulate(asked, 0)
            self.seconds += time.perf_counter() - started


def _market(customers: int, days: int) -> Sequence[str]:
    return (f"market.customers={customers}", f"days={days}", "warmup_days=0")


def _peak(who: int) -> float:
    """The most memory of this process, or of the largest of its children (MiB)."""
    return resource.getrusage(who).ru_maxrss / 1024.0


ENGINES: dict[str, Callable[..., Found]] = {"own": own, "hydra": hydra, "batch_run": batch_run}
