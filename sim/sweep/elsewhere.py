"""Executors beyond this machine: Dask, Ray, and Slurm by way of submitit, each an extra to install.

Workers need the same smarketing, the same versions below it, and any policy class of one's own.
"""

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from importlib import import_module
from pathlib import Path
from typing import Any

from sim.config.refusal import Refusal

LOOKS_EVERY = 1.0


def dask(workers: int, address: Any = None) -> Executor:
    """A Dask cluster's executor: of the scheduler at ``address``, or of a cluster made here."""
    distributed = _library("distributed", "dask")
    here = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": None}
    where = {"address": str(address)} if address else here
    return _Dask(distributed.Client(set_as_default=False, **where))


class _Dask(Executor):
    """Dask's own executor, whose cluster goes with it where it was made here."""

    def __init__(self, client: Any) -> None:
        self._client = client
        # A run is a function of its arguments, but a task that was lost must be run anew.
        self._inner = client.get_executor(pure=False, retries=2)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Send a call to the scheduler."""
        future: Future[Any] = self._inner.submit(fn, *args, **kwargs)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster, and end it if it was made here."""
        self._inner.shutdown(wait=wait and not cancel_futures)
        self._client.close()


class RayExecutor(Executor):
    """Tasks of the Ray cluster at ``address``, or of one made here."""

    def __init__(self, workers: int, address: Any = None) -> None:
        self._ray = _library("ray", "ray")
        where = {"address": str(address)} if address else {"num_cpus": workers}
        self._ray.init(log_to_driver=False, include_dashboard=False, **where)
        self._remote: dict[Callable[..., Any], Any] = {}

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Send a call; Ray itself runs it anew if its worker is lost."""
        if fn not in self._remote:
            self._remote[fn] = self._ray.remote(num_cpus=1, max_retries=3)(fn)
        future: Future[Any] = self._remote[fn].remote(*args, **kwargs).future()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster, and end it if it was made here."""
        self._ray.shutdown()


class SubmititExecutor(Executor):
    """A Slurm job a batch, by submitit; ``cluster`` is ``slurm``, ``local`` or None: either."""

    def __init__(self, cluster: Any = None, parameters: dict[str, Any] | None = None) -> None:
        submitit = _library("submitit", "submitit")
        folder = Path(os.environ.get("SIM_SUBMITIT_DIR", ".submitit")).absolute()
        self._executor = submitit.AutoExecutor(folder, cluster=str(cluster) if cluster else None)
        self._executor.update_parameters(**{"cpus_per_task": 1, **(parameters or {})})
        self._jobs: dict[Any, Future[Any]] = {}
        self._lock = threading.Lock()
        self._open = True
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._watch.start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Queue a job."""
        future: Future[Any] = Future()
        future.set_running_or_notify_cancel()
        job = self._executor.submit(fn, *args, **kwargs)
        with self._lock:
            self._jobs[job] = future
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Stop looking after jobs, and cancel those that are not over where ``cancel_futures``."""
        self._open = False
        with self._lock:
            jobs = list(self._jobs)
        for job in jobs if cancel_futures else ():
            job.cancel()
        self._watch.join()

    def _look(self) -> None:
        while self._open:
            time.sleep(LOOKS_EVERY)
            with self._lock:
                over = [job for job in self._jobs if job.done()]
                futures = [(job, self._jobs.pop(job)) for job in over]
            for job, future in futures:
                try:
                    future.set_result(job.result())
                except Exception as error:  # the job failed, was killed, or its node was lost
                    future.set_exception(error)


def _library(name: str, extra: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError:
        needs = f"{name}: pip install 'smarketing[{extra}]'"
        raise Refusal(f"hydra.launcher.backend={extra} needs {needs}") from None
