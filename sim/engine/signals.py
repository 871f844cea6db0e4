"""Asked to end: an interrupt or a signal to terminate is not forgotten where it cannot be raised.

Python raises in whatever the main thread is doing. In a finaliser, a callback from C or a hook of
a fork, what is raised is dropped; whoever waits for long therefore calls :func:`heed` meanwhile.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

HEEDED_EVERY = 1.0
HANGUP: signal.Signals | None = getattr(signal, "SIGHUP", None)  # Windows has none
_asked: list[int] = []


@contextmanager
def tidily() -> Iterator[None]:
    """Leave as after an interrupt when asked to end from outside, or when the terminal is gone.

    What whoever started this process wants ignored is: interrupts of what a script starts in the
    background, the end of the terminal under ``nohup``.
    """
    heard = [signal.SIGTERM]
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        heard.append(signal.SIGINT)
    if HANGUP is not None and signal.getsignal(HANGUP) is signal.SIG_DFL:
        heard.append(HANGUP)
    before = {number: signal.signal(number, _leave) for number in heard}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        _asked.clear()


def heed() -> None:
    """Raise once more if there was a signal to end."""
    if _asked:
        _raise(_asked[0])


def _leave(number: int, _: object) -> None:
    _asked.append(number)
    _raise(number)


def _raise(number: int) -> None:
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    raise SystemExit(128 + number)
