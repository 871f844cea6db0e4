"""What an engine of many runs adds to a run, side by side."""

from collections.abc import Callable, Iterator

from experiments.benchmarks.figure import Figure
from experiments.benchmarks.probe import ask
from experiments.benchmarks.sizes import Sizes
from sim.folder.provenance import package_version

WORKERS = 2
# Measured where it is installed.
JOBLIB = "hydra-joblib-launcher"
MS = 1000.0


def sweep_figures(sizes: Sizes, say: Callable[[str], None]) -> Iterator[Figure]:
    """Overhead a run, files and memory: own sweep, Hydra's launchers, Mesa's ``batch_run``."""
    section = f"Sweeps of runs that do nothing, {WORKERS} workers: all from the words to the table"
    few = {"customers": 60, "days": 5, "real": 0, "workers": WORKERS}
    for scenarios, replicates in sizes.nothing:
        name = f"{scenarios:,} scenarios × {replicates:,}"
        say(f"sweep of nothing, {name}")
        yield from _own(
            section, name, ask("sweep", scenarios=scenarios, replicates=replicates, **few), 0.4
        )
    say(f"Hydra's basic launcher, {sizes.jobs} jobs of nothing")
    found = ask("stock", jobs=sizes.jobs, **few)
    yield from _other(section, f"Hydra basic, {sizes.jobs} jobs", found)
    if package_version(JOBLIB) is not None:
        say(f"Hydra's joblib launcher, {sizes.jobs} jobs of nothing")
        found = ask("stock", jobs=sizes.jobs, joblib=1, **few)
        yield from _other(section, f"Hydra joblib, {sizes.jobs} jobs", found)
    customers, days = sizes.swept_customers, sizes.swept_days
    section = f"Sweeps of runs of {customers:,} customers × {days} days: what is added to the model"
    real = {"customers": customers, "days": days, "workers": WORKERS}
    scenarios, replicates = sizes.swept
    name = f"{scenarios:,} scenarios × {replicates:,}"
    say(f"sweep of {name}")
    yield from _own(
        section, name, ask("sweep", scenarios=scenarios, replicates=replicates, real=1, **real), 1.0
    )
    say(f"Hydra's basic launcher, {sizes.jobs} jobs")
    found = ask("stock", jobs=sizes.jobs, real=1, **real)
    yield from _other(section, f"Hydra basic, {sizes.jobs} jobs", found)
    say(f"Mesa's batch_run, {sizes.jobs} runs")
    found = ask("mesa", runs=sizes.jobs, **real)
    yield from _other(section, f"Mesa batch_run, {sizes.jobs} runs", found)


def _own(section: str, name: str, found: dict[str, float], most: float) -> Iterator[Figure]:
    runs = found["runs"]
    parts = ", ".join(f"{part} {found[part]:.1f} s" for part in ("planned", "ran", "written"))
    yield Figure(section, f"{name}: overhead", MS * found["overhead"], "ms a run", at_most=most,
                 note=f"{runs:,.0f} runs: {parts}")  # fmt: skip
    yield Figure(section, f"{name}: files", found["files"], "", at_most=10.0)
    yield Figure(section, f"{name}: peak, parent", found["parent"], "MiB")
    yield Figure(section, f"{name}: peak, largest worker", found["worker"], "MiB")


def _other(section: str, name: str, found: dict[str, float]) -> Iterator[Figure]:
    per = found["files"]
    note = f"{MS * found['whole']:.0f} ms a run in all, {per:g} files a run"
    yield Figure(section, f"{name}: overhead", MS * found["overhead"], "ms a run", note=note)
    yield Figure(section, f"{name}: peak, parent", found["parent"], "MiB")
