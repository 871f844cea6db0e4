"""Building a world: the market of a config on the eve of its first day."""

from typing import Any

import numpy as np

from sim.config import CHANNELS, Config
from sim.config.measures import MEASURES, NIGHT, REGISTER
from sim.config.plan import Incentive
from sim.config.working_days import MONTH, YEAR
from sim.engine.appointments import empty
from sim.engine.luck import days_keys, quantile, todays_keys
from sim.engine.slots import Purpose
from sim.model import start
from sim.model.customers import heterogeneity
from sim.model.foresight.outlooks import Outlooks
from sim.model.marketing.deciding import BANDIT, PLANNER, aim_of
from sim.model.pay.own_terms import own_terms
from sim.model.pay.quotas import first_par, set_first_quotas
from sim.model.pay.rates import usual_rates
from sim.model.rules.buying_group import LARGEST, sureness_needed
from sim.model.rules.content import kept_per_day, reference_stock
from sim.model.sales.lead_bars import no_bars, set_first_bars
from sim.model.state import catalogue, marketers, network, seats
from sim.model.state.aims import Bandit
from sim.model.state.catalogue import Catalogue
from sim.model.state.customers import Needs, born, settle_in
from sim.model.state.events import Events
from sim.model.state.fading import fading_of
from sim.model.state.offers import nothing_offered
from sim.model.state.parameters import numbers, settings_of
from sim.model.state.pay_plans import month_of, paydays_of, plans_of, windows_of
from sim.model.state.qualification import WON
from sim.model.state.rep_lists import Lists
from sim.model.state.streams import Streams, planned_days
from sim.model.state.world import CustomerState, MarketingState, PayState, SalesState, Staff, World
from sim.model.state.worth import untaught
from sim.records import PANEL, Records, Rows


def build(config: Config, seed: int, staff: Staff) -> World:
    """The world of a config and a seed, as years of the same market would have left it."""
    firms, last_day = 1 + config.rivals.count, config.warmup_days + config.days
    offered = catalogue.build(config, firms)
    records = Records.empty(last_day, firms, config.market.customers)
    luck = np.zeros((2, max(Purpose) + 1), np.uint64)
    todays_keys(luck[1], seed, 0)
    written = plans_of(_of_firms(config, "incentive"), config.warmup_days, config.fiscal)
    world = World(
        config=config,
        seed=seed,
        firms=firms,
        last_day=last_day,
        catalogue=offered,
        goods=numbers(config.market.catalogue),
        service=numbers(config.market.service),
        alignment=settings_of(_of_firms(config, "alignment")),
        customers=_customers(config, seed, offered, last_day),
        marketing=_marketing(config, last_day),
        sales=_sales(config, written.shape[1], last_day),
        pay=_pay(config, written),
        records=records,
        events=Events(),
        column={name: place for place, name in enumerate(PANEL)},
        keys=luck[0],
        life=luck[1],
        staff=staff,
    )
    _set_up(world)
    return world


def _set_up(world: World) -> None:
    """Set what follows from the rest: aims, bars for leads, first quotas, and a settled start."""
    marketing = world.marketing
    for firm, decides in enumerate(marketing.settings["decides"]):
        if decides == PLANNER:
            marketing.aims[firm] = aim_of(world, firm)
        elif decides == BANDIT:
            marketing.bandits[firm] = Bandit()
    set_first_bars(world)
    own_terms(world)
    set_first_quotas(world)
    if world.config.market.start.state == "stationary":
        start.settle(world)


def _of_firms(config: Config, group: str) -> list[Any]:
    """A config group of every firm: the focal firm's own, then the one that rivals share."""
    return [getattr(config, group)] + [getattr(config.rivals, group)] * config.rivals.count


def _remembered_days(config: Config) -> int:
    begin = config.market.start
    return begin.remembered_days if begin.state == "stationary" else 0


def _customers(config: Config, seed: int, offered: Catalogue, last_day: int) -> CustomerState:
    market, firms = config.market, len(offered.prior)
    buyer, service = numbers(market.buyer), market.service
    rows = born(market.customers, firms, buyer.slow_share > 0.0)
    needs = Needs(
        *empty(last_day, rows["next_entry"]),
        heterogeneity.gamma(buyer.entry_shape),
        offered.trait_key,
    )
    settle_in(rows, needs, offered, buyer, seed)
    history = _remembered_days(config)
    rows["seen"] = -1 - history
    pages = history + last_day + 1
    hearing = numbers(config.network)
    if market.arrivals.per_weekday > 0.0:
        # Arrivals stand for all leads: who hears of a firm leaves no name.
        hearing = hearing._replace(referral_chance=0.0)
    return CustomerState(
        rows=rows,
        searching=np.zeros(0, np.int64),
        buyer=buyer,
        hearing=hearing,
        network=network.build(config),
        needs=needs,
        renewals=empty(last_day, rows["next_renewal"]),
        churn=heterogeneity.beta(service.churn, service.churn_shape),
        known=nothing_offered(offered.prior),
        fading=fading_of(buyer, pages, history),
        exposure_keys=days_keys(seed, Purpose.EXPOSURE, -history, pages),
        made_up=float(quantile(market.buyer.made_up)),
        signs=np.array([sureness_needed(market.buyer.signs, n + 1) for n in range(LARGEST)]),
    )


