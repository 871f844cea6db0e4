"""A pay plan in the words of the trade: what a plan document says, as it says it.

Words are read where a scenario is made: they become the components of the plan and are dropped
(``sim/config/plan_words/compile.py``), so that a config's hash and a stored folder hold components
alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sim.config.measures import MEASURES
from sim.config.parameter import Part, parameter, part, written

PER = ("month", "quarter", "half", "year")
_GOAL = "fixed goal, in the measure's unit; left out: the quota, for as long as this is reckoned"
_EVERY = "what it is reckoned over; left out: the plan's own period"


@dataclass(frozen=True)
class Tier(Part):
    """One row of a table of rates: from which sales on, which rate."""

    from_: str = written("attainment or sales from which it holds; the first is 0%", "place")
    rate: str = written("times the base rate, a part of money sold, or money a unit", "rate")
    retroactive: bool = parameter(
        False, "once reached, all sales from the first on are paid at this rate, not only further"
    )


@dataclass(frozen=True)
class Extra(Part):
    """A sum that is paid on reaching a goal: a bonus, a kicker, or an objective."""

    measure: str = written("what is counted; left out: as the list says", "word", choices=MEASURES)
    goal: str = written(_GOAL, "goal")
    from_: str = written("how much of that goal to reach; left out: 100%", "place")
    pays: str = written("money paid on reaching it, on top of on-target earnings", "money")
    weight: str = written(
        "instead: a part of variable pay on target, out of what rates pay", "share"
    )
    per: str = written(_EVERY, "word", choices=PER)
    proportional: bool = parameter(False, "paid in part on the way there, not all at once")


@dataclass(frozen=True)
class Campaign(Part):
    """A campaign (SPIF): extra pay for what is sold on some days."""

    from_: str = written("first day: a working day after the warm-up, or a date", "day")
    to: str = written("last day, which counts", "day")
    pays: str = written("extra, of what is sold, of the base rate, or money with `at`", "prize")
    at: str = written("sales within these days that win the money", "money")
    every: str = written("when it comes again; left out: it does not", "word", choices=PER)
    measure: str = written("what is counted; left out: new revenue", "word", choices=MEASURES)


@dataclass(frozen=True)
class Clawback(Part):
    """The pay that an account lost soon takes back from who sold it."""

    days: int | None = parameter(
        None, "working days within which it is lost; 0, or left out: none", "days", 0, 2600
    )
    share: str = written("part that is taken; left out: all", "share")
    takes: str = written("pay for that sale, or credit", "word", choices=("paid", "credit"))


@dataclass(frozen=True)
class Holdback(Part):
    """A part of the salary that is paid only for periods in which a goal is reached."""

    share: str = written("part of the salary", "share")
    measure: str = written("what is counted; left out: new revenue", "word", choices=MEASURES)
    goal: str = written(_GOAL, "goal")
    at: str = written("how much of that goal to reach; left out: 100%", "place")
    per: str = written(_EVERY, "word", choices=PER)


@dataclass(frozen=True)
class QuotaWords(Part):
    """The words on quotas that a change of plan can have."""

    per: str = written("what the plan is reckoned over", "word", choices=PER)
    amount: str = written("fixed quota of every rep, for that long", "money", "money")


@dataclass(frozen=True, kw_only=True)
class PlanWords(Part):
    """The words of a pay plan; each left out says nothing."""

    ote: str = written("on-target earnings; with mix", "money", "money/year")
    mix: str = written("salary to variable pay on target, of ote", "mix")
    measure: str = written(
        "what rates are paid on; left out: new revenue", "word",
        choices=("new", "renewal", "margin", "activity", "team", "deals"),
    )  # fmt: skip
    rate: str = written("base rate, where ote does not tell it", "part")
    per_unit: str = written("base pay a unit, for a measure that counts", "money")
    tiers: Sequence[Tier] = parameter([], "a table of rates", source="the plan")
    accelerator: str = written("rate beyond 100 % of quota, or from where it says", "faster")
    decelerator: str = written(
        "rate on everything for who ends below 100 % of quota, or below where it says", "slower"
    )
    threshold: str = written(
        "below it nothing is paid; once it is reached, all from the first sale on", "place"
    )
    cap: str = written("what is sold beyond it pays nothing more", "place")
    pay_cap: str = written("most that rates pay a period", "most")
    paid: str = written(
        "how often what was earned so far in the period is paid; left out: at its end", "word",
        choices=("month", "quarter"),
    )  # fmt: skip
    bonus: Sequence[Extra] = parameter([], "sums paid at quota, or another part of it",
                                       source="the plan")  # fmt: skip
    kicker: Sequence[Extra] = parameter([], "sums for reaching a goal beside it", source="the plan")
    mbo: Sequence[Extra] = parameter([], "objectives with goals of their own", source="the plan")
    spif: Sequence[Campaign] = parameter([], "campaigns", source="the plan")
    clawback: Clawback = part(Clawback, "what a sale that is lost soon gives back")
    holdback: Holdback = part(Holdback, "salary that waits for a goal")
    split: str = written("prospector's part of a deal's credit, out of the closer's", "share")
    overlay: str = written("the same on top of the closer's: both are credited", "share")
