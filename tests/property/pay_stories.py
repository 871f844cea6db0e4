"""Stories for payrolls: generated pay plans, and what happens in a small firm that pays by them.

A story is told to the model event by event, through the same doors through which its own days go.
"""

import math
from dataclasses import dataclass, field, replace
from importlib import import_module

import numpy as np

from sim.config import (
    Component,
    Config,
    Draw,
    Fiscal,
    Guarantee,
    Incentive,
    Market,
    Quota,
    Rivals,
    Sales,
)
from sim.config.buyer import Buyer
from sim.config.market import Catalogue
from sim.config.measures import REGISTER
from sim.config.plan import PAID, PERIODS
from sim.model.day.pay import pay
from sim.model.market import Market as Model
from sim.model.sales import accounts, staffing
from sim.model.sales.floor import floor_of
from sim.records import COLUMN, Outcome

HOW = {
    "renewed": Outcome.RENEWED, "churned": Outcome.CHURNED,
    "switched": Outcome.SWITCHED, "expanded": Outcome.EXPANDED,
}  # fmt: skip
SEATS, CUSTOMERS = 3, 30


@dataclass
class Sale:
    day: int
    rep: int
    customer: int
    value: float
    prospector: int = -1


@dataclass
class TermEnd:
    """Renewed, churned, switched to a rival, or replaced by a larger contract."""

    day: int
    rep: int
    customer: int
    since: int
    value: float
    after: float
    satisfied: float
    how: str


@dataclass
class Story:
    """All that happens in a firm: who sits where from when to when, and what they do."""

    warmup: int
    days: int
    spells: dict[int, list[tuple[int, int]]]
    prospectors: set[int]
    margin: float
    sales: list[Sale] = field(default_factory=list)
    ends: list[TermEnd] = field(default_factory=list)
    talks: list[tuple[int, int]] = field(default_factory=list)  # day, rep
    wins: list[tuple[int, bool]] = field(default_factory=list)  # day, whether own
    leaves: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    months: str = "twenty_days"
    scales: dict[int, float] = field(default_factory=dict)  # of pay, of a seat's first person
    own: dict[int, float] = field(default_factory=dict)  # closers' own quotas a quarter


class Luck:
    """A stream of choices."""

    def __init__(self, seed):
        self.stream = np.random.default_rng(seed)

    def chance(self, p):
        return bool(self.stream.random() < p)

    def between(self, low, high):
        return int(self.stream.integers(low, high + 1))

    def of(self, *things):
        return things[int(self.stream.integers(len(things)))]


# Plans.


def a_plan(luck):
    """A plan of one to three components that the checks allow, prospectors or none."""
    prospects = luck.chance(0.3)
    parts = [a_component(luck, prospects) for _ in range(luck.between(1, 3))]
    if len(parts) > 1 and luck.chance(0.4):
        parts[0] = replace(parts[0], gate=1, gate_attainment=luck.of(0.5, 0.9, 1.2))
        if parts[1].goal == 0 and parts[1].counted.needs_goal(by_quota=True):
            parts[1] = replace(parts[1], goal=0.05 if parts[1].counted.is_part else 4.0)
        if parts[1].to_day is not None:
            parts[1] = replace(parts[1], from_day=0, to_day=None, every_days=0)
        parts[1] = replace(parts[1], period=parts[0].period, paid="period")
        parts[1] = replace(parts[1], paid=some_instalments(luck, parts[1]))
        parts[1] = replace(parts[1], first_day=0, last_day=None)
    quota = Quota(
        initial=luck.of(400.0, 1000.0, 2500.0), tightness=luck.of(0.8, 1.0, 1.3),
        ratchet=luck.of(0.0, 0.3, 1.0), ratchet_up=luck.of(0.0, 0.0, 0.5),
        ratchet_down=luck.of(0.0, 0.0, 0.2), skill_weight=0.0, relief=luck.of(0.0, 0.5, 1.0),
        ramp=luck.of([], [], [0.25, 0.5, 0.75], [0.0, 1.0, 0.5], [0.9]),
        over_assignment=luck.of(0.0, 0.0, 0.05, 0.2),
    )  # fmt: skip
    draw = Draw(a_month=luck.of(0.0, 0.0, 60.0), recoverable=luck.chance(0.5))
    always = any(part.to_day is None for part in parts)
    least = Guarantee(luck.of(0, 0, 1, 3, 8), luck.of(40.0, 150.0)) if always else Guarantee()
    if least.months == 0:
        least = Guarantee()
    plan = Incentive(salary=0.0, components=parts, quota=quota, draw=draw, guarantee=least)
    return plan, prospects


