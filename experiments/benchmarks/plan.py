"""What is measured, in which order, and the budget that each figure is held against."""

from collections.abc import Callable, Iterator
from typing import Any

from experiments.benchmarks.command_figures import command_figures
from experiments.benchmarks.figure import Figure
from experiments.benchmarks.growth_figures import growth_figures
from experiments.benchmarks.probe import ask
from experiments.benchmarks.searching_figures import searching_figures
from experiments.benchmarks.sizes import Sizes
from experiments.benchmarks.sweep_figures import sweep_figures

GIB, MS, NS, MILLION = 1024.0, 1e3, 1e9, 1e6
SPEED = "Events: the full default model, 3 firms, one thread, processor time"
WHOLE = "One run, building included, one thread, processor time"


def measure(
    sizes: Sizes, say: Callable[[str], None], sweeps_only: bool = False
) -> Iterator[Figure]:
    """Take every figure, or those of sweeps; ``say`` is told what comes next."""
    if not sweeps_only:
        say("compiling")
        ask("steps", customers=200, before=0, days=70, threads=2)
        ask("recording", customers=200, before=5, days=5, repeats=1)
        speed: dict[int, dict[str, float]] = {}
        yield from _speed(sizes, say, speed)
        yield from searching_figures(sizes, say)
        yield from _small(sizes, say)
        yield from _everything(sizes, say, speed)
        yield from _large(sizes, say)
        yield from growth_figures(sizes, say, speed)
        yield from _recording(sizes, say)
        yield from _many(sizes, say)
        yield from command_figures(sizes, say)
    yield from sweep_figures(sizes, say)


def _speed(sizes: Sizes, say: Any, speed: dict[int, dict[str, float]]) -> Iterator[Figure]:
    """Events a second in a market that has settled; a whole run's time and memory."""
    for customers in sizes.customers:
        say(f"{customers:,} customers")
        found = ask("steps", customers=customers, before=sizes.before, days=sizes.days,
                    repeats=sizes.repeats)  # fmt: skip
        speed[customers] = found
        name, worked = f"{customers:,} customers", found["worked"]
        kinds = [(kind[3:], n / sizes.days) for kind, n in found.items() if kind[:3] == "of "]
        yield Figure(SPEED, f"{name}: events", found["events"] / worked / MILLION, "M events/s",
                     note=f"{NS * worked / found['events']:,.0f} ns each; a day has "
                     + ", ".join(f"{number:,.0f} {kind}" for kind, number in kinds))  # fmt: skip
        yield Figure(SPEED, f"{name}: a day", MS * worked / sizes.days, "ms")
        yield Figure(SPEED, f"{name}: customer-days", customers * sizes.days / worked / MILLION,
                     "M/s", note=f"{found['searching']:.1%} of them searching; nobody else is "
                     "visited")  # fmt: skip
    for customers in sizes.customers:
        found, name = speed[customers], f"{customers:,} customers"
        days = sizes.before + sizes.days
        yield Figure(WHOLE, f"{name}, {days} days: time", found["whole"], "s",
                     note=f"{found['built']:.2f} s of it to build")  # fmt: skip
        yield Figure(WHOLE, f"{name}, {days} days: peak memory", found["peak"], "MiB",
                     note=f"{found['base']:.0f} MiB of it before the market is built")  # fmt: skip
    yield Figure(WHOLE, "imports, apart from the above", found["imported"], "s")
    yield Figure(WHOLE, "loading compiled code", found["compiled"], "s", note="from the cache")


