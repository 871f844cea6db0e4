"""The world: all state of one run, department by department. Plain data, made by ``build``.

A comment says the indices of an array where those of its class do not hold; money is in the
config's currency, times are working days from the start of the warm-up.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.config import Cadence, Config
from sim.config.plan import Draw, Guarantee, Incentive
from sim.engine.appointments import Appointments
from sim.engine.compiled import compiled
from sim.engine.entries import Entries, entries_of
from sim.engine.luck import key_of, todays_keys
from sim.engine.rows import Floats, Settings, Table, Whole
from sim.engine.slots import Purpose
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
from sim.model.state.parameters import (
    BuyerNumbers,
    CatalogueNumbers,
    NetworkNumbers,
    ServiceNumbers,
)
from sim.model.state.pay_plans import Plans, Window
from sim.model.state.qualification import Qualification
from sim.model.state.rep_lists import Lists
from sim.model.state.seats import Desks
from sim.model.state.streams import Streams
from sim.model.state.worth import Worth
from sim.records import Records

Keys = NDArray[np.uint64]
Made = TypeVar("Made")
# A release by its number in the calendar and its day after the warm-up.
Launch = tuple[int, int]


class Staff(Protocol):
    """The people of all firms as agents: marketers, and the reps whose class has its own rules."""

    marketers: Sequence[Any]
    own_rules: Sequence[Any]


@dataclass
class CustomerState:
    """Customers: a row each, those who search, and what all of them know and remember."""

    rows: Rows  # of CustomerRow
    searching: Whole  # rows of those in the market
    buyer: BuyerNumbers
    hearing: NetworkNumbers  # word of mouth
    network: Ties
    needs: Needs  # calendar of needs to come
    renewals: Appointments  # calendar of terms that end
    churn: Floats  # chances to leave at a renewal, each as frequent among accounts
    known: Known  # offers that all have heard of
    fading: Fading
    exposure_keys: Keys  # luck of a day's exposures [page]
    made_up: float  # SDs of belief at which a mind is made up
    signs: Floats  # SDs of belief at which a customer signs [people who decide, less one]

    def __getstate__(self) -> dict[str, Any]:
        """Without the links of the two calendars, which are columns of the rows."""
        none: Any = None
        needs, renewals = self.needs._replace(link=none), self.renewals._replace(link=none)
        return {**vars(self), "needs": needs, "renewals": renewals}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Thread a copy's calendars through its own rows."""
        self.__dict__.update(state)
        self.needs = self.needs._replace(link=self.rows["next_entry"])
        self.renewals = self.renewals._replace(link=self.rows["next_renewal"])


@dataclass
class MarketingState:
    """Marketing of every firm: its people, its calendar, what is out and whom it reaches.

    Arrays are [firm, stream]. A page is a day whose content customers can have noticed: those that
    they remember from before the run come first.
    """

    settings: Table[Settings]  # [firm]
    marketers: Marketers
    calendars: list[Cadence]  # [firm]
    planned: list[dict[int, dict[str, int]]]  # dated items by day after the warm-up and stream
    streams: Streams
    kinds: Rows  # parameters of content [stream]
    topics: list[str]  # a word of ``marketing.topics`` [firm]
    wages_a_day: Floats  # money [firm]
    budgets: list[float | None]  # money a month [firm]
    kept: Floats  # part of a stock that is left a day later [stream]
    reference: Floats  # stock that one item a week sustains [stream]
    stock: Floats  # items still being seen, aged by their half-lives
    force: Floats  # what wear-out has left of an exposure's effect, 0 to 1
    aired: Floats  # day of the last item
    sent: Floats  # items that came out [day modulo 20, firm, stream]
    money: Floats  # left of the month's budget [firm]
    behind: Floats  # money behind an item today, times the usual
    attention: Floats  # part of it that what was sent lately leaves
    prepared: list[dict[Launch, float]]  # items ready for releases to come [firm]
    nurtured: Whole  # first lead not yet scored again [firm]
    aims: dict[int, Aim]  # of firms whose marketers are planners
    bandits: dict[int, Bandit]  # of firms whose marketers try kinds out
    reach: Floats  # exposures of a searching customer a day [page, firm, stream]
    dormant_reach: Floats  # the same for customers without a need
    dormant_total: Floats  # the same over all streams [page, firm]
    by_calendar: bool  # whether all marketers do what calendars ask, whatever it is about
    pulses: bool  # whether any calendar has pulses
    offers: bool  # whether any firm has promotions or releases
    tires: bool  # whether any content tires those whom it reaches
    topical: bool  # whether any stream is about a pain

    @property
    def item_hours(self) -> Floats:
        """Hours that one item takes, for each stream that marketers publish."""
        return self.kinds["hours"][: len(self.streams.published)]

    def item_costs(self, firm: int) -> Floats:
        """Money that one item costs a firm today, for each stream that marketers publish."""
        return (self.kinds["cost"] * self.behind[firm])[: len(self.streams.published)]


