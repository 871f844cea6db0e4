"""The counted window of a run: what happened to the focal firm and the market after the warm-up."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.config import Config
from sim.metrics.attribution import lead_to_win, touches
from sim.records import PANEL, Outcome, Records, Rows
from sim.records.opportunities import opportunities

FOCAL = 0
# The component of rows of pay that are advances, and what is kept back for them.
ADVANCE, GUARANTEE = -2, -3
COLUMN = {name: number for number, name in enumerate(PANEL)}


class Over(NamedTuple):
    """A sum over another, of one run."""

    part: float
    whole: float


Value = float | Over


@dataclass(frozen=True)
class Window:
    """The counted part of a run: rows and panel days after the warm-up.

    ``opened``: the firm's opportunities that were opened in it; ``closed``: those that were closed;
    ``won``: all firms' that were won; ``on_file``: whether those that the firm won were of somebody
    who had left a name before. ``pipeline``: the firm's deals with a conversation, of any day.
    """

    config: Config
    start: int
    leads: Rows
    credited: dict[str, NDArray[np.bool_]]
    opened: Rows
    closed: Rows
    won: Rows
    on_file: NDArray[np.bool_]
    pipeline: Rows
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
        found, of_deal = opportunities(deals)
        renewals, pay = records.renewals.happened, records.pay.happened
        leads, end = records.leads.happened, len(records.panel)
        closed = found[(found["outcome"] != Outcome.OPEN) & (found["closed"] >= start)]
        won, own = closed[closed["outcome"] == Outcome.WON], found["firm"] == FOCAL
        named = touches(
            won[won["firm"] == FOCAL], leads[~leads["inquiry"]], config.marketing.lookback_days
        )
        before = records.panel[start - 1, FOCAL, COLUMN["account_value"]] if start else 0.0
        return cls(
            config=config,
            start=start,
            leads=leads[leads["firm"] == FOCAL],
            credited=lead_to_win(leads, deals, start, end, FOCAL),
            opened=found[own & (found["opened"] >= start)],
            closed=closed[closed["firm"] == FOCAL],
            won=won,
            on_file=named.last >= 0,
            pipeline=deals[(of_deal >= 0) & (deals["firm"] == FOCAL)],
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

    def open_days(self, opportunities: Rows) -> NDArray[np.float64]:
        """Days of the window on which each was open."""
        end = self.start + len(self.panel)
        closed = np.where(np.isnan(opportunities["closed"]), end, opportunities["closed"])
        begun = np.maximum(opportunities["opened"], self.start)
        days: NDArray[np.float64] = np.maximum(np.minimum(closed, end) - begun, 0.0)
        return days

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
        owing &= np.isin(last["component"], (ADVANCE, GUARANTEE))
    return float(last["balance"][owing].sum())
