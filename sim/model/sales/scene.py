"""The scene of a rep's day: all that conversations, calls and signatures touch."""

from typing import NamedTuple

from sim.engine.appointments import Appointments
from sim.engine.compiled import forced_inline
from sim.engine.rows import Floats, Keys, Settings, Table
from sim.engine.slots import PURPOSE
from sim.model.customers.journeys import Journeys
from sim.model.sales.accounts import Accounts
from sim.model.sales.floor import Floor, floor_of
from sim.model.state.catalogue import Catalogue
from sim.model.state.customers import Needs
from sim.model.state.offers import Known
from sim.model.state.parameters import BuyerNumbers, CatalogueNumbers, ServiceNumbers
from sim.model.state.pay_plans import Plans
from sim.model.state.world import World
from sim.model.state.worth import Worth


class Scene(NamedTuple):
    """The sales floor, pay plans [firm, component], the calendars of renewals and of needs, what is
    sold and on which terms, the firms' settings, and customers' minds.

    ``made_up`` and ``signs`` [people who decide, less one] are in standard deviations of belief;
    ``keys`` are today's luck by purpose, ``life`` luck that no day decides.
    """

    floor: Floor
    plans: Plans
    renewals: Appointments
    needs: Needs
    catalogue: Catalogue
    goods: CatalogueNumbers
    service: ServiceNumbers
    settings: Table[Settings]
    timing: Table[Settings]
    alignment: Table[Settings]
    worth: Worth
    buyer: BuyerNumbers
    known: Known
    made_up: float
    signs: Floats
    keys: Keys
    life: Keys


def scene_of(world: World) -> Scene:
    """Today's scene, with room in the books for all that reps can do in their hours."""
    sales, customers = world.sales, world.customers
    talks, calls = sales.talks_a_day, sales.strangers_a_day + _in_hand(world, "open_leads")
    if sales.uneven_talks:
        # However short, a conversation is one of a deal that is open or is opened today.
        talks = _in_hand(world, "open_deals") + calls
    journeys = min(talks, len(customers.searching))
    ledger = world.ledger(deals=calls, journeys=journeys, conversations=talks, renewals=talks)
    return Scene(
        floor=floor_of(world, ledger),
        plans=world.pay.plans,
        renewals=customers.renewals,
        needs=customers.needs,
        catalogue=world.catalogue,
        goods=world.goods,
        service=world.service,
        settings=sales.settings,
        timing=sales.timing,
        alignment=world.alignment,
        worth=sales.worth,
        buyer=customers.buyer,
        known=customers.known,
        made_up=customers.made_up,
        signs=customers.signs,
        keys=world.keys,
        life=world.life,
    )


@forced_inline
def accounts_in(scene: Scene) -> Accounts:
    """Accounts as the scene has them."""
    return Accounts(
        scene.floor,
        scene.plans,
        scene.renewals,
        scene.catalogue,
        scene.goods,
        scene.service,
        scene.buyer,
        scene.settings,
        scene.life[PURPOSE.ROUTING],
    )


@forced_inline
def journeys_in(scene: Scene) -> Journeys:
    """Journeys as the scene has them."""
    floor = scene.floor
    entry_key = scene.life[PURPOSE.ENTRY]
    return Journeys(floor.customers, floor.ledger, scene.needs, scene.buyer, entry_key)


def _in_hand(world: World, stock: str) -> int:
    return int(sum(world.panel_today[:, world.column[stock]].tolist()))
