"""Processor time of the model at a few sizes, and digests of what happened, as a line of JSON.

Run by its path, so that the package it measures is whichever comes first on PYTHONPATH; of that it
uses what has been there for long: a config, a market, its records.
"""

import hashlib
import json
import sys
import time
from dataclasses import replace
from typing import Any

from sim import Config, Market
from sim.records import TABLES

WARM = 65
Measured = tuple[str, str, float, str]  # what, unit, processor time, digest


def main(full: bool) -> None:
    """Measure every row; a small market comes first, so that nothing is compiled later."""
    _whole(200, 70)
    rows = [
        _day(50, 260),
        _runs(500, 65, 20),
        _runs(10_000, 520, 1),
        _day(100_000, 65),
        *([_day(1_000_000, 65)] if full else []),
    ]
    import sim

    print(json.dumps({"package": sim.__file__, "rows": rows}))


def _day(customers: int, days: int) -> Measured:
    """A day of a market that has settled."""
    market = Market(_config(customers, WARM + days), 1)
    for _ in range(WARM):
        market.step()
    start = time.process_time()
    for _ in range(days):
        market.step()
    seconds = time.process_time() - start
    digest = _digest(market)
    market.release()
    return f"{customers:,} customers: a day", "ms", 1e3 * seconds / days, digest


def _runs(customers: int, days: int, runs: int) -> Measured:
    """Whole runs, building included."""
    seconds, digests = 0.0, []
    for seed in range(runs):
        start = time.process_time()
        market = _whole(customers, days, seed)
        seconds += time.process_time() - start
        digests.append(_digest(market))
    what = f"{customers:,} customers × {days} days: a run"
    return what, "ms", 1e3 * seconds / runs, " ".join(digests)


def _whole(customers: int, days: int, seed: int = 1) -> Any:
    market = Market(_config(customers, days), seed)
    while market.running:
        market.step()
    market.release()
    return market


def _config(customers: int, days: int) -> Config:
    config = Config()
    market = replace(config.market, customers=customers)
    return replace(config, market=market, days=days, warmup_days=0)


def _digest(market: Any) -> str:
    """All events and the panel, whatever order columns lie in."""
    records, sha = market.world.records, hashlib.sha256()
    for name in sorted(TABLES):
        rows = records.table(name).happened
        for column in sorted(rows.dtype.names):
            sha.update(rows[column].tobytes())
    sha.update(records.panel.tobytes())
    return sha.hexdigest()


if __name__ == "__main__":
    main("full" in sys.argv[1:])
