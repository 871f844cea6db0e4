"""The market: the Mesa model. One step is one working day."""

import reprlib
import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any, NoReturn

import mesa
import numpy as np
from mesa.datacollection import DataCollector

from sim.config import Config, ConfigError, Unsaid
from sim.config.input_files import with_files
from sim.engine.rows import Whole
from sim.engine.sources import COMPILED, fingerprint
from sim.model.agents.customer import Customer
from sim.model.agents.global_luck import GlobalLuck
from sim.model.agents.marketer import Marketer
from sim.model.agents.own_rules import decides_itself
from sim.model.agents.sales_rep import SalesRep
from sim.model.build import build
from sim.model.day import DAY
from sim.model.day.research import research, research_rows
from sim.model.own_classes import load
from sim.model.sales.staffing import close_the_books
from sim.model.state.which_world import settled
from sim.records import PANEL


class Market(mesa.Model):
    """Customers, marketers and sales reps of a few firms that meet each working day.

    Marketers and reps are agents from the start. Customers are rows, and become agents when
    somebody asks for ``agents``, ``agents_by_type`` or :meth:`customer`. A market may be copied and
    pickled between days; a copy runs on as the market itself would have. Without a ``seed``, and
    where nobody named one in the config, it draws its own; ``market.config`` tells it, and the
    world that was drawn.

    Raises :class:`ConfigError` for a config or a seed that is none.
    """

    def __init__(self, config: Config | None = None, seed: int | None = None) -> None:
        if config is not None and not isinstance(config, Config):
            raise ConfigError(
                f"Market({reprlib.repr(config)}) is not made of a config: write Market(Config("
                "market=sim.config.Market(customers=1000))), say"
            )
        config = with_files(config or Config())
        if seed is None and isinstance(config.seed, Unsaid):
            config = replace(config, seed=secrets.randbits(31))
        seed = _whole(config.seed if seed is None else seed)
        config = settled(config, seed)
        self._agents_made = 0
        super().__init__(rng=seed)
        self._config = config
        self.world = build(config, seed, self)
        self.makes_agents, self._in_a_day, self._asked = False, False, threading.RLock()
        self._customers: list[Customer] = []
        self._collector: DataCollector | None = None
        own_marketer = load(config.policies.marketer, Marketer, "policies.marketer")
        own_rep = load(config.policies.rep, SalesRep, "policies.rep")
        of_marketers = self.world.marketing.marketers.firm
        self.marketers: Sequence[Marketer] = tuple(self._made(own_marketer, Marketer, of_marketers))
        self.reps: Sequence[SalesRep] = tuple(
            self._made(own_rep, SalesRep, self.world.sales.reps["firm"])
        )
        self.own_rules: Sequence[SalesRep] = tuple(filter(decides_itself, self.reps))
        self._global_luck = GlobalLuck(config.policies)
        self.world.open_day(0)

    @property
    def config(self) -> Config:
        """The scenario, with the seed that was drawn where none was named; it cannot change."""
        return self._config

    @config.setter
    def config(self, config: Config) -> NoReturn:
        raise ConfigError(
            "the config of a market cannot change while it runs: make another, "
            "Market(dataclasses.replace(market.config, days=260)), say"
        )

    def step(self) -> None:
        """One working day: publish, notice, research, hand off, sell, serve, pay.

        After the last day a step does nothing.
        """
        if self.world.closed:
            self.steps = self.world.last_day
            return
        self._refuse_in_a_day("stepped")
        with self._global_luck:
            self._live(len(DAY))
        self.end_day()

    def end_day(self) -> None:
        """Close today's books and open tomorrow's."""
        self.world.close_day()
        if self.world.day + 1 < self.world.last_day:
            self.world.open_day(self.world.day + 1)
        else:
            close_the_books(self.world)
            self.world.closed = True
            self.running = False

    def customer(self, row: int) -> Customer:
        """One customer as an agent."""
        return self._all_customers()[row]

    def live_today(self, row: int) -> None:
        """Let one customer do today's research by hand; the day will skip it.

        What comes before research is lived by all, so that the day is the same day.
        """
        if not self.world.closed:
            self._live(DAY.index(research))
            research_rows(self.world, np.array([row], np.int64))

    def reseed(self, seed: int) -> None:
        """Give the market other luck from today on, as for a copy that is to go another way."""
        self._refuse_in_a_day("given another seed")
        seed = _whole(seed)
        self.world.reseed(seed)
        self.random.seed(seed)
        self.reset_rng(seed)

    def seat(self, makers: Mapping[int, Callable[["Market", int], SalesRep]]) -> None:
        """Give seats, by row, to reps of classes of one's own, who decide from today on."""
        self._refuse_in_a_day("given other reps")
        self.makes_agents = True
        try:
            others = {row: make(self, row) for row, make in makers.items()}
        finally:
            self.makes_agents = False
        for row in others:
            mesa.Agent.remove(self.reps[row])
        self.reps = tuple(others.get(row, rep) for row, rep in enumerate(self.reps))
        self.own_rules = tuple(filter(decides_itself, self.reps))

    def _live(self, phases: int) -> None:
        """Go through today up to so many phases; those that were lived are not lived again."""
        self._refuse_in_a_day("stepped")
        self._in_a_day = True
        try:
            while self.world.phases_done < phases:
                DAY[self.world.phases_done](self.world)
                self.world.phases_done += 1
        finally:
            self._in_a_day = False

    def _refuse_in_a_day(self, what: str) -> None:
        if self._in_a_day:
            raise ConfigError(f"a market cannot be {what} by what happens in it, only between days")

    def _made(self, own: type, usual: type, firms: Whole) -> list[Any]:
        """An agent for every row; those of the focal firm are of one's own class."""
        self.makes_agents = True
        try:
            return [(own if firm == 0 else usual)(self, row) for row, firm in enumerate(firms)]
        finally:
            self.makes_agents = False

    def _all_customers(self) -> list[Customer]:
        if not self._customers:
            with self._asked:  # another thread may be making them
                if not self._customers and not self.makes_agents:
                    everybody = np.zeros(len(self.world.customers.rows), np.int64)
                    self._customers = self._made(Customer, Customer, everybody)
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

    def register_agent(self, agent: mesa.Agent) -> None:
        """Enter an agent. The market numbers it where Mesa would keep every model for ever to do so
        (mesa#3179, before 3.4.2)."""
        super().register_agent(agent)
        numbers = getattr(mesa.Agent, "_ids", None)
        if numbers is not None:
            numbers.pop(self, None)
            self._agents_made += 1
            agent.unique_id = self._agents_made

    @property
    def datacollector(self) -> DataCollector:
        """Mesa's collector of the focal firm's daily panel, or one of your own in its place."""
        return self._collector or _panel_of(self)

    @datacollector.setter
    def datacollector(self, collector: DataCollector) -> None:
        self._collector = collector

    def release(self) -> None:
        """Let go of all agents at once; a market that nobody holds is freed without it, too."""
        for agent in [*self._customers, *self.marketers, *self.reps]:
            mesa.Agent.remove(agent)

    def __getstate__(self) -> dict[str, Any]:
        self._refuse_in_a_day("copied")
        return {**vars(self), "_asked": None, "made_by": _code()}

    def __setstate__(self, state: dict[str, Any]) -> None:
        if state.pop("made_by") != _code():
            raise ConfigError("this market was saved by other code: it would go on in another way")
        self.__dict__.update(state)
        self._asked = threading.RLock()

    def __copy__(self) -> NoReturn:
        raise ConfigError("a shallow copy of a market would share its days: use copy.deepcopy")


@cache
def _code() -> str:
    return fingerprint(COMPILED)


def _whole(seed: Any) -> int:
    """A seed as Python's own whole number; refused if it is none or below 0."""
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise ConfigError(f"seed={seed!r} is not a whole number from 0")
    return int(seed)


def _panel_of(market: Market) -> DataCollector:
    """A collector that holds a row for each day that is over, read from the panel."""
    over = market.world.day + market.world.closed
    reporters = {name: partial(_latest, column) for column, name in enumerate(PANEL)}
    collector = DataCollector(model_reporters=reporters)
    panel = market.world.records.panel[:over, 0]
    collector.model_vars = {name: panel[:, c].tolist() for c, name in enumerate(PANEL)}
    if hasattr(collector, "_collection_steps"):  # Mesa 3.5 reads by the step, earlier by the place
        collector._collection_steps = list(range(1, over + 1))
    return collector


def _latest(column: int, market: Market) -> float:
    """The focal firm's number on the last day that is over."""
    return float(market.world.records.panel[market.world.day - 1 + market.world.closed, 0, column])
