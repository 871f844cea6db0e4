"""What is measured, in which order, and the budget that each figure is held against."""

import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from experiments.benchmarks.figure import Figure
from experiments.benchmarks.probe import ask
from experiments.benchmarks.sizes import Sizes
from experiments.benchmarks.slopes import Slope, slope
from experiments.benchmarks.sweep_figures import sweep_figures

GIB = 1024.0
BUSY = 0.97
INTERPRETED = {"NUMBA_DISABLE_JIT": "1"}


def measure(
    sizes: Sizes, say: Callable[[str], None], sweeps_only: bool = False
) -> Iterator[Figure]:
    """Take every figure, or those of sweeps; ``say`` is told what comes next."""
    if not sweeps_only:
        yield from _model(sizes, say)
    yield from sweep_figures(sizes, say)


def _model(sizes: Sizes, say: Callable[[str], None]) -> Iterator[Figure]:
    say("compiling")
    ask("steps", customers=200, before=0, days=70, threads=2)
    ask("recording", customers=200, before=5, days=5, repeats=1)
    speed: dict[int, dict[str, float]] = {}
    yield from _speed(sizes, say, speed)
    yield from _everything(sizes, say, speed)
    yield from _large(sizes, say)
    yield from _growth(sizes, say, speed)
    yield from _recording(sizes, say)
    yield from _replicate(sizes, say)
    yield from _many(sizes, say)
    yield from _plain(sizes, say, speed)
    yield from _command(sizes, say)


def _speed(sizes: Sizes, say: Any, speed: dict[int, dict[str, float]]) -> Iterator[Figure]:
    """Customer-days a second in a market that has settled, on one thread and on two."""
    section = "Speed: full default model, 3 firms, after a first year"
    biggest = max(sizes.customers)
    for customers in sizes.customers:
        rates = []
        for threads in (1, 2):
            say(f"{customers:,} customers on {threads} thread{'s' * (threads - 1)}")
            found = ask("steps", customers=customers, before=sizes.before, days=sizes.days,
                        threads=threads, repeats=sizes.repeats)  # fmt: skip
            if threads == 1:
                speed[customers] = found
            rates.append(found["rate"])
            aimed = 50e6 if threads == 1 and customers == biggest else None
            note = f"{found['searching']:.1%} searching, built in {found['built']:.2f} s"
            if threads == 1 and found["cores"] < BUSY:
                note += f"; machine busy: had {found['cores']:.0%} of a core"
            yield Figure(section, f"{customers:,} customers, {threads} thread{'s' * (threads - 1)}",
                         found["rate"] / 1e6, "M customer-days/s", aimed and aimed / 1e6,
                         note=note)  # fmt: skip
        aimed = 1.8 if customers == biggest else None
        yield Figure(
            section, f"{customers:,} customers, 2 threads ÷ 1", rates[1] / rates[0], "×", aimed
        )
    found = speed[biggest]
    yield Figure(section, "imports, apart from the above", found["imported"], "s")
    yield Figure(section, "loading compiled code", found["compiled"], "s", note="from the cache")


def _everything(sizes: Sizes, say: Any, speed: dict[int, dict[str, float]]) -> Iterator[Figure]:
    """What the mechanisms cost that are off by default, all of them at once."""
    section = "Speed with everything on: what is off by default, and touches recorded"
    for customers in sizes.customers:
        say(f"{customers:,} customers with everything on")
        found = ask("steps", customers=customers, before=sizes.before, days=sizes.days, threads=1,
                    repeats=sizes.repeats, everything=1)  # fmt: skip
        aimed = 50.0 if customers == max(sizes.customers) else None
        note = f"{found['searching']:.1%} searching, built in {found['built']:.2f} s"
        yield Figure(section, f"{customers:,} customers, 1 thread", found["rate"] / 1e6,
                     "M customer-days/s", aimed, note=note)  # fmt: skip
        yield Figure(section, f"{customers:,} customers, time ÷ default",
                     speed[customers]["rate"] / found["rate"], "×")  # fmt: skip