@dataclass
class SalesState:
    """Sales of every firm: its reps, their lists of leads and deals, and what qualifies a lead."""

    settings: Table[Settings]  # [firm]
    timing: Table[Settings]  # how signatures can be hastened or held back [firm]
    reps: Rows  # of RepRow
    desks: Desks  # where each firm's reps are, and who serves whom
    agreed: Whole  # deals agreed but not signed [rep]
    load: Whole  # leads and deals in hand [rep]
    lists: Lists
    follow_ups: NDArray[np.int32]  # first deal to be followed up on a day [day]
    oldest_lead: Whole  # first lead that has not lapsed [firm]
    qualification: Qualification  # scores that qualify a lead
    worth: Worth  # what reps have learnt of it
    # Leads of a rep's call that have ended, by when the rep reached the customer: at the beginning
    # of a day or after it [firm, two a day, channel, what is told].
    met: Whole
    shared_lines: bool  # whether any firm has one line for all who ask
    uneven_talks: bool  # whether conversations last unequally long
    impatient: bool  # whether customers give up waiting
    talks_a_day: int  # most conversations of all reps, each of the usual length
    strangers_a_day: int  # most cold calls of all reps
    roster: bool  # whether a roster says who sits in which seat


@dataclass
class PayState:
    """Pay of every firm: its plan, its quotas, and the rates by which reps value a deal.

    Arrays are [firm, component].
    """

    plans: Plans
    quotas: Table[Settings]  # rules for setting quotas [firm]
    windows: list[dict[int, Window]]  # days that each component counts [firm]
    month: Window  # the months of all firms
    written: list[Incentive]  # plans as they are written down [firm]
    draws: list[Draw]  # advances [firm]
    guarantees: list[Guarantee]  # least variable pay of new reps [firm]
    paydays: list[list[int]]  # components that count always, from the one paid most often [firm]
    salaries: Floats  # money a year [firm]
    turns: set[int]  # days from which a plan has other fixed pay, or a component more
    counted_at_night: list[list[int]]  # firms and components credited at the end of a day
    rates: Table[Rates]  # what happens a day and what goods are worth [firm]
    outlooks: Outlooks  # tables for reps who look ahead to the end of a period
    par: Floats  # running mean of a closer's credit in a period
    prospectors_par: Floats  # the same of a prospector
    hard: Floats  # quota over par
    last_share: Floats  # share of the market's wins in the last period
    clawing_back: bool  # whether any plan takes back what was paid
    assists: bool  # whether any firm pays advances or guarantees
    talks_before: int = 0  # conversations before today
    renewals_before: int = 0  # ends of terms before today


