"""A pay plan as data: what is counted, what it pays, over which period, and how quotas are set."""

from collections.abc import Sequence
from dataclasses import dataclass

from sim.config.measures import MEASURES, REGISTER, Measure
from sim.config.parameter import FITTED, Part, parameter, part
from sim.config.working_days import MONTH, QUARTER, YEAR

_LEONE = "Leone, Misra & Zimmerman 2004: up more than down"
_UNITS = ("amount", "attainment")
CLAWBACKS = ("paid", "credit")
PERIODS = {"month": MONTH, "quarter": QUARTER, "half": 2 * QUARTER, "year": YEAR}


@dataclass(frozen=True)
class Quota(Part):
    """Rules for quotas: the running mean of what the firm's reps sold, made easier or harder."""

    initial: float = parameter(
        105_000.0,
        "new business asked of a rep at first; first quotas are tightness times that",
        "money/quarter",
        1,
        1e9,
        "so that 10 % of it is a variable part of two fifths of pay",
    )
    tightness: float = parameter(
        0.9513, "quota over the running mean of credit a rep", "ratio", 0.05, 20, source=FITTED
    )
    attain: float = parameter(
        0.0, "part of reps to reach it, instead of tightness; 0: by tightness", "share", 0, 0.99
    )
    ratchet: float = parameter(0.3, "weight of the last period in that running mean", "share", 0, 1)
    skill_weight: float = parameter(0.6, "how much of a rep's skill the quota sees", "share", 0, 1)
    territory_weight: float = parameter(
        0.0, "how much of the size of a rep's territory the quota sees", "share", 0, 1
    )
    ratchet_up: float = parameter(
        0.0, "part of own results above quota that raises own later quotas", "share", 0, 1, _LEONE
    )
    ratchet_down: float = parameter(
        0.0, "part of own results below quota that lowers own later quotas", "share", 0, 1, _LEONE
    )


@dataclass(frozen=True)
class Draw(Part):
    """An advance on variable pay: paid each month, and kept back from what is earned later."""

    a_month: float = parameter(
        0.0, "advance on variable pay, every 20 days: 13 a year", "money/month", 0, 1e6
    )
    recoverable: bool = parameter(
        True, "what a settlement leaves of it is owed further, not forgiven"
    )


@dataclass(frozen=True)
class Component(Part):
    """One measure that pays: a piecewise-linear curve with jumps over a period."""

    measure: str = parameter("new", "what is counted", choices=MEASURES)
    unit: str = parameter(
        "amount", "the curve's axis: what is counted, or attainment of quota", choices=_UNITS
    )
    period: str = parameter(
        "quarter", "when it is reckoned and paid (a month is 20 days: 13 a year); with a window, "
        "when that closes",
        choices=tuple(PERIODS),
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
    from_day: int = parameter(
        0, "first day on which it counts, after the warm-up", "days", 0, 26_000
    )
    to_day: int | None = parameter(
        None, "last day on which it counts; none: always, the warm-up included", "days", 0, 26_000
    )
    every_days: int = parameter(
        0, "days after which that window opens again; 0: it does not", "days", 0, 26_000
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

    @property
    def counted(self) -> Measure:
        """The row of the register for what is counted."""
        return REGISTER[self.measure]


@dataclass(frozen=True)
class Incentive(Part):
    """A pay plan as data. Nothing in the code names a scheme."""

    salary: float = parameter(60_000.0, "fixed pay", "money/year", 0, 1e7)
    components: Sequence[Component] = parameter([Component()], "what else pays")
    quota: Quota = part(Quota, "quota")
    draw: Draw = part(Draw, "advance on variable pay")

    def asked(self, component: Component) -> float:
        """Goal of one component's first period; without one, the new business asked in it."""
        return component.goal or self.quota.initial * PERIODS[component.period] / QUARTER

    @property
    def asked_a_year(self) -> float:
        """New business that the plan asks of a rep a year, before any results (money/year)."""
        asked = [
            self.asked(one) * YEAR / PERIODS[one.period]
            for one in self.components
            if one.counted.new_business and one.to_day is None
        ]
        return max(asked, default=self.quota.initial * YEAR / QUARTER)