def _large(sizes: Sizes, say: Any) -> Iterator[Figure]:
    """A year of a very large market, building included."""
    if sizes.largest is None:
        return
    section = f"Scale: {sizes.largest:,} customers, the first year"
    for threads in (1, 2):
        say(f"{sizes.largest:,} customers on {threads} thread{'s' * (threads - 1)}")
        found = ask("steps", customers=sizes.largest, before=0, days=sizes.days, threads=threads)
        whole = found["built"] + found["seconds"]
        last = threads == 2
        name = f"{threads} thread{'s' * (threads - 1)}"
        yield Figure(section, f"time, {name}", whole, "s", at_most=90.0 if last else None,
                     note=f"{found['built']:.1f} s of it to build")  # fmt: skip
        yield Figure(section, f"speed, {name}", found["rate"] / 1e6, "M customer-days/s")
        yield Figure(section, f"peak memory, {name}", found["peak"] / GIB, "GiB",
                     at_most=4.0 if last else None)  # fmt: skip


def _growth(sizes: Sizes, say: Any, speed: dict[int, dict[str, float]]) -> Iterator[Figure]:
    """How time and memory grow with customers and with days."""
    for customers in sizes.between:
        say(f"{customers:,} customers")
        speed[customers] = ask("steps", customers=customers, before=sizes.before, days=sizes.days,
                               threads=1, repeats=sizes.repeats)  # fmt: skip
    section = "Memory: resident, in a process of its own"
    for customers in sizes.customers:
        found = speed[customers]
        note = f"{found['base']:.0f} MiB of it before the market is built"
        yield Figure(section, f"{customers:,} customers, peak", found["peak"], "MiB", note=note)
    section = "Growth: exponents (1 is linear)"
    many = sorted(speed)
    yield _exponent(section, "time in customers", many, [speed[n]["seconds"] for n in many])
    above = [max(speed[n]["peak"] - speed[n]["base"], 1e-3) for n in many]
    yield _exponent(section, "memory in customers", many, above)
    spans = []
    for days in sizes.spans:
        say(f"{days} days of {sizes.span_customers:,} customers")
        spans.append(ask("steps", customers=sizes.span_customers, before=sizes.before, days=days,
                         threads=1, repeats=sizes.repeats))  # fmt: skip
    yield _exponent(section, "time in days", sizes.spans, [found["seconds"] for found in spans])
    yield _exponent(section, "records in days", sizes.spans, [found["recorded"] for found in spans])


def _exponent(section: str, what: str, sizes: Iterable[float], amounts: list[float]) -> Figure:
    found: Slope = slope(list(sizes), amounts)
    note = f"± {found.half_width:.3f} (95 %) over {len(amounts)} sizes"
    return Figure(section, what, found.exponent, "", 0.95, 1.05, note)


def _recording(sizes: Sizes, say: Any) -> Iterator[Figure]:
    """The share of the step that writing records takes."""
    section = "Recording: writing down again all that a year recorded ÷ the year's steps"
    for customers in sizes.customers[:2]:
        say(f"recording at {customers:,} customers")
        found = ask("recording", customers=customers, before=sizes.before, days=sizes.days,
                    repeats=sizes.repeats)  # fmt: skip
        yield Figure(section, f"{customers:,} customers", 100 * found["writing"] / found["seconds"],
                     "%", at_most=10.0)  # fmt: skip


def _replicate(sizes: Sizes, say: Any) -> Iterator[Figure]:
    """One replicate of the default scenario."""
    say("one replicate")
    section = f"One replicate: {sizes.replicate_customers:,} customers"
    found = ask("replicate", customers=sizes.replicate_customers, before=sizes.warm_up,
                days=sizes.days, repeats=sizes.repeats)  # fmt: skip
    yield Figure(section, f"building, {sizes.warm_up} days' warm-up, {sizes.days} days",
                 found["whole"], "s", at_most=0.4)  # fmt: skip
    yield Figure(section, f"the {sizes.days} counted days of it", found["counted"], "s")


