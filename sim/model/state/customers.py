"""Customers: one row each. A column is a view over the rows, so a row stays close in memory."""

from typing import Annotated, Any, NamedTuple, TypedDict

import numpy as np

from sim.engine.appointments import appoint, due
from sim.engine.compiled import allocating, compiled
from sim.engine.luck import normal, stream, uniform
from sim.engine.memory import zeros
from sim.engine.prefetch import head_ahead
from sim.engine.rows import Flag, Float64, Floats, Int8, Int16, Int32, Table, Whole, structure_of
from sim.engine.slots import ATTENTION, EAGERNESS, HASSLE, NEED, Purpose
from sim.model.rules.need import among, wait
from sim.model.rules.traits import times_mean, times_median
from sim.model.state.catalogue import Catalogue, best_for, problem_of
from sim.model.state.parameters import BuyerNumbers

DORMANT, SEARCHING = 0, 1
_ENTRY = int(Purpose.ENTRY)
Rows = np.ndarray[Any, np.dtype[Any]]
Int32ByFirm = Annotated[Whole, "i4", "firm"]
FloatByFirm = Annotated[Floats, "f8", "firm"]
FloatBySlow = Annotated[Floats, "f8", "slow"]


class CustomerRow(TypedDict):
    """A customer. What tells whether a row is concerned at all comes first, in one cache line."""

    stage: Int8  # DORMANT or SEARCHING
    waiting: Int8  # firm asked to call, -1 for none
    reading: Int8  # firm read up on, -1 for none
    chosen: Int8  # firm chosen by logit, -1 for none
    first_firm: Int8  # firm first talked to in this journey, -1 for none
    favourite: Int8  # firm that led before the first conversation, -1 for none
    decided_before: Flag  # whether the mind was made up by then
    considered: Int16  # considered firms, as bits
    asked: Int16  # firms that have a form of the customer and have not called, as bits
    talks: Int16  # conversations in this journey
    journeys: Int16  # journeys that have ended
    supplier: Int8  # firm of the account, -1 for none
    appointed: Flag  # whether the calendar of renewals holds the row
    awaited: Flag  # whether the calendar of needs holds the row
    unsubscribed: Int16  # firms that are shut out, as bits
    needs: Int32  # day of the next need
    seen: Int32  # last day whose noticing the row holds
    thought: Int32  # last day whose research the row holds
    talked: Int32  # day of the last conversation
    open_lead: Int32ByFirm  # row of the open lead, -1 for none
    open_deal: Int32ByFirm  # row of the open deal, -1 for none
    entered: Int32  # day on which this journey began
    precision: FloatByFirm  # of the belief about what can be told, beyond the prior (1/utility²)
    evidence: FloatByFirm  # precision times value of the signals heard
    salience: FloatByFirm  # exposures remembered, in fast memory
    value: FloatByFirm  # true utility of the firm's best offering, private part aside
    insight: FloatByFirm  # of the belief about what only discovery shows (1/utility²)
    impression: FloatByFirm  # the evidence for that
    clarity: Float64  # precision of the customer's idea of the own problem
    attention: Float64  # times the mean
    hassle: Float64  # cost of a conversation (utility)
    first_contact: Float64  # day, NaN for none
    progress: Float64  # of the decision at the first contact, 0 to 1
    account_value: Float64  # money a year
    account_utility: Float64
    account_rep: Int32
    since: Int32  # day on which the account began
    renews: Int32  # day on which the account's term ends
    next_entry: Int32  # link of the calendar of needs
    next_renewal: Int32  # link of the calendar of renewals
    lingering: FloatBySlow  # exposures in slow memory, by firm; no room where there is none


Customers = Table[CustomerRow]
COLUMNS = tuple(CustomerRow.__annotations__)
# Whole numbers that begin at 0; all others are firms, rows or days, -1 for nobody or never.
_COUNTED = ("stage", "considered", "asked", "talks", "journeys", "unsubscribed", "needs")


class Needs(NamedTuple):
    """The calendar of needs (as ``Appointments``), and how customers' hazards spread about 1."""

    first: Whole
    link: Whole
    eagerness: Floats
    trait_key: np.uint64


def born(count: int, firms: int, slow: bool = False) -> Rows:
    """Rows of new customers, who know nothing and have no supplier; with room for a slow memory
    where they have one."""
    one = np.zeros(1, structure_of(CustomerRow, firm=firms, slow=firms if slow else 0))
    for name in COLUMNS:
        if one.dtype[name].base.kind == "i" and name not in _COUNTED:
            one[name] = -1
    one["first_contact"] = np.nan
    rows = zeros(count, one.dtype)
    # Byte by byte and row after row: columns, one after another, would go through memory each.
    rows.view(np.uint8).reshape(count, one.itemsize)[:] = one.view(np.uint8)
    return rows


@compiled
def settle_in(
    customers: Customers, needs: Needs, catalogue: Catalogue, buyer: BuyerNumbers, seed: int
) -> None:
    """Give every customer traits and true utilities (by world seed) and a first need (by seed)."""
    key = stream(seed, _ENTRY, 0)
    for i in range(len(customers)):
        row = customers[i]
        problem = problem_of(i, catalogue)
        for firm in range(len(catalogue.prior)):
            row["value"][firm] = best_for(problem, firm, catalogue, buyer)[1]
        row["attention"] = times_mean(normal(catalogue.trait_key, i, ATTENTION), buyer.attention_sd)
        luck = normal(catalogue.trait_key, i, HASSLE)
        row["hassle"] = buyer.hassle * times_median(luck, buyer.hassle_sd)
        row["clarity"] = buyer.clarity_start
        await_need(row, i, days_to_need(i, uniform(key, i, NEED), buyer, needs), needs)


@compiled
def days_to_need(i: int, luck: float, buyer: BuyerNumbers, needs: Needs) -> int:
    """Days until the customer's next need, at a hazard that is the customer's own."""
    own = buyer.entry_per_year
    if len(needs.eagerness) > 1:
        own *= among(uniform(needs.trait_key, i, EAGERNESS), needs.eagerness)
    return wait(luck, own)


@compiled
def await_need(row: CustomerRow, i: int, day: int, needs: Needs) -> None:
    """Set the day of the next need; a row that the calendar holds already moves when it is due."""
    row["needs"] = day
    if not row["awaited"]:
        row["awaited"] = True
        appoint(needs, day, i)


@allocating
def arising(day: int, customers: Customers, needs: Needs) -> Whole:
    """The rows whose need arises today. Those whose need was put off wait on; those that search
    already are left out."""
    rows, found = due(needs, day), 0
    for n in range(len(rows)):
        i = rows[n]
        row = customers[i]
        row["awaited"] = False
        if row["stage"] != DORMANT:
            continue
        if row["needs"] > day:
            await_need(row, i, np.int64(row["needs"]), needs)
        else:
            rows[found] = i
            found += 1
    arisen: Whole = rows[:found]
    return arisen


@allocating
def searching_of(rows: Whole, customers: Customers) -> Whole:
    """The rows that search."""
    kept, found = np.empty(len(rows), np.int64), 0
    for n in range(len(rows)):
        head_ahead(customers, rows, n)
        if customers[rows[n]]["stage"] == SEARCHING:
            kept[found] = rows[n]
            found += 1
    return kept[:found]
