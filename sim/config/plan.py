"""A pay plan as data: what is counted, what it pays, over which period, and how quotas are set."""

from dataclasses import dataclass

from sim.config.parameter import FITTED, parameter, part

MEASURES = ("new", "renewal")
PERIODS = {"month": 20, "quarter": 65, "half": 130, "year": 260}


@dataclass(frozen=True)
class Quota:
    """How a quota is set: from what the firm's reps sold, made easier or harder."""

    initial: float = parameter(
        35_000.0, "quota of the first period, per quarter", "money/quarter", 1, 1e9
    )
    tightness: float = parameter(
        0.7835, "quota over the running mean of credit a rep", "ratio", 0.05, 20, source=FITTED
    )
    ratchet: float = parameter(0.3, "weight of the last period in that running mean", "share", 0, 1)
    skill_weight: float = parameter(0.6, "how much of a rep's skill the quota sees", "share", 0, 1)
    territory_weight: float = parameter(
        0.0, "how much of the size of a rep's territory the quota sees", "share", 0, 1
    )


@dataclass(frozen=True)
class Component:
    """One measure that pays: a piecewise-linear curve with jumps over a period."""

    measure: str = parameter("new", "what is counted", choices=MEASURES)
    unit: str = parameter(
        "amount", "the curve's axis: money credited, or attainment of quota",
        choices=("amount", "attainment"),
    )  # fmt: skip
    period: str = parameter("quarter", "when it is reckoned and paid", choices=tuple(PERIODS))
    target_pay: float = parameter(
        1.0, "money that one unit of the curve's height is worth", "money/period", 0, 1e9
    )
    at: list[float] = parameter([0.0], "breakpoints, ascending from 0", "axis", 0, 1e9)
    jump: list[float] = parameter(
        [0.0], "paid at once on reaching each breakpoint", "height", 0, 1e9
    )
    slope: list[float] = parameter([0.3], "paid per unit of the axis beyond it", "height", 0, 1e9)


@dataclass(frozen=True)
class Incentive:
    """A pay plan as data. Nothing in the code names a scheme."""

    salary: float = parameter(60_000.0, "fixed pay", "money/year", 0, 1e7)
    components: list[Component] = parameter([Component()], "what else pays")
    quota: Quota = part(Quota, "quota")
