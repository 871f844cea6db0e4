"""Value of customers: its elasticities in retention, margin and the cost of winning them."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.default_market import usual
from sim.facts.estimators.buying import Buying

SOURCE = "Gupta, Lehmann & Stuart 2004: retention 3-7, margin about 1, acquisition .02-.3"
DISCOUNT, STEP, YEARS = 0.12, 0.01, 2


class Base(NamedTuple):
    """A firm's customers: accounts, yearly worth of one, new ones a year with their first year's
    value and cost to win; retention, margin."""

    accounts: float
    yearly: float
    new_a_year: float
    first: float
    cost: float
    retention: float
    margin: float


def check() -> Sequence[Finding]:
    """Per cent by which the value of present and future customers rises for one per cent more.

    As in the source, value is arithmetic on what was observed: present accounts pay mr/(1 + i − r)
    times a year's worth from their next renewal on, each year's new ones the same and a first year
    less what they cost to win, for ever at 12 % a year. The rates are those of the default's focal
    firm, with all its pay, wages and content as the cost of winning. That margin's elasticity is
    above that of this cost, by exactly one, is arithmetic and no finding.
    """
    bases = [observed_base(one) for one in usual()]
    more = [elasticity(base, lambda b: b._replace(retention=up(b.retention))) for base in bases]
    margin = [elasticity(base, lambda b: b._replace(margin=up(b.margin))) for base in bases]
    less = [-elasticity(base, lambda b: b._replace(cost=up(b.cost))) for base in bases]
    return [
        observe.band("elasticity in retention", 3.0, 7.0, more, SOURCE),
        observe.band("elasticity in the cost of acquisition, less", 0.02, 0.3, less, SOURCE),
        observe.positive("retention's less margin's", minus(more, margin), "the order"),
    ]


def observed_base(seen: Buying) -> Base:
    """The focal firm's customers as they were seen in a run; retention is that of all accounts."""
    accounts, yearly = (float(one) for one in seen.owning.base)
    came, kept = seen.owning.tenure.sum(axis=0)
    new, value = seen.won
    each = (new / YEARS, value / new, seen.kpis["cac"])
    return Base(accounts, yearly / accounts, *each, float(kept / came), seen.margin)


def worth(base: Base) -> float:
    """Value of present accounts and of those that will be won."""
    later = base.retention / (1.0 + DISCOUNT - base.retention)
    present = base.accounts * base.yearly * base.margin * later
    each = base.first * base.margin * (1.0 + later) - base.cost
    return present + base.new_a_year * each / DISCOUNT


def elasticity(base: Base, changed: Callable[[Base], Base]) -> float:
    """Relative change of value over that of the changed number."""
    return (worth(changed(base)) / worth(base) - 1.0) / STEP


def up(value: float) -> float:
    """One per cent more."""
    return value * (1.0 + STEP)


def minus(a: Sequence[float], b: Sequence[float]) -> list[float]:
    """Differences, seed by seed."""
    return [one - other for one, other in zip(a, b, strict=True)]


FACT = Fact(40, "What customers' value answers to", SOURCE, check)
