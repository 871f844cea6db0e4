"""Customers: one row each. A column is a view over the rows, so a row stays close in memory."""

import math
from typing import Any, NamedTuple

import numpy as np

from sim.engine.appointments import appoint
from sim.engine.compiled import allocating, compiled
from sim.engine.luck import Purpose, normal, stream, uniform
from sim.engine.memory import zeros
from sim.engine.prefetch import head_ahead
from sim.model.rules.need import among, wait
from sim.model.state.catalogue import Catalogue, best_value

DORMANT, SEARCHING = 0, 1
_ENTRY = int(Purpose.ENTRY)
Rows = np.ndarray[Any, np.dtype[Any]]


# One row a customer; a code in brackets is one entry per firm. −1 is nobody and never. What tells
# whether a customer is concerned at all comes first, in one cache line.
_COLUMNS = {
    # The journey: stage, the firm asked to call, the one read up on, the one chosen (logit), the
    # considered firms (bits), conversations, and what the customer thought before the first.
    "stage": "i1", "waiting": "i1", "reading": "i1", "chosen": "i1", "first_firm": "i1",
    "favourite": "i1", "decided_before": "?",
    "considered": "i2", "talks": "i2", "journeys": "i2",
    # The account: supplier, and whether the calendar of renewals holds the row.
    "supplier": "i1", "appointed": "?",
    # The calendar of needs: whether it holds the row, and the day of the next need. Between them,
    # the firms that are shut out (bits).
    "awaited": "?", "unsubscribed": "i2", "needs": "i4",
    # The last days whose noticing, research and conversation the row holds.
    "seen": "i4", "thought": "i4", "talked": "i4",
    # Rows of the records.
    "open_lead": "[i4]", "open_deal": "[i4]", "entered": "i4",
    # Belief, memory, and the true utility of each firm's best offering.
    "precision": "[f8]", "evidence": "[f8]", "salience": "[f8]", "value": "[f8]",
    # Belief about the part of utility that only discovery shows, if there is one.
    "insight": "[f8]", "impression": "[f8]",
    # Precision of the own problem; traits.
    "clarity": "f8", "attention": "f8", "hassle": "f8",
    "first_contact": "f8", "progress": "f8",
    "account_value": "f8", "account_utility": "f8", "account_rep": "i4",
    "since": "i4", "renews": "i4",
    # Links of the two calendars.
    "next_entry": "i4", "next_renewal": "i4",
}  # fmt: skip
COLUMNS = tuple(_COLUMNS)
_NOBODY_OR_NEVER = (
    "waiting", "reading", "chosen", "first_firm", "favourite", "supplier", "seen", "thought",
    "talked", "open_lead", "open_deal", "entered", "account_rep", "since", "renews", "next_entry",
    "next_renewal",
)  # fmt: skip


class Needs(NamedTuple):
    """The calendar of needs (as ``Appointments``), and how customers' hazards spread about 1."""

    first: Any
    link: Any
    eagerness: Any
    trait_key: Any


def born(count: int, firms: int) -> Rows:
    """Rows for so many customers, each knowing nothing and nobody's account."""
    fields = [(name, code.strip("[]"), (firms,)) if code.startswith("[") else (name, code)
              for name, code in _COLUMNS.items()]  # fmt: skip
    rows = zeros(count, np.dtype(fields, align=True))
    for name in _NOBODY_OR_NEVER:
        rows[name] = -1
    rows["first_contact"] = np.nan
    return rows


@compiled
def settle_in(customers: Rows, entries: Needs, catalogue: Catalogue, buyer: Any, seed: int) -> None:
    """Give every customer traits and true utilities (the world), and a first day of need (luck)."""
    key = stream(seed, _ENTRY, 0)
    for i in range(len(customers)):
        row = customers[i]
        for firm in range(len(catalogue.prior)):
            row["value"][firm] = best_value(i, firm, catalogue, buyer)[1]
        spread = buyer.attention_sd
        luck = normal(catalogue.trait_key, i, 1)
        row["attention"] = math.exp(spread * luck - 0.5 * spread * spread)
        row["hassle"] = buyer.hassle * math.exp(buyer.hassle_sd * normal(catalogue.trait_key, i, 2))
        row["clarity"] = buyer.clarity_start
        await_need(row, i, days_to_need(i, uniform(key, i, 0), buyer, entries), entries)


@compiled
def days_to_need(i: int, luck: float, buyer: Any, entries: Needs) -> int:
    """Days until the customer's next need, at the own hazard."""
    own = buyer.entry_per_year
    if len(entries.eagerness) > 1:
        own *= among(uniform(entries.trait_key, i, 4), entries.eagerness)
    return wait(luck, own)


@compiled
def await_need(row: Any, i: int, day: int, entries: Needs) -> None:
    """Set the day of the next need; a row that the calendar holds already moves when it is due."""
    row["needs"] = day
    if not row["awaited"]:
        row["awaited"] = True
        appoint(entries, day, i)


@compiled
def arising(rows: Any, day: int, customers: Rows, entries: Needs) -> int:
    """Of the rows due today, move those with a need to the front and return their number.

    Those whose need was put off wait on; those who search already, woken by something else, go.
    """
    found = 0
    for n in range(len(rows)):
        i = rows[n]
        row = customers[i]
        row["awaited"] = False
        if row["stage"] != DORMANT:
            continue
        if row["needs"] > day:
            await_need(row, i, np.int64(row["needs"]), entries)
        else:
            rows[found] = i
            found += 1
    return found


@allocating
def searching_of(rows: Any, customers: Rows) -> Any:
    """Those of the rows who search."""
    kept, found = np.empty(len(rows), np.int64), 0
    for n in range(len(rows)):
        head_ahead(customers, rows, n)
        if customers[rows[n]]["stage"] == SEARCHING:
            kept[found] = rows[n]
            found += 1
    return kept[:found]
