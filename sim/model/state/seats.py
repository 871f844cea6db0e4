"""Sales reps: one row a seat. A rep who leaves is followed by another in the same seat."""

import math
from typing import Annotated, Any, NamedTuple, Protocol, TypedDict

import numpy as np
from numpy.typing import NDArray

from sim.config import Config
from sim.config.sales import ROUTINGS, Sales
from sim.engine.compiled import compiled
from sim.engine.luck import key_of, normal, quantile, uniform
from sim.engine.rows import Flag, Float64, Floats, Int64, Table, Whole, structure_of
from sim.engine.slots import (
    KNOWLEDGE,
    LAND,
    LAND_SIZE,
    SKILL,
    SKILL_IN_RANK,
    SKILL_RANK,
    TENURE,
    Purpose,
)
from sim.model.foresight.outlooks import LOOKS
from sim.model.rules.closing import NATURAL
from sim.model.rules.conversation import skill
from sim.model.rules.knowledge import knowledge_per_skill
from sim.model.rules.turnover import tenure
from sim.model.state.people import pinned_territories, seat_people
from sim.records.activities import ACTIVITIES

Rows = np.ndarray[Any, np.dtype[Any]]
ByActivity = Annotated[Floats, "f8", "activity"]
ByComponent = Annotated[Floats, "f8", "component"]


class RepRow(TypedDict):
    """A seat and the rep who sits in it. −1 is nobody and never."""

    plan: ByActivity  # hours that the rep means to give today at most
    spent: ByActivity  # hours given today
    owed: ByActivity  # hours that what was begun still takes, done first on the next day
    quarter: ByActivity  # hours given since they were last written down
    credit: ByComponent  # what counts towards pay this period
    base: ByComponent  # what a ratio is over
    before: ByComponent  # the last period's credit
    taken: ByComponent  # credit taken back
    paid: ByComponent  # pay of this period in instalments so far (money)
    relieved: ByComponent  # days of leave this period for which nothing is asked
    carry: ByComponent  # what own results have added to the quota
    quota: ByComponent
    own_quota: ByComponent  # the seat's own, 0 for none
    outlook: Annotated[Whole, "i8", "look"]  # place in the book at which a look ahead begins
    cell: Annotated[Floats, "f8", "look"]  # its unit of credit (money)
    firm: Int64
    prospector: Flag
    territory: Float64  # customers in it, over the mean of the firm
    skill: Float64
    knows: Float64  # knowledge over skill
    joined: Int64  # first day of the person in the seat, which is empty until then
    began: Int64  # first day of the last person who did begin
    person: Int64  # how many sat here before
    listed: Int64  # which of them the roster names
    vacant_days: Int64  # days for which the seat was empty before
    away: Int64  # first day of the last leave, and the first after it
    back: Int64
    next_away: Int64  # the same of leave known beforehand, while it lies ahead; 0 for none
    next_back: Int64
    on_leave: Int64  # days of leave since hours were last written down
    since_day: Int64  # first day of the hours in ``quarter``
    effort: Float64
    work: Float64  # effort put in, over the reference
    persistence: Float64  # the same into reaching leads
    move: Int64  # what is done about the day's signatures
    pressure: Float64  # how far customers believe it
    off: Float64  # the part of the price that it takes off
    service_effort: Float64
    service: Float64  # service given, in units, smoothed over a quarter
    pace: Float64  # sales expected a day (money)
    renewal_pace: Float64  # renewals expected a day (money)
    pay_rate: Float64  # money a year, as the rep feels it
    own_salary: Float64  # money a year, NaN for the plan's
    pay_scale: Float64  # what the plan's variable pay is multiplied by
    owes: Float64  # pay to be kept back from what is earned
    advanced: Float64  # the part of it paid since pay was last reckoned
    assured: Float64  # variable pay since a guarantee was last reckoned (money)
    assured_day: Int64  # first day for which it has not been reckoned
    earned: Float64  # since joining
    recent_pay: Float64  # since it was last felt
    recent_sales: Float64
    recent_renewals: Float64
    hours_worked: Float64  # since joining
    idle: Float64  # hours of other work so far today, while nobody waited
    soonest: Float64  # when the next thing to do turns up today
    begun: Float64  # when the last thing done today was begun, and when it was over (days)
    over: Float64
    free: Float64  # when the last work in a firm with one line for all was over (days)
    strangers: Int64  # cold calls made today
    accounts: Int64
    lead_top: Int64  # newest lead of the pile
    new_first: Int64  # deals that wait for a first conversation: first and last in line
    new_last: Int64
    due_first: Int64  # follow-ups that are due: first and last in line
    due_last: Int64
    agreed_first: Int64  # newest of the deals agreed but not signed


