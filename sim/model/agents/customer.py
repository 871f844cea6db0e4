"""A customer as a Mesa agent."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np

from sim.config.parameter import About
from sim.engine.rows import Floats
from sim.model.agents.row_agent import RowAgent, unchanging
from sim.model.customers.experience import bring_up_to_date
from sim.model.customers.mind import beliefs_of
from sim.model.rules.fit import pain
from sim.model.state.customers import SEARCHING, CustomerRow


class Customer(RowAgent):
    """One customer as a Mesa agent, which reads its row and can be stepped by hand."""

    kind = "customer"
    number = "market.customers"
    columns = MappingProxyType(CustomerRow.__annotations__)
    settable: ClassVar[Mapping[str, About]] = MappingProxyType({
        "attention": About("content noticed, times the mean", "×", 0, 100),
        "hassle": About("cost of a conversation", "utility", 0, 1000),
        "clarity": About("precision of the customer's idea of the own problem", "", 0, 1000),
    })  # fmt: skip

    @property
    def rows(self) -> Any:
        """All customers' rows."""
        return self.model.world.customers.rows

    def about_to_set(self, name: str) -> None:
        """Let the days so far be lived as the customer was; a new value counts from today on."""
        if name != "hassle":
            bring_up_to_date(self.model.world, np.array([self.row], np.int64))

    @property
    def in_market(self) -> bool:
        """Whether the customer has a need and is looking."""
        return bool(self.stage == SEARCHING)

    @property
    def belief(self) -> Floats:
        """Mean belief about each firm (utility)."""
        found: Floats = unchanging(beliefs_of(self.model.world, self.row))
        return found

    @property
    def pains(self) -> Floats:
        """Intensity of each pain."""
        world = self.model.world
        key, pains = world.catalogue.pain_key, world.customers.buyer.pains
        found: Floats = unchanging([pain(key, self.row, k) for k in range(pains)])
        return found

    def step(self) -> None:
        """Weigh reading, calling and deciding today, once content is out and has been noticed."""
        self.model.live_today(self.row)
