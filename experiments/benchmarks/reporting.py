"""The market as Mesa's ``batch_run`` wants it: parameters by name, KPIs from a data collector."""

import time
from dataclasses import replace
from typing import Any

import mesa

from sim.config import Config
from sim.config.working_days import QUARTER
from sim.metrics.kpis import kpis
from sim.model.market import Market


class Reporting(Market):
    """A market that reports its KPIs on its last day, and how long it took."""

    def __init__(
        self, customers: int = 500, days: int = QUARTER, luck: int = 0, **more: Any
    ) -> None:
        self._started = time.perf_counter()
        base = Config()
        market = replace(base.market, customers=customers)
        super().__init__(replace(base, market=market, days=days, warmup_days=0), luck)
        self.datacollector = mesa.DataCollector({"seconds": self._seconds, "kpis": self._kpis})

    def step(self) -> None:
        """One working day."""
        super().step()
        self.datacollector.collect(self)

    def _seconds(self) -> float:
        return time.perf_counter() - self._started

    def _kpis(self) -> dict[str, float] | None:
        return None if self.running else kpis(self.world.records, self.config)
