"""A plan's pay in words beside its rates: bonuses, kickers, objectives, campaigns, holdback."""

from collections.abc import Iterator
from typing import Any

from sim.config.measures import COUNT, MONEY, REGISTER
from sim.config.plan import PERIODS, Component
from sim.config.plan_words import written
from sim.config.plan_words.basis import Basis
from sim.config.plan_words.rates import place_on, with_bonuses
from sim.config.plan_words.words import Campaign, Extra
from sim.config.working_days import YEAR, enough_for


def with_own_bonuses(basis: Basis, part: Component | None) -> list[Component]:
    """The rates with the bonuses on their own quota as jumps, and the other bonuses after them."""
    sums, others = [], []
    if part is not None and part.unit == "attainment" and not part.target_pay:
        part = None  # bonuses take all variable pay: rates are paid on nothing
    for number, one in enumerate(basis.plan.bonus):
        key = f"bonus[{number}]"
        if part is not None and part.unit == "attainment" and _is_own(basis, one):
            at = _reach(basis, f"{key}.from", one.from_, basis.amount)
            sums.append((at, _pays(basis, key, one, basis.period)))
        else:
            others.append(_sum(basis, key, one, basis.measure))
    if part is not None and sums:
        part = with_bonuses(basis, part, sums)
    return [*([part] if part is not None else []), *others]


def sums_of(basis: Basis) -> Iterator[Component]:
    """Kickers and objectives, a component each."""
    for number, one in enumerate(basis.plan.kicker):
        yield _sum(basis, f"kicker[{number}]", one, "new")
    for number, one in enumerate(basis.plan.mbo):
        key = f"mbo[{number}]"
        for name in ("measure", "goal"):
            if not getattr(one, name):
                basis.refuse(f"{key}.{name}", " is missing: an objective says what, and how much")
        yield _sum(basis, key, one, "")


def campaigns_of(basis: Basis) -> Iterator[Component]:
    """Campaigns, a component with a window each."""
    for number, one in enumerate(basis.plan.spif):
        key = f"spif[{number}]"
        first, last = _window(basis, key, one)
        measure = one.measure or "new"
        known: dict[str, Any] = {"measure": measure, "from_day": first, "to_day": last}
        if one.every and basis.year.lengths[one.every] != PERIODS[one.every]:
            basis.refuse(f"{key}.every", f"={one.every} with fiscal.months=calendar: months are "
                         "not alike there, say quarter, half or year")  # fmt: skip
        if one.every:
            known["every_days"] = PERIODS[one.every]
        yield Component(**known, **_campaign_curve(basis, key, one, measure))


def _window(basis: Basis, key: str, one: Campaign) -> tuple[Any, Any]:
    """The first and the last day of a campaign, within the run."""
    days: list[Any] = []
    for name, text in (("from", one.from_), ("to", one.to)):
        if not text:
            basis.refuse(f"{key}.{name}", " is missing: a campaign has a first and a last day")
        days.append(basis.year.day_of(f"{basis.where}.{key}.{name}", text))
    first, last = days
    if isinstance(first, type(last)) and last < first:
        basis.refuse(f"{key}.to", f"={one.to} is before from={one.from_}")
    if isinstance(first, int) and first >= basis.year.days:
        basis.refuse(f"{key}.from", f"={one.from_} is after the last of days={basis.year.days:g}: "
                     f"it would never count, {enough_for(first)}")  # fmt: skip
    return first, last


def held_back(basis: Basis) -> tuple[float, list[Component]]:
    """Salary a year without the part that waits for a goal, and that part as a component."""
    said = basis.plan.holdback
    if not said.share:
        for name in ("measure", "goal", "at", "per"):
            if text := getattr(said, name):
                basis.refuse(f"holdback.{name}", f"={text} without holdback.share: of what part")
        return basis.salary, []
    part = written.share(f"{basis.where}.holdback.share", said.share)
    period = said.per or basis.period
    waits = part * basis.salary
    money = waits * basis.year.lengths[period] / YEAR
    if not money:
        basis.refuse("holdback.share", f"={said.share} of no salary is nothing: say a salary")
    measure = said.measure or "new"
    goal = _goal(basis, "holdback", said.goal, measure, period)
    at = _reach(basis, "holdback.at", said.at, goal)
    return basis.salary - waits, [_step(measure, period, goal, at, money)]


