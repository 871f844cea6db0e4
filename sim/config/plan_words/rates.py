"""The main part of a plan in words: rates over a quota or over sales, as a component."""

from typing import Any

from sim.config.plan import PERIODS, Component
from sim.config.plan_words import curve as curves
from sim.config.plan_words import written
from sim.config.plan_words.basis import Basis
from sim.config.plan_words.curve import Curve, Row

# Words that change what rates pay, and so need some.
ON_RATES = ("tiers", "accelerator", "decelerator", "threshold", "cap", "pay_cap", "paid", "split",
            "overlay")  # fmt: skip


def rates_of(basis: Basis) -> Component | None:
    """The component that pays the plan's rates; None if it says none.

    Raises :class:`ConfigError` for what cannot be meant.
    """
    plan = basis.plan
    if not (basis.at_quota or basis.base or plan.tiers):
        _refuse_idle(basis)
        return None
    curve = curves.of_rows(_table(basis) if plan.tiers else _short(basis))
    if (low := curves.falls(curve)) is not None:
        at = next(
            n
            for n, row in enumerate(plan.tiers)
            if _place(basis, f"tiers[{n}].from", row.from_) == low
        )
        basis.refuse(f"tiers[{at}].retroactive=true",
                     " with a lower rate than before: pay would fall on reaching it")  # fmt: skip
    curve = curves.tidy(_within_bounds(basis, curve))
    return _component(basis, curve)


def with_bonuses(basis: Basis, part: Component, sums: list[tuple[float, float]]) -> Component:
    """The component with sums of money more from places on its axis on."""
    curve = Curve(tuple(part.at), tuple(part.jump), tuple(part.slope))
    for place, money in sums:
        curve = curves.with_sum(curve, place, money / part.target_pay)
    return _component(basis, curves.tidy(curve))


def place_on(basis: Basis, key: str, text: str, quota: float, by_quota: bool = True) -> float:
    """A place as attainment of a quota, or in sales if that is the axis."""
    found = written.place(f"{basis.where}.{key}", text, basis.counts_units)
    if found.kind == written.NOTHING or found.value == 0.0:
        return 0.0
    if (found.kind == written.PART) == by_quota:
        return found.value
    if not quota:
        what = "part of a quota" if found.kind == written.PART else "amount"
        basis.refuse(
            key,
            f"={text} is {'an' if what == 'amount' else 'a'} {what}, and no quota.amount is said",
        )
    return float(f"{found.value / quota if by_quota else found.value * quota:.12g}")


def _place(basis: Basis, key: str, text: str) -> float:
    return place_on(basis, key, text, basis.amount, basis.by_quota)


def _unit_pay(basis: Basis) -> float:
    """Money a unit of the curve's height."""
    return (basis.at_quota or basis.amount) if basis.by_quota else 1.0


def _slope(basis: Basis, key: str, text: str) -> float:
    """A rate as height over the axis."""
    found = written.rate(f"{basis.where}.{key}", text)
    if found.kind == written.NOTHING or found.value == 0.0:
        return 0.0
    if found.kind == written.TIMES:
        return found.value * _base_slope(basis, key, text)
    if (found.kind == written.PART) == basis.counts_units:
        allowed = "money a unit, as $500" if basis.counts_units else "a part of sales, as 10%"
        basis.refuse(
            key, f"={text} with measure={basis.measure}: times the base rate, or {allowed}"
        )
    return found.value * _axis(basis, key, text)


def _base_slope(basis: Basis, key: str, text: str) -> float:
    """The base rate as height over the axis."""
    if basis.at_quota and basis.by_quota:
        return 1.0
    if not basis.base:
        basis.refuse(
            key, f"={text} is times a base rate, and there is none: say ote and mix, or rate"
        )
    return basis.base * _axis(basis, key, text)


def _axis(basis: Basis, key: str, text: str) -> float:
    """The factor that turns a rate of sales into a slope of the curve."""
    if not basis.by_quota:
        return 1.0
    if not basis.amount:
        basis.refuse(
            key, f"={text} is of sales, and no quota.amount is said: times the base rate, as 1.5x"
        )
    return basis.amount / _unit_pay(basis)


def _table(basis: Basis) -> list[Row]:
    """The rows of a table that is said row by row."""
    plan = basis.plan
    for name in ("accelerator", "decelerator"):
        if getattr(plan, name):
            basis.refuse(f"{name}={getattr(plan, name)}", " beside tiers: a row of them, or this")
    if not plan.quota.per and not plan.paid and not basis.by_quota:
        basis.refuse("tiers", " say no period: say quota.per, month, quarter, half or year")
    rows: list[Row] = []
    for n, one in enumerate(plan.tiers):
        at = _place(basis, f"tiers[{n}].from", one.from_)
        slope = _slope(basis, f"tiers[{n}].rate", one.rate)
        if not n and at:
            basis.refuse(
                "tiers[0].from",
                f"={one.from_} leaves open what is paid below: the first row is from 0%",
            )
        if n and at <= rows[-1].at:
            basis.refuse(f"tiers[{n}].from", f"={one.from_} is not beyond the row before it")
        rows.append(Row(at, slope, slope if one.retroactive else None))
    return rows


