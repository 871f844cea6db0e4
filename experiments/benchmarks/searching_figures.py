"""A searching customer's day beside a C loop and beside plain Mesa objects, and: the same rules?"""

import math
import os
import statistics
from collections.abc import Iterator
from typing import Any

from experiments.benchmarks.figure import Figure
from experiments.benchmarks.probe import ask
from experiments.benchmarks.sizes import Sizes

PHASES = ("notice", "research")
INTERPRETED = {"NUMBA_DISABLE_JIT": "1"}


def searching_figures(sizes: Sizes, say: Any) -> Iterator[Figure]:
    """Nanoseconds a searching customer's day takes, three ways, and whether they agree."""
    section = "A searching customer's day: notice and research, processor time"
    say(f"a searching customer's day among {sizes.searching:,}")
    found = ask("searching", customers=sizes.searching, before=sizes.before, repeats=sizes.turns)
    own = _both(found, "package")
    among = f"{found['searching']:,.0f} of {sizes.searching:,} search"
    yield Figure(section, "the package", own, "ns", note=f"{_parts(found, 'package')}; {among}")
    if "same_bytes" in found:
        loop = _both(found, "c")
        yield Figure(section, "a C loop on the same rows", loop, "ns", note=_parts(found, "c"))
        yield Figure(section, "package ÷ C", own / loop, "×", note="in turns, the fastest of each")
        yield Figure(section, "bytes alike: rows and events", found["same_bytes"], "", at_least=1.0,
                     note="1: every one")  # fmt: skip
    else:
        note = "this machine has no cc to compile it with"
        yield Figure(section, "a C loop on the same rows", math.nan, "ns", note=note)
    customers, days = sizes.mesa
    for name, environment in (("rules compiled", {}), ("rules in plain Python", INTERPRETED)):
        say(f"plain Mesa objects, {name}")
        mesa = ask("twin", {**os.environ, **environment}, customers=customers, days=days, seed=1)
        note = f"{mesa['searching_ns'] / own:,.0f} times the package; one who does not search, "
        note += f"whom the package does not visit: {mesa['asleep_ns']:,.0f} ns"
        what = f"plain Mesa objects, {name}"
        yield Figure(section, what, mesa["searching_ns"], "ns", note=note)
    yield from _alike(sizes, say)


def _both(found: dict[str, float], way: str) -> float:
    return sum(found[f"{way}_{phase}"] for phase in PHASES)


def _parts(found: dict[str, float], way: str) -> str:
    return ", ".join(f"{phase} {found[f'{way}_{phase}']:.0f}" for phase in PHASES)


def _alike(sizes: Sizes, say: Any) -> Iterator[Figure]:
    """Several seeds of plain Mesa objects beside the package without reps."""
    numbers = {"customers": sizes.twin_customers, "days": sizes.twin_days}
    twin, own = [], []
    for seed in range(1, sizes.twin_seeds + 1):
        say(f"plain Mesa objects, seed {seed}")
        twin.append(ask("twin", {**os.environ, **INTERPRETED}, seed=seed, **numbers))
    for seed in range(1, sizes.model_seeds + 1):
        say(f"the package without reps, seed {seed}")
        own.append(ask("reference", seed=seed, **numbers))
    yield from agreement(twin, own)


def agreement(twin: list[dict[str, float]], own: list[dict[str, float]]) -> Iterator[Figure]:
    """What the twins report, beside the package's own report of the same."""
    section = f"Same rules? {len(twin)} seeds of plain Mesa beside {len(own)} of the package"
    for what in own[0]:
        theirs, ours = [one[what] for one in twin], [one[what] for one in own]
        error = math.hypot(*(statistics.stdev(v) / math.sqrt(len(v)) for v in (theirs, ours)))
        mine, his = statistics.mean(ours), statistics.mean(theirs)
        apart = abs(his - mine) / error if error else 0.0
        note = f"twin {his:.4g}, package {mine:.4g}"
        yield Figure(section, what, apart, "standard errors apart", at_most=3.0, note=note)