COLUMNS = tuple(RepRow.__annotations__)
_LINE = ("new_first", "new_last", "due_first", "due_last")
_LINE_ROW = np.dtype([(name, "i8") for name in _LINE])


class Line(Protocol):
    """A queue of deals: a rep's own (a RepRow), or the one that a firm's reps share."""

    def __getitem__(self, name: str) -> int: ...
    def __setitem__(self, name: str, deal: int) -> None: ...


class Desks(NamedTuple):
    """Seats of each firm: rows [first, first + count), the first of which are prospectors'.

    Territories: by firm whether they differ, and by seat the part of the firm's customers that lie
    in it or in one before it. ``line`` [firm] is the shared queue of customers who ask, ``routing``
    [firm] the rule by which leads and requests find a rep, ``turn`` [firm, closer or caller] the
    seat that had the last one.
    """

    first: Whole
    count: Any  # [firm], whole
    prospectors: Whole
    territory_key: np.uint64
    unequal: NDArray[np.bool_]
    bounds: Floats
    line: Table[Line]
    routing: Whole
    turn: Whole


def seats(sales: Sales, customers: int) -> int:
    """Number of reps in a sales department."""
    if sales.reps is not None:
        return sales.reps
    return max(1, round(sales.reps_per_thousand * customers / 1000.0))


def hire_all(config: Config, departments: list[Sales], components: int) -> tuple[Rows, Desks]:
    """Fill every seat of every firm, with people who have been in the job for a while."""
    counts = np.array([seats(sales, config.market.customers) for sales in departments], np.int64)
    first = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)
    row = structure_of(RepRow, activity=len(ACTIVITIES), component=components, look=LOOKS)
    reps = np.zeros(int(counts.sum()), row)
    for name in ("lead_top", "agreed_first", *_LINE):
        reps[name] = -1
    reps["territory"] = 1.0
    person_key = key_of(config.world_seed, Purpose.SKILL, 0)
    for firm, sales in enumerate(departments):
        yearly = max(sales.turnover_per_year, 0.05)
        skills = first_skills(config.world_seed, int(first[firm]), int(counts[firm]))
        for place in range(counts[firm]):
            row = first[firm] + place
            rep = reps[row]
            rep["firm"], rep["prospector"] = firm, place < sales.prospectors
            luck = skills[place], normal(person_key, row, KNOWLEDGE)
            _give_ability(rep, *luck, sales.skill_sd, sales.knowledge)
            rep["joined"] = -tenure(uniform(person_key, row, TENURE), yearly)
            rep["began"], rep["pay_rate"] = rep["joined"], sales.outside_pay
            rep["outlook"], rep["move"] = -1, NATURAL
            rep["work"] = rep["persistence"] = rep["pay_scale"] = 1.0
            rep["own_salary"], rep["listed"] = math.nan, -1
        if sales.people:
            seat_people(reps[first[firm] : first[firm] + counts[firm]], sales, config.warmup_days)
    key = key_of(config.world_seed, Purpose.TERRITORY, 0)
    return reps, _desks(reps, departments, first, counts, key)


