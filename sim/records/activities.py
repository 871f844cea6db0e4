"""Activities: all that reps give hours to, in the order of plans, rows, KPIs and figures."""

from typing import NamedTuple

import numpy as np


class Activity(NamedTuple):
    """An activity: its name in a plan, its words in a KPI, its label in a figure."""

    name: str
    words: str
    label: str
    sells: bool = True

    @property
    def column(self) -> str:
        """The column of its hours."""
        return f"hours_{self.name}"


# Those that sell come first.
REGISTER = (
    Activity("inbound", "inbound conversations", "buyers\nwho call"),
    Activity("follow_up", "follow-ups", "follow-up"),
    Activity("leads", "calls of leads", "leads of\nmarketing"),
    Activity("prospecting", "cold calls", "cold\ncalls"),
    Activity("service", "service of accounts", "service of\naccounts", sells=False),
)
ACTIVITIES = tuple(one.name for one in REGISTER)
HOURS_BY_ACTIVITY = tuple(one.column for one in REGISTER)
SELLING_HOURS = tuple(one.column for one in REGISTER if one.sells)
# NumPy integers, as Numba compiles a function anew for every plain constant it is called with.
SELLING = np.int64(len(SELLING_HOURS))
INBOUND, FOLLOW_UP, LEADS, PROSPECTING, SERVICE = (
    np.int64(ACTIVITIES.index(name))
    for name in ("inbound", "follow_up", "leads", "prospecting", "service")
)
