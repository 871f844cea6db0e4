"""A pay plan explained: each component in the trade's words, and what it pays at ten attainments.

Pure functions of a plan in components. Attainment is of new business (or of what the first
component counts); measures with goals of their own are taken at these goals. Of a plan that changes
it is what is in force on one day, the first if none is said. Nothing is simulated. ``lengths`` are
working days of pay periods.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sim.config.dates import iso, on_day
from sim.config.measures import COUNT
from sim.config.plan import PERIODS, Component, Incentive
from sim.config.plan_words.curve import Curve
from sim.config.working_days import YEAR
from sim.metrics.numbers import in_full, signed

Lengths = Mapping[str, float]
# How a day is written: by its number, or with its date beside it.
Dated = Callable[[int], str]
ATTAINMENTS = (0.0, 0.25, 0.5, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0)
CAMPAIGNS = "Campaigns are on top, by what is sold in them"
EACH = {"month": "month", "quarter": "quarter", "half": "half year", "year": "year"}


@dataclass(frozen=True)
class Example:
    """Pay where every period of a year ends at one attainment: sold and paid (money/year), by
    component and with salary."""

    attainment: float
    sold: float
    by_component: tuple[float, ...]
    total: float

    @property
    def variable(self) -> float:
        """The pay of the plan beside salary (money/year)."""
        return sum(self.by_component)

    @property
    def of_sales(self) -> float:
        """Variable pay over what is sold; 0 where nothing is."""
        return self.variable / self.sold if self.sold else 0.0


def examples(
    plan: Incentive, at: Sequence[float] = ATTAINMENTS, lengths: Lengths = PERIODS, day: int = 0
) -> list[Example]:
    """Pay at each attainment, if every period of the year ends there and no campaign is on, by what
    is in force on a day."""
    return [_example(plan, one, lengths, day) for one in at]


class Worked(NamedTuple):
    """The worked examples as a table of texts, and a line on what it leaves out, if anything."""

    heads: list[str]
    rows: list[list[str]]
    left_out: str = ""


def worked(plan: Incentive, lengths: Lengths = PERIODS, day: int = 0) -> Worked:
    """Pay at ten attainments by what is in force on a day, by component, in full amounts."""
    shown = [n for n, one in enumerate(plan.components) if is_shown(one, day)]
    found = examples(plan, lengths=lengths, day=day)
    sells = any(one.sold for one in found)
    margin = bool(shown) and plan.components[shown[0]].measure == "margin"
    counted, over = ("margin", "of margin") if margin else ("sold", "of sales")
    heads = ["attainment", *([counted] if sells else []), *(f"from {n}" for n in shown),
             "variable", "pay", *([f"variable, {over}"] if sells else [])]  # fmt: skip
    rows = []
    for one in found:
        parts = [figures(one.by_component[n]) for n in shown]
        sold = [figures(one.sold)] if sells else []
        share = [f"{100 * one.of_sales:,.2f} %"] if sells else []
        rows.append([f"{100 * one.attainment:.0f} %", *sold, *parts, figures(one.variable),
                     figures(one.total), *share])  # fmt: skip
    at_goal = [str(n) for n in shown if not follows(plan.components[n])]
    left_out = f"Taken at its goal in every row: component {', '.join(at_goal)}" if at_goal else ""
    return Worked(heads, rows, left_out)


def dated_from(first_date: str) -> Dated:
    """A working day in words, with its date where the date of the first day is known."""
    begin = iso(first_date)
    return (lambda day: f"{day} ({on_day(begin, day)})") if begin else str


def advances(plan: Incentive) -> Iterator[str]:
    """A plan's advance, and what it has for new reps, a line each."""
    if plan.draw.a_month:
        kind = "recoverable" if plan.draw.recoverable else "not recoverable"
        yield f"Draw: {plan.draw.a_month:,.12g} a month in advance, {kind}"
    if plan.quota.ramp:
        parts = ", ".join(f"{100 * one:.4g}" for one in plan.quota.ramp)
        yield f"New reps: {parts} % of quota in their first months, of 20 days each"
    if plan.guarantee.days:
        least = f"{plan.guarantee.a_month:,.12g} a month"
        yield f"New reps: {least} of variable pay at least, for {plan.guarantee.months} months"


def stretches(plan: Incentive) -> list[int]:
    """The first day of each stretch in which the same is in force, campaigns apart."""
    days = {0, *(one.from_day for one in plan.salaries)}
    for one in (part for part in plan.components if part.to_day is None):
        days |= {one.first_day} if one.last_day is None else {one.first_day, one.last_day + 1}
    return sorted(days)


def figures(value: float) -> str:
    """An amount of money in full, to the cent where there are cents."""
    return signed(f"{value:,.2f}".removesuffix(".00"))


def quota_of(plan: Incentive, part: Component, lengths: Lengths) -> float:
    """Quota of a component a period, in its measure's unit: fixed, or the first that is asked."""
    return part.goal or plan.asked(part, lengths) * plan.quota.tightness


def follows(part: Component) -> bool:
    """Whether what a component counts is taken to move with attainment, and not to be at goal."""
    return not part.counted.is_ratio


def paid_a_period(plan: Incentive, part: Component, attainment: float, lengths: Lengths) -> float:
    """Money that a component pays a period in which so much of quota is reached."""
    reached = attainment if follows(part) else 1.0
    if not _is_open(plan, part, attainment):
        return 0.0
    x = reached if part.unit == "attainment" else reached * quota_of(plan, part, lengths)
    return part.target_pay * curve_of(part).height(x)


def curve_of(part: Component) -> Curve:
    """A component's curve."""
    return Curve(tuple(part.at), tuple(part.jump), tuple(part.slope))


