"""Credit: what counts towards a rep's pay, as it happens, component by component of the plan."""

import math
from typing import Any

import numpy as np

from sim.config.plan import MEASURES
from sim.engine.compiled import compiled
from sim.model.state.world import World

# NumPy integers, as Numba compiles a function anew for every plain constant it is called with.
(NEW, RENEWAL, RETENTION, SATISFACTION, SHARE_GAIN, GROWTH, MARGIN, ACTIVITY, TEAM) = np.arange(
    len(MEASURES)
)


@compiled
def counts(part: Any, day: int) -> bool:
    """Whether a component counts what happens on a day (of the whole run): its window is open."""
    since = day - part["opens"]
    if since >= 0 and part["every"] > 0:
        since %= part["every"]
    return bool(0 <= since < part["length"])


@compiled
def credit(
    rep: int, measure: int, amount: float, base: float, day: int, reps: Any, plans: Any
) -> None:
    """Add to what a rep's measure counts, and to what it is over, where it pays and counts today.

    Shares are kept as credit and base apart: value retained and value that ended, satisfaction and
    terms that ended.
    """
    plan = plans[reps[rep]["firm"]]
    for c in range(len(plan)):
        if plan[c]["measure"] == measure and counts(plan[c], day):
            reps[rep]["credit"][c] += amount
            reps[rep]["base"][c] += base


@compiled
def credit_deal(
    rep: int, deal: Any, list_value: float, cost_share: float, day: int, reps: Any, plans: Any
) -> None:
    """A signature: new revenue, the prospector's part of it, growth, and gross margin (money).

    The cost of a deal is that of its list value, whatever was given away of it.
    """
    value, finder = deal["value"], np.int64(deal["prospector"])
    margin = value - cost_share * list_value
    reps[rep]["recent_sales"] += value
    plan = plans[reps[rep]["firm"]]
    for c in range(len(plan)):
        part = plan[c]
        if not counts(part, day):
            continue
        amount = value
        if part["measure"] == MARGIN:
            amount = margin
        elif part["measure"] != NEW and part["measure"] != GROWTH:
            continue
        given = part["split"] * amount if finder >= 0 else 0.0
        reps[rep]["credit"][c] += amount - given
        if finder >= 0:
            reps[finder]["credit"][c] += given


@compiled
def credit_term(
    rep: int, before: float, after: float, satisfied: float, renewed: bool, day: int, reps: Any,
    plans: Any,
) -> None:  # fmt: skip
    """The end of a term: renewed revenue, the part of the value retained, and satisfaction."""
    if renewed:
        reps[rep]["recent_renewals"] += after
        credit(rep, RENEWAL, after, 0.0, day, reps, plans)
    credit(rep, RETENTION, min(after, before), before, day, reps, plans)
    if not math.isnan(satisfied):
        credit(rep, SATISFACTION, satisfied, 1.0, day, reps, plans)


@compiled
def take_back(rep: int, value: float, since: int, day: int, reps: Any, plans: Any) -> None:
    """An account that leaves too soon takes its credit along, if who sold it is still there."""
    seller = reps[rep]
    if since < max(seller["joined"], 0):
        return
    plan = plans[seller["firm"]]
    for c in range(len(plan)):
        part = plan[c]
        soon = part["clawback_days"] > 0 and day - since <= part["clawback_days"]
        if soon and counts(part, since):
            back = part["clawback_share"] * value
            seller["credit"][c] -= back
            seller["taken"][c] += back


def credit_the_day(world: World) -> None:
    """What a day's end tells: conversations held, and the firm's new revenue a head."""
    sales, pay = world.sales, world.pay
    for firm, c in pay.counted_at_night:
        part = pay.plans[firm, c]
        if not counts(part, world.day):
            continue
        rows = world.rows_of(firm)
        if part["measure"] == ACTIVITY:
            today = world.records.conversations.happened[pay.talks_before :]["rep"]
            held = np.bincount(today, minlength=len(sales.reps))
            sales.reps["credit"][rows, c] += held[rows]
        elif rows.stop > rows.start:
            revenue = world.panel_today[firm, world.column["revenue_new"]]
            sales.reps["credit"][rows, c] += revenue / (rows.stop - rows.start)
