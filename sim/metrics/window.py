"""The counted window of a run: what happened to the focal firm and the market after the warm-up."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.config import Config
from sim.metrics.attribution import lead_to_win
from sim.records import PANEL, Outcome, Records, Rows

FOCAL = 0
# The component of rows of pay that are advances, and what is kept back for them.
ADVANCE = -2
COLUMN = {name: number for number, name in enumerate(PANEL)}


class Over(NamedTuple):
    """A sum over another, of one run."""

    part: float
    whole: float


Value = float | Over


@dataclass(frozen=True)
class Window:
    """The counted part of a run: rows and panel days after the warm-up."""

    config: Config
    start: int
    leads: Rows
    credited: dict[str, NDArray[np.bool_]]
    deals: Rows
    won: Rows
    journeys: Rows
    renewals: Rows
    pay: Rows
    panel: NDArray[np.float64]
    account_value_at_start: float
    paid_ahead: float

    @classmethod
    def of(cls, records: Records, config: Config) -> "Window":
        """The window of a run."""
        start = config.warmup_days
        deals, journeys = records.deals.happened, records.journeys.happened
        renewals, pay = records.renewals.happened, records.pay.happened
        leads, end = records.leads.happened, len(records.panel)
        closed = deals[(deals["outcome"] != Outcome.OPEN) & (deals["closed"] >= start)]
        before = records.panel[start - 1, FOCAL, COLUMN["account_value"]] if start else 0.0
        return cls(
            config=config,
            start=start,
            leads=leads[leads["firm"] == FOCAL],
            credited=lead_to_win(leads, deals, start, end, FOCAL),
            deals=closed[closed["firm"] == FOCAL],
            won=closed[closed["outcome"] == Outcome.WON],
            journeys=journeys[journeys["ended"] >= start],
            renewals=renewals[(renewals["firm"] == FOCAL) & (renewals["day"] >= start)],
            pay=pay[(pay["firm"] == FOCAL) & (pay["day"] >= start)],
            panel=records.panel[start:],
            account_value_at_start=float(before),
            paid_ahead=_owed(records, config, end) - _owed(records, config, start),
        )

    def total(self, *columns: str, firm: int | slice = FOCAL) -> float:
        """Sum of panel columns over the window, for the focal firm or for all."""
        return float(sum(self.panel[:, firm, COLUMN[name]].sum() for name in columns))

    @property
    def compensation(self) -> float:
        """Pay of the focal firm's reps as it was earned, not as it was handed over (money)."""
        return self.total("salary", "variable_pay") - self.paid_ahead


def _owed(records: Records, config: Config, day: int) -> float:
    """Money that the focal firm's reps owe when a day begins: advances, and pay taken back."""
    pay, staff = records.pay.happened, records.staff.happened
    rows = pay[(pay["firm"] == FOCAL) & (pay["day"] < day)][::-1]
    left = staff[~staff["stays"] & (staff["day"] < day)]
    forgiven = np.full(max([0, *rows["rep"] + 1, *left["rep"] + 1]), -1)
    np.maximum.at(forgiven, left["rep"], left["day"])
    _, place = np.unique(rows["rep"], return_index=True)
    last = rows[place]
    owing = last["day"] > forgiven[last["rep"]]
    if config.incentive.draw.a_month and not config.incentive.draw.recoverable:
        # A reckoning forgives what it could not keep back.
        owing &= last["component"] == ADVANCE
    return float(last["balance"][owing].sum())
