"""Sales reps: one row a seat. A rep who leaves is followed by another in the same seat."""

import math
from typing import Any, NamedTuple

import numpy as np

from sim.config import Config
from sim.config.firm import ROUTINGS, Sales
from sim.engine.compiled import compiled
from sim.engine.luck import Purpose, key_of, normal, quantile, uniform
from sim.model.foresight.bellman import NATURAL
from sim.model.foresight.outlooks import LOOKS

Rows = np.ndarray[Any, np.dtype[Any]]

ACTIVITIES = ("inbound", "follow_up", "leads", "prospecting", "service")
# NumPy integers, as Numba compiles a function anew for every plain constant it is called with.
INBOUND, FOLLOW_UP, LEADS, PROSPECTING, SERVICE = np.arange(5)
# What can be done about the day's closings, by the number of the move.
CLOSINGS = ("hold", "natural", "push", "hard push")

# One row a seat; [activities] hours by activity, [components] one entry per component of the plan,
# [looks] one per pay period that is looked ahead to.
# plan: hours the rep means to give each activity today at most; spent: hours given; owed: hours
# that what was begun still takes, done first on the next day; quarter: hours given since they were
# last written down, and since_day, the first day of those. work: how much effort is put in, of
# reference; persistence: the same into reaching leads; move, pressure, off: what is done about the
# day's signatures, how far customers believe it, and the part of the price it takes off. credit:
# what counts towards pay this period; base: what a ratio is over; before: the last period's credit;
# taken: credit taken back; carry: what own results have added to the quota; owes: pay to be kept
# back from what is earned, advanced: the part of it paid since pay was last reckoned. outlook:
# where in the book the look ahead begins; cell: its unit of credit (money). pace, renewal_pace:
# sales and renewals expected a day; pay_rate: money a year as the rep feels it; recent_: since it
# was last felt; earned and hours_worked since joining. idle: hours of other work so far today,
# while nobody waited; soonest: when the next thing to do turns up today; strangers: cold calls made
# today. territory: customers in it, over the mean of the firm. joined: first day of the person in
# the seat, which is empty until then; began: of the last who did begin; vacant_days: how long it
# was empty before. Rows of the records where the rep's own lists begin and end: lead_top, the pile
# of leads; new_, customers who wait for a first conversation; due_, follow-ups due; agreed_, deals
# agreed but not signed.
_SINGLE = {
    "firm": "i8", "prospector": "?", "territory": "f8", "skill": "f8", "joined": "i8",
    "began": "i8", "person": "i8", "vacant_days": "i8", "since_day": "i8",
    "effort": "f8", "work": "f8", "persistence": "f8", "move": "i8", "pressure": "f8", "off": "f8",
    "service_effort": "f8",
    "service": "f8", "pace": "f8", "renewal_pace": "f8", "pay_rate": "f8",
    "owes": "f8", "advanced": "f8",
    "earned": "f8", "recent_pay": "f8", "recent_sales": "f8", "recent_renewals": "f8",
    "hours_worked": "f8", "idle": "f8", "soonest": "f8", "strangers": "i8",
    "accounts": "i8", "lead_top": "i8",
    "new_first": "i8", "new_last": "i8", "due_first": "i8", "due_last": "i8", "agreed_first": "i8",
}  # fmt: skip
_BY_ACTIVITY = ("plan", "spent", "owed", "quarter")
_BY_COMPONENT = ("credit", "base", "before", "taken", "carry", "quota")
COLUMNS = (*_BY_ACTIVITY, *_BY_COMPONENT, "outlook", "cell", *_SINGLE)
_LINE = ("new_first", "new_last", "due_first", "due_last")


class Desks(NamedTuple):
    """Where each firm's seats lie: rows [first, first + count); the first of them prospect.

    Territories: by firm whether they differ, and by seat the part of the firm's customers that lie
    in it or in one before it. ``line`` is the firm's shared line of customers who ask, ``routing``
    how what comes in finds a rep, ``turn`` [firm, closer or caller] who had the last of it.
    """

    first: Any
    count: Any
    prospectors: Any
    territory_key: Any
    unequal: Any
    bounds: Any
    line: Any
    routing: Any
    turn: Any


def seats(sales: Sales, customers: int) -> int:
    """How many reps a sales department has."""
    if sales.reps is not None:
        return sales.reps
    return max(1, round(sales.reps_per_thousand * customers / 1000.0))


