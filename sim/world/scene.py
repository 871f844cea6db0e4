"""The scene of a rep's day: all that conversations, calls and signatures touch."""

from typing import Any, NamedTuple

from sim.world.appointments import Appointments
from sim.world.catalogue import Catalogue
from sim.world.customers import Needs
from sim.world.ledger import Ledger
from sim.world.mind import Known


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