def _many(sizes: Sizes, say: Any) -> Iterator[Figure]:
    """Whether memory stays flat over many runs in one process."""
    say(f"{sizes.runs} runs in one process")
    found = ask("many", runs=sizes.runs, customers=sizes.run_customers, days=sizes.run_days)
    grown = 100.0 * (found["last"] / found["settled"] - 1.0)
    note = (f"{found['settled']:.1f} → {found['last']:.1f} MiB after the first quarter, "
            f"{found['kib_per_run']:+.2f} KiB a run")  # fmt: skip
    section = f"Leaks: {sizes.runs} runs in one process"
    yield Figure(section, "growth of resident memory", grown, "%", at_most=1.0, note=note)


def _plain(sizes: Sizes, say: Any, speed: dict[int, dict[str, float]]) -> Iterator[Figure]:
    """The same rules as plain Mesa agents: their speed, and that they are the same."""
    section = f"Plain Mesa agents, same rules: {sizes.twin_customers:,} customers"
    seeds = range(1, sizes.twin_seeds + 1)
    rates, means = {}, []
    for name, environment in (("compiled", {}), ("plain Python", INTERPRETED)):
        found = []
        for seed in seeds:
            say(f"plain Mesa, {name} rules, seed {seed}")
            found.append(_twin(sizes, environment, seed))
        rates[name] = max(one["rate"] for one in found)
        means = found
        yield Figure(section, f"with {name} rules", rates[name] / 1e6, "M customer-days/s",
                     note=f"fastest of {len(found)}")  # fmt: skip
    biggest = max(sizes.customers)
    ratio = speed[biggest]["rate"] / max(rates.values())
    note = "one thread; the package also sells, serves and pays"
    yield Figure(section, f"package at {biggest:,} ÷ the faster", ratio, "×", 60.0, note=note)
    own = []
    for seed in range(1, sizes.model_seeds + 1):
        say(f"the package without reps, seed {seed}")
        own.append(
            ask("reference", customers=sizes.twin_customers, days=sizes.twin_days, seed=seed)
        )
    yield from _agreement(means, own)


def _twin(sizes: Sizes, environment: dict[str, str], seed: int) -> dict[str, float]:
    """One run of the twin, with rules compiled or interpreted."""
    environment = {**os.environ, **environment}
    return ask("twin", environment, customers=sizes.twin_customers, days=sizes.twin_days, seed=seed)


def _agreement(twin: list[dict[str, float]], own: list[dict[str, float]]) -> Iterator[Figure]:
    """What the twins report, beside the package's own report of the same."""
    section = f"Same rules? {len(twin)} seeds of the twin beside {len(own)} of the package"
    for what in own[0]:
        theirs, ours = [one[what] for one in twin], [one[what] for one in own]
        error = math.hypot(*(statistics.stdev(v) / math.sqrt(len(v)) for v in (theirs, ours)))
        mine, his = statistics.mean(ours), statistics.mean(theirs)
        apart = abs(his - mine) / error if error else 0.0
        note = f"twin {his:.4g}, package {mine:.4g}"
        yield Figure(section, what, apart, "standard errors apart", at_most=3.0, note=note)


def _command(sizes: Sizes, say: Any) -> Iterator[Figure]:
    """What a person waits for at the command line."""
    section = "Command line: start to finish"
    say("sim --help")
    helps = [_clock(["--help"], {}) for _ in range(5)]
    yield Figure(
        section, "sim --help", statistics.median(helps), "s", at_most=0.5, note="median of 5"
    )
    with tempfile.TemporaryDirectory() as scratch:
        caches = {"SIM_CACHE_DIR": f"{scratch}/cache", "MPLCONFIGDIR": f"{scratch}/fonts"}
        say("sim, the very first run")
        first = _clock([*sizes.command, f"hydra.run.dir={scratch}/first"], caches)
        yield Figure(section, "sim to figures, the very first run", first, "s", at_most=40.0,
                     note="empty caches: everything is compiled")  # fmt: skip
        again = []
        for number in range(2):
            say("sim, warm")
            again.append(_clock([*sizes.command, f"hydra.run.dir={scratch}/{number}"], caches))
        yield Figure(section, "sim to figures, warm", min(again), "s", at_most=10.0)


def _clock(words: list[str], environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "sim", *words], check=True, capture_output=True,
                   env={**os.environ, **environment}, cwd=Path(tempfile.gettempdir()))  # fmt: skip
    return time.perf_counter() - start
