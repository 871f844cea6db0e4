"""Processes of this machine: one that dies takes its own task with it, and is replaced."""

import multiprocessing
import os
import signal
import sys
import threading
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from functools import partial
from types import TracebackType
from typing import Any, TypeVar

from sim.engine.signals import HANGUP, HEEDED_EVERY, heed

Found = TypeVar("Found")

LOOKS_FOR_PARENT_EVERY = 0.5
# Customer-days below which processes cost more than they save.
SMALL = 200_000
# How a process ends that, on its way up, was about to start processes of its own.
UNGUARDED = 70
# Libraries that would start a thread per core in every worker.
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def one_thread_each() -> None:
    """Let libraries imported from now on use a single thread, unless somebody said more."""
    for name in THREADS:
        os.environ.setdefault(name, "1")


def results(waiting: "Mapping[str, Future[Found]]") -> Iterator[Found]:
    """The results of tasks that are known by their names, in their order.

    Raises what the first task that fails does; :class:`BrokenExecutor`, naming the task and the
    signal, if its process died; and an interrupt that came while nobody listened.
    """
    for task, future in waiting.items():
        error = awaited(future).exception()
        if isinstance(error, BrokenExecutor):
            raise BrokenExecutor(f"{task}: {error}") from None
        yield future.result()


def awaited(future: "Future[Found]") -> "Future[Found]":
    """The same once it is over. Raises an interrupt or a signal to end that Python dropped."""
    heed()
    while not wait([future], HEEDED_EVERY).done:
        heed()
    return future


class LocalPool(Executor):
    """So many processes, each with one task at a time; a dead one is replaced.

    As a context it waits for all of them; after an error it ends them at once. Where processes are
    not forked they run the program's script again: one that does not keep what it does under
    ``if __name__ == "__main__":`` is ended with one line.
    """

    def __init__(self, workers: int) -> None:
        if getattr(multiprocessing.current_process(), "_inheriting", False):
            os._exit(UNGUARDED)
        self.workers = workers
        method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
        self._context = multiprocessing.get_context(method)
        self._lock = threading.RLock()
        self._open = True
        self._waiting: deque[tuple[Future[Any], Callable[[], Any]]] = deque()
        self._pools = [self._pool() for _ in range(workers)]
        for pool in self._pools:  # all are forked here and now, by the main thread
            _started(pool)
        self._idle = list(self._pools)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.shutdown(wait=kind is None, cancel_futures=kind is not None)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Queue a call; it goes to the first process that is idle."""
        future: Future[Any] = Future()
        with self._lock:
            self._waiting.append((future, partial(fn, *args, **kwargs)))
        self._dispatch()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End all processes; those at work are not waited for where ``cancel_futures``."""
        with self._lock:
            self._open = False
            waiting, self._waiting = list(self._waiting), deque()
        for future, _ in waiting:
            future.cancel()
        for pool in self._pools:
            if cancel_futures:
                for process in _processes(pool):
                    process.kill()  # what it is at is not kept, and no signal gets lost
            pool.shutdown(wait=wait and not cancel_futures, cancel_futures=cancel_futures)

    def _pool(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            1, mp_context=self._context, initializer=_begin, initargs=(os.getpid(),)
        )

    def _dispatch(self) -> None:
        with self._lock:
            while self._open and self._waiting and self._idle:
                future, call = self._waiting.popleft()
                if not future.set_running_or_notify_cancel():
                    continue
                pool = self._idle.pop()
                try:
                    inner = _sent(pool, call)
                except (RuntimeError, OSError) as error:  # it died while it was idle, or at birth
                    future.set_exception(_explained(error, pool))
                    self._replace(pool)
                    continue
                inner.add_done_callback(partial(self._done, pool, future))

    def _done(self, pool: ProcessPoolExecutor, future: "Future[Any]", inner: "Future[Any]") -> None:
        if inner.cancelled():
            future.set_exception(BrokenExecutor("the pool was shut down"))
            return
        error = inner.exception()
        if isinstance(error, BrokenExecutor):
            error = _explained(error, pool)
        with self._lock:
            if isinstance(error, BrokenExecutor):
                self._replace(pool)
            else:
                self._idle.append(pool)
        self._dispatch()
        if error is None:
            future.set_result(inner.result())
        else:
            future.set_exception(error)

    def _replace(self, pool: ProcessPoolExecutor) -> None:
        if self._open:
            self._pools.remove(pool)
            fresh = self._pool()
            self._pools.append(fresh)
            self._idle.append(fresh)
        pool.shutdown(wait=False)


def _sent(pool: ProcessPoolExecutor, call: Callable[[], Any]) -> "Future[Any]":
    """Hand a call to a pool, which forks its process if there is none yet."""
    with warnings.catch_warnings():
        # Children run compiled code only; no lock of a parent's thread is touched.
        warnings.filterwarnings("ignore", message=".*multi-threaded.*fork.*")
        return pool.submit(call)


def _started(pool: ProcessPoolExecutor) -> None:
    """Wait for a process to be there. Ends the program if its script has no main guard."""
    started = _sent(pool, os.getpid)
    processes = _processes(pool)
    try:
        started.result()
    except BrokenExecutor:
        if any(_exit_code(process) == UNGUARDED for process in processes):
            text = "processes run this script again: put what it does under"
            print(f'{text} if __name__ == "__main__":', file=sys.stderr)
            raise SystemExit(2) from None
        raise


def _exit_code(process: Any) -> int | None:
    """The exit code of a process, None while it runs; the pool's own thread may hear it first."""
    end = time.monotonic() + 1.0
    process.join(1.0)
    while process.exitcode is None and time.monotonic() < end:
        time.sleep(0.01)
    code: int | None = process.exitcode
    return code


def _processes(pool: ProcessPoolExecutor) -> list[Any]:
    return list((pool._processes or {}).values())


def _explained(error: Exception, pool: ProcessPoolExecutor) -> Exception:
    """The same, saying how the process ended."""
    for process in _processes(pool):
        code = _exit_code(process)
        if code is not None:
            return BrokenExecutor(f"the process {_ended(code)}")
    return error


def _ended(code: int) -> str:
    if code >= 0:
        return f"ended with exit code {code}"
    try:
        return f"was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"was ended by signal {-code}"


def _begin(parent: int) -> None:
    """A worker leaves interrupts to its parent, and ends when its parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if HANGUP is not None and signal.getsignal(HANGUP) is not signal.SIG_IGN:
        signal.signal(HANGUP, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOKS_FOR_PARENT_EVERY)
    os._exit(1)
