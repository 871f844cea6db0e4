"""Pay: salaries, what the plan owes at a period's end, new quotas, and who leaves."""

from sim.config.working_days import QUARTER, YEAR
from sim.model.pay.clawback import take_back
from sim.model.pay.credit import credit_the_day
from sim.model.pay.payroll import accrue, close_periods, turn_pages
from sim.model.pay.salaries import pay_salaries
from sim.model.pay.succession import take_over_quotas
from sim.model.rules.smoothing import TAKING_STOCK, smoothed
from sim.model.sales.leave import note_leave, see_who_goes
from sim.model.sales.staffing import anybody_moves, note_times, see_who_leaves
from sim.model.state.world import World


def pay(world: World) -> None:
    """Close the day's books for every rep."""
    note_leave(world)
    credit_the_day(world)
    take_back(world)
    pay_salaries(world)
    close_periods(world)
    if world.ends(QUARTER):
        note_times(world)
        _take_stock(world)
    if anybody_moves(world):
        see_who_leaves(world)
        see_who_goes(world)
    if world.day + 1 == world.last_day:
        accrue(world)
    turn_pages(world)
    if world.day + 1 in world.pay.turns:
        take_over_quotas(world)


def _take_stock(world: World) -> None:
    """Reps feel what they earn a year, and expect to sell and renew what they did a day."""
    days = min(QUARTER, world.day + 1)
    for rep in world.sales.reps:
        a_year = rep["recent_pay"] * (YEAR / days)
        rep["pay_rate"] = smoothed(rep["pay_rate"], a_year, TAKING_STOCK)
        rep["recent_pay"] = 0.0
        for pace, recent in (("pace", "recent_sales"), ("renewal_pace", "recent_renewals")):
            rep[pace] = smoothed(rep[pace], rep[recent] / days, TAKING_STOCK)
            rep[recent] = 0.0
