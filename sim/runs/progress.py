"""Progress with the time left, on a terminal, for tasks that take more than half a second."""

import sys
from collections.abc import Callable
from threading import Lock, Timer
from typing import Any

PATIENCE = 0.5


def counted(text: str) -> Callable[[int, int], None]:
    """Progress of many runs as a line that is written over; silent off a terminal."""

    def tell(done: int, total: int) -> None:
        if sys.stderr.isatty():
            end = "\n" if done == total else "\r"
            print(f"{text}: {done} of {total} runs", end=end, file=sys.stderr, flush=True)

    return tell


class Progress:
    """A bar over the days of all scenarios; silent off a terminal and when all is quick."""

    def __init__(
        self, total_days: int = 1, text: str = "simulating", shown: bool | None = None
    ) -> None:
        self.total = max(total_days, 1)
        self.done = 0
        self.before = 0
        self.text = text
        self._shown = sys.stderr.isatty() if shown is None else shown
        self._lock = Lock()
        self._bar: Any = None
        self._task: Any = None
        self._timer: Timer | None = None

    def __enter__(self) -> "Progress":
        if self._shown:
            self._timer = Timer(PATIENCE, self._show)
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(self, kind: object, error: object, at: object) -> None:
        if self._timer is not None:
            self._timer.cancel()
        with self._lock:
            self._shown = False
            if self._bar is not None:
                self._bar.stop()

    def scenario(self, text: str) -> None:
        """Begin the next scenario."""
        self.before = self.done
        self._say(text)

    def __call__(self, done_days: int, total_days: int) -> None:
        """Note how many days of the scenario are done."""
        self.done = min(self.before + done_days, self.total)
        self._say(self.text)

    def counted(self, done: int, total: int) -> None:
        """Note how many of all runs are done, where runs are counted and not days."""
        self.done, self.total = done, max(total, 1)
        self._say(f"{self.text.partition(':')[0]}: {done} of {total} runs")

    def closing(self, text: str) -> None:
        """Note that all days are done; the rest takes no days."""
        self.done = self.total
        self._say(text)

    def _say(self, text: str) -> None:
        self.text = text
        if self._bar is not None:
            total = self.total if self.done else None
            self._bar.update(self._task, completed=self.done, total=total, description=text)

    def _show(self) -> None:
        from rich import progress
        from rich.console import Console

        with self._lock:
            if not self._shown:
                return
            bar = progress.Progress(
                progress.TextColumn("{task.description}"),
                progress.BarColumn(bar_width=30),
                progress.TaskProgressColumn(),
                progress.TimeElapsedColumn(),
                progress.TextColumn("left:"),
                progress.TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            # Pulses while nothing is done yet: the first run ever compiles the day.
            self._task = bar.add_task(self.text, total=self.total if self.done else None)
            bar.start()
            self._bar = bar
