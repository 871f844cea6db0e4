"""The scene of a rep's day: all that conversations, calls and signatures touch."""

from typing import Any, NamedTuple

from sim.engine.appointments import Appointments
from sim.model.customers.mind import Known
from sim.model.state.catalogue import Catalogue
from sim.model.state.customers import Needs
from sim.model.state.ledger import Ledger


class Scene(NamedTuple):
    """All that a rep's day touches. ``made_up`` and ``signs`` are in standard deviations,
    ``worthwhile`` [firm] is the score from which a lead is worth a call.

    ``keys`` are those of today's luck by purpose, ``life`` those of luck that no day decides.
    """

    customers: Any
    reps: Any
    desks: Any
    sales: Any
    timing: Any
    plans: Any
    catalogue: Catalogue
    known: Known
    buyer: Any
    goods: Any
    service: Any
    alignment: Any
    worthwhile: Any
    made_up: float
    signs: float
    ledger: Ledger
    entries: Needs
    renewals: Appointments
    keys: Any
    life: Any
