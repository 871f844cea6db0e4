"""Books: rows of the pay records, what is handed over, and what a rep owes.

A rep never pays in: what is advanced, or taken back beyond what is earned, is owed, and kept back
from what is earned later; whoever leaves owes nothing any more.
"""

from sim.model.pay.calendar import longest, month_days
from sim.model.state.world import World

# Rows of the records that are no component's: a quota alone, advances with their keeping back, and
# what a guarantee tops up.
QUOTA_ALONE, ADVANCE, GUARANTEE = -1, -2, -3


def enter(world: World, row: int, **columns: float) -> None:
    """Write a row of the pay records, with what the rep owes by then."""
    rep = world.sales.reps[row]
    world.records.pay.append(
        day=world.day, rep=row, firm=rep["firm"], balance=rep["owes"], **columns
    )


def hand_over(world: World, row: int, money: float) -> None:
    """Pay a rep (money)."""
    rep = world.sales.reps[row]
    rep["earned"] += money
    rep["recent_pay"] += money
    world.add(int(rep["firm"]), "variable_pay", money)


def keep_back(world: World, row: int, earned: float) -> float:
    """Keep back a debt as far as pay was earned; pay below nothing, after clawbacks, adds to it."""
    rep, draw = world.sales.reps[row], world.pay.draws[int(world.sales.reps[row]["firm"])]
    back = min(float(rep["owes"]), earned)
    rep["owes"] -= back
    if not draw.recoverable:
        rep["owes"] -= min(float(rep["owes"]), float(rep["advanced"]))
    rep["advanced"] = 0.0
    if back != 0.0:
        _note_balance(world, row, -back)
    return back


def advance(world: World, row: int, money: float) -> None:
    """Pay a rep in advance what is to be kept back later."""
    rep = world.sales.reps[row]
    if rep["joined"] > world.day:
        return
    rep["owes"] += money
    rep["advanced"] += money
    _note_balance(world, row, money)
    hand_over(world, row, money)


def charge(world: World, row: int, c: int, money: float) -> None:
    """Take back pay for a component (money): it is owed from today."""
    part = world.pay.plans[int(world.sales.reps[row]["firm"])][c]
    same = {"component": c, "days": longest(part), "measure": part["measure"]}
    enter(world, row, pay=-money, taken_back=money, **same)
    world.sales.reps[row]["owes"] += money
    _note_balance(world, row, money)


def _note_balance(world: World, row: int, money: float) -> None:
    """Write down what is paid in advance, or kept back, beside what is owed now."""
    enter(world, row, component=ADVANCE, days=month_days(world), measure=-1, pay=money, share=1.0)
