"""Processes beside the server, so that it answers at any time: clerks that answer questions one by
one, and runs that can be ended."""

import importlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from typing import Any

from sim.config import ConfigError
from sim.config.refusal import Refusal, one_line

OK, REFUSED, FAILED, STOPPED = "ok", "refused", "failed", "stopped"
PATIENCE = 5.0  # seconds that a process has to end tidily
# Imported once, by a process from which the others are forked where that can be done.
AHEAD = ("sim.app.ahead",)


class Failure(Exception):  # noqa: N818 - told to the reader in one line
    """A process that could not answer. The message is one line."""


def context(warm: bool) -> Any:
    """A way to start processes: from one that has imported all, if ``warm``, or from nothing."""
    if not warm or "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload(list(AHEAD))
    return made


@contextmanager
def uninterrupted() -> Iterator[None]:
    """While this lasts, processes are started that an interrupt of the terminal does not reach.

    They inherit that it is blocked; so it holds before their first line of Python, too.
    """
    if os.name != "posix":
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # which takes the block away when it begins
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Clerk:
    """A process with one object in it, ``module:Class``, whose methods are called from here.

    It is started at the first question, or by :meth:`start`, and anew if it died.
    """

    def __init__(self, name: str, warm: bool = True) -> None:
        self._name, self._warm = name, warm
        self._lock = threading.Lock()
        self._process: Any = None
        self._line: Any = None
        self._gone = False

    def start(self) -> None:
        """Start the process; the first that is forked waits until all is imported."""
        with self._lock:
            self._start()

    def ask(self, method: str, *args: Any) -> Any:
        """Call a method over there.

        Raises :class:`Refusal` as the method does, :class:`Failure` where it or the process failed.
        """
        with self._lock:
            self._start()
            try:
                self._line.send((method, args))
                kind, found = self._line.recv()
            except (EOFError, OSError):
                raise Failure("a process of the app ended before it answered") from None
        if kind == REFUSED:
            raise Refusal(found)
        if kind == FAILED:
            raise Failure(found)
        return found

    def end(self) -> None:
        """End the process at once, with all that it holds; who waits for an answer hears of it."""
        process = self._process
        if process is not None:
            process.kill()
            process.join(PATIENCE)

    def close(self) -> None:
        """End the process for good: who asks from now on, or is waiting to, gets no other one."""
        self._gone = True
        self.end()

    def _start(self) -> None:
        if self._gone:
            raise Failure("the app is ending")
        if self._process is not None and self._process.is_alive():
            return
        if self._line is not None:
            self._line.close()
        made = context(self._warm)
        self._line, theirs = made.Pipe()
        process = made.Process(target=_answer, args=(theirs, self._name), daemon=True)
        with uninterrupted():
            process.start()
        self._process = process
        theirs.close()
        if self._gone:
            self.end()


class Job:
    """One call in a process of its own, which tells on the way how far it is.

    ``state`` is the latest that it told: a kind and what goes with it.
    """

    def __init__(self, call: Callable[..., Any], *args: Any) -> None:
        made = context(warm=True)
        self._asked_to_end = False
        self.state: tuple[str, Any] = ("told", {"text": "starting", "done": 0, "total": 0})
        mine, theirs = made.Pipe(duplex=False)
        # No daemon: it starts the processes that simulate.
        self._process = made.Process(target=_do, args=(theirs, call, args))
        with uninterrupted():
            self._process.start()
        theirs.close()
        self._reader = threading.Thread(target=self._listen, args=(mine,), daemon=True)
        self._reader.start()

    @property
    def over(self) -> bool:
        """Whether it has ended, in whatever way."""
        return self.state[0] != "told"

    def end(self) -> None:
        """Ask it to end, which leaves nothing behind, and wait; end it if it does not hear."""
        self._asked_to_end = True
        self._process.terminate()
        self._reader.join(PATIENCE)
        if self._reader.is_alive():
            self._process.kill()
            self._reader.join(PATIENCE)

    def _listen(self, line: Connection) -> None:
        # An exit code can be read once: of two threads that join, the later is told 255.
        with line:
            try:
                while not self.over:
                    self.state = line.recv()
            except (EOFError, OSError):
                self._process.join(PATIENCE)
                self.state = self._ended(self._process.exitcode)

    def _ended(self, code: int | None) -> tuple[str, str]:
        """The words for how it ended without an answer."""
        if code in (-signal.SIGTERM, 128 + signal.SIGTERM):
            return STOPPED, "stopped: nothing was kept"
        if self._asked_to_end:
            return STOPPED, "stopped in the midst of its work"
        return FAILED, f"ended with exit code {code}"


def _answer(line: Connection, name: str) -> None:
    _begin()
    module, _, kind = name.partition(":")
    there = getattr(importlib.import_module(module), kind)()
    while True:
        try:
            method, args = line.recv()
        except EOFError:
            return
        line.send(_outcome(getattr(there, method), *args))


def _do(line: Connection, call: Callable[..., Any], args: tuple[Any, ...]) -> None:
    _begin()
    lock = threading.Lock()

    def tell(what: Any) -> None:
        with lock:
            line.send(("told", what))

    found = _outcome(call, *args, tell)
    with lock:
        line.send(found)


def _outcome(call: Callable[..., Any], *args: Any) -> tuple[str, Any]:
    try:
        return OK, call(*args)
    except (Refusal, ConfigError) as refusal:
        return REFUSED, one_line(str(refusal))
    except Exception as error:  # told on the page: the process goes on
        return FAILED, one_line(f"{type(error).__name__}: {error}")


def _begin() -> None:
    """Leave interrupts to the server, and end when it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["MPLBACKEND"] = "agg"
    threading.Thread(target=_end_with_server, daemon=True).start()


def _end_with_server() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)
