"""A customer as a Mesa agent."""

from typing import Any

import mesa
import numpy as np

from sim.engine.rows import Floats
from sim.model.customers.mind import beliefs_of
from sim.model.rules.fit import pain
from sim.model.state.customers import COLUMNS, SEARCHING


class Customer(mesa.Agent):
    """One customer as a Mesa agent, which reads and writes its row and can be stepped by hand."""

    def __init__(self, model: mesa.Model, row: int) -> None:
        super().__init__(model)
        self.row = row

    def __getattr__(self, name: str) -> Any:
        if name in COLUMNS:
            value = self.model.world.customers.rows[name][self.row]
            return value.copy() if isinstance(value, np.ndarray) else value.item()
        raise AttributeError(f"a customer has no {name!r}; columns: {', '.join(COLUMNS)}")

    def __setattr__(self, name: str, value: Any) -> None:
        if name in COLUMNS:
            self.model.world.customers.rows[name][self.row] = value
        else:
            super().__setattr__(name, value)

    @property
    def in_market(self) -> bool:
        """Whether the customer has a need and is looking."""
        return bool(self.stage == SEARCHING)

    @property
    def belief(self) -> Floats:
        """Mean belief about each firm (utility)."""
        return beliefs_of(self.model.world, self.row)

    @property
    def pains(self) -> Floats:
        """Intensity of each pain."""
        world = self.model.world
        key, pains = world.catalogue.pain_key, world.customers.buyer.pains
        return np.array([pain(key, self.row, k) for k in range(pains)])

    def step(self) -> None:
        """Live today: notice what was published and said, then weigh reading, calling, deciding."""
        self.model.live_today(self.row)
