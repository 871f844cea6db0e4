"""Own rules: today's decisions of reps who follow a rule of the user's own, checked."""

import math

from sim.config import ConfigError
from sim.config.working_days import QUARTER
from sim.model.agents.sales_rep import SalesRep
from sim.model.pay.calendar import days_to_go
from sim.model.rules.closing import CLOSINGS, credibility, of_move
from sim.model.state.world import World
from sim.records.activities import ACTIVITIES, SELLING


def decides_itself(rep: SalesRep) -> bool:
    """Whether a rep's class takes a decision out of the hands of the built-in rules."""
    return _overrides(rep, "split") or _overrides(rep, "closing")


def decide(rep: SalesRep, world: World) -> None:
    """Take over the decisions of a rep's own class; all else stays as the built-in rules have it.

    Raises :class:`ConfigError` on a plan that the day does not hold, or a closing that is none.
    """
    if _overrides(rep, "split"):
        world.sales.reps["plan"][rep.row] = _plan(rep, world)
    if _overrides(rep, "closing"):
        _close(rep, world)


def _overrides(rep: SalesRep, decision: str) -> bool:
    return getattr(type(rep), decision) is not getattr(SalesRep, decision)


def _plan(rep: SalesRep, world: World) -> list[float]:
    had = float(world.sales.settings["hours_per_day"][rep.firm])
    hours = rep.split(world.day)
    unknown = set(hours) - set(ACTIVITIES)
    plan = [float(hours.get(activity, 0.0)) for activity in ACTIVITIES]
    fine = all(math.isfinite(h) and h >= 0.0 for h in plan)
    if unknown or not fine or max(plan[:SELLING]) + sum(plan[SELLING:]) > had + 1e-9:
        raise ConfigError(
            f"rep {rep.row} planned {hours} on day {world.day} with {had:g} hours: activities are "
            f"{', '.join(ACTIVITIES)}, hours 0 or more, the largest selling activity and "
            f"{', '.join(ACTIVITIES[SELLING:])} together within the day"
        )
    return plan


def _close(rep: SalesRep, world: World) -> None:
    word = rep.closing(world.day)
    if word not in CLOSINGS:
        raise ConfigError(
            f"rep {rep.row} meant to close by {word!r} on day {world.day}: closings are "
            f"{', '.join(CLOSINGS)}"
        )
    row, timing = world.sales.reps[rep.row], world.sales.timing[rep.firm]
    ahead = [days_to_go(world, rep.firm, c) for c in world.pay.windows[rep.firm]]
    left = min((days for days in ahead if days), default=QUARTER)
    believed = credibility(float(left), float(timing["deadline_days"]))
    row["move"] = CLOSINGS.index(word)
    row["pressure"] = float(timing["control"]) * believed
    row["off"] = of_move(int(row["move"]), timing["push_discount"], timing["hard_discount"])