def lines_of(
    plan: Incentive, part: Component, lengths: Lengths = PERIODS, dated: Dated = str
) -> Iterator[str]:
    """A component in the trade's words, a line each: what for, the rows of its table, its clauses.

    The first line is what is counted; the others say what is paid from where on.
    """
    yield _headline(plan, part, lengths, dated)
    yield from (f"  {row}" for row in _rows(plan, part, lengths))
    yield from (f"  {clause}" for clause in _clauses(part, dated))


def is_shown(part: Component, day: int) -> bool:
    """Whether a component pays all year as far as a day tells: in force, and no campaign."""
    return part.to_day is None and part.in_force_on(day)


def _example(plan: Incentive, attainment: float, lengths: Lengths, day: int) -> Example:
    main = next((one for one in plan.components if is_shown(one, day)), None)
    sold = 0.0
    if main is not None and follows(main) and main.counted.unit != COUNT:
        sold = attainment * quota_of(plan, main, lengths) * YEAR / lengths[main.period]
    paid = tuple(
        paid_a_period(plan, one, attainment, lengths) * YEAR / lengths[one.period]
        if is_shown(one, day)
        else 0.0
        for one in plan.components
    )
    return Example(attainment, sold, paid, plan.salary_on(day) + sum(paid))


def _is_open(plan: Incentive, part: Component, attainment: float) -> bool:
    if part.gate is None:
        return True
    other = plan.components[part.gate]
    return (attainment if follows(other) else 1.0) >= part.gate_attainment


def _headline(plan: Incentive, part: Component, lengths: Lengths, dated: Dated) -> str:
    if part.to_day is not None:
        again = f", again every {part.every_days} days" if part.every_days else ""
        days = f"days {dated(part.from_day)} to {dated(part.to_day)}"
        return f"{part.counted.words}, {days}{again}"
    quota = quota_of(plan, part, lengths)
    often = f"reckoned each {EACH[part.period]}"
    if part.paid != "period":
        often += f", paid each {part.paid} on what was reached so far"
    if part.unit == "amount" and not part.goal:
        return f"{part.counted.words}, {often}"
    fixed = "" if part.goal else " at first; later quotas follow results"
    goal = "quota" if part.counted.is_money else "goal"
    return f"{part.counted.words}, {often}; {goal} {_amount(part, quota)}{fixed}"


def _rows(plan: Incentive, part: Component, lengths: Lengths) -> Iterator[str]:
    """The lines on pay from each breakpoint on."""
    pieces = list(zip(part.at, part.jump, part.slope, strict=True))
    for number, (at, jump, slope) in enumerate(pieces):
        if not number and len(pieces) > 1 and not jump and not slope:
            yield f"below {_place(part, pieces[1][0])}: nothing"
            continue
        paid = [f"{figures(jump * part.target_pay)} at once"] if jump else []
        paid += (
            [_rate(plan, part, slope, lengths)]
            if slope or not jump or number == len(pieces) - 1
            else []
        )
        yield f"from {_place(part, at)}: {', then '.join(paid)}"


def _rate(plan: Incentive, part: Component, slope: float, lengths: Lengths) -> str:
    if not slope:
        return "nothing more"
    each = slope * part.target_pay
    if part.unit == "amount":
        return (
            f"{in_full(100 * each)} % of it" if part.counted.is_money else f"{figures(each)} each"
        )
    quota = quota_of(plan, part, lengths)
    if not part.counted.is_money:
        return f"{figures(each / 10)} for each tenth of the goal"
    return f"{in_full(slope)}x, {in_full(100 * each / quota)} % of it"


def _place(part: Component, at: float) -> str:
    if part.unit == "attainment":
        return f"{in_full(100 * at)} %"
    if part.counted.is_part:
        return f"{in_full(100 * at)} %"
    return f"{at:,.12g}"


def _amount(part: Component, quota: float) -> str:
    if part.counted.is_part:
        return f"{in_full(100 * quota)} %"
    return f"{quota:,.0f}" if quota >= 1e6 else f"{quota:,.6g}"


def _clauses(part: Component, dated: Dated) -> Iterator[str]:
    if part.first_day or part.last_day is not None:
        begins = f"from day {dated(part.first_day)}" if part.first_day else ""
        ends = f"to day {dated(part.last_day)}" if part.last_day is not None else ""
        yield f"in force {begins}{' ' if begins and ends else ''}{ends} alone"
    if part.gate is not None:
        far = f"{in_full(100 * part.gate_attainment)} %"
        yield f"only if component {part.gate} gets to {far} of its goal"
    if part.clawback_days:
        what = "its pay" if part.clawback == "paid" else "its credit"
        yield (f"an account lost within {part.clawback_days} working days takes "
               f"{100 * part.clawback_share:.4g} % of {what} along")  # fmt: skip
    if part.split:
        how = "of the closer's credit" if part.credit == "divided" else "on top of the closer's"
        yield f"the prospector is credited {100 * part.split:.4g} % {how}"


def salary_and_target(plan: Incentive, lengths: Lengths = PERIODS, day: int = 0) -> str:
    """Salary, and what the plan pays where everything is at quota and at its goals, on a day."""
    full, salary = _example(plan, 1.0, lengths, day), plan.salary_on(day)
    fixed = 100.0 * salary / full.total if full.total else 0.0
    mix = f" (mix {in_full(fixed, 3)}/{in_full(100.0 - fixed, 3)})" if full.total else ""
    return (f"On target {figures(full.total)} a year: salary {figures(salary)}, "
            f"variable {figures(full.variable)}{mix}")  # fmt: skip
