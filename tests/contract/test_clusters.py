"""Executors beyond this machine, against libraries that only write down what they are asked."""

import time
from types import SimpleNamespace

import pytest

import sim.sweep.elsewhere as elsewhere
from sim.config.refusal import Refusal


def fake(monkeypatch, **made):
    """The library that an executor imports, made of these names."""
    monkeypatch.setattr(elsewhere, "import_module", lambda name: SimpleNamespace(**made))


class Job:
    """A Slurm job that is over when told, with a result or an error."""

    def __init__(self, fn, args):
        self.fn, self.args, self.over, self.cancelled = fn, args, False, False

    def done(self):
        return self.over

    def result(self):
        return self.fn(*self.args)

    def cancel(self):
        self.cancelled = True


@pytest.fixture
def slurm(monkeypatch, tmp_path):
    told = SimpleNamespace(jobs=[], parameters=None, place=None)

    class AutoExecutor:
        def __init__(self, folder, cluster):
            told.place = folder, cluster

        def update_parameters(self, **parameters):
            told.parameters = parameters

        def submit(self, fn, *args):
            told.jobs.append(Job(fn, args))
            return told.jobs[-1]

    fake(monkeypatch, AutoExecutor=AutoExecutor)
    monkeypatch.setattr(elsewhere, "LOOKS_EVERY", 0.005)
    monkeypatch.setenv("SIM_SUBMITIT_DIR", str(tmp_path))
    return told


def test_a_slurm_job_gives_its_result_or_its_error_when_it_is_over(slurm, tmp_path):
    executor = elsewhere.SubmititExecutor(None, {"mem_gb": 2})
    assert slurm.place == (tmp_path, None)
    assert slurm.parameters == {"cpus_per_task": 1, "mem_gb": 2}
    good, bad = executor.submit(max, 2, 3), executor.submit(int, "no")
    assert good.running()
    time.sleep(0.05)
    assert not good.done()
    slurm.jobs[0].over = slurm.jobs[1].over = True
    assert good.result(5) == 3
    assert isinstance(bad.exception(5), ValueError)
    executor.shutdown()
    assert not executor._watch.is_alive()
    assert not any(job.cancelled for job in slurm.jobs)


@pytest.mark.parametrize("cancel", [False, True])
def test_jobs_that_are_not_over_are_cancelled_where_that_is_asked(slurm, cancel):
    executor = elsewhere.SubmititExecutor("local", {"cpus_per_task": 4})
    assert slurm.place[1] == "local"
    assert slurm.parameters == {"cpus_per_task": 4}
    executor.submit(max, 1, 2)
    over = executor.submit(max, 1, 2)
    slurm.jobs[1].over = True
    assert over.result(5) == 2
    executor.shutdown(cancel_futures=cancel) if cancel else executor.shutdown()
    assert [job.cancelled for job in slurm.jobs] == [cancel, False]


def test_a_dask_cluster_made_here_has_a_process_a_worker(monkeypatch):
    asked, ended = [], []

    class Client:
        def __init__(self, **where):
            asked.append(where)

        def get_executor(self, **how):
            asked.append(how)

            def shutdown(wait):
                ended.append(wait)

            return SimpleNamespace(submit=lambda fn, *args: fn(*args), shutdown=shutdown)

        def close(self):
            ended.append("closed")

    fake(monkeypatch, Client=Client)
    executor = elsewhere.dask(3)
    assert executor.submit(max, 1, 2) == 2
    own, how = asked
    assert own == {"set_as_default": False, "n_workers": 3, "threads_per_worker": 1,
                   "dashboard_address": None}  # fmt: skip
    assert how == {"pure": False, "retries": 2}
    executor.shutdown()
    executor.shutdown(wait=True, cancel_futures=True)
    assert ended == [True, "closed", False, "closed"]
    elsewhere.dask(3, "tcp://there:1")
    assert asked[2] == {"set_as_default": False, "address": "tcp://there:1"}


def test_ray_gives_a_task_a_core_and_runs_a_lost_one_again(monkeypatch):
    asked = []

    def remote(**how):
        asked.append(how)
        return lambda fn: SimpleNamespace(
            remote=lambda *args: SimpleNamespace(future=lambda: fn(*args))
        )

    fake(monkeypatch, init=lambda **how: asked.append(how), remote=remote,
         shutdown=lambda: asked.append("down"))  # fmt: skip
    executor = elsewhere.RayExecutor(3)
    assert [executor.submit(max, 1, 2), executor.submit(max, 5, 4)] == [2, 5]
    executor.shutdown()
    quiet = {"log_to_driver": False, "include_dashboard": False}
    assert asked == [quiet | {"num_cpus": 3}, {"num_cpus": 1, "max_retries": 3}, "down"]
    elsewhere.RayExecutor(3, "auto")
    assert asked[-1] == quiet | {"address": "auto"}


def test_a_library_that_is_not_there_is_named_with_its_extra(monkeypatch):
    def missing(name):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(elsewhere, "import_module", missing)
    for begin, name in ((elsewhere.dask, "dask"), (elsewhere.RayExecutor, "ray")):
        with pytest.raises(Refusal, match=rf"smarketing\[{name}\]"):
            begin(1)