def hire_all(config: Config, departments: list[Sales], components: int) -> tuple[Rows, Desks]:
    """Fill every seat of every firm, with people who have been in the job for a while."""
    counts = np.array([seats(sales, config.market.customers) for sales in departments], np.int64)
    first = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)
    wide: list[Any] = [(name, "f8", (len(ACTIVITIES),)) for name in _BY_ACTIVITY]
    wide += [(name, "f8", (components,)) for name in _BY_COMPONENT]
    wide += [("outlook", "i8", (LOOKS,)), ("cell", "f8", (LOOKS,))]
    reps = np.zeros(int(counts.sum()), np.dtype(wide + list(_SINGLE.items()), align=True))
    for name in ("lead_top", "agreed_first", *_LINE):
        reps[name] = -1
    reps["territory"] = 1.0
    tenure_key = key_of(config.world_seed, Purpose.SKILL, 0)
    for firm, sales in enumerate(departments):
        yearly = max(sales.turnover_per_year, 0.05)
        skills = first_skills(
            config.world_seed, int(first[firm]), int(counts[firm]), sales.skill_sd
        )
        for place in range(counts[firm]):
            row = first[firm] + place
            rep = reps[row]
            rep["firm"], rep["prospector"] = firm, place < sales.prospectors
            rep["skill"] = skills[place]
            rep["joined"] = int(math.log(uniform(tenure_key, row, 1)) * 260.0 / yearly)
            rep["began"], rep["pay_rate"] = rep["joined"], sales.outside_pay
            rep["outlook"], rep["move"] = -1, NATURAL
            rep["work"] = rep["persistence"] = 1.0
    key = key_of(config.world_seed, Purpose.TERRITORY, 0)
    return reps, _desks(reps, departments, first, counts, key)


def _desks(reps: Rows, departments: list[Sales], first: Any, counts: Any, key: Any) -> Desks:
    """Draw territories: how many customers lie in each is log-normal over a firm's closers."""
    prospectors = np.array([sales.prospectors for sales in departments], np.int64)
    bounds = np.zeros(len(reps))
    for firm, sales in enumerate(departments):
        rows = range(first[firm] + prospectors[firm], first[firm] + counts[firm])
        if sales.territory_sd == 0.0 or not rows:
            continue
        size = np.array([math.exp(sales.territory_sd * normal(key, row, 0)) for row in rows])
        reps["territory"][rows.start : rows.stop] = size / size.mean()
        bounds[rows.start : rows.stop] = np.cumsum(size) / size.sum()
        bounds[rows.stop - 1] = 1.0
    unequal = np.array([sales.territory_sd > 0.0 for sales in departments])
    line = np.full((len(departments), len(_LINE)), -1, np.int64)
    line = line.view([(name, "i8") for name in _LINE])[:, 0]
    routing = np.array([ROUTINGS.index(sales.routing) for sales in departments])
    turn = np.full((len(departments), 2), -1, np.int64)
    return Desks(first, counts, prospectors, key, unequal, bounds, line, routing, turn)


def first_skills(world_seed: int, first: int, count: int, spread: float) -> list[float]:
    """Skills of a firm's first people: one from each of as many equal parts of the distribution,
    since firms that begin by chance with better people would not be alike."""
    key = key_of(world_seed, Purpose.SKILL, 0)
    order = sorted(range(count), key=lambda place: float(uniform(key, first + place, 2)))
    skills = [0.0] * count
    for part, place in enumerate(order):
        luck = quantile((part + uniform(key, first + place, 3)) / count)
        skills[place] = math.exp(spread * luck - 0.5 * spread * spread)
    return skills


def skill_of(world_seed: int, row: int, person: int, spread: float) -> float:
    """Skill of the n-th person in a seat: log-normal with mean 1."""
    luck = normal(key_of(world_seed, Purpose.SKILL, person), row, 0)
    return math.exp(spread * luck - 0.5 * spread * spread)


@compiled
def closer_of(customer: int, firm: int, desks: Desks) -> int:
    """The rep in whose territory a customer lies, among those who do not prospect."""
    closers = desks.count[firm] - desks.prospectors[firm]
    first, luck = desks.first[firm] + desks.prospectors[firm], place_of(customer, firm, desks)
    if not desks.unequal[firm]:
        return int(first + int(luck * closers))
    low, high = first, first + closers - 1
    while low < high:
        middle = (low + high) // 2
        if luck < desks.bounds[middle]:
            high = middle
        else:
            low = middle + 1
    return int(low)


@compiled
def place_of(customer: int, firm: int, desks: Desks) -> float:
    """Where a customer lies in a firm's land, 0 to 1."""
    return uniform(desks.territory_key, customer, firm)


@compiled
def is_empty(rep: Any, day: int) -> bool:
    """Whether nobody sits in a seat on a day."""
    return bool(rep["joined"] > day)


@compiled
def caller_of(customer: int, firm: int, desks: Desks) -> int:
    """The rep who calls a customer's leads: a prospector, or the closer where there is none."""
    prospectors = desks.prospectors[firm]
    if prospectors == 0:
        return closer_of(customer, firm, desks)
    return int(desks.first[firm] + int(uniform(desks.territory_key, customer, firm) * prospectors))
