"""Checks on a pay plan as a whole: each refusal names the key, its value, and what is allowed."""

from collections.abc import Sequence
from itertools import pairwise

from sim.config.fiscal import CALENDAR, Fiscal
from sim.config.in_force import check_gate_in_force, check_in_force, check_salaries
from sim.config.measures import GAIN, REGISTER
from sim.config.parameter import ConfigError
from sim.config.plan import DOUBLED, PAID, PERIODS, Component, Incentive
from sim.config.sales import Sales
from sim.config.working_days import enough_for


def check_plan(where: str, plan: Incentive, sales: Sales, days: int, fiscal: Fiscal) -> None:
    """Refuse the first thing in a plan that cannot be run, or that would never do what it says."""
    for number, component in enumerate(plan.components):
        here = f"{where}.components[{number}]"
        _check_curve(here, component)
        _check_goal(here, component)
        _check_window(here, component, days)
        _check_paid(here, component)
        check_in_force(here, component, days)
        _check_clawback(here, component)
        _check_split(here, component, sales)
        _check_gate(here, number, component, plan.components)
        check_gate_in_force(here, component, plan.components)
    _check_gates_end(where, plan.components)
    _check_draw(where, plan)
    _check_guarantee(where, plan, fiscal)
    check_salaries(where, plan, days)


def _check_curve(here: str, part: Component) -> None:
    at, jump, slope = part.at, part.jump, part.slope
    if not len(at) == len(jump) == len(slope) or not at:
        raise ConfigError(
            f"{here} has {len(at)} breakpoints, {len(jump)} jumps, {len(slope)} slopes: "
            "one jump and one slope per breakpoint"
        )
    by_quota = part.unit == "attainment"
    below = part.counted.unit == GAIN and not by_quota
    if at[0] > 0 or (at[0] < 0 and not below):
        allowed = "0, or less for a gain in share" if below else "0"
        raise ConfigError(f"{here}.at starts at {at[0]:g}: the first breakpoint is {allowed}")
    for before, after in pairwise(at):
        if not before < after:
            raise ConfigError(f"{here}.at={list(at)} is not strictly ascending")
    if not by_quota and part.counted.is_part and at[-1] > 1:
        raise ConfigError(f"{here}.at ends at {at[-1]:g}: {part.measure} is a share, 1 at most")


def _check_goal(here: str, part: Component) -> None:
    if part.goal == 0 and part.counted.needs_goal(part.unit == "attainment"):
        raise ConfigError(
            f"{here}.goal=0 with measure={part.measure} and unit={part.unit}: give a goal above 0, "
            "as no quota follows from what reps sold"
        )
    if part.counted.is_part and part.goal > 1:
        raise ConfigError(
            f"{here}.goal={part.goal:g} is above what measure={part.measure} can be: 0 to 1"
        )


def _check_window(here: str, part: Component, days: int) -> None:
    if part.to_day is None:
        if part.from_day or part.every_days:
            name = "from_day" if part.from_day else "every_days"
            raise ConfigError(
                f"{here}.{name}={getattr(part, name)} has no to_day: a window has a last day"
            )
        return
    if part.counted.is_of_whole_periods:
        raise ConfigError(
            f"{here}.to_day={part.to_day} with measure={part.measure}: it compares whole periods, "
            "so no window can cut it"
        )
    if part.to_day < part.from_day:
        raise ConfigError(
            f"{here}.to_day={part.to_day} is before from_day={part.from_day}: the window is empty"
        )
    if part.from_day >= days:
        raise ConfigError(
            f"{here}.from_day={part.from_day} is after the last of days={days}: "
            f"it would never count, {enough_for(part.from_day)}"
        )
    length = part.to_day + 1 - part.from_day
    if part.every_days and part.every_days < length:
        raise ConfigError(
            f"{here}.every_days={part.every_days} opens a window of {length} days again before it "
            f"is over: {length} or more, or 0"
        )


def _check_paid(here: str, part: Component) -> None:
    if PAID[part.paid] == 0:
        return
    if PAID[part.paid] >= PERIODS[part.period]:
        raise ConfigError(
            f"{here}.paid={part.paid} with period={part.period}: instalments are shorter than the "
            "period, or paid=period"
        )
    if part.counted.is_ratio:
        allowed = [name for name, one in REGISTER.items() if not one.is_ratio]
        raise ConfigError(
            f"{here}.paid={part.paid} with measure={part.measure}: only what adds up is paid in "
            f"instalments, measure={' or '.join(allowed)}"
        )
    if part.to_day is not None:
        raise ConfigError(
            f"{here}.paid={part.paid} with to_day={part.to_day}: a window is paid when it closes, "
            "paid=period"
        )


