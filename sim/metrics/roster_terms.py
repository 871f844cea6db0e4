"""Terms of the people on a roster, on average: what they earn on target, and the quotas they have.

Who has none of their own has the plan's; without a roster all is the plan's.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.config.people import CLOSER, Person, in_seats, quota_over
from sim.config.working_days import YEAR

if TYPE_CHECKING:
    from sim.metrics.plan_terms import Terms


def ote_of(people: Sequence[Person], plan: "Terms") -> float:
    """On-target earnings of who sits in a seat (money/year)."""
    own = [_ote(one, plan) for one in in_seats(people)]
    return sum(own) / len(own) if own else plan.ote


def quota_to_ote(people: Sequence[Person], plan: "Terms") -> float:
    """Quotas of new business over on-target earnings, of all closers together."""
    closers = [one for one in people if one.role == CLOSER]
    if not closers:
        return plan.quota_to_ote
    asked = sum(quota_over(one, YEAR) or plan.quota_a_year for one in closers)
    return asked / sum(_ote(one, plan) for one in closers)


def _ote(one: Person, plan: "Terms") -> float:
    if one.ote is not None and plan.variable > 0.0:
        return one.ote
    return (plan.salary if one.base is None else one.base) + plan.variable
