"""A sweep as it is run: in one round, or in as many as replication to a target takes."""

import os
import sys
from collections.abc import Sequence
from concurrent.futures import Executor
from typing import TYPE_CHECKING, Any

from sim.config.refusal import one_line
from sim.runs.progress import Progress
from sim.sweep.engine import Sweep, Tally
from sim.sweep.executors import Backend
from sim.sweep.place import Place
from sim.sweep.plan import Run

if TYPE_CHECKING:
    from sim.sweep.until import Until

SHOWN_FAILURES = 10


class Rounds:
    """Runs a sweep; as a context it ends the executor, at once after an error."""

    def __init__(self, sweep: Sweep, place: Place, backend: Backend, names: Sequence[str]) -> None:
        self.sweep = sweep
        self._place = place
        self._backend = backend
        self._say_failure = _say_failure(names)
        self._executor: Executor | None = None
        self._workers = 0

    def __enter__(self) -> "Rounds":
        return self

    def __exit__(self, kind: object, error: object, at: object) -> None:
        if self._executor is None:
            return
        executor, self._executor = self._executor, None
        try:
            executor.shutdown(wait=kind is None, cancel_futures=kind is not None)
        except Exception as fault:  # a cluster that is gone already: its runs are in the journal
            what = one_line(f"{type(fault).__name__}: {fault}")
            print(f"sim: the workers could not be let go ({what})", file=sys.stderr)

    def run(self, until: "Until | None") -> Sweep:
        """Do the runs that are missing; return the sweep with all its runs."""
        self.sweep.resume()
        if self.sweep.tally.found:
            self._place.worth_keeping = True
            found, total = self.sweep.tally.done, self.sweep.plan.total
            print(f"sim: {found:,} of {total:,} runs are there already", file=sys.stderr)
        while True:
            self._round(until is None)
            plan = until.next(self.sweep) if until is not None else None
            if plan is None:
                return self.sweep
            self.sweep = self.sweep.grown(plan)

    def keep(self) -> None:
        """Have the folder kept if a run is over."""
        tally, there = self.sweep.tally, self.sweep.journal.is_there()
        self._place.worth_keeping = there and bool(tally.done or tally.found)

    def kept(self) -> str:
        """A sentence on the runs that are kept, and on the words that do the rest."""
        self.keep()
        if not self._place.worth_keeping:
            return "nothing was kept"
        finished = self.sweep.tally.done - len(self.sweep.tally.failures)
        rest = f"the same words with hydra.sweep.dir={self._place.folder} do the rest"
        return f"{finished:,} of {self.sweep.plan.total:,} runs are kept; {rest}"

    def _round(self, only: bool) -> None:
        """Every run of the plan that is missing; no more workers than runs if there is one only."""
        sweep, plan = self.sweep, self.sweep.plan
        own = sum(plan.source(run) == run for run in plan.runs())
        missing = own - sweep.tally.done
        if not missing:
            return
        with Progress(int(sum(plan.weights[run.scenario] for run in plan.runs()))) as progress:
            executor = self._started(missing if only else own, progress)

            def tell(tally: Tally) -> None:
                self._place.worth_keeping = True
                failures = f", {len(tally.failures):,} failed" if tally.failures else ""
                progress.text = f"{tally.done:,} of {own:,} runs{failures}"
                progress(int(tally.done_weight), progress.total)

            progress.before = 0
            backend, workers = self._backend, self._workers
            how = (workers, backend.seconds, _threads(backend, workers))
            sweep.carry_out(executor, *how, tell, self._say_failure, backend.guess)
            progress.closing("writing")

    def _started(self, most: int, progress: Progress) -> Executor:
        """The executor, which later rounds find at work."""
        if self._executor is None:
            config = self.sweep.plan[0].config
            self._workers = min(self._backend.workers(config.workers), most)
            progress.scenario("compiling")
            self._backend.prepare(config)
            self._executor = self._backend.start(self._workers)
        return self._executor


def _threads(backend: Backend, workers: int) -> int:
    """The threads that a run may use, so that all of them together do not exceed the cores."""
    return max((os.cpu_count() or 1) // workers, 1) if backend.local else 1


def _say_failure(names: Sequence[str]) -> Any:
    said = 0

    def say(run: Run, error: str) -> None:
        nonlocal said
        said += 1
        if said <= SHOWN_FAILURES:
            last = one_line(error.strip().splitlines()[-1])
            print(f"sim: {names[run.scenario]}, replicate {run.replicate}: {last}", file=sys.stderr)
        elif said == SHOWN_FAILURES + 1:
            print("sim: more runs fail; failures.jsonl will have them all", file=sys.stderr)

    return say
