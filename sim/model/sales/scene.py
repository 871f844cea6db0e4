"""The scene of a rep's day: all that conversations, calls and signatures touch."""

from typing import Any, NamedTuple

from sim.engine.appointments import Appointments
from sim.model.customers.journeys import Journeys, journeys_of
from sim.model.state.catalogue import Catalogue
from sim.model.state.ledger import Ledger
from sim.model.state.offers import Known
from sim.model.state.world import World


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
    journeys: Journeys
    renewals: Appointments
    keys: Any
    life: Any


def scene_of(world: World) -> Scene:
    """Today's scene, with room in the books for all that reps can do in their hours."""
    sales, customers = world.sales, world.customers
    its, reps = sales.settings, len(sales.reps)
    shortest = min(float(its[name].min()) for name in ("talk_hours", "transact_hours"))
    talks = int(reps * (float(its["hours_per_day"].max()) / shortest + 2))
    calls = int(its["cold_calls"].max()) * reps + _in_hand(world, "open_leads")
    if sales.uneven_talks:
        # However short, a conversation is one of a deal that is open or is opened today.
        talks = _in_hand(world, "open_deals") + calls
    journeys = min(talks, len(customers.searching))
    ledger = world.ledger(deals=calls, journeys=journeys, conversations=talks, renewals=talks)
    return Scene(
        customers=customers.rows,
        reps=sales.reps,
        desks=sales.desks,
        sales=its,
        timing=sales.timing,
        plans=world.pay.plans,
        catalogue=world.catalogue,
        known=customers.known,
        buyer=customers.buyer,
        goods=world.goods,
        service=world.service,
        alignment=world.alignment,
        worthwhile=sales.qualification.worthwhile,
        made_up=customers.made_up,
        signs=customers.signs,
        ledger=ledger,
        journeys=journeys_of(world, ledger),
        renewals=customers.renewals,
        keys=world.keys,
        life=world.life,
    )


def _in_hand(world: World, stock: str) -> int:
    return int(world.panel_today[:, world.column[stock]].sum())