def _desks(
    reps: Rows, departments: list[Sales], first: Whole, counts: Whole, key: np.uint64
) -> Desks:
    """Draw territories: the number of customers in each is log-normal over a firm's closers."""
    prospectors = np.array([sales.prospectors for sales in departments], np.int64)
    bounds, unequal = np.zeros(len(reps)), np.zeros(len(departments), np.bool_)
    for firm, sales in enumerate(departments):
        rows = range(first[firm] + prospectors[firm], first[firm] + counts[firm])
        size = pinned_territories(sales.people)
        if size is None:
            if sales.territory_sd == 0.0 or not rows:
                continue
            luck = [normal(key, row, LAND_SIZE) for row in rows]
            size = np.array([math.exp(sales.territory_sd * z) for z in luck])
        unequal[firm] = True
        reps["territory"][rows.start : rows.stop] = size / size.mean()
        bounds[rows.start : rows.stop] = np.cumsum(size) / size.sum()
        bounds[rows.stop - 1] = 1.0
    line = np.zeros(len(departments), _LINE_ROW)
    for name in _LINE:
        line[name] = -1
    routing = np.array([ROUTINGS.index(sales.routing) for sales in departments])
    turn = np.full((len(departments), 2), -1, np.int64)
    return Desks(first, counts, prospectors, key, unequal, bounds, line, routing, turn)


def first_skills(world_seed: int, first: int, count: int) -> list[float]:
    """Skills of a firm's first people (standard normal): one from each of as many equal parts of
    the distribution, so that no firm begins by chance with better people."""
    key = key_of(world_seed, Purpose.SKILL, 0)
    order = sorted(range(count), key=lambda place: float(uniform(key, first + place, SKILL_RANK)))
    skills = [0.0] * count
    for part, place in enumerate(order):
        skills[place] = quantile((part + uniform(key, first + place, SKILL_IN_RANK)) / count)
    return skills


def next_person(rep: RepRow, world_seed: int, row: int, spread: float, correlation: float) -> None:
    """Draw what the person who is to sit in a seat can do, and what that person knows."""
    key = key_of(world_seed, Purpose.SKILL, int(rep["person"]))
    luck = normal(key, row, SKILL), normal(key, row, KNOWLEDGE)
    _give_ability(rep, *luck, spread, correlation)


def _give_ability(
    rep: RepRow, able: float, knowing: float, spread: float, correlation: float
) -> None:
    rep["skill"] = skill(able, spread)
    rep["knows"] = knowledge_per_skill(able, knowing, spread, correlation)


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
    """A customer's place in a firm's land, 0 to 1."""
    return uniform(desks.territory_key, customer, LAND + firm)


@compiled
def is_empty(rep: RepRow, day: int) -> bool:
    """Whether nobody sits in a seat on a day."""
    return bool(rep["joined"] > day)


@compiled
def is_on_leave(rep: RepRow, day: int) -> bool:
    """Whether whoever sits in a seat is on leave on a day."""
    return bool(rep["away"] <= day < rep["back"])


@compiled
def is_absent(rep: RepRow, day: int) -> bool:
    """Whether nobody works in a seat on a day: it is empty, or its rep is on leave."""
    return is_empty(rep, day) or is_on_leave(rep, day)


@compiled
def absent_since(rep: RepRow, day: int) -> int:
    """The first of the days on which nobody has worked in a seat where nobody does."""
    return int(rep["joined"] - rep["vacant_days"] if is_empty(rep, day) else rep["away"])


@compiled
def caller_of(customer: int, firm: int, desks: Desks) -> int:
    """The rep who calls a customer's leads: a prospector, or the closer where there is none."""
    prospectors = desks.prospectors[firm]
    if prospectors == 0:
        return closer_of(customer, firm, desks)
    return int(desks.first[firm] + int(place_of(customer, firm, desks) * prospectors))
