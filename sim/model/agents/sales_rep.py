"""A sales rep as a Mesa agent."""

from typing import Any

import mesa
import numpy as np

from sim.model.rules.closing import CLOSINGS
from sim.model.state.seats import COLUMNS
from sim.records.activities import ACTIVITIES


class SalesRep(mesa.Agent):
    """One rep as a Mesa agent. Subclass it and override :meth:`split`, :meth:`closing` or both to
    try a policy."""

    def __init__(self, model: mesa.Model, row: int) -> None:
        super().__init__(model)
        self.row = row

    def __getattr__(self, name: str) -> Any:
        if name in COLUMNS:
            value = self.model.world.sales.reps[name][self.row]
            return value.copy() if isinstance(value, np.ndarray) else value.item()
        raise AttributeError(f"a rep has no {name!r}; columns: {', '.join(COLUMNS)}")

    def __setattr__(self, name: str, value: Any) -> None:
        if name in COLUMNS:
            self.model.world.sales.reps[name][self.row] = value
        else:
            super().__setattr__(name, value)

    @property
    def attainment(self) -> float:
        """Credit over quota in the current period, for the plan's first component with a quota."""
        quota = self.quota
        return float(self.credit[0] / quota[0]) if len(quota) and quota[0] > 0 else 0.0

    def split(self, day: int) -> dict[str, float]:
        """Hours to give each activity at most today, by name; the built-in plan unless overridden.

        Names are those of ``sim.records.ACTIVITIES``: inbound, follow_up and so on, service last.
        Selling activities are worked within the hours of the largest; a total beyond the working
        hours is refused.
        """
        return dict(zip(ACTIVITIES, self.plan.tolist(), strict=True))

    def closing(self, day: int) -> str:
        """The move on deals agreed but not signed: hold, natural, push or hard push.

        To hold is to let signatures wait, to push is to offer a discount for one today. As
        everywhere, that reaches the part ``timing.control`` of deals, and a push is believed near a
        deadline only: the nearest end of a period of the pay plan.
        """
        return CLOSINGS[self.move]
