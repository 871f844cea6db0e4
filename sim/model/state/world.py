"""The world: all state of one run, department by department. Plain data, filled by ``build``."""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from sim.config import Cadence, Config
from sim.config.plan import Draw
from sim.engine.appointments import Appointments
from sim.engine.luck import Purpose, todays_keys
from sim.engine.rows import Settings, Table
from sim.model.foresight.outlooks import Outlooks
from sim.model.rules.measures import Rates
from sim.model.state.aims import Aim, Bandit
from sim.model.state.catalogue import Catalogue
from sim.model.state.customers import Needs, Rows, searching_of
from sim.model.state.events import Events
from sim.model.state.fading import Fading
from sim.model.state.ledger import STOCKS, Ledger, ledger_of
from sim.model.state.marketers import Marketers
from sim.model.state.network import Ties
from sim.model.state.offers import Known
from sim.model.state.pay_plans import Plans
from sim.model.state.qualification import Qualification
from sim.model.state.rep_lists import Lists
from sim.model.state.seats import Desks
from sim.model.state.streams import Streams
from sim.records import Records

Floats = np.ndarray[Any, np.dtype[np.float64]]
Whole = np.ndarray[Any, np.dtype[np.int64]]


class Staff(Protocol):
    """The people of all firms as agents that take their own decisions."""

    marketers: list[Any]
    own_rules: list[Any]


@dataclass
class CustomerState:
    """Customers: one row each, who of them searches, and what all of them know and remember."""

    rows: Rows
    searching: Whole
    buyer: Any  # parameters of buyers, by name
    hearing: Any  # parameters of word of mouth, by name
    network: Ties
    needs: Needs  # the calendar of needs
    renewals: Appointments  # the calendar of terms that end
    churn: Floats  # equally likely chances to leave at a term's end
    known: Known
    fading: Fading
    exposure_keys: Any  # luck of each day's exposures, remembered days first
    made_up: float  # SDs of belief at which a mind is made up
    signs: float  # SDs of belief at which a customer signs


@dataclass
class MarketingState:
    """Marketing of every firm: its people, its calendar, what is out and whom it reaches.

    Arrays are [firm, stream] where a comment says nothing else; a page is a day on which content
    is kept, the remembered days before the run included.
    """

    settings: Any  # [firm]
    marketers: Marketers
    calendars: list[Cadence]
    planned: list[dict[int, dict[str, int]]]  # dated items by day after the warm-up and stream
    streams: Streams
    kinds: Any  # parameters of content [stream]
    topics: list[str]  # how marketers choose a topic [firm]
    wages_a_day: Floats  # money [firm]
    budgets: list[float | None]  # money a month [firm]
    kept: Floats  # part of a stock that is left a day later [stream]
    reference: Floats  # stock at which reach is half its most [stream]
    stock: Floats  # items still being seen, aged
    force: Floats  # how little content has worn out, 0 to 1
    aired: Floats  # day of the last item
    money: Floats  # left of the month's budget [firm]
    behind: Floats  # money behind an item today, times the usual
    prepared: Floats  # items ready for the next release [firm]
    nurtured: Whole  # first lead not yet scored again [firm]
    aims: dict[int, Aim]
    bandits: dict[int, Bandit]
    reach: Floats  # exposures a customer and day [page, firm, stream]
    dormant_reach: Floats  # the same for customers without a need
    dormant_total: Floats  # the same over all streams [page, firm]

    @property
    def item_hours(self) -> list[float]:
        """Hours that one item takes, for each stream that marketers publish."""
        hours: list[float] = self.kinds["hours"].tolist()
        return hours[: len(self.streams.published)]


@dataclass
class SalesState:
    """Sales of every firm: its seats, what lies on reps' desks, and when a lead is worth a call."""

    settings: Any  # [firm]
    timing: Any  # how signatures can be hastened or held back [firm]
    reps: Rows
    desks: Desks
    agreed: Whole  # deals agreed but not signed [rep]
    load: Whole  # leads and deals in hand [rep]
    lists: Lists
    follow_ups: Any  # first deal to be followed up on a day
    oldest_lead: Whole  # first lead that has not lapsed [firm]
    qualification: Qualification
    shared_lines: bool  # whether a firm has one line for all who ask
    uneven_talks: bool  # whether conversations last unequally long
    impatient: bool  # whether customers give up waiting


@dataclass
class PayState:
    """Pay of every firm: the plan, the quotas it leads to, and what reps go by when they value it.

    Arrays are [firm, component] where a comment says nothing else.
    """

    plans: Plans
    quotas: Table[Settings]  # rules for setting quotas [firm]
    periods: list[list[tuple[int, int]]]  # components and days of their periods [firm]
    draws: list[Draw]  # advances [firm]
    salaries: Floats  # money a year [firm]
    counted_at_night: list[list[int]]  # firms and components credited at the end of a day
    rates: Table[Rates]  # what happens a day, what goods are worth [firm]
    outlooks: Outlooks
    par: Floats  # running mean of credit a rep
    prospectors_par: Floats
    hard: Floats  # quota over par
    last_share: Floats  # share of wins in the last period
    talks_before: int = 0  # conversations before today


@dataclass
class World:
    """All state of one run. Firm 0 is the focal firm; days are working days from the warm-up on."""

    config: Config
    seed: int
    firms: int
    last_day: int
    catalogue: Catalogue
    goods: Any  # parameters of what is sold, by name
    service: Any  # parameters of accounts, by name
    alignment: Any  # what the two departments share [firm]
    customers: CustomerState
    marketing: MarketingState
    sales: SalesState
    pay: PayState
    records: Records
    events: Events
    column: dict[str, int]  # columns of the panel by name
    keys: Any  # today's luck by purpose
    life: Any  # luck that no day decides, by purpose
    staff: Staff
    panel_today: Any
    day: int = 0

    @property
    def page(self) -> int:
        """Today's place in what is kept by day, after the remembered days before the run."""
        return self.day + self.customers.fading.history

    def key(self, purpose: Purpose) -> np.uint64:
        """The key of today's luck for one purpose."""
        return np.uint64(self.keys[purpose])

    def open_day(self, day: int) -> None:
        """Turn to a day: its luck, and its panel with yesterday's stocks."""
        self.day = day
        todays_keys(self.keys, self.seed, day)
        self.panel_today = self.records.panel[day]
        self.pay.talks_before = int(self.records.conversations.count[0])
        if day > 0:
            stocks = self.records.panel[day - 1][:, list(STOCKS)]
            self.panel_today[:, list(STOCKS)] = stocks

    def close_day(self) -> None:
        """Count who is in the market at the end of the day."""
        customers = self.customers
        customers.searching = searching_of(customers.searching, customers.rows)
        self.panel_today[:, self.column["in_market"]] = len(customers.searching)

    def add(self, firm: int, column: str, amount: float) -> None:
        """Add to today's panel."""
        self.panel_today[firm, self.column[column]] += amount

    def rows_of(self, firm: int) -> slice:
        """The rows of a firm's reps."""
        first = int(self.sales.desks.first[firm])
        return slice(first, first + int(self.sales.desks.count[firm]))

    def ledger(self, **more: int) -> Ledger:
        """Today's books, with room for so many more rows: leads, deals, journeys, conversations or
        renewals."""
        records, sales = self.records, self.sales
        for table, rows in more.items():
            getattr(records, table).make_room(rows)
        sales.lists.make_room(len(records.leads.rows), len(records.deals.rows))
        return ledger_of(
            records, sales.lists, sales.follow_ups, sales.agreed, sales.load, self.panel_today
        )