def _check_clawback(here: str, part: Component) -> None:
    if part.clawback_days == 0:
        return
    if not part.counted.is_own_sales:
        raise ConfigError(
            f"{here}.clawback_days={part.clawback_days} with measure={part.measure}: only the "
            "credit of a sale can be taken back, measure=new"
        )
    if part.split:
        raise ConfigError(
            f"{here}.clawback_days={part.clawback_days} with split={part.split:g}: one component "
            "takes back or divides, not both"
        )


def _check_split(here: str, part: Component, sales: Sales) -> None:
    if part.split == 0:
        if part.credit == DOUBLED:
            raise ConfigError(
                f"{here}.credit={part.credit} with split=0: nobody gets credit on top, split must "
                "be above 0"
            )
        return
    if not part.counted.is_divisible:
        allowed = [name for name, one in REGISTER.items() if one.is_divisible]
        raise ConfigError(
            f"{here}.split={part.split:g} with measure={part.measure}: only a deal's credit is "
            f"divided, measure={' or '.join(allowed)}"
        )
    # What comes on top leaves closers what they had: without prospectors it is remarked on.
    if not sales.may_prospect and part.credit != DOUBLED:
        raise ConfigError(
            f"{here}.split={part.split:g} with sales.prospectors=0: nobody would get it, "
            "prospectors must be 1 or more"
        )


def _check_gate(here: str, number: int, part: Component, components: Sequence[Component]) -> None:
    if part.gate is None:
        return
    if part.gate >= len(components):
        raise ConfigError(
            f"{here}.gate={part.gate} is not a component: one of 0 to {len(components) - 1}"
        )
    if part.gate == number:
        raise ConfigError(f"{here}.gate={part.gate} is itself: another component, or none")
    other = components[part.gate]
    if other.to_day is not None and _window(other) != _window(part):
        raise ConfigError(
            f"{here}.gate={part.gate} counts on days {other.from_day} to {other.to_day} alone: "
            "a gate has the same window, or none"
        )
    if part.to_day is None and PERIODS[other.period] != PERIODS[part.period]:
        raise ConfigError(
            f"{here}.gate={part.gate} is reckoned each {other.period}, and this each "
            f"{part.period}: one period for both"
        )
    if other.goal == 0 and other.counted.needs_goal(by_quota=True):
        raise ConfigError(
            f"{here}.gate={part.gate} has goal=0: without one it has no attainment to reach"
        )


def _window(part: Component) -> tuple[int, int | None, int]:
    return part.from_day, part.to_day, part.every_days


def _check_gates_end(where: str, components: Sequence[Component]) -> None:
    """No chain of gates comes back to where it began."""
    for number, part in enumerate(components):
        seen, at = [number], part.gate
        while at is not None:
            if at in seen:
                raise ConfigError(
                    f"{where}.components[{number}].gate={part.gate} waits for itself in the end: "
                    f"{' → '.join(map(str, [*seen, at]))}"
                )
            seen.append(at)
            at = components[at].gate


def _check_draw(where: str, plan: Incentive) -> None:
    if plan.draw.a_month and not plan.components:
        raise ConfigError(
            f"{where}.draw.a_month={plan.draw.a_month:g} with components=[]: an advance on nothing"
        )


def _check_guarantee(where: str, plan: Incentive, fiscal: Fiscal) -> None:
    its = plan.guarantee
    if its.a_month and not its.months:
        raise ConfigError(
            f"{where}.guarantee.a_month={its.a_month:g} with months=0: it would never hold, months "
            "must be 1 or more"
        )
    if its.days and all(one.to_day is not None for one in plan.components):
        raise ConfigError(
            f"{where}.guarantee.a_month={its.a_month:g} without a component that counts always: "
            "it is reckoned when one is"
        )
    monthly = any(one.paid == "month" for one in plan.components)
    if its.days and monthly and fiscal.months == CALENDAR:
        raise ConfigError(
            f"{where}.guarantee.a_month={its.a_month:g} with paid=month and fiscal.months="
            f"{CALENDAR}: what is topped up of instalments of unlike length cannot be looked ahead "
            "to; period=month, or fiscal.months=twenty_days"
        )