def a_component(luck, prospects):
    measure = luck.of(*REGISTER, "new", "new", "new", "renewal", "retention")
    nature, by_quota = REGISTER[measure], luck.chance(0.5)
    goal = 0.0
    if nature.needs_goal(by_quota) or luck.chance(0.3):
        goal = {"share": 0.8, "gain": 0.05, "multiple": 1.0, "count": 4.0}.get(nature.unit, 900.0)
    size = (
        1.0 if by_quota or nature.unit == "multiple" else 0.3 if nature.is_ratio else goal or 800.0
    )
    at = [0.0]
    for _ in range(luck.between(0, 3)):
        at.append(at[-1] + size * luck.of(0.25, 0.4, 0.7))
    if nature.is_part and not by_quota:
        at = [one for one in at if one <= 1.0]
    window = a_window(luck, nature)
    jump = [luck.of(0.0, 0.0, 0.3, 1.0) * size for _ in at]
    slope = [luck.of(0.0, 0.05, 0.5, 1.5) for _ in at]
    made = Component(
        measure=measure, unit="attainment" if by_quota else "amount",
        period=luck.of(*PERIODS), target_pay=500.0 / size, at=at, jump=jump, slope=slope,
        goal=goal, **window, **an_extra(luck, nature, prospects), **a_while(luck, window),
    )  # fmt: skip
    return replace(made, paid=some_instalments(luck, made))


def some_instalments(luck, part):
    fit = [how for how, days in PAID.items() if days < PERIODS[part.period]]
    return "period" if part.counted.is_ratio or part.to_day is not None else luck.of(*fit)


def a_while(luck, window):
    """The days on which it is in force: half of the time all of them."""
    first = luck.of(0, 0, luck.between(1, 50), 26)
    last = luck.of(None, None, first + luck.between(0, 100), max(25, first))
    if window and not window["every_days"]:  # of a campaign something is left
        first = min(first, window["to_day"])
        last = None if last is None else max(last, first, window["from_day"])
    return {"first_day": first, "last_day": last}


def a_window(luck, nature):
    if nature.is_of_whole_periods or luck.chance(0.6):
        return {}
    first, length = luck.between(0, 59), luck.between(1, 90)
    again = luck.of(0, length, length + 13)
    return {"from_day": first, "to_day": first + length - 1, "every_days": again}


def an_extra(luck, nature, prospects):
    if nature.is_own_sales and luck.chance(0.6):
        return {"clawback_days": luck.of(30, 200), "clawback_share": luck.of(0.5, 1.0),
                "clawback": luck.of("paid", "paid", "credit")}  # fmt: skip
    if prospects and nature.is_divisible and luck.chance(0.5):
        return {"split": luck.of(0.25, 1.0), "credit": luck.of("divided", "doubled")}
    return {}


# Events.


def some_months(luck, plan):
    """Months that the checks allow a plan: instalments by the calendar have no guarantee."""
    monthly = any(part.paid == "month" for part in plan.components)
    return "twenty_days" if monthly and plan.guarantee.days else luck.of("twenty_days", "calendar")


def a_story(luck, prospects, months="twenty_days"):
    """Who sits where, who sells what to whom, who stays, and who leaves."""
    warmup, days = luck.of(0, 0, 7, 30), luck.of(60, 130, 199)
    story = Story(
        warmup, days, {rep: some_spells(luck, warmup + days) for rep in range(SEATS)},
        {0} if prospects else set(), margin=0.7, months=months,
    )  # fmt: skip
    story.leaves = {rep: some_leaves(luck, story.spells[rep]) for rep in range(SEATS)}
    supplied = {}
    for day in range(warmup + days):
        there = [rep for rep in range(SEATS) if sits(story, rep, day)]
        if there and luck.chance(0.2):
            story.talks.append((day, luck.of(*there)))
        if luck.chance(0.1):
            story.wins.append((day, False))
        closers = [rep for rep in there if rep not in story.prospectors]
        if closers and luck.chance(0.15):
            sell(luck, story, supplied, day, luck.of(*closers))
        for customer in list(supplied):
            if luck.chance(0.012) and supplied[customer].day < day:
                end(luck, story, supplied, customer, day)
    if luck.chance(0.4):
        story.scales = {rep: luck.of(0.5, 1.0, 1.75) for rep in range(SEATS)}
        closers = set(range(SEATS)) - story.prospectors
        story.own = {rep: luck.of(600.0, 1500.0) for rep in closers if luck.chance(0.5)}
    return story


def some_spells(luck, end):
    spells, first = [], -luck.between(1, 300)
    while first < end:
        left = max(first, 0) + luck.of(12, 40, 90, 1000)
        spells.append((first, left))
        first = left + 1 + luck.of(0, 0, 3, 25)
    return spells


def some_leaves(luck, spells):
    """Leaves, each within a person's time in the seat."""
    leaves = []
    for first, left in spells:
        begin = max(first, 0) + luck.between(1, 60)
        while luck.chance(0.5) and begin < left:
            end = min(begin + luck.of(0, 4, 30, 90), left - 1)
            leaves.append((begin, end))
            begin = end + 2 + luck.between(0, 20)
    return leaves


def sits(story, rep, day):
    return any(first <= day <= last for first, last in story.spells[rep])


