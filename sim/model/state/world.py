"""The world on one day: where the phases meet. It knows no rule and no order of events."""

from typing import Any, Protocol

import numpy as np

from sim.config import Config
from sim.config.plan import COUNTED_AT_NIGHT, MEASURES, PERIODS
from sim.engine.appointments import empty
from sim.engine.luck import Purpose, key_of, quantile, todays_keys
from sim.model import start
from sim.model.customers import heterogeneity as spread
from sim.model.customers.attention import left_by_age, room_of_own
from sim.model.customers.experience import Past
from sim.model.customers.mind import belief_mean, nothing_offered
from sim.model.marketing.deciding import BANDIT, PLANNER, Bandit, aim_of
from sim.model.pay.look_ahead import Outlooks
from sim.model.pay.quotas import set_first_quotas
from sim.model.pay.rates import take_rates, usual_rates
from sim.model.rules.content import kept_per_day, reference_stock
from sim.model.rules.fit import pain
from sim.model.sales.lead_bars import qualification_of
from sim.model.sales.scene import Scene
from sim.model.state import catalogue, customers, marketers, network
from sim.model.state import seats as sales_reps
from sim.model.state.customers import Needs, searching_of
from sim.model.state.events import Events
from sim.model.state.ledger import STOCKS, Ledger, ledger_of
from sim.model.state.parameters import departments, numbers, plans
from sim.model.state.rep_lists import Lists
from sim.model.state.streams import Streams, planned_days
from sim.records import PANEL, Records

Floats = np.ndarray[Any, np.dtype[np.float64]]


class Staff(Protocol):
    """The people of all firms as agents that take their own decisions."""

    marketers: list[Any]
    own_rules: list[Any]


