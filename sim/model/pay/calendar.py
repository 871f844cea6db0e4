"""The pay calendar: the days on which a component counts, and the part that a rep was there for."""

from sim.engine.compiled import compiled
from sim.model.rules import window
from sim.model.rules.measures import TEAM, adds_up
from sim.model.rules.quota import part_asked
from sim.model.state.pay_plans import ComponentRow, Plans
from sim.model.state.seats import RepRow
from sim.model.state.world import World


@compiled
def counts(part: ComponentRow, day: int) -> bool:
    """Whether a component counts what happens on a day (of the whole run)."""
    return _gone(part, day) > 0


@compiled
def _gone(part: ComponentRow, day: int) -> int:
    return window.days_gone(
        day,
        part["opens"],
        part["days"],
        part["every"],
        part["parts"],
        part["starts"],
        part["stops"],
    )


@compiled
def whole_days(part: ComponentRow, day: int) -> int:
    """Days of the period in which a day lies, those among them on which it is not in force."""
    return window.whole_days(day, part["opens"], part["days"], part["every"], part["parts"])


def longest(part: ComponentRow) -> int:
    """Days of a component's longest period."""
    return -(-int(part["days"]) // int(part["parts"]))


@compiled
def first_day(part: ComponentRow, day: int) -> int:
    """The first day that is reckoned together with a day on which a component counts."""
    return day + 1 - _gone(part, day)


@compiled
def days_left(part: ComponentRow, day: int) -> int:
    """Days, today among them, until a component is reckoned; 0 if it does not count today."""
    return window.days_left(
        day,
        part["opens"],
        part["days"],
        part["every"],
        part["parts"],
        part["starts"],
        part["stops"],
    )


@compiled
def part_in_all(rep: RepRow, c: int, part: ComponentRow, day: int) -> float:
    """The part of a component's period that a rep who stays will have been in the seat for; 0 if it
    does not count today."""
    left = days_left(part, day)
    return _part_by(rep, part, day + left - 1, rep["relieved"][c]) if left > 0 else 0.0


@compiled
def asked_in_all(rep: RepRow, c: int, part: ComponentRow, day: int) -> float:
    """The part of a component's quota that its period will have asked of a rep who stays."""
    left = days_left(part, day)
    return _asked_by(rep, c, part, day + max(left, 1) - 1)


@compiled
def _part_by(rep: RepRow, part: ComponentRow, day: int, relieved: float) -> float:
    """The part of a period that a rep who is there is in the seat for until a day's end."""
    return window.part_served(day, _gone(part, day), rep["joined"], whole_days(part, day), relieved)


@compiled
def _asked_by(rep: RepRow, c: int, part: ComponentRow, day: int) -> float:
    """The part of a quota that a period asks of a rep until a day's end: of a new rep less, for
    what the rep does alone; of a ratio all of it. Leave takes of it what an average day asks."""
    there = _part_by(rep, part, day, rep["relieved"][c])
    if not adds_up(part["measure"]):
        return 1.0
    if part["measure"] == TEAM or there <= 0.0:
        return there
    served = _part_by(rep, part, day, 0.0)
    since = day + 1 - rep["joined"]
    asked = part_asked(served, whole_days(part, day), since, part["ramp"], part["ramp_months"])
    return asked * (there / served)


@compiled
def of_a_whole(measure: int, part: float) -> float:
    """The part of a whole period's result that is due in a part of it: of a ratio, all of it."""
    return part if adds_up(measure) else 1.0


@compiled
def elapsed(part: ComponentRow, day: int) -> int:
    """Days of the whole period in which a day lies that are over when it ends, those among them on
    which the component is not in force."""
    return window.days_gone(day, part["opens"], part["days"], part["every"], part["parts"])


@compiled
def is_payday(part: ComponentRow, day: int) -> bool:
    """Whether an instalment is paid when a day ends, before the period is over. Instalments keep
    their calendar where a component is in force for a part of the period."""
    if part["instalment"] == 0 or days_left(part, day) <= 1:
        return False
    return window.is_instalment(
        elapsed(part, day), part["days"], part["instalment"], part["instalment_parts"]
    )


@compiled
def any_ends(plans: Plans, day: int) -> bool:
    """Whether a day is the last of any component's period, or one on which instalments are paid."""
    for firm in range(len(plans)):
        for c in range(len(plans[firm])):
            if days_left(plans[firm][c], day) == 1 or is_payday(plans[firm][c], day):
                return True
    return False


def reckoned_on(part: ComponentRow, day: int) -> int:
    """The day on which what is credited on a day is reckoned: its period's last, or an
    instalment's."""
    last = day + int(days_left(part, day)) - 1
    if part["instalment"]:
        return next((one for one in range(day, last) if is_payday(part, one)), last)
    return last


def days_gone(world: World, firm: int, c: int) -> int:
    """Days of a component's period that are over when today ends; 0 if it does not count today."""
    return window.days_gone(world.day, *world.pay.windows[firm][c])


def days_to_go(world: World, firm: int, c: int) -> int:
    """Days, today among them, until a component is reckoned; 0 if it does not count today."""
    return window.days_left(world.day, *world.pay.windows[firm][c])


def part_so_far(world: World, rep: RepRow, c: int) -> float:
    """The part of a component's period that a rep was in the seat for, when today ends."""
    its = world.pay.windows[int(rep["firm"])][c]
    gone, days = window.days_gone(world.day, *its), window.whole_days(world.day, *its[:4])
    relieved = float(rep["relieved"][c])
    return window.part_served(world.day, gone, int(rep["joined"]), days, relieved)


def asked_so_far(world: World, rep: RepRow, c: int) -> float:
    """The part of a component's quota that its period has asked of a rep when today ends."""
    part = world.pay.plans[int(rep["firm"])][c]
    return float(world.entry[_asked_by](rep, c, part, world.day))


def pays_instalment(world: World, firm: int, c: int) -> bool:
    """Whether an instalment of a component is paid today, before its period is over."""
    return bool(is_payday(world.pay.plans[firm][c], world.day))


def month_days(world: World) -> int:
    """Days of the month in which today lies."""
    return int(window.whole_days(world.day, *world.pay.month[:4]))


def month_ends(world: World) -> bool:
    """Whether a month ends today: 20 days, or a calendar month, from the first counted day on."""
    return bool(window.days_left(world.day, *world.pay.month) == 1)