def _small(sizes: Sizes, say: Any) -> Iterator[Figure]:
    """What does not grow with the market, and the runs that sweeps and scenarios are made of."""
    section = "Small runs: building and all days, processor time, fastest (median)"
    say(f"{sizes.nobody} customers")
    found = ask("steps", customers=sizes.nobody, before=sizes.before, days=sizes.days, repeats=5)
    yield Figure(section, f"a day of {sizes.nobody} customers", MS * found["worked"] / sizes.days,
                 "ms", at_most=0.15, note="what a day costs whatever its size")  # fmt: skip
    customers, days = sizes.small
    say(f"{customers} customers × {days} days")
    name = f"{customers:,} customers × {days} days"
    small = {"customers": customers, "days": days, "repeats": sizes.small_runs}
    found = ask("replicate", **small)
    yield Figure(section, name, MS * found["fastest"], "ms", at_most=20.0,
                 note=f"({MS * found['median']:.1f})")  # fmt: skip
    found = ask("replicate", counted=1, **small)
    yield Figure(section, f"{name}, KPIs and digest", MS * found["fastest"], "ms",
                 note=f"({MS * found['median']:.1f}) as a sweep's run")  # fmt: skip
    customers, days, before = sizes.replicate
    for warm_up, most in ((0, 0.35), (before, None)):
        say(f"a replicate of {customers:,} × {days} days, {warm_up} to warm up")
        found = ask("replicate", customers=customers, days=days - warm_up, before=warm_up,
                    repeats=sizes.repeats)  # fmt: skip
        name = f"{customers:,} customers × {days} days"
        yield Figure(section, f"{name}, {warm_up} of them warm-up" if warm_up else name,
                     found["fastest"], "s", at_most=most,
                     note=f"({found['median']:.3f})")  # fmt: skip


def _everything(sizes: Sizes, say: Any, speed: dict[int, dict[str, float]]) -> Iterator[Figure]:
    """What the mechanisms cost that are off by default, all of them at once."""
    section = "Everything on: what is off by default, and touches recorded"
    for customers in sizes.customers[:2]:
        say(f"{customers:,} customers with everything on")
        found = ask("steps", customers=customers, before=sizes.before, days=sizes.days,
                    repeats=sizes.repeats, everything=1)  # fmt: skip
        name, usual = f"{customers:,} customers", speed[customers]
        yield Figure(section, f"{name}: events", found["events"] / found["worked"] / MILLION,
                     "M events/s", note=f"{found['searching']:.1%} searching")  # fmt: skip
        yield Figure(section, f"{name}: a day ÷ default", found["worked"] / usual["worked"], "×")
        yield Figure(section, f"{name}: events ÷ default", found["events"] / usual["events"], "×")


def _large(sizes: Sizes, say: Any) -> Iterator[Figure]:
    """A year of a very large market, building included."""
    if sizes.largest is None:
        return
    section = f"Scale: {sizes.largest:,} customers, the first {sizes.days} days"
    say(f"{sizes.largest:,} customers")
    one = ask("steps", customers=sizes.largest, before=0, days=sizes.days)
    yield Figure(section, "processor time, one thread", one["whole"], "s", at_most=75.0,
                 note=f"{one['built']:.1f} s of it to build")  # fmt: skip
    yield Figure(section, "peak memory, one thread", one["peak"] / GIB, "GiB", at_most=4.0)
    say(f"{sizes.largest:,} customers on two threads")
    two = ask("steps", customers=sizes.largest, before=0, days=sizes.days, threads=2)
    times = [found["clock"] for found in (one, two)]
    busy = 1.0 - one["worked"] / one["seconds"]
    yield Figure(section, "two threads, times as fast", times[0] / times[1], "×", at_least=1.25,
                 note=f"by the clock: {times[0]:.0f} → {times[1]:.0f} s; the machine took "
                 f"{busy:.0%} of the one thread's core for others")  # fmt: skip


def _recording(sizes: Sizes, say: Any) -> Iterator[Figure]:
    """The share of the step that writing records takes."""
    section = "Recording: writing down again all that was recorded ÷ the steps"
    for customers in sizes.customers[:2]:
        say(f"recording at {customers:,} customers")
        found = ask("recording", customers=customers, before=sizes.before, days=sizes.days,
                    repeats=sizes.repeats)  # fmt: skip
        yield Figure(section, f"{customers:,} customers", 100 * found["writing"] / found["seconds"],
                     "%", at_most=10.0)  # fmt: skip


def _many(sizes: Sizes, say: Any) -> Iterator[Figure]:
    """Whether memory stays flat over many runs in one process."""
    say(f"{sizes.runs} runs in one process")
    found = ask("many", runs=sizes.runs, customers=sizes.run_customers, days=sizes.run_days)
    grown = 100.0 * (found["last"] / found["settled"] - 1.0)
    note = (f"{found['settled']:.1f} → {found['last']:.1f} MiB after the first quarter, "
            f"{found['kib_per_run']:+.2f} KiB a run")  # fmt: skip
    section = f"Leaks: {sizes.runs} runs in one process"
    yield Figure(section, "growth of resident memory", grown, "%", at_most=1.0, note=note)
