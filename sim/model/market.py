"""The market: the Mesa model. One step is one working day."""

from typing import Any

import mesa
import numpy as np

from sim.config import Config
from sim.config.calendar_file import with_calendars
from sim.model.agents.customer import Customer
from sim.model.agents.marketer import Marketer
from sim.model.agents.own_rules import decides_itself
from sim.model.agents.sales_rep import SalesRep
from sim.model.build import build
from sim.model.day import DAY
from sim.model.day.notice import notice_rows, wake
from sim.model.day.research import research_rows
from sim.model.own_classes import load
from sim.model.sales.staffing import close_the_books
from sim.model.state.customers import DORMANT


class Market(mesa.Model):
    """Customers, marketers and sales reps of a few firms that meet each working day.

    Marketers and reps are agents from the start. Customers are rows, and become agents when
    somebody asks for ``agents``, ``agents_by_type`` or :meth:`customer`.
    """

    def __init__(self, config: Config | None = None, seed: int | None = None) -> None:
        config = with_calendars(config or Config())
        seed = config.seed if seed is None else seed
        super().__init__(rng=seed)
        self.config = config
        self.world = build(config, seed, self)
        self._customers: list[Customer] = []
        own_marketer = load(config.policies.marketer, Marketer, "policies.marketer")
        own_rep = load(config.policies.rep, SalesRep, "policies.rep")
        self.marketers = [
            (own_marketer if firm == 0 else Marketer)(self, row)
            for row, firm in enumerate(self.world.marketing.marketers.firm)
        ]
        self.reps = [
            (own_rep if firm == 0 else SalesRep)(self, row)
            for row, firm in enumerate(self.world.sales.reps["firm"])
        ]
        self.own_rules = [rep for rep in self.reps if decides_itself(rep)]
        self.world.open_day(0)

    def step(self) -> None:
        """One working day: publish, notice, research, hand off, sell, serve, pay."""
        for phase in DAY:
            phase(self.world)
        self.end_day()

    def end_day(self) -> None:
        """Close today's books and open tomorrow's."""
        self.world.close_day()
        if self.world.day + 1 < self.world.last_day:
            self.world.open_day(self.world.day + 1)
        else:
            close_the_books(self.world)
            self.running = False

    def customer(self, row: int) -> Customer:
        """One customer as an agent."""
        return self._all_customers()[row]

    def live_today(self, row: int) -> None:
        """Let one customer live today's noticing and research by hand; the day will skip it."""
        world = self.world
        rows = np.array([row], np.int64)
        if self._due_today(row):
            wake(world, rows)
        notice_rows(world, rows)
        research_rows(world, rows)

    def _due_today(self, row: int) -> bool:
        world = self.world
        dormant = world.customers.rows["stage"][row] == DORMANT
        return bool(dormant and world.customers.rows["needs"][row] == world.day)

    def _all_customers(self) -> list[Customer]:
        if not self._customers:
            self._customers = [Customer(self, row) for row in range(len(self.world.customers.rows))]
        return self._customers

    @property
    def agents(self) -> Any:
        """All agents, customers among them."""
        self._all_customers()
        return super().agents

    @property
    def agents_by_type(self) -> Any:
        """Agents by their class, customers among them."""
        self._all_customers()
        return super().agents_by_type

    def release(self) -> None:
        """Let go of what Mesa keeps of every model (mesa#3179), so that memory stays flat."""
        ids = getattr(mesa.Agent, "_ids", None)
        if ids is not None:
            ids.pop(self, None)
        for agent in [*self._customers, *self.marketers, *self.reps]:
            agent.remove()