def _short(basis: Basis) -> list[Row]:
    """The rows that an accelerator and a decelerator are short for."""
    plan, full = basis.plan, _base_slope(basis, "rate", basis.plan.rate)
    rows = [Row(0.0, full)]
    if plan.decelerator:
        less, end = _turn(basis, "decelerator", "slower")
        if less >= 1.0 or not end:
            basis.refuse(
                "decelerator", f"={plan.decelerator} is no lower rate: below 1x, below more than 0%"
            )
        rows = [Row(0.0, less * full), Row(end, full, full)]
    if plan.accelerator:
        more, begin = _turn(basis, "accelerator", "faster")
        if more < 1.0 or begin < rows[-1].at:
            what = (
                "no higher rate: 1x or more" if more < 1.0 else "below where the decelerator ends"
            )
            basis.refuse("accelerator", f"={plan.accelerator} is {what}")
        if begin == rows[-1].at:
            rows[-1] = rows[-1]._replace(slope=more * full)
        else:
            rows.append(Row(begin, more * full))
    return rows


def _turn(basis: Basis, name: str, form: str) -> tuple[float, float]:
    """A rate over the base rate, and the sales or attainment at which it begins or ends."""
    text = getattr(basis.plan, name)
    times, said = written.times_and_place(f"{basis.where}.{name}", text, form)
    if not said and not basis.by_quota:
        basis.refuse(
            name,
            f"={text} is about a quota, and there is none: say where, as {text} from 600k",
        )
    return times, _place(basis, name, said or "100%")


def _within_bounds(basis: Basis, curve: Curve) -> Curve:
    """The curve with threshold, cap and the most that it pays."""
    plan, low = basis.plan, 0.0
    if plan.threshold:
        low = _place(basis, "threshold", plan.threshold)
        curve = curves.from_threshold(curve, low)
    if plan.cap:
        high = _place(basis, "cap", plan.cap)
        if high <= low:
            basis.refuse(
                "cap",
                f"={plan.cap} is not beyond threshold={plan.threshold or 0}: nothing would be paid",
            )
        curve = curves.up_to(curve, high)
    return curves.at_most(curve, _most(basis)) if plan.pay_cap else curve


def _most(basis: Basis) -> float:
    """The most that rates pay a period, as height."""
    text = basis.plan.pay_cap
    found = written.most(f"{basis.where}.pay_cap", text)
    if found.kind == written.MONEY:
        return found.value / _unit_pay(basis)
    if not basis.variable or not found.value:
        why = (
            "is nothing"
            if not found.value
            else "is of variable pay on target, which ote and mix say"
        )
        basis.refuse("pay_cap", f"={text} {why}: write an amount of money")
    return found.value * basis.variable_in(basis.period) / _unit_pay(basis)


def _component(basis: Basis, curve: Curve) -> Component:
    plan = basis.plan
    known: dict[str, Any] = {"measure": basis.measure, "period": basis.period, "paid": _paid(basis)}
    known |= {name: list(some) for name, some in curve._asdict().items()}
    if basis.by_quota:
        known |= {"unit": "attainment", "target_pay": float(f"{_unit_pay(basis):.12g}"),
                  "goal": float(f"{basis.amount:.12g}")}  # fmt: skip
    if plan.clawback.days:
        part = written.share(f"{basis.where}.clawback.share", plan.clawback.share or "100%")
        known |= {"clawback_days": plan.clawback.days, "clawback_share": part,
                  "clawback": plan.clawback.takes or "paid"}  # fmt: skip
    if plan.split and plan.overlay:
        basis.refuse(f"overlay={plan.overlay}", f" and split={plan.split}: one of them")
    if said := plan.split or plan.overlay:
        name = "split" if plan.split else "overlay"
        known |= {"split": written.share(f"{basis.where}.{name}", said),
                  "credit": "divided" if plan.split else "doubled"}  # fmt: skip
    return Component(**known)


def _paid(basis: Basis) -> str:
    paid = basis.plan.paid
    if not paid or paid == basis.period:
        return "period"
    if PERIODS[paid] > PERIODS[basis.period]:
        basis.refuse(
            "paid", f"={paid} is longer than quota.per={basis.period}: a part of it, or left out"
        )
    return paid


def _refuse_idle(basis: Basis) -> None:
    """Refuse words that would change rates where there are none."""
    for name in ON_RATES:
        if value := getattr(basis.plan, name):
            basis.refuse(name, f"={value} has no rates to act on: say ote and mix, rate or tiers")
    if basis.plan.clawback.days:
        basis.refuse("clawback", " has no rates to act on: say ote and mix, rate or tiers")
