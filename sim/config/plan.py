"""A pay plan as data: what is counted, what it pays, over which period, and how quotas are set."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from sim.config.measures import MEASURES, REGISTER, Measure
from sim.config.parameter import DAY, Part, key_of, parameter, part, written
from sim.config.per_part import PerPart
from sim.config.plan_words.words import Campaign, Extra, PlanWords, QuotaWords, Tier
from sim.config.quota import Quota
from sim.config.working_days import MONTH, QUARTER, YEAR

_UNITS = ("amount", "attainment")
CLAWBACKS = ("paid", "credit")
QUOTA_WORDS = tuple(one.name for one in fields(QuotaWords))
PERIODS = {"month": MONTH, "quarter": QUARTER, "half": 2 * QUARTER, "year": YEAR}
# How often a period's pay is paid, and the days of an instalment; 0: once, when the period is over.
PAID = {"period": 0, "month": MONTH, "quarter": QUARTER}
DIVIDED, DOUBLED = CREDITS = ("divided", "doubled")


@dataclass(frozen=True)
class Draw(Part):
    """An advance on variable pay: paid each month, and kept back from what is earned later."""

    a_month: float = parameter(
        0.0, "advance on variable pay, at each month's end", "money/month", 0, 1e6
    )
    recoverable: bool = parameter(
        True, "what a settlement leaves of it is owed further, not forgiven"
    )


@dataclass(frozen=True)
class Guarantee(Part):
    """Least variable pay of a new rep: where the plan pays less, the rest is topped up for good."""

    months: int = parameter(
        0, "months since joining for which it holds (20 days each); 0: there is none", "months",
        0, 120,
    )  # fmt: skip
    a_month: float = parameter(
        0.0, "variable pay of such a month at least, reckoned whenever the plan is", "money/month",
        0, 1e6,
    )  # fmt: skip

    @property
    def days(self) -> int:
        """Days since joining for which something is guaranteed."""
        return self.months * MONTH if self.a_month > 0.0 else 0


@dataclass(frozen=True)
class Component(Part):
    """One measure that pays: a piecewise-linear curve with jumps over a period."""

    measure: str = parameter("new", "what is counted", choices=MEASURES)
    unit: str = parameter(
        "amount", "the curve's axis: what is counted, or attainment of quota", choices=_UNITS
    )
    period: str = parameter(
        "quarter", "when it is reckoned and paid (months are as fiscal.months says); with a "
        "window, when that closes",
        choices=tuple(PERIODS),
    )  # fmt: skip
    paid: str = parameter(
        "period", "how often what is earned so far in it is paid: when it is over, or at the end "
        "of each month or quarter of it as well; the curve is over the period's credit",
        choices=tuple(PAID),
    )  # fmt: skip
    target_pay: float = parameter(
        1.0, "money that one unit of the curve's height is worth", "money/period", 0, 1e9
    )
    at: Sequence[float] = parameter(
        [0.0], "breakpoints, ascending; from 0, of a gain in share from 0 or less", "axis", -1, 1e9
    )
    jump: Sequence[float] = parameter(
        [0.0], "paid at once on reaching each breakpoint", "height", 0, 1e9
    )
    slope: Sequence[float] = parameter(
        [0.1], "paid per unit of the axis beyond it", "height", 0, 1e9
    )
    goal: float = parameter(
        0.0, "fixed quota, and value of a ratio over nothing; 0: by past results", "measure", 0, 1e9
    )
    from_day: int = parameter(0, "first day on which it counts, after the warm-up", DAY, 0, 26_000)
    to_day: int | None = parameter(
        None,
        "last day on which it counts; none: always, the warm-up included",
        DAY,
        0,
        26_000,
    )
    every_days: int = parameter(
        0, "days after which that window opens again; 0: it does not", "days", 0, 26_000
    )
    first_day: int = parameter(
        0, "first day on which it is in force, after the warm-up; 0: always, the warm-up included",
        DAY, 0, 26_000,
    )  # fmt: skip
    last_day: int | None = parameter(
        None, "last day on which it is in force; none: to the end", DAY, 0, 26_000
    )
    gate: int | None = parameter(
        None, "component, from 0, that must get far enough for this one to pay", "", 0, 100
    )
    gate_attainment: float = parameter(1.0, "how far: its attainment", "ratio", 0.01, 100)
    clawback_days: int = parameter(
        0, "days within which a lost account takes its seller's pay along", "days", 0, 2600
    )
    clawback_share: float = parameter(1.0, "part of it that it takes", "share", 0, 1)
    clawback: str = parameter(
        "paid", "what it takes: what was paid for it, or credit from the period in which it leaves",
        choices=CLAWBACKS,
    )  # fmt: skip
    split: float = parameter(
        0.0, "part of a deal's credit that is the prospector's who brought it", "share", 0, 1
    )
    credit: str = parameter(
        DIVIDED, "whether that part comes out of the closer's credit, or on top of it",
        choices=CREDITS,
    )  # fmt: skip

    @property
    def counted(self) -> Measure:
        """The row of the register for what is counted."""
        return REGISTER[self.measure]

    @property
    def cadence(self) -> int:
        """Days from one payday to the next."""
        return PAID[self.paid] or PERIODS[self.period]

    @property
    def ends(self) -> float:
        """The last day on which it is in force, after the warm-up; infinity if it does not end."""
        return math.inf if self.last_day is None else self.last_day

    def in_force_on(self, day: int) -> bool:
        """Whether it is in force on a day after the warm-up."""
        return self.first_day <= day <= self.ends

    def part_in_force(self, days: int) -> float:
        """The part, 0 to 1, of so many counted days on which it is in force."""
        return max(min(self.ends + 1, days) - self.first_day, 0) / days


@dataclass(frozen=True)
class Salary(Part):
    """Fixed pay from a day on."""

    from_day: int = parameter(1, "first day on which it is paid, after the warm-up", DAY, 1, 26_000)
    salary: float = parameter(60_000.0, "fixed pay", "money/year", 0, 1e7)


# What can end in a change: any word, and a fixed quota.
CAN_END = (*(key_of(one) for one in fields(PlanWords)), "quota.amount")
_ON = "; left out: as before, and []: none"
_ROW = "rows as of the plan" + _ON


@dataclass(frozen=True, kw_only=True)
class Change(PlanWords):
    """The differences in a plan from a day on; what it does not say stays as it was.

    A list that is left out is one element that says nothing, so that an empty one can be said.
    """

    from_: str = written("first day on which it holds, 1 or later after the warm-up", "day")
    without: Sequence[str] = parameter(
        [], "words of the plan that hold no more", choices=CAN_END, source="the plan"
    )
    salary: float | None = parameter(
        None, "fixed pay; none: as before, or as ote and mix say", "money/year", 0, 1e7
    )
    components: Sequence[Component] = parameter(
        [Component(at=[])], "what pays, in place of all words and components before" + _ON
    )
    quota: QuotaWords = part(QuotaWords, "fixed quota, and what all is reckoned over")
    tiers: Sequence[Tier] = parameter([Tier()], _ROW, source="the plan")
    bonus: Sequence[Extra] = parameter([Extra()], _ROW, source="the plan")
    kicker: Sequence[Extra] = parameter([Extra()], _ROW, source="the plan")
    mbo: Sequence[Extra] = parameter([Extra()], _ROW, source="the plan")
    spif: Sequence[Campaign] = parameter([Campaign()], _ROW, source="the plan")

    @property
    def said(self) -> frozenset[str]:
        """The names of what it says, the day apart."""
        return frozenset(
            one.name
            for one in fields(self)
            if one.name != "from_" and getattr(self, one.name) != getattr(_NO_CHANGE, one.name)
        )


@PerPart
def _words_said(plan: "Incentive") -> tuple[str, ...]:
    said = [key_of(one) for one in fields(PlanWords)
            if getattr(plan, one.name) != getattr(_NOTHING, one.name)]  # fmt: skip
    said += [f"quota.{name}" for name in QUOTA_WORDS if getattr(plan.quota, name)]
    return (*said, *(["changes"] if plan.changes else []))


@dataclass(frozen=True)
class Incentive(PlanWords):
    """A pay plan as data, or in words that become such. Nothing in the code names a scheme."""

    salary: float = parameter(60_000.0, "fixed pay", "money/year", 0, 1e7)
    salaries: Sequence[Salary] = parameter([], "fixed pay from a day on, in place of that before")
    components: Sequence[Component] = parameter([Component()], "what else pays")
    quota: Quota = part(Quota, "quota")
    draw: Draw = part(Draw, "advance on variable pay")
    guarantee: Guarantee = part(Guarantee, "guaranteed variable pay for new hires")
    changes: Sequence[Change] = parameter([], "what is different from a day on", source="the plan")

    @property
    def words_said(self) -> list[str]:
        """The keys of what the plan says in words, changes of it included; none once they have
        become components."""
        return list(_words_said(self))

    def asked(self, component: Component, lengths: Mapping[str, float] = PERIODS) -> float:
        """Goal of one component's first period; without one, the new business asked in it.

        ``lengths`` are the working days of each pay period.
        """
        return component.goal or self.quota.initial * lengths[component.period] / QUARTER

    @property
    def asked_a_year(self) -> float:
        """New business that the plan asks of a rep a year, before any results (money/year)."""
        return self.asked_in_a_year(PERIODS)

    def asked_in_a_year(self, lengths: Mapping[str, float]) -> float:
        """The same where pay periods have other lengths (working days)."""
        asked = [
            self.asked(one, lengths) * YEAR / lengths[one.period]
            for one in self.components
            if one.counted.new_business and one.to_day is None
        ]
        return max(asked, default=self.quota.initial * YEAR / QUARTER)

    def salary_on(self, day: int) -> float:
        """Fixed pay on a day after the warm-up (money/year)."""
        said = [one.salary for one in self.salaries if one.from_day <= day]
        return said[-1] if said else self.salary

    def salary_over(self, days: int) -> float:
        """Fixed pay over so many counted days, on average (money/year)."""
        steps = [(0, self.salary), *((one.from_day, one.salary) for one in self.salaries)]
        ends = [day for day, _ in steps[1:]] + [days]
        if len(steps) == 1:
            return self.salary
        spans = [max(min(end, days) - day, 0) for (day, _), end in zip(steps, ends, strict=True)]
        return sum(a * span for (_, a), span in zip(steps, spans, strict=True)) / days


_NOTHING = PlanWords()
_NO_CHANGE = Change()