@dataclass
class World:
    """All state of one run. Firm 0 is the focal firm."""

    config: Config
    seed: int
    firms: int
    last_day: int
    catalogue: Catalogue
    goods: CatalogueNumbers
    service: ServiceNumbers
    alignment: Table[Settings]  # what the two departments share [firm]
    customers: CustomerState
    marketing: MarketingState
    sales: SalesState
    pay: PayState
    records: Records
    events: Events
    column: dict[str, int]  # columns of the panel by name
    keys: Keys  # today's luck [purpose]
    life: Keys  # luck that is the same on all days [purpose]
    staff: Staff
    day: int = 0
    phases_done: int = 0  # of today
    closed: bool = False  # whether the last day is over
    entry: Entries = field(init=False, repr=False)  # into compiled code
    books: Ledger | None = field(default=None, init=False, repr=False)  # as they lie now
    views: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)  # made once

    def __post_init__(self) -> None:
        self.entry = entries_of(self)

    def __getstate__(self) -> dict[str, Any]:
        """Without what is made again: views of arrays, and the ways into compiled code."""
        return {**vars(self), "books": None, "views": {}, "entry": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.entry = entries_of(self)

    def once(self, make: Callable[["World"], Made]) -> Made:
        """Make something of arrays that never move once, when it is first asked for."""
        found: Made | None = self.views.get(make)
        if found is None:
            found = self.views[make] = make(self)
        return found

    @property
    def panel_today(self) -> Floats:
        """Today's numbers [firm, column], as a view of the records."""
        return self.records.panel[self.day]

    @property
    def page(self) -> int:
        """Today's page: its place after the days that customers remember from before the run."""
        return self.day + self.customers.fading.history

    def ends(self, days: int) -> bool:
        """Whether a month, quarter or year ends today: they are counted from the first day after
        the warm-up."""
        return (self.day + 1 - self.config.warmup_days) % days == 0

    def key(self, purpose: Purpose) -> np.uint64:
        """The key of today's luck for one purpose."""
        found: np.uint64 = self.keys[purpose]
        return found

    def open_day(self, day: int) -> None:
        """Turn to a day: draw its luck, and carry what is counted in stocks over to its panel."""
        self.day, self.phases_done = day, 0
        if self.books is not None:
            self.books = self.books._replace(panel=self.panel_today)
        self.entry[_open_pages](self.keys, self.seed, day, self.records.panel)
        self.pay.talks_before = int(self.records.conversations.count[0])
        self.pay.renewals_before = int(self.records.renewals.count[0])

    def reseed(self, seed: int) -> None:
        """Give all luck from today on another seed; what has happened stays."""
        self.seed = seed
        todays_keys(self.keys, seed, self.day)
        todays_keys(self.life, seed, 0)
        keys = self.customers.exposure_keys
        for page in range(self.page, len(keys)):
            day = page - self.customers.fading.history
            keys[page] = key_of(seed, Purpose.EXPOSURE, day)

    def close_day(self) -> None:
        """Count who is in the market at the end of the day."""
        customers = self.customers
        customers.searching = self.entry[searching_of](customers.searching, customers.rows)
        self.panel_today[:, self.column["in_market"]] = len(customers.searching)
        if self.records.shelved:
            self.sales.lists.put_away(self.records.put_away(self.day))

    def add(self, firm: int, column: str, amount: float) -> None:
        """Add to today's panel."""
        self.panel_today[firm, self.column[column]] += amount

    def rows_of(self, firm: int) -> slice:
        """The rows of a firm's reps."""
        first = int(self.sales.desks.first[firm])
        return slice(first, first + int(self.sales.desks.count[firm]))

    def ledger(self, **more: int) -> Ledger:
        """Today's books, with room for so many more rows of a table, as ``leads=3``."""
        records, sales = self.records, self.sales
        if records.shelved:
            records.let_go()
        grown = [records.table(table).make_room(rows) for table, rows in more.items()]
        if self.books is None or any(grown):
            sales.lists.make_room(len(records.leads.rows), len(records.deals.rows))
            days, panel = sales.follow_ups, self.panel_today
            others = (sales.agreed, sales.load, sales.met, panel)
            self.books = ledger_of(records, sales.lists, days, *others)
        return self.books


@compiled
def _open_pages(keys: Any, seed: int, day: int, panel: Floats) -> None:
    """Fill in the day's keys of luck, and carry stocks over from the day before."""
    todays_keys(keys, seed, day)
    if day > 0:
        for firm in range(panel.shape[1]):
            for column in STOCKS:
                panel[day, firm, column] = panel[day - 1, firm, column]
