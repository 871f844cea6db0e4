"""Customers: one row each. A column is a view over the rows, so a row stays close in memory."""

import math
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from sim.compiled import compiled
from sim.draws import Purpose, normal, stream, uniform
from sim.world.appointments import Appointments, appoint
from sim.world.catalogue import Catalogue, best_value

if TYPE_CHECKING:
    from sim.market import Market

DORMANT, SEARCHING = 0, 1
_ENTRY = int(Purpose.ENTRY)
Rows = np.ndarray[Any, np.dtype[Any]]


# One row a customer; [firms] marks columns with an entry per firm.
# Belief: precision and evidence [firms]. Memory: salience [firms], clarity (precision of the own
# problem). Fixed: value [firms], true utility of a firm's best offering; attention; hassle.
# Business: open_deal, open_lead [firms], rows of the records. Journey: stage, considered (bits),
# waiting (the firm asked to call), entered, and the first contact with a rep. Account: supplier,
# its yearly value, utility, rep, first day, next renewal, and whether one is in the diary. seen and thought are the last days whose noticing and
# research the row holds, talked the last day with a conversation. needs is the day of the next
# need, awaited whether the calendar of needs holds the row. -1 is nobody and never.
# What is looked at to see whether a customer is concerned at all comes first, in one cache line.
_COLUMNS: tuple[tuple[str, str, bool], ...] = (
    ("stage", "i1", False), ("waiting", "i1", False), ("supplier", "i1", False),
    ("first_firm", "i1", False), ("favourite", "i1", False), ("decided_before", "?", False),
    ("appointed", "?", False), ("awaited", "?", False), ("considered", "i2", False), ("talks", "i2", False),
    ("journeys", "i2", False), ("seen", "i4", False), ("thought", "i4", False),
    ("talked", "i4", False), ("needs", "i4", False),
    ("open_lead", "i4", True), ("open_deal", "i4", True),
    ("precision", "f8", True), ("evidence", "f8", True), ("salience", "f8", True),
    ("value", "f8", True), ("clarity", "f8", False), ("attention", "f8", False),
    ("hassle", "f8", False), ("first_contact", "f8", False), ("progress", "f8", False),
    ("account_value", "f8", False), ("account_utility", "f8", False),
    ("account_rep", "i4", False), ("since", "i4", False), ("renews", "i4", False),
    ("entered", "i4", False), ("next_entry", "i4", False), ("next_renewal", "i4", False),
)  # fmt: skip
COLUMNS = tuple(name for name, _, _ in _COLUMNS)
_NOBODY = (
    "open_deal", "open_lead", "account_rep", "since", "renews", "seen", "thought", "talked", "entered", "next_entry",
    "next_renewal", "supplier", "waiting", "first_firm", "favourite",
)  # fmt: skip


def born(count: int, firms: int) -> Rows:
    """Rows for so many customers, each knowing nothing and nobody's account."""
    fields: list[Any] = [
        (name, code, (firms,)) if per_firm else (name, code) for name, code, per_firm in _COLUMNS
    ]
    rows = np.zeros(count, np.dtype(fields, align=True))
    for name in _NOBODY:
        rows[name] = -1
    rows["first_contact"] = np.nan
    return rows


@compiled
def settle_in(
    customers: Rows, entries: Appointments, catalogue: Catalogue, buyer: Any, seed: int
) -> None:
    """Give every customer traits and true utilities (the world), and a first day of need (luck)."""
    key = stream(seed, _ENTRY, 0)
    for i in range(len(customers)):
        row = customers[i]
        for firm in range(len(catalogue.prior)):
            row["value"][firm] = best_value(i, firm, catalogue, buyer)[1]
        spread = buyer.attention_sd
        luck = normal(catalogue.trait_key, i, 1)
        row["attention"] = math.exp(spread * luck - 0.5 * spread * spread)
        row["hassle"] = buyer.hassle * math.exp(
            buyer.hassle_sd * normal(catalogue.trait_key, i, 2)
        )
        row["clarity"] = buyer.clarity_start
        await_need(row, i, entry_wait(uniform(key, i, 0), buyer.entry_per_year), entries)


@compiled
def await_need(row: Any, i: int, day: int, entries: Appointments) -> None:
    """Set the day of the next need; a row that the calendar holds already is moved when it is due."""
    row["needs"] = day
    if not row["awaited"]:
        row["awaited"] = True
        appoint(entries, day, i)


@compiled
def arising(rows: Any, day: int, customers: Rows, entries: Appointments) -> int:
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


@compiled
def entry_wait(luck: float, entry_per_year: float) -> int:
    """Whole days until a need arises, at a constant hazard; a year has 260."""
    if entry_per_year <= 0.0:
        return 1 << 30
    return int(min(-math.log(luck) * 260.0 / entry_per_year, 1e9))


class Customer(mesa.Agent):  # type: ignore[misc]
    """One customer as a Mesa agent: reads and writes its row, and can be stepped by hand."""

    def __init__(self, model: "Market", row: int) -> None:
        super().__init__(model)
        self.row = row

    def __getattr__(self, name: str) -> Any:
        if name in COLUMNS:
            value = self.model.world.customers[name][self.row]
            return value.copy() if isinstance(value, np.ndarray) else value.item()
        raise AttributeError(f"a customer has no {name!r}; columns: {', '.join(COLUMNS)}")

    def __setattr__(self, name: str, value: Any) -> None:
        if name in COLUMNS:
            self.model.world.customers[name][self.row] = value
        else:
            super().__setattr__(name, value)

    @property
    def in_market(self) -> bool:
        """Whether the customer has a need and is looking."""
        return bool(self.stage == SEARCHING)

    @property
    def belief(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Mean belief about each firm's fit (utility)."""
        return self.model.world.belief_of(self.row)

    @property
    def pains(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Intensity of each pain."""
        return self.model.world.pains_of(self.row)

    def step(self) -> None:
        """Live today: notice what was published and said, then weigh reading, calling, deciding."""
        self.model.live_today(self.row)
