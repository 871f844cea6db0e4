"""The pay calendar: the days on which a component counts, and the part that a rep was there for."""

from sim.engine.compiled import compiled
from sim.model.rules import window
from sim.model.rules.measures import adds_up
from sim.model.state.pay_plans import ComponentRow
from sim.model.state.seats import RepRow
from sim.model.state.world import World


@compiled
def counts(part: ComponentRow, day: int) -> bool:
    """Whether a component counts what happens on a day (of the whole run)."""
    return window.is_open(day, part["opens"], part["days"], part["every"])


@compiled
def days_left(part: ComponentRow, day: int) -> int:
    """Days, today among them, until a component is reckoned; 0 if it does not count today."""
    return window.days_left(day, part["opens"], part["days"], part["every"])


@compiled
def part_in_all(rep: RepRow, part: ComponentRow, day: int) -> float:
    """The part of a component's period that a rep who stays will have been in the seat for; 0 if it
    does not count today."""
    left = days_left(part, day)
    if left == 0:
        return 0.0
    return window.part_served(day + left - 1, part["days"], rep["joined"], part["days"])


@compiled
def of_a_whole(measure: int, part: float) -> float:
    """The part of a whole period's result that is due in a part of it: of a ratio, all of it."""
    return part if adds_up(measure) else 1.0


def days_gone(world: World, firm: int, c: int) -> int:
    """Days of a component's period that are over when today ends; 0 if it does not count today."""
    return window.days_gone(world.day, *world.pay.windows[firm][c])


def days_to_go(world: World, firm: int, c: int) -> int:
    """Days, today among them, until a component is reckoned; 0 if it does not count today."""
    return window.days_left(world.day, *world.pay.windows[firm][c])


def part_so_far(world: World, rep: RepRow, c: int) -> float:
    """The part of a component's period that a rep was in the seat for, when today ends."""
    firm = int(rep["firm"])
    gone, days = days_gone(world, firm, c), world.pay.windows[firm][c].days
    return window.part_served(world.day, gone, int(rep["joined"]), days)
