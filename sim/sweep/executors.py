"""The executors of runs: any ``concurrent.futures.Executor``, by ``hydra.launcher.backend``.

The processes of this machine are the default. Every executor gives the same bytes: a run depends on
its config, its seed and the code alone, and the table is in the order of the plan.
"""

import os
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

from sim.config import Config
from sim.config.refusal import Refusal, hint


@dataclass(frozen=True)
class Backend:
    """A kind of executor: its name, the seconds that a batch shall take there, its start.

    ``guess`` is seconds a customer-day before any is known, where a batch of one run is a waste.
    """

    name: str
    seconds: float
    begin: Callable[[int], Executor]
    local: bool = False
    guess: float | None = None

    def workers(self, asked: int) -> int:
        """The number of workers to keep busy, given the number that the config asks for."""
        return asked or os.cpu_count() or 1

    def prepare(self, config: Config) -> None:
        """Compile once in this process, so that forked children find everything compiled."""
        if self.local:
            from sim.runs.compiling import compile_first

            compile_first(config)

    def start(self, workers: int) -> Executor:
        """The executor."""
        return self.begin(workers)


def backend_of(settings: Mapping[str, Any]) -> Backend:
    """The backend that ``hydra.launcher`` names. Raises :class:`Refusal` in one line."""
    name = str(settings.get("backend") or "local")
    if name not in KINDS:
        known = ", ".join(KINDS)
        raise Refusal(f"hydra.launcher.backend={name} is not one of {known}{hint(name, KINDS)}")
    seconds, begin = KINDS[name]
    asked = settings.get("batch_seconds")
    if asked is not None:
        try:
            seconds = float(asked)
        except ValueError:
            seconds = 0.0
        if not seconds > 0:
            raise Refusal(f"hydra.launcher.batch_seconds={asked} is not a number above 0")
    guess = GUESS if name == "submitit" else None
    return Backend(name, seconds, lambda workers: begin(workers, settings), name == "local", guess)


def _local(workers: int, settings: Mapping[str, Any]) -> Executor:
    from sim.runs.pool import LocalPool

    return LocalPool(workers)


def _dask(workers: int, settings: Mapping[str, Any]) -> Executor:
    from sim.sweep.elsewhere import dask

    return dask(workers, settings.get("address"))


def _ray(workers: int, settings: Mapping[str, Any]) -> Executor:
    from sim.sweep.elsewhere import RayExecutor

    return RayExecutor(workers, settings.get("address"))


def _submitit(workers: int, settings: Mapping[str, Any]) -> Executor:
    from sim.sweep.elsewhere import SubmititExecutor

    return SubmititExecutor(settings.get("address"), dict(settings.get("parameters") or {}))


# Several times what a customer-day takes: a first batch may be short, but not long.
GUESS = 1e-6
# Seconds that a batch takes by default: it costs more to send one to some than to others.
KINDS: dict[str, tuple[float, Callable[[int, Mapping[str, Any]], Executor]]] = {
    "local": (0.25, _local),
    "dask": (0.5, _dask),
    "ray": (0.5, _ray),
    "submitit": (60.0, _submitit),
}
