"""The scene of a rep's day: all that conversations, calls and signatures touch."""

from typing import NamedTuple

from sim.engine.rows import Floats, Keys, Settings, Table
from sim.model.customers.journeys import Journeys, journeys_of
from sim.model.sales.accounts import Accounts, accounts_of
from sim.model.sales.floor import Floor, floor_of
from sim.model.state.offers import Known
from sim.model.state.parameters import BuyerNumbers
from sim.model.state.world import World
from sim.model.state.worth import Worth


class Scene(NamedTuple):
    """The sales floor, the firms' settings, and customers' minds.

    ``made_up`` and ``signs`` [people who decide, less one] are in standard deviations of belief;
    ``keys`` are today's luck by purpose, ``life`` luck that no day decides.
    """

    floor: Floor
    accounts: Accounts
    journeys: Journeys
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
    floor = floor_of(world, ledger)
    return Scene(
        floor=floor,
        accounts=accounts_of(world, floor),
        journeys=journeys_of(world, ledger),
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


def _in_hand(world: World, stock: str) -> int:
    return int(sum(world.panel_today[:, world.column[stock]].tolist()))