def sell(luck, story, supplied, day, rep):
    customer = luck.between(0, CUSTOMERS - 1)
    before = supplied.get(customer)
    if before is not None and before.day == day:
        return
    value = luck.of(100, 200, 400, 700) + luck.of(0.0, 0.37)
    finder = 0 if story.prospectors and sits(story, 0, day) and luck.chance(0.5) else -1
    if before is not None:
        ended = TermEnd(day, before.rep, customer, before.day, before.value, value, math.nan,
                        "expanded")  # fmt: skip
        story.ends.append(ended)
    supplied[customer] = Sale(day, rep, customer, value, finder)
    story.sales.append(supplied[customer])
    story.wins.append((day, True))


def end(luck, story, supplied, customer, day):
    sale, how = supplied[customer], luck.of("renewed", "churned", "churned", "switched")
    said = luck.of(0.3, 0.8) if how in ("renewed", "churned") else math.nan
    after = sale.value if how == "renewed" else 0.0
    ended = TermEnd(day, sale.rep, customer, sale.day, sale.value, after, said, how)
    story.ends.append(ended)
    if how != "renewed":
        del supplied[customer]


# The model, told a story.


def told(plan, story, patch):
    """Money by day, rep and component, as the model pays it."""
    sales = Sales(reps=SEATS, prospectors=len(story.prospectors), skill_sd=0.0)
    config = Config(
        market=Market(
            customers=CUSTOMERS, buyer=Buyer(entry_per_year=0.0),
            catalogue=Catalogue(offerings=1, deal_size_sd=0.0, margin=story.margin),
        ),
        sales=sales, rivals=Rivals(count=2, sales=replace(sales, prospectors=0)),
        incentive=plan, warmup_days=story.warmup, days=story.days, replicates=1,
        fiscal=Fiscal(months=story.months),
    )  # fmt: skip
    model = Model(config, 1)
    world = model.world
    world.customers.rows["supplier"] = -1
    _own_terms(world, story)
    world.sales.reps["joined"][:SEATS] = [story.spells[rep][0][0] for rep in range(SEATS)]
    patch.setattr(import_module("sim.model.day.pay"), "anybody_moves", lambda _: True)
    patch.setattr(staffing, "_leavers", lambda *_: leavers(story, world.day))
    patch.setattr(staffing, "_succeed", lambda _, rep, row: succeed(story, world.day, rep, row))
    for day in range(world.last_day):
        world.open_day(day)
        for rep, leaves in story.leaves.items():
            for away, last in leaves:
                if away == day:
                    world.sales.reps["away"][rep], world.sales.reps["back"][rep] = away, last + 1
        happen(world, story, day)
        pay(world)
    rows, found = world.records.pay.happened, {}
    for row in rows[rows["firm"] == 0]:
        key = int(row["day"]), int(row["rep"]), int(row["component"])
        found[key] = found.get(key, 0.0) + float(row["pay"])
    model.release()
    return {key: money for key, money in found.items() if money}


def _own_terms(world, story):
    """Give people the terms that a roster would."""
    for rep, scale in story.scales.items():
        world.sales.reps["pay_scale"][rep] = scale
    for rep, quota in story.own.items():
        for c, part in enumerate(world.config.incentive.components):
            if part.measure == "new":
                its = world.pay.windows[0][c]
                own = quota * its.days / its.parts / 65
                world.sales.reps["own_quota"][rep, c] = world.sales.reps["quota"][rep, c] = own


def leavers(story, day):
    leaving = [rep for rep in range(SEATS) if any(last == day for _, last in story.spells[rep])]
    return np.array(leaving, np.int64)


def succeed(story, day, rep, row):
    later = [first for first, _ in story.spells[row] if first > day]
    rep["person"], rep["joined"] = rep["person"] + 1, min(later, default=1 << 30)


def happen(world, story, day):
    """A day's sales, ends of terms and conversations, and what rivals win."""
    sales = [one for one in story.sales if one.day == day]
    ends = [one for one in story.ends if one.day == day and one.how != "expanded"]
    ledger = world.ledger(deals=len(sales), renewals=len(sales) + len(ends))
    books = accounts.accounts_of(world, floor_of(world, ledger))
    for order, sale in enumerate(sales):
        sign(world, books, sale, day + 0.01 * (order + 1))
    for one in ends:
        accounts.end_term(one.customer, day, one.after, one.satisfied, int(HOW[one.how]), books)
        if one.how != "renewed":
            accounts.lose_account(one.customer, books.floor)
    for when, rep in story.talks:
        if when == day:
            world.records.conversations.append(time=day + 0.5, rep=rep, firm=0)
    for when, own in story.wins:
        if when == day:
            world.panel_today[0 if own else 1, COLUMN.wins] += 1.0


def sign(world, books, sale, time):
    deals = world.records.deals
    deals.append(customer=sale.customer, firm=0, rep=sale.rep, prospector=sale.prospector,
                 opened=time, closed=time, outcome=Outcome.WON, offering=0)  # fmt: skip
    world.catalogue.price[0, 0] = sale.value
    deal = int(deals.count[0]) - 1
    accounts.sign(deal, time, 0.0, books)
