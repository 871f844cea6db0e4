"""A sales rep as a Mesa agent."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from sim.config.parameter import About
from sim.model.agents.row_agent import RowAgent
from sim.model.rules.closing import CLOSINGS
from sim.model.state.seats import RepRow
from sim.records.activities import ACTIVITIES


class SalesRep(RowAgent):
    """One rep as a Mesa agent. Subclass it and override :meth:`split`, :meth:`closing` or both to
    try a policy."""

    kind = "rep"
    number = "sales.reps"
    columns = MappingProxyType(RepRow.__annotations__)
    settable: ClassVar[Mapping[str, About]] = MappingProxyType({
        "skill": About("skill of the person in the seat, times the mean", "×", 0.01, 100),
    })  # fmt: skip

    @property
    def rows(self) -> Any:
        """All reps' rows."""
        return self.model.world.sales.reps

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
