"""One measurement in a process of its own.

``python -m experiments.benchmarks.probe NAME key=value …`` prints one line of JSON. A probe is a
function of numbers that returns numbers.
"""

import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

Probe = Callable[..., dict[str, float]]
PATIENCE = 3 * 3600


def ask(name: str, environment: dict[str, str] | None = None, **numbers: float) -> dict[str, float]:
    """Run a probe in a new process and return what it found. RuntimeError if it fails, or hangs."""
    words = [f"{key}={value}" for key, value in numbers.items()]
    command = [sys.executable, "-m", "experiments.benchmarks.probe", name, *words]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, env=environment, check=False, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired:
        raise RuntimeError(f"{' '.join(command)} takes more than {PATIENCE} s") from None
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def steps(
    customers: int, before: int, days: int, threads: int = 1, repeats: int = 1, **much: int
) -> dict[str, float]:
    """Build the default market, step ``before`` days untimed, ``days`` timed; the fastest counts.

    ``much`` is as in ``scenario.sized``. Importing and compiling come first, by a small market of
    the same firms, and are timed apart.
    """
    from experiments.benchmarks.machine import forget_peak, peak, resident

    start = time.process_time()
    market, config = _market(customers, before + days, threads=threads, **much)
    imported = time.process_time() - start
    start = time.process_time()
    few = {**much, "reps": min(much["reps"], 2)} if "reps" in much else much
    _finish(market(_market(200, 70, threads=threads, **few)[1], 1))
    compiled = time.process_time() - start
    gc.collect()
    forget_peak()
    base = resident()
    fastest: dict[str, float] = {}
    for _ in range(repeats):
        found = _timed(market, config, before, days)
        found["peak"] = fastest.get("peak", peak())
        if not fastest or found["worked"] < fastest["worked"]:
            fastest = found
    return {"imported": imported, "compiled": compiled, "base": base, **fastest}


def searching(customers: int, before: int, repeats: int) -> dict[str, float]:
    """A searching customer's day by the package and by a C loop, in a market that has settled."""
    from experiments.benchmarks.searching_day import measure

    market, config = _market(customers, before + 1)
    return measure(_walk(market(config, 1), before), repeats)


def recording(customers: int, before: int, days: int, repeats: int = 3) -> dict[str, float]:
    """Time the steps, then time writing down again all that they recorded."""
    from experiments.benchmarks.recording import rewrite

    market, config = _market(customers, before + days)
    small = _finish(market(_market(200, 70)[1], 1))
    rewrite(small.world.records, 0, 70, 200)
    stepped, written = [], []
    for _ in range(repeats):
        model = _walk(market(config, 1), before)
        start = time.perf_counter()
        _walk(model, days)
        stepped.append(time.perf_counter() - start)
        written.append(rewrite(model.world.records, before, days, customers))
        model.release()
    return {"seconds": min(stepped), "writing": min(written)}


def many(runs: int, customers: int, days: int) -> dict[str, float]:
    """Memory after the first quarter of many runs in one process, and after the last."""
    from experiments.benchmarks.machine import resident
    from sim.runs.one_run import run_once

    _, config = _market(customers, days)
    after = []
    for replicate in range(runs):
        run_once(config, replicate)
        after.append(resident())
    settled = runs // 4
    growth = 1024.0 * (after[-1] - after[settled]) / max(runs - 1 - settled, 1)
    return {"settled": after[settled], "last": after[-1], "kib_per_run": growth}


def replicate(
    customers: int, days: int, before: int = 0, repeats: int = 3, counted: int = 0
) -> dict[str, float]:
    """Processor time of a whole replicate as the scenario runner runs it: built, then all days.

    With ``counted`` its KPIs and digest are worked out as well, as for a run of a sweep.
    """
    from sim.runs.one_run import run_once
    from sim.runs.work import simulate

    run: Any = simulate if counted else run_once
    market, config = _market(customers, days, before=before)
    _finish(market(_market(200, 70)[1], 1))
    whole = []
    for number in range(repeats):
        start = time.process_time()
        run(config, number)
        whole.append(time.process_time() - start)
    return {"fastest": min(whole), "median": median(whole)}


def _market(customers: int, days: int, **much: int) -> tuple[Any, Any]:
    """The class that runs a scenario, and the scenario at a size."""
    from experiments.benchmarks.scenario import sized
    from sim import Market

    return Market, sized(customers, days, **much)


def _timed(market: Any, config: Any, before: int, days: int) -> dict[str, float]:
    from experiments.benchmarks.events import events

    began, clock = time.process_time(), time.perf_counter()
    model = market(config, 1)
    built = time.process_time() - began
    _walk(model, before)
    records = model.world.records
    earlier = _bytes(records)
    start, worked = time.perf_counter(), time.process_time()
    _walk(model, days)
    seconds, end = time.perf_counter() - start, time.process_time()
    happened = events(records, before, days) if before else {}
    evenings = records.panel[before : before + days, 0, _column("in_market")]
    recorded = _bytes(records) - earlier
    model.release()
    return {
        "built": built,
        "seconds": seconds,
        "worked": end - worked,
        "whole": end - began,
        "clock": start + seconds - clock,
        "events": sum(happened.values()),
        **{f"of {kind}": number for kind, number in happened.items()},
        "searching": float(evenings.mean()) / config.market.customers,
        "recorded": recorded,
    }


def _column(name: str) -> int:
    from sim.records import PANEL

    return PANEL.index(name)


def _bytes(records: Any) -> float:
    from sim.records import TABLES

    return float(sum(records.table(name).happened.nbytes for name in TABLES))


def _walk(model: Any, days: int) -> Any:
    for _ in range(days):
        model.step()
    return model


def _finish(model: Any) -> Any:
    while model.running:
        model.step()
    model.release()
    return model


def twin(customers: int, days: int, seed: int) -> dict[str, float]:
    """The customer's day stepped as plain Mesa agents."""
    from experiments.benchmarks.plain_mesa import measure

    return measure(int(customers), int(days), int(seed))


def reference(customers: int, days: int, seed: int) -> dict[str, float]:
    """The same part of the day by the model itself."""
    from experiments.benchmarks.same_rules import measure

    return measure(int(customers), int(days), int(seed))


def sweep(**numbers: int) -> dict[str, float]:
    """Many runs by the package's own sweep."""
    from experiments.benchmarks.sweeps import own

    return own(**numbers)


def stock(**numbers: int) -> dict[str, float]:
    """Many runs by Hydra's basic launcher."""
    from experiments.benchmarks.sweeps import hydra

    return hydra(**numbers)


def mesa(**numbers: int) -> dict[str, float]:
    """Many runs by Mesa's ``batch_run``."""
    from experiments.benchmarks.sweeps import batch_run

    return batch_run(**numbers)


PROBES: dict[str, Probe] = {
    one.__name__: one
    for one in (steps, searching, recording, many, replicate, twin, reference, sweep, stock, mesa)
}


def main(words: Sequence[str]) -> None:
    """Run the named probe with its numbers."""
    numbers = {key: int(value) for key, value in (word.split("=") for word in words[1:])}
    print(json.dumps(PROBES[words[0]](**numbers)))


if __name__ == "__main__":
    main(sys.argv[1:])
