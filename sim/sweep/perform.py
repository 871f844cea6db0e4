"""A sweep from its plan to its folder: open, resume, run, write, and say what there is to say."""

import os
import sys
from collections.abc import Sequence
from concurrent.futures import Executor
from contextlib import suppress
from typing import Any

from sim.naming import names_of
from sim.progress import Progress
from sim.provenance import code_hash
from sim.refusal import one_line
from sim.sweep.engine import FirstFailure, Sweep, Tally
from sim.sweep.executors import Backend, backend_of
from sim.sweep.files import Written, write
from sim.sweep.journal import JournalError
from sim.sweep.place import Place, opened
from sim.sweep.plan import Plan, Run

SHOWN_FAILURES = 10


class Incomplete(Exception):  # noqa: N818 - what there is is kept
    """The sweep could not be brought to its end. The message is one line."""

    def __init__(self, text: str, interrupted: bool = False) -> None:
        super().__init__(text)
        self.interrupted = interrupted


class Performed:
    """A finished sweep: what was written where, and what stands in its table."""

    def __init__(self, place: Place, written: Written, tally: Tally, names: Sequence[str]) -> None:
        self.folder = place.folder
        self.written = written
        self.failures = len(tally.failures)
        self.names = names


def perform(asked: Any, argv: Sequence[str], started: str) -> Performed:
    """Run whatever is missing of a sweep and write its folder. Raises :class:`Incomplete`."""
    from sim.sweep.work import simulate

    plan: Plan = asked.scenarios
    backend, first = backend_of(plan.settings), plan[0]
    names = list(asked.scope.names) or names_of(plan.words)
    story = {"argv": list(argv), "overrides": [list(words) for words in plan.words],
             "choices": first.choices, "started": started, **asked.scope.settings}  # fmt: skip
    with opened(asked.folder, asked.folder_from_clock) as place:
        sweep = Sweep(plan, place.journal, code_hash(), simulate)
        try:
            _run(sweep, place, backend, names)
            written = write(place, sweep, names, story, asked.scope)
        except KeyboardInterrupt:
            raise Incomplete(f"interrupted: {_kept(sweep, place)}", True) from None
        except SystemExit as end:
            place.worth_keeping = bool(sweep.tally.done or sweep.tally.found)
            raise end
        except FirstFailure:
            raise Incomplete(f"ended at the first failure: {_kept(sweep, place)}") from None
        except JournalError as error:
            raise Incomplete(f"{error}: {_kept(sweep, place)}") from None
        except OSError as error:
            reason = f"{place.folder} cannot be written ({error.strerror})"
            raise Incomplete(f"{reason}: {_kept(sweep, place)}") from None
        except BaseException:
            place.worth_keeping = bool(sweep.tally.done or sweep.tally.found)
            raise
        place.worth_keeping = True
        return Performed(place, written, sweep.tally, names)


def _run(sweep: Sweep, place: Place, backend: Backend, names: Sequence[str]) -> None:
    plan, tally = sweep.plan, sweep.tally
    config = plan[0].config
    found = sweep.resume()
    if tally.found:
        place.worth_keeping = True
        print(f"sim: {found:,} of {plan.total:,} runs are there already", file=sys.stderr)
    own = sum(plan.source(run) == run for run in plan.runs())
    if found == own:
        return
    workers = min(backend.workers(config.workers), own - found)
    with Progress(int(sum(plan.weights[run.scenario] for run in plan.runs()))) as progress:
        progress.scenario("compiling")
        backend.prepare(config)

        def tell(tally: Tally) -> None:
            place.worth_keeping = True
            failures = f", {len(tally.failures):,} failed" if tally.failures else ""
            progress.text = f"{tally.done:,} of {own:,} runs{failures}"
            progress(int(tally.done_weight), progress.total)

        progress.before = 0
        executor = backend.start(workers)
        try:
            sweep.carry_out(executor, workers, backend.seconds, _threads(backend, workers), tell,
                            _say_failure(sweep, names), config.fail_fast)  # fmt: skip
        except BaseException:
            _end(executor)
            raise
        executor.shutdown()
        progress.closing("writing")


def _threads(backend: Backend, workers: int) -> int:
    """How many threads a run may use, so that all of them together do not exceed the cores."""
    return max((os.cpu_count() or 1) // workers, 1) if backend.local else 1


def _end(executor: Executor) -> None:
    with suppress(Exception):
        executor.shutdown(wait=False, cancel_futures=True)


def _say_failure(sweep: Sweep, names: Sequence[str]) -> Any:
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


def _kept(sweep: Sweep, place: Place) -> str:
    tally = sweep.tally
    if not (tally.done or tally.found):
        return "nothing was kept"
    place.worth_keeping = True
    finished = tally.done - len(tally.failures)
    return (
        f"{finished:,} of {sweep.plan.total:,} runs are kept; the same words with "
        f"hydra.sweep.dir={place.folder} do the rest"
    )
