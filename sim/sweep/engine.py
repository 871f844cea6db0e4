"""The sweep itself: runs that are missing go out in batches, their lines go to the journal.

Nothing here knows where a batch is run, and nothing it returns depends on that.
"""

from array import array
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field
from time import monotonic, sleep
from typing import Any

from sim.engine.signals import HEEDED_EVERY, heed
from sim.runs.work import FINISHED, Line, Simulate, Task, failed, key_of
from sim.sweep.journal import Journal
from sim.sweep.pace import Pace
from sim.sweep.plan import Plan, Run
from sim.sweep.workers import Marks, marks_of, refuse_other_code, run_if_same

AHEAD = 2
PATIENCE = 3
# Seconds before a lost run is tried again: what killed its worker may be over by then.
PAUSE = 0.5
LEAVE = "its process died before it was over, {} times in a row"


@dataclass(frozen=True)
class Batch:
    """Runs that go out together, the deaths of their worker, and the time of the next try."""

    numbers: tuple[int, ...]
    losses: int = 0
    due: float = 0.0


@dataclass
class Tally:
    """The place of each run's line in the journal, and the state of the sweep."""

    offsets: "array[int]"
    found: int = 0
    done: int = 0
    done_weight: float = 0.0
    failures: set[int] = field(default_factory=set)

    def note(self, number: int, offset: int, weight: float, error: str | None) -> None:
        """Note that a run is over, and that its line is at this offset."""
        self.offsets[number] = offset
        self.done += 1
        self.done_weight += weight
        if error is not None:
            self.failures.add(number)


class FirstFailure(Exception):  # noqa: N818 - not an error of the sweep's
    """A run failed, and the sweep was to end there."""


Tell = Callable[[Tally], None]
TellFailure = Callable[[Run, str], None]


class Sweep:
    """A plan, the journal that it fills, the function that runs it and the hash of the code."""

    def __init__(self, plan: Plan, journal: Journal, code: str, simulation: Simulate) -> None:
        self.plan = plan
        self.journal = journal
        self.code = code
        self.simulation = simulation
        self.tally = Tally(array("q", [-1]) * plan.total)

    def resume(self) -> int:
        """Take over the runs that the journal has, failed ones excepted; return their number."""
        lines: dict[bytes, int] = {}

        def take(content: dict[str, Any], offset: int) -> None:
            key = bytes.fromhex(content["run"])
            if content["status"] == FINISHED:
                lines[key] = offset
            self.tally.found += 1

        self.journal.read(take)
        for run in self._own() if lines else ():
            identity = self.plan.identity(run.scenario)
            key = bytes.fromhex(key_of(identity, self._seed(run), self.code))
            if key in lines:
                self.tally.note(run.number, lines[key], self.plan.weights[run.scenario], None)
        return self.tally.done

    def grown(self, plan: Plan) -> "Sweep":
        """The sweep of a plan with more replicates; runs that are over stay so, failed or not."""
        other = Sweep(plan, self.journal, self.code, self.simulation)
        other.resume()
        for number in self.tally.failures:
            before = self.plan.run(number)
            now = plan.source(plan.at(before.scenario, before.replicate))
            if other.tally.offsets[now.number] < 0:
                weight = plan.weights[now.scenario]
                other.tally.note(now.number, self.tally.offsets[number], weight, "failed before")
        return other

    def carry_out(
        self,
        executor: Executor,
        workers: int,
        seconds: float,
        threads: int = 1,
        tell: Tell = lambda tally: None,
        tell_failure: TellFailure = lambda run, error: None,
        guess: float | None = None,
    ) -> Tally:
        """Do every run that is missing; batches take about so many seconds each.

        ``guess`` is seconds a customer-day, where first batches shall not be of one run.

        Raises :class:`FirstFailure` after a failed run where the config has ``fail_fast``,
        :class:`sim.sweep.journal.JournalError` when nothing can be written any more, and
        :class:`sim.sweep.workers.OtherCode` when a worker's code is not this process's.
        """
        pace, todo = Pace(seconds, workers, guess), self._missing()
        fail_fast = self.plan[0].config.fail_fast
        lost: deque[Batch] = deque()
        out: dict[Future[Any], tuple[Batch, Marks]] = {}
        while True:
            heed()
            while len(out) < AHEAD * workers:
                due = bool(lost) and lost[0].due <= monotonic()
                batch = lost.popleft() if due else self._batch(todo, pace)
                if batch is None:
                    break
                tasks = [self._task(number) for number in batch.numbers]
                marks = marks_of(tasks)
                asked = (self.simulation, tasks, self.code, threads, marks)
                out[executor.submit(run_if_same, *asked)] = batch, marks
            if not out:
                if not lost:
                    return self.tally
                sleep(max(lost[0].due - monotonic(), 0.0))
            for future in wait(out, PAUSE if lost else HEEDED_EVERY, FIRST_COMPLETED).done:
                batch, marks = out.pop(future)
                error = future.exception()
                if error is not None:
                    lost.extend(self._again(batch, error))
                    lines = self._given_up(batch, error)
                else:
                    answer = future.result()
                    refuse_other_code(answer, marks)
                    lines, weight = answer.lines, sum(map(self._weight, batch.numbers))
                    pace.learn(len(batch.numbers), weight, answer.seconds)
                self._keep(lines, tell_failure)
                tell(self.tally)
                if fail_fast and self.tally.failures:
                    raise FirstFailure

    def _keep(self, lines: list[Line], tell_failure: TellFailure) -> None:
        if not lines:
            return
        offsets = self.journal.append([line.text for line in lines])
        for line, offset in zip(lines, offsets, strict=True):
            self.tally.note(line.number, offset, self._weight(line.number), line.error)
            if line.error is not None:
                tell_failure(self.plan.run(line.number), line.error)

    def _again(self, batch: Batch, error: BaseException) -> Iterator[Batch]:
        """A lost batch once more, run by run: one of its runs may have killed the worker."""
        if batch.losses + 1 < PATIENCE or len(batch.numbers) > 1:
            due = monotonic() + PAUSE
            for number in batch.numbers:
                yield Batch((number,), batch.losses + (len(batch.numbers) == 1), due)

    def _given_up(self, batch: Batch, error: BaseException) -> list[Line]:
        if batch.losses + 1 < PATIENCE or len(batch.numbers) > 1:
            return []
        reason = f"{LEAVE.format(PATIENCE)}: {type(error).__name__}: {error}"
        return [failed(self._task(number), self.code, reason) for number in batch.numbers]

    def _batch(self, todo: "deque[int]", pace: Pace) -> Batch | None:
        numbers: list[int] = []
        weight = 0.0
        while todo:
            weight += self._weight(todo[0])
            if not pace.fits(len(numbers), weight, len(todo) + len(numbers)):
                break
            numbers.append(todo.popleft())
        return Batch(tuple(numbers)) if numbers else None

    def _missing(self) -> "deque[int]":
        return deque(run.number for run in self._own() if self.tally.offsets[run.number] < 0)

    def _own(self) -> Iterator[Run]:
        """Every run but those that another one stands for."""
        return (run for run in self.plan.runs() if self.plan.source(run) == run)

    def _task(self, number: int) -> Task:
        run = self.plan.run(number)
        config = self.plan[run.scenario].config
        return Task(number, config, self.plan.identity(run.scenario), run.replicate)

    def _weight(self, number: int) -> float:
        return self.plan.weights[self.plan.run(number).scenario]

    def _seed(self, run: Run) -> int:
        from sim.runs.one_run import seed_from

        return seed_from(self.plan.seeds[run.scenario], run.replicate)