def _is_own(basis: Basis, one: Extra) -> bool:
    """Whether a bonus is for the quota on which rates are paid."""
    same = one.measure in ("", basis.measure) and one.per in ("", basis.period)
    return same and not one.goal and not one.proportional


def _sum(basis: Basis, key: str, one: Extra, usual: str) -> Component:
    measure, period = one.measure or usual, one.per or basis.period
    goal = _goal(basis, key, one.goal, measure, period)
    at, money = _reach(basis, f"{key}.from", one.from_, goal), _pays(basis, key, one, period)
    if not one.proportional:
        return _step(measure, period, goal, at, money)
    return Component(measure=measure, unit="attainment", period=period, goal=goal, target_pay=money,
                     at=[0.0, at], jump=[0.0, 0.0], slope=[1.0 / at, 0.0])  # fmt: skip


def _step(measure: str, period: str, goal: float, at: float, money: float) -> Component:
    """Money that is paid at once on reaching a place, a period."""
    return Component(measure=measure, unit="attainment", period=period, goal=goal, target_pay=money,
                     at=[0.0, at], jump=[0.0, 1.0], slope=[0.0, 0.0])  # fmt: skip


def _reach(basis: Basis, key: str, text: str, goal: float) -> float:
    """The part of a goal, or the sales, from which a sum is paid."""
    at = place_on(basis, key, text or "100%", goal)
    if not at:
        basis.refuse(key, f"={text} is reached by nothing: more than 0%")
    return at


def _pays(basis: Basis, key: str, one: Extra, period: str) -> float:
    """Money on reaching it, a period."""
    if bool(one.pays) == bool(one.weight):
        what = (
            " and weight are two answers: one of them"
            if one.pays
            else " is missing: pays, or weight"
        )
        basis.refuse(f"{key}.pays", what)
    if one.weight:
        part = written.share(f"{basis.where}.{key}.weight", one.weight)
        return float(f"{part * basis.variable_in(period):.12g}")
    return written.money(f"{basis.where}.{key}.pays", one.pays)


def _goal(basis: Basis, key: str, text: str, measure: str, period: str) -> float:
    """A goal in its measure's own unit, or the quota over a period; 0: by past results."""
    if text:
        found = written.goal(f"{basis.where}.{key}.goal", text, REGISTER[measure].unit)
        if not found:
            basis.refuse(f"{key}.goal", f"={text} is reached by nothing: more than 0")
        return found
    quota = basis.quota_in(period, measure)
    if quota is None:
        basis.refuse(f"{key}.goal", f" is missing: measure={measure} has no quota in this plan")
    return float(f"{quota:.12g}")


def _campaign_curve(basis: Basis, key: str, one: Campaign, measure: str) -> dict[str, Any]:
    """The curve of a campaign over what is sold in it."""
    found = written.prize(f"{basis.where}.{key}.pays", one.pays)
    unit = REGISTER[measure].unit
    if unit not in (MONEY, COUNT):
        basis.refuse(f"{key}.measure", f"={measure}: a campaign pays for money or a number")
    if one.at:
        if found.kind != written.MONEY:
            basis.refuse(f"{key}.at", f"={one.at} wins an amount: pays={one.pays} is a rate")
        at = written.money(f"{basis.where}.{key}.at", one.at)
        if not at:
            basis.refuse(f"{key}.at", f"={one.at} is reached by nothing: more than 0")
        return {"at": [0.0, at], "jump": [0.0, found.value], "slope": [0.0, 0.0]}
    if found.kind == written.TIMES:
        if not basis.base or measure != basis.measure:
            basis.refuse(
                f"{key}.pays", f"={one.pays} is times a base rate, and measure={measure} has none"
            )
        return {"slope": [float(f"{found.value * basis.base:.12g}")]}
    if (found.kind == written.MONEY) != (unit == COUNT):
        what = "a part of sales, as 2%, or say at" if unit == MONEY else "money a unit, as $50"
        basis.refuse(f"{key}.pays", f"={one.pays} with measure={measure}: {what}")
    return {"slope": [found.value]}