class World:
    """All state of one run: rows of agents, stocks of content, calendars, records, today's events.

    ``day`` counts working days from the start of the warm-up. Firm 0 is the focal firm.
    """

    def __init__(self, config: Config, seed: int) -> None:
        self.config, self.seed, self.day = config, seed, 0
        self.last_day = config.warmup_days + config.days
        self.firms = 1 + config.rivals.count
        self.threads = config.threads
        self.column = {name: place for place, name in enumerate(PANEL)}
        self.staff: Staff
        self.par: Floats
        self.prospectors_par: Floats
        self.hard: Floats
        self.last_share: Floats
        self._read_config()
        self.catalogue = catalogue.build(config, self.firms)
        self.known = nothing_offered(self.catalogue.prior)
        self.network = network.build(config)
        self.customers = customers.born(config.market.customers, self.firms)
        self.entries = Needs(
            *empty(self.last_day, self.customers["next_entry"]),
            spread.gamma(self.buyer.entry_shape), self.catalogue.trait_key,
        )  # fmt: skip
        self.renewals = empty(self.last_day, self.customers["next_renewal"])
        self.churn = spread.beta(self.service.churn, self.service.churn_shape)
        customers.settle_in(self.customers, self.entries, self.catalogue, self.buyer, seed)
        self.active = np.zeros(0, np.int64)
        self.reps, self.desks = sales_reps.hire_all(
            config, self._of_firms("sales"), self.plans.shape[1]
        )
        self.agreed = np.zeros(len(self.reps), np.int64)
        # Leads and deals that each rep has in hand.
        self.load = np.zeros(len(self.reps), np.int64)
        self.rates = usual_rates(config, self.firms)
        self.outlooks = Outlooks(config, self.plans.shape[1])
        teams = [its.marketers for its in self._of_firms("marketing")]
        self.marketers = marketers.hire_all(teams, len(self.streams.published))
        self.stock = np.zeros((self.firms, len(self.kinds)))
        self.force = np.ones_like(self.stock)
        self.aired = np.full(self.stock.shape, -np.inf)
        # Money for content that is left of each firm's month, and times an item's usual cost today.
        self.money = np.full(self.firms, np.inf)
        self.behind = np.ones_like(self.stock)
        # Items that marketers have prepared for each firm's next release.
        self.prepared = np.zeros(self.firms)
        made = self.marketing["decides"]
        self.aims = {f: aim_of(self, f) for f in range(self.firms) if made[f] == PLANNER}
        self.bandits = {f: Bandit() for f in range(self.firms) if made[f] == BANDIT}
        self._remember()
        self.events = Events()
        self.records = Records.empty(self.last_day, self.firms, config.market.customers)
        self.lists = Lists.empty()
        self.follow_ups = np.full(self.last_day, -1, np.int32)
        self.oldest_lead = np.zeros(self.firms, np.int64)
        self.nurtured = np.zeros(self.firms, np.int64)
        self.qualification = qualification_of(self)
        set_first_quotas(self)
        self.talks_before = 0
        self.panel_today = self.records.panel[0]

        if config.market.start.state == "stationary":
            start.settle(self)

    def _remember(self) -> None:
        """Room for what is kept by day: the days that customers remember, then those of the run."""
        config, buyer = self.config, self.config.market.buyer
        settled = config.market.start.state == "stationary"
        history = config.market.start.remembered_days if settled else 0
        pages = range(history + self.last_day + 1)
        self.exposure_keys = np.array(
            [key_of(self.seed, Purpose.EXPOSURE, page - history) for page in pages]
        )
        self.left = left_by_age(buyer, len(pages), history, self.firms, self.catalogue.pain_key)
        self.customers["seen"] = -1 - history
        self.reach = np.zeros((len(pages), self.firms, len(self.kinds)))
        self.dormant_reach = np.zeros_like(self.reach)
        # A firm's days side by side, as they are read.
        self.dormant_total = np.zeros((len(pages), self.firms), order="F")

    def _read_config(self) -> None:
        config, market = self.config, self.config.market
        self.buyer = numbers(market.buyer)
        self.goods = numbers(market.catalogue)
        self.service = numbers(market.service)
        self.hearing = numbers(config.network)
        self.calendars = self._of_firms("cadence")
        self.topics = [its.topics for its in self._of_firms("marketing")]
        topical = any(topics != "none" for topics in self.topics)
        self.streams = Streams(market, self.calendars, topical)
        self.planned = planned_days(self.calendars, self.streams)
        self.kinds = self.streams.kinds
        self.aimed = bool((self.kinds["topic"] >= 0).any())
        self.tiring = bool((self.kinds["unsubscribe"] > 0.0).any())
        half_lives = self.kinds["half_life_days"].tolist()
        self.kept = np.array([kept_per_day(half_life) for half_life in half_lives])
        self.reference = np.array([reference_stock(half_life) for half_life in half_lives])
        if market.arrivals.per_weekday > 0.0:
            self._leads_come_from_outside()
        self.channels = self.kinds["channel"]
        self.sales = departments(self._of_firms("sales"))
        self.timing = departments(self._of_firms("timing"))
        self.shared_lines = any(its.routing == "pool" for its in self._of_firms("sales"))
        self.uneven_talks = any(its.talk_spread != "fixed" for its in self._of_firms("sales"))
        self.impatient = self.buyer.waiting_days > 0.0 or not self.sales["waiting_room"].all()
        self.marketing = departments(self._of_firms("marketing"))
        self.budgets = [its.budget for its in self._of_firms("marketing")]
        self.alignment = departments(self._of_firms("alignment"))
        self.plans = plans(self._of_firms("incentive"), config.warmup_days)
        self.quotas = departments([plan.quota for plan in self._of_firms("incentive")])
        # Without variable pay there is still a quota, so that attainment has a meaning.
        self.periods = [
            [(c, int(part["days"])) for c, part in enumerate(plan) if part["pieces"] or c == 0]
            for plan in self.plans
        ]
        self.draws = [plan.draw for plan in self._of_firms("incentive")]
        night = [MEASURES.index(measure) for measure in COUNTED_AT_NIGHT]
        there = np.isin(self.plans["measure"], night) & (self.plans["pieces"] > 0)
        self.counted_at_night = np.argwhere(there).tolist()
        self.made_up = float(quantile(market.buyer.made_up))
        self.signs = float(quantile(market.buyer.signs))
        self.keys = np.zeros(max(Purpose) + 1, np.uint64)
        self.life = np.zeros(max(Purpose) + 1, np.uint64)
        todays_keys(self.life, self.seed, 0)
        self.wages_a_day = self.marketing["wage"] * self.marketing["marketers"] / 260.0
        publishable = len(self.streams.published)
        self.item_hours: list[float] = self.kinds["hours"].tolist()[:publishable]
        self.salaries = np.array([plan.salary for plan in self._of_firms("incentive")])

    def _leads_come_from_outside(self) -> None:
        """Arrivals stand for all of marketing's leads: content informs, but makes none."""
        self.kinds["lead_chance"] = 0.0
        self.kinds["dormant_lead_chance"] = 0.0
        self.hearing = self.hearing._replace(referral_chance=0.0)

    def _of_firms(self, group: str) -> list[Any]:
        """One config group for every firm: the focal firm's own, then the rivals'."""
        rivals = [getattr(self.config.rivals, group)] * self.config.rivals.count
        return [getattr(self.config, group), *rivals]

    @property
    def page(self) -> int:
        """Where today is in what is kept by day, the remembered days before the first included."""
        return self.day + self.left.history

    def shown_to_the_concerned(self) -> Floats:
        """Today's exposures [firm, stream] of those at whom topical content is aimed; others have
        as many of the rest, and a part of these."""
        reach: Floats = self.reach[self.page]
        return reach * self.kinds["bound"] if self.aimed else reach

    def key(self, purpose: Purpose) -> np.uint64:
        """The key of today's luck for one purpose."""
        return np.uint64(self.keys[purpose])

    def open_day(self, day: int) -> None:
        """Turn to a day's page: its luck, and its panel with yesterday's stocks."""
        self.day = day
        todays_keys(self.keys, self.seed, day)
        self.panel_today = self.records.panel[day]
        self.talks_before = int(self.records.conversations.count[0])
        if day > 0:
            stocks = self.records.panel[day - 1][:, list(STOCKS)]
            self.panel_today[:, list(STOCKS)] = stocks

    def close_day(self) -> None:
        """Note and count who is in the market at the end of the day."""
        self.active = searching_of(self.active, self.customers)
        self.panel_today[:, self.column["in_market"]] = len(self.active)

    def add(self, firm: int, column: str, amount: float) -> None:
        """Add to today's panel."""
        self.panel_today[firm, self.column[column]] += amount

    def rows_of(self, firm: int) -> slice:
        """The rows of a firm's reps."""
        first = int(self.desks.first[firm])
        return slice(first, first + int(self.desks.count[firm]))

    def filled(self, firm: int) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Which of a firm's seats somebody sits in today."""
        there: np.ndarray[Any, np.dtype[np.bool_]]
        there = self.reps["joined"][self.rows_of(firm)] <= self.day
        return there

    def past(self, rows: customers.Rows) -> Past:
        """What customers without a need lived through, with room for these to recall it."""
        touches = 0
        if self.config.touches:
            touches = int((self.day - self.customers["seen"][rows]).sum()) * self.firms
        return Past(
            self.dormant_reach, self.dormant_total, self.kinds, room_of_own(self.left, touches),
            self.exposure_keys, self.key(Purpose.MEMORY), self.life[Purpose.EXPERIENCE],
            self.service, self.catalogue,
        )  # fmt: skip

    def ledger(self, leads: int = 0, deals: int = 0, journeys: int = 0, talks: int = 0,
               renewals: int = 0) -> Ledger:  # fmt: skip
        """The books, with room for so many more rows of each kind."""
        records = self.records
        records.leads.make_room(leads)
        records.deals.make_room(deals)
        records.journeys.make_room(journeys)
        records.conversations.make_room(talks)
        records.renewals.make_room(renewals)
        self.lists.make_room(len(records.leads.rows), len(records.deals.rows))
        return ledger_of(
            records, self.lists, self.follow_ups, self.agreed, self.load, self.panel_today
        )

    def scene(self) -> Scene:
        """What the reps' day touches, with room in the books for all they can do in their hours."""
        shortest = min(float(self.sales[name].min()) for name in ("talk_hours", "transact_hours"))
        talks = int(len(self.reps) * (float(self.sales["hours_per_day"].max()) / shortest + 2))
        calls = int(self.sales["cold_calls"].max()) * len(self.reps) + self._in_hand("open_leads")
        if self.uneven_talks:
            # However short, a conversation is one of a deal that is open or is opened today.
            talks = self._in_hand("open_deals") + calls
        ledger = self.ledger(
            deals=calls, journeys=min(talks, len(self.active)), talks=talks, renewals=talks
        )
        return Scene(
            self.customers, self.reps, self.desks, self.sales, self.timing, self.plans,
            self.catalogue, self.known, self.buyer, self.goods, self.service, self.alignment,
            self.qualification.worthwhile, self.made_up, self.signs, ledger, self.entries,
            self.renewals, self.keys, self.life,
        )  # fmt: skip

    def _in_hand(self, stock: str) -> int:
        return int(self.panel_today[:, self.column[stock]].sum())

    def look_ahead(self) -> Outlooks:
        """Renew what reps go by, once a month, and the look ahead of those whose period begins."""
        if self.day % PERIODS["month"] == 0:
            take_rates(self)
        rows = [self.rows_of(firm) for firm in range(self.firms)]
        self.outlooks.renew(self.day, self.reps, self.sales, rows)
        return self.outlooks

    def note_staff(self, rep: int, stays: bool) -> None:
        """Write down what a rep has done since joining, on the last day or on that of the run."""
        row = self.reps[rep]
        self.records.staff.append(
            day=self.day, rep=rep, firm=row["firm"], skill=row["skill"], person=row["person"],
            joined=row["joined"], vacant_days=row["vacant_days"], stays=stays,
            hours_worked=row["hours_worked"], pay=row["earned"],
        )  # fmt: skip

    def belief_of(self, customer: int) -> np.ndarray[Any, np.dtype[np.float64]]:
        """One customer's mean belief about each firm (utility)."""
        row = self.customers[customer]
        return np.array([belief_mean(row, j, self.buyer, self.known) for j in range(self.firms)])

    def pains_of(self, customer: int) -> np.ndarray[Any, np.dtype[np.float64]]:
        """One customer's intensity of each pain."""
        return np.array(
            [pain(self.catalogue.pain_key, customer, k) for k in range(self.buyer.pains)]
        )
