"""Credit: what counts towards a rep's pay, as it happens, component by component of the plan."""

from typing import NamedTuple

import numpy as np

from sim.engine.compiled import compiled
from sim.engine.rows import Table
from sim.model.pay.calendar import counts
from sim.model.rules.measures import ACTIVITY, deal_credit, term_base, term_credit
from sim.model.rules.service import booked
from sim.model.state.pay_plans import Plans
from sim.model.state.seats import RepRow
from sim.model.state.world import World
from sim.records.rows import DealRow


class Term(NamedTuple):
    """A contract term that is over: what it and the next one book (money), satisfaction (0 to 1,
    NaN if the customer was not asked), and whether it was renewed."""

    before: float
    after: float
    satisfied: float
    renewed: bool


@compiled
def credit_deal(
    rep: int,
    deal: DealRow,
    term_days: float,
    cost_share: float,
    day: int,
    reps: Table[RepRow],
    plans: Plans,
) -> None:
    """A signature: revenue, growth and gross margin of the first term, and the prospector's part of
    them, out of the closer's or on top of it (money), or one deal."""
    value, listed = booked(deal["value"], term_days), booked(deal["list_value"], term_days)
    finder = deal["prospector"]
    reps[rep]["recent_sales"] += value
    plan = plans[reps[rep]["firm"]]
    for c in range(len(plan)):
        part = plan[c]
        if not counts(part, day):
            continue
        amount = deal_credit(part["measure"], value, listed, cost_share)
        given = part["split"] * amount if finder >= 0 else 0.0
        reps[rep]["credit"][c] += amount if part["doubled"] else amount - given
        if finder >= 0:
            reps[finder]["credit"][c] += given


@compiled
def credit_term(rep: int, term: Term, day: int, reps: Table[RepRow], plans: Plans) -> None:
    """The end of a term: renewed revenue, the part of the value retained, and satisfaction.

    Shares are kept as credit and base apart: value retained and value that ended, satisfaction and
    terms that ended.
    """
    if term.renewed:
        reps[rep]["recent_renewals"] += term.after
    plan = plans[reps[rep]["firm"]]
    for c in range(len(plan)):
        measure = plan[c]["measure"]
        if counts(plan[c], day):
            reps[rep]["credit"][c] += term_credit(
                measure, term.before, term.after, term.satisfied, term.renewed
            )
            reps[rep]["base"][c] += term_base(measure, term.before, term.satisfied)


def credit_the_day(world: World) -> None:
    """Credit what only a day's end tells: conversations held, and the firm's revenue a head."""
    sales, pay = world.sales, world.pay
    for firm, c in pay.counted_at_night:
        part, rows = pay.plans[firm][c], world.rows_of(firm)
        if not counts(part, world.day):
            continue
        if part["measure"] == ACTIVITY:
            today = world.records.conversations.happened[pay.talks_before :]["rep"]
            held = np.bincount(today, minlength=len(sales.reps))
            sales.reps["credit"][rows, c] += held[rows]
        elif rows.stop > rows.start:
            revenue = world.panel_today[firm, world.column["revenue_new"]]
            sales.reps["credit"][rows, c] += revenue / (rows.stop - rows.start)
