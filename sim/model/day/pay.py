"""Pay: salaries, what the plan owes at a period's end, new quotas, and who leaves."""

from sim.model.pay.credit import credit_the_day
from sim.model.pay.payroll import accrue, close_periods
from sim.model.sales.staffing import note_times, pay_salaries, see_who_leaves
from sim.model.state.world import World

# A quarter: how often reps take stock of what they earned and sold.
_FELT_EVERY = 65


def pay(world: World) -> None:
    """Close the day's books for every rep."""
    credit_the_day(world)
    pay_salaries(world)
    close_periods(world)
    if (world.day + 1) % _FELT_EVERY == 0:
        note_times(world)
        _take_stock(world)
    see_who_leaves(world)
    if world.day + 1 == world.last_day:
        accrue(world)


def _take_stock(world: World) -> None:
    """Reps feel what they earn a year, and expect what they sold, as much the last quarter as
    before."""
    sales = world.sales
    sales.reps["pay_rate"] += 0.5 * (sales.reps["recent_pay"] * 4.0 - sales.reps["pay_rate"])
    sales.reps["recent_pay"] = 0.0
    for pace, recent in (("pace", "recent_sales"), ("renewal_pace", "recent_renewals")):
        a_day = sales.reps[recent] / _FELT_EVERY
        sales.reps[pace] += 0.5 * (a_day - sales.reps[pace])
        sales.reps[recent] = 0.0
