"""Guarantees: a new rep's variable pay comes to so much a month at least; the rest is topped up.

It is reckoned on the paydays of the plan's component that is paid most often, over the days since
the last of them, and when a rep leaves or the run ends. What was topped up is nobody's debt.
"""

from sim.config.working_days import MONTH
from sim.model.pay.books import GUARANTEE, enter, hand_over
from sim.model.pay.calendar import days_gone, days_to_go, longest, pays_instalment
from sim.model.state.world import World


def is_reckoned_today(world: World, firm: int) -> bool:
    """Whether a firm's guarantee is reckoned today for all who have one."""
    if world.pay.guarantees[firm].days == 0:
        return False
    by = _reckoned_by(world, firm)
    return any(days_to_go(world, firm, c) == 1 or pays_instalment(world, firm, c) for c in by)


def reckoned_every(world: World, firm: int) -> int:
    """Days from one reckoning of a firm's guarantee to the next; 0 if none is ahead."""
    parts = [world.pay.plans[firm][c] for c in _reckoned_by(world, firm)]
    return max((int(part["instalment"]) or longest(part) for part in parts), default=0)


def _reckoned_by(world: World, firm: int) -> list[int]:
    """The component on whose paydays a guarantee is reckoned: of those that count today."""
    return [c for c in world.pay.paydays[firm] if days_gone(world, firm, c)][:1]


def top_up(world: World, row: int) -> None:
    """Pay a rep what the plan's pay since the last reckoning lacks of what is guaranteed."""
    rep = world.sales.reps[row]
    its = world.pay.guarantees[int(rep["firm"])]
    if its.days == 0 or rep["joined"] > world.day:
        return
    first = max(int(rep["joined"]), int(rep["assured_day"]), 0)
    until = min(world.day + 1, int(rep["joined"]) + its.days)
    missing = guaranteed(its.a_month, until - first) - max(float(rep["assured"]), 0.0)
    rep["assured"], rep["assured_day"] = 0.0, world.day + 1
    if missing > 0.0:
        same = {"component": GUARANTEE, "days": MONTH, "measure": -1, "share": 1.0}
        enter(world, row, pay=missing, **same)
        hand_over(world, row, missing)


def guaranteed(a_month: float, days: int) -> float:
    """Money guaranteed for so many days, none if there are fewer than one."""
    return a_month * max(days, 0) / MONTH