def _marketing(config: Config, last_day: int) -> MarketingState:
    calendars, teams = _of_firms(config, "cadence"), _of_firms(config, "marketing")
    topics, settings = [team.topics for team in teams], settings_of(teams)
    topical = any(topic != "none" for topic in topics)
    streams = Streams(config.market, calendars, topical)
    kinds = streams.kinds
    if config.market.arrivals.per_weekday > 0.0:
        # Arrivals stand for all leads: content informs, but makes none.
        kinds["lead_chance"] = kinds["dormant_lead_chance"] = 0.0
    half_lives, shape = kinds["half_life_days"].tolist(), (len(teams), len(kinds))
    pages = _remembered_days(config) + last_day + 1
    return MarketingState(
        settings=settings,
        marketers=marketers.hire_all([team.marketers for team in teams], len(streams.published)),
        calendars=calendars,
        planned=planned_days(calendars, streams),
        streams=streams,
        kinds=kinds,
        topics=topics,
        wages_a_day=settings["wage"] * settings["marketers"] / YEAR,
        budgets=[team.budget for team in teams],
        kept=np.array([kept_per_day(half_life) for half_life in half_lives]),
        reference=np.array([reference_stock(half_life) for half_life in half_lives]),
        stock=np.zeros(shape),
        force=np.ones(shape),
        aired=np.full(shape, -np.inf),
        sent=np.zeros((MONTH, *shape)),
        money=np.full(len(teams), np.inf),
        behind=np.ones(shape),
        attention=np.ones(shape),
        prepared=[{} for _ in teams],
        nurtured=np.zeros(len(teams), np.int64),
        aims={},
        bandits={},
        reach=np.zeros((pages, *shape)),
        dormant_reach=np.zeros((pages, *shape)),
        # A firm's days side by side, as they are read.
        dormant_total=np.zeros((pages, len(teams)), order="F"),
        by_calendar=not (config.policies.marketer or settings["decides"].any() or topical),
        pulses=any(its.pulse_days for its in calendars),
        offers=config.rivals.matched > 0.0
        or any(its.price_cut or its.releases for its in calendars),
        tires=bool(kinds["fatigue"].any()),
        topical=bool((kinds["topic"] >= 0).any()),
    )


def _sales(config: Config, components: int, last_day: int) -> SalesState:
    teams = _of_firms(config, "sales")
    settings, (reps, desks) = settings_of(teams), seats.hire_all(config, teams, components)
    patient = config.market.buyer.waiting_days == 0.0 and bool(settings["waiting_room"].all())
    shortest = float(min(settings["talk_hours"].min(), settings["transact_hours"].min()))
    return SalesState(
        settings=settings,
        timing=settings_of(_of_firms(config, "timing")),
        reps=reps,
        desks=desks,
        agreed=np.zeros(len(reps), np.int64),
        load=np.zeros(len(reps), np.int64),
        lists=Lists.empty(),
        follow_ups=np.full(last_day, -1, np.int32),
        oldest_lead=np.zeros(len(teams), np.int64),
        qualification=no_bars(len(teams)),
        worth=untaught(len(teams)),
        met=np.zeros((len(teams), 2 * last_day + 2, len(CHANNELS), WON + 1), np.int64),
        shared_lines=any(team.routing == "pool" for team in teams),
        uneven_talks=any(team.talk_spread != "fixed" for team in teams),
        impatient=not patient,
        roster=bool((reps["listed"] >= 0).any()),
        talks_a_day=int(len(reps) * (float(settings["hours_per_day"].max()) / shortest + 2)),
        strangers_a_day=int(settings["cold_calls"].max()) * len(reps),
    )


def _turns_of(plan: Incentive) -> list[int]:
    """Days after the warm-up from which other fixed pay, or a component, is in force."""
    return [one.from_day for one in plan.salaries] + [one.first_day for one in plan.components]


def _pay(config: Config, written: Rows) -> PayState:
    incentives = _of_firms(config, "incentive")
    quotas = settings_of([plan.quota for plan in incentives])
    par, hard = first_par(written, quotas)
    night = [MEASURES.index(name) for name, one in REGISTER.items() if one.credited == NIGHT]
    there = np.isin(written["measure"], night) & (written["pieces"] > 0)
    return PayState(
        plans=written,
        quotas=quotas,
        # Without variable pay there is still a quota, so that attainment has a meaning.
        windows=[windows_of(plan) for plan in written],
        month=month_of(config.fiscal, config.warmup_days),
        written=incentives,
        draws=[plan.draw for plan in incentives],
        guarantees=[plan.guarantee for plan in incentives],
        paydays=[paydays_of(plan) for plan in incentives],
        salaries=np.array([plan.salary for plan in incentives], np.float64),
        turns={config.warmup_days + day for plan in incentives for day in _turns_of(plan)},
        counted_at_night=np.argwhere(there).tolist(),
        rates=usual_rates(config, len(incentives)),
        outlooks=Outlooks(config, written.shape[1]),
        par=par,
        prospectors_par=written["split"] * par,
        hard=hard,
        last_share=np.full(written.shape, np.nan),
        clawing_back=bool(written["clawback_days"].any()),
        assists=any(plan.draw.a_month > 0.0 or plan.guarantee.days > 0 for plan in incentives),
    )
