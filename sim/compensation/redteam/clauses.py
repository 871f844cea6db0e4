"""Clauses of a pay plan on which gaming can earn, and how the plan would read without each.

A clause is a place at which a curve bends or jumps, a gate, the period over which a curve is
reckoned, or that nothing is paid for accounts. Without it the plan stays as near to what it was as
can be: a bonus is paid bit by bit on the way to where it was paid at once, and a rate that changes
goes on as it was before, or, where nothing was paid before, as much is paid on target.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from sim.config import PERIODS, Component, Incentive
from sim.config.measures import GAIN, MULTIPLE
from sim.config.working_days import YEAR
from sim.metrics.plan_terms import axis_text, promised

ACCOUNTS = ("renewal", "retention", "satisfaction")
# What a plan that pays nothing for accounts is given: so much of its variable pay on target.
MOVED = 1 / 3
GOAL = 0.9
RETAINED = Component(
    measure="retention",
    unit="attainment",
    period="quarter",
    goal=GOAL,
    at=[0.0, 0.8],
    jump=[0.0, 0.0],
    slope=[0.0, 5.0],
)


class Clause(NamedTuple):
    """A clause: where it stands, what it would be instead, and the plan's parts without it.

    ``place`` is the component that is another then, −1 for one that is added; ``yearly`` says that
    it is reckoned over the year.
    """

    text: str
    instead: str
    place: int
    component: Component
    yearly: bool = False


def clauses(plan: Incentive, days: int = YEAR) -> list[Clause]:
    """Every clause of a plan that gaming could earn on, in the plan's order; ``days`` are run."""
    found = [
        clause
        for place, part in enumerate(plan.components)
        if part.target_pay > 0.0 and any((*part.jump, *part.slope))
        for clause in _of_component(plan, place, part)
    ]
    return [*found, *_accounts(plan, days)]


def _of_component(plan: Incentive, place: int, part: Component) -> Iterator[Clause]:
    of = f" of component {place}" if len(plan.components) > 1 else ""
    for k in range(1, len(part.at)):
        where = _where(part, k)
        if part.jump[k] > 0.0:
            instead = "paid bit by bit on the way there"
            yield Clause(f"the bonus at {where}{of}", instead, place, _without_jump(part, k))
        before, after = part.slope[k - 1], part.slope[k]
        if before == after:
            continue
        if before == 0.0:
            if part.jump[k] == 0.0 and not any(part.slope[:k]) and not any(part.jump[:k]):
                text = f"the threshold at {where}{of}"
                made = _without_threshold(plan, part, k)
                yield Clause(text, "paid from the first on, as much on target", place, made)
        elif after > before:
            instead = "one rate, before it and beyond"
            yield Clause(f"the rate that rises at {where}{of}", instead, place, _one_rate(part, k))
        elif after > 0.0:
            instead = "one rate, before it and beyond"
            yield Clause(f"the rate that falls at {where}{of}", instead, place, _one_rate(part, k))
        else:
            yield Clause(
                f"the cap at {where}{of}", "the rate before it goes on", place, _one_rate(part, k)
            )
    if part.gate is not None:
        instead = "no gate"
        yield Clause(f"the gate{of}", instead, place, replace(part, gate=None))
    if _has_other_period(part):
        text, instead = f"the {part.period} as the period{of}", "reckoned over the year"
        yield Clause(text, instead, place, part, yearly=True)


def _where(part: Component, k: int) -> str:
    of = "" if part.unit == "amount" else " of its goal" if part.goal > 0 else " of quota"
    return axis_text(part.at[k], part) + of


def _has_other_period(part: Component) -> bool:
    """Whether a curve that bends is reckoned more often than once a year."""
    bends = len(part.at) > 1 or part.jump[0] > 0.0
    whole = part.counted.unit in (GAIN, MULTIPLE) or part.counted.is_ratio
    return bends and part.to_day is None and PERIODS[part.period] < YEAR and not whole


def _without_jump(part: Component, k: int) -> Component:
    jump, slope = list(part.jump), list(part.slope)
    slope[k - 1] += jump[k] / (part.at[k] - part.at[k - 1])
    jump[k] = 0.0
    return replace(part, jump=jump, slope=slope)


def _one_rate(part: Component, k: int) -> Component:
    slope = list(part.slope)
    slope[k] = slope[k - 1]
    return replace(part, slope=slope)


def _without_threshold(plan: Incentive, part: Component, k: int) -> Component:
    """The same pay on target, or at the next break if that comes before, by one rate from 0 on."""
    end = 1.0 if part.unit == "attainment" else plan.asked(part)
    later = [at for at in part.at[k + 1 :] if part.at[k] < at < end]
    end = later[0] if later else end if end > part.at[k] else 2.0 * part.at[k]
    slope = list(part.slope)
    slope[: k + 1] = [slope[k] * (end - part.at[k]) / (end - part.at[0])] * (k + 1)
    return replace(part, slope=slope)


def _accounts(plan: Incentive, days: int) -> Iterator[Clause]:
    """That nothing is paid for accounts: a part of variable pay is moved to what is retained."""
    if any(part.measure in ACCOUNTS for part in _paying(plan.components)):
        return
    always = replace(plan, components=[replace(one, first_day=0) for one in plan.components])
    a_year = sum(
        one.pay * part.part_in_force(days)
        for one, part in zip(promised(always).targets, plan.components, strict=True)
    )
    if a_year > 0.0:
        made = replace(RETAINED, target_pay=MOVED * a_year * PERIODS["quarter"] / YEAR)
        instead = "a third of variable pay moved to revenue retained"
        yield Clause("that nothing is paid for accounts", instead, -1, made)


def _paying(components: Sequence[Component]) -> list[Component]:
    return [part for part in components if part.target_pay > 0.0]
