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
from dataclasses import replace
from functools import partial
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
    customers: int, before: int, days: int, threads: int = 1, repeats: int = 1, everything: int = 0
) -> dict[str, float]:
    """Build the default market, step ``before`` days untimed, ``days`` timed; the fastest counts.

    ``everything`` switches on what is off by default. Importing and compiling come first, by a
    small market of the same firms, and are timed apart.
    """
    from experiments.benchmarks.machine import forget_peak, peak, resident

    start = time.perf_counter()
    made = switched_on if everything else default
    config, market = made(customers, before + days, threads)
    imported = time.perf_counter() - start
    start = time.perf_counter()
    small, _ = made(200, 70, threads)
    _finish(market(small, 1))
    compiled = time.perf_counter() - start
    gc.collect()
    forget_peak()
    base = resident()
    fastest: dict[str, float] = {}
    for _ in range(repeats):
        found = _timed(market, config, before, days)
        found["peak"] = fastest.get("peak", peak())
        if not fastest or found["seconds"] < fastest["seconds"]:
            fastest = found
    return {"imported": imported, "compiled": compiled, "base": base, **fastest}


def recording(customers: int, before: int, days: int, repeats: int = 3) -> dict[str, float]:
    """Time the steps, then time writing down again all that they recorded."""
    from experiments.benchmarks.recording import rewrite

    config, market = default(customers, before + days, 1)
    small, _ = default(200, 70, 1)
    rewrite(_finish(market(small, 1)).world.records, 0, 70, 200)
    stepped, written = [], []
    for _ in range(repeats):
        model = market(config, 1)
        _walk(model, before)
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

    config, _ = default(customers, days, 1)
    after = []
    for replicate in range(runs):
        run_once(config, replicate)
        after.append(resident())
    settled = runs // 4
    growth = 1024.0 * (after[-1] - after[settled]) / max(runs - 1 - settled, 1)
    return {"settled": after[settled], "last": after[-1], "kib_per_run": growth}


def replicate(customers: int, before: int, days: int, repeats: int = 3) -> dict[str, float]:
    """One whole replicate as the scenario runner runs it: build, warm-up, counted days."""
    from sim.runs.one_run import run_once

    config, market = default(customers, before + days, 1)
    _finish(market(default(200, 70, 1)[0], 1))
    whole, counted = [], []
    for _ in range(repeats):
        marks = [time.perf_counter()]
        run_once(config, 0, partial(_mark, marks))
        marks.append(time.perf_counter())
        whole.append(marks[-1] - marks[0])
        counted.append(marks[-1] - marks[before])
    return {"whole": min(whole), "counted": min(counted)}


def default(customers: int, days: int, threads: int) -> tuple[Any, Any]:
    """The default scenario at a size, and the class that runs it."""
    from sim import Config, Market

    return _sized(Config(), customers, days, threads), Market


def switched_on(customers: int, days: int, threads: int) -> tuple[Any, Any]:
    """The same with every mechanism switched on that is off by default."""
    from experiments.benchmarks.everything import everything
    from sim import Market

    return _sized(everything(), customers, days, threads), Market


def _sized(config: Any, customers: int, days: int, threads: int) -> Any:
    market = replace(config.market, customers=customers)
    return replace(config, market=market, warmup_days=0, days=days, threads=threads)


def _mark(marks: list[float], day: int) -> None:
    marks.append(time.perf_counter())


def _timed(market: Any, config: Any, before: int, days: int) -> dict[str, float]:
    start = time.perf_counter()
    model = market(config, 1)
    built = time.perf_counter() - start
    _walk(model, before)
    earlier = _bytes(model.world.records)
    start, worked = time.perf_counter(), time.process_time()
    _walk(model, days)
    seconds = time.perf_counter() - start
    worked = time.process_time() - worked
    searching = len(model.world.customers.searching) / config.market.customers
    recorded = _bytes(model.world.records)
    model.release()
    return {
        "built": built,
        "seconds": seconds,
        "rate": config.market.customers * days / seconds,
        "cores": worked / seconds,
        "searching": searching,
        "recorded": recorded - earlier,
    }


def _bytes(records: Any) -> float:
    from sim.records import TABLES

    return float(sum(records.table(name).happened.nbytes for name in TABLES))


def _walk(model: Any, days: int) -> None:
    for _ in range(days):
        model.step()


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
    "sweep": sweep, "stock": stock, "mesa": mesa,
    "steps": steps, "recording": recording, "many": many, "replicate": replicate,
    "twin": twin, "reference": reference,
}  # fmt: skip


def main(words: Sequence[str]) -> None:
    """Run the named probe with its numbers."""
    numbers = {key: int(value) for key, value in (word.split("=") for word in words[1:])}
    print(json.dumps(PROBES[words[0]](**numbers)))


if __name__ == "__main__":
    main(sys.argv[1:])
