"""Which code draws which address of luck, recorded over small markets; nothing is compiled.

Run as a program with ``NUMBA_DISABLE_JIT=1``, it prints as JSON the slots that each line of the
model drew, and the pairs of lines that drew one address.
"""

import json
import os
import sys
from collections import Counter
from pathlib import Path

from sim.engine import luck

HERE = Path(luck.__file__).parents[1]
SMALL = (
    "market.customers=100",
    "days=30",
    "warmup_days=10",
    "market.start.remembered_days=30",
    "market.buyer.entry_per_year=3",
    "market.service.term_days=20",
)
# Between them, every purpose that a run draws for.
MARKETS = {
    "calls": (
        "sales.reps=3",
        "sales.prospectors=1",
        "sales.territory_sd=.3",
        "sales.cold_calls=2",
        "sales.turnover_per_year=4",
        "sales.leave_per_year=5",
        "timing.control=1",
        "incentive=market_share",
        "market.buyer.late_consideration=1",
    ),
    "talk": (
        "rivals.count=7",
        "network.contagion_per_year=1",
        "network.opinion_bound=2",
        "market.buyer.choice=logit",
        "market.buyer.waiting_days=.5",
        "sales.talk_spread=exponential",
        "market.buyer.entry_shape=2",
        "market.service.churn_shape=2",
    ),
    "content": (
        "cadence=release_train",
        "marketing.topics=problem_first",
        "market.buyer.memory_noise=false",
        "marketing.nurture_days=5",
        "alignment=integrated",
        "sales.routing=skill",
        "market.channels.email.unsubscribe=.1",
        "cadence.price_cut=.2",
        "cadence.cut_days=20",
    ),
    "lines": (
        "sales.reps=4",
        "sales.routing=pool",
        "sales.turnover_per_year=5",
        "sales.vacant_lead_days=1",
        "cadence=flighted",
    ),
    "outside": ("market=olist", "market.arrivals.dispersion=3"),
}


class Recorder:
    """Notes for every draw the line of code that asked for it."""

    def __init__(self) -> None:
        self._plain, self._first = luck.uniform, {}
        self.shared: Counter[tuple[str, str]] = Counter()
        self.drawn: dict[str, set[int]] = {}
        luck.uniform = self.uniform

    def uniform(self, key, agent, k):
        """The number at an address, as ever."""
        frame = sys._getframe(1)
        while frame.f_code.co_filename == luck.__file__:
            frame = frame.f_back
        file = frame.f_code.co_filename.removeprefix(f"{HERE}/")
        site = f"{file}:{frame.f_code.co_name}:{frame.f_lineno}"
        address = (int(key), int(agent), int(k))
        first = self._first.setdefault(address, site)
        if first != site:
            self.shared[min(first, site), max(first, site)] += 1
        self.drawn.setdefault(site, set()).add(int(k))
        return self._plain(key, agent, k)

    def forget(self) -> None:
        """Begin another market, whose luck has the same addresses."""
        self._first.clear()


def record() -> dict[str, object]:
    """Run every market once, and tell what was drawn and what was shared."""
    recorder = Recorder()
    # Imported after the recorder took its place, as modules keep the function that they import.
    from sim.model.market import Market
    from sim.request import request

    for words in MARKETS.values():
        recorder.forget()
        market = Market(request([*SMALL, *words]).scenarios[0].config)
        while market.running:
            market.step()
    sites = {site: [min(slots), max(slots)] for site, slots in sorted(recorder.drawn.items())}
    pairs = [[*pair, count] for pair, count in sorted(recorder.shared.items())]
    return {"drawn": sites, "shared": pairs}


if __name__ == "__main__":
    assert os.environ.get("NUMBA_DISABLE_JIT") == "1", "compiled draws leave no trace"
    json.dump(record(), sys.stdout)
