"""Pay mix: which part of the best linear plan is salary, by the effort rule that reps follow."""

from collections.abc import Sequence
from dataclasses import replace

from sim.config.market import Catalogue
from sim.config.plan import Incentive
from sim.config.sales import Sales
from sim.facts import Fact, Finding, between
from sim.facts.conditions.linear_contract import Conditions, salary_share
from sim.model.rules.effort import reference_rate

# By how much each condition is raised, and the least change of a share that counts as one.
RAISED, LEAST = 1.25, 1e-3
# What a rep sells in a year at reference effort (money): about what the default market shows.
SOLD_A_YEAR = 540_000.0
# Aversion per pay of a deal at the reference rate: nobody has measured it here, so assumed.
AVERSION = 0.5
# What is raised, in words and by name, and whether salary's share is to rise.
SIGNS = (
    ("uncertainty, the same sales in fewer and larger deals", "deal", True),
    ("risk aversion", "aversion", True),
    ("cost of effort", "cost", True),
    ("marginal cost of what is sold", "margin", True),
    ("what the rep could have elsewhere", "outside", True),
    ("effectiveness of effort", "effectiveness", False),
    ("base sales", "base", False),
)


def check(raised: float = RAISED) -> Sequence[Finding]:
    """Each condition is raised by a quarter, the others staying; marginal cost is 1 less margin.

    Nothing is drawn by lot, and no market runs: the rep's answer to a rate is that of the rules
    that all reps of the model follow under such a plan. Deals come as a Poisson stream, so more
    base sales are less certain ones too.
    """
    here = default()
    start = salary_share(here)
    basis = f"the published sign; salary is {start:.2f} of pay before"
    found = []
    for words, name, more in SIGNS:
        change = salary_share(changed(here, name, raised)) - start
        low, high = (LEAST, 1.0) if more else (-1.0, -LEAST)
        found.append(
            between(f"{words}, +25 %: salary's share of pay, change", low, high, change, basis)
        )
    return found


def default() -> Conditions:
    """The default rep's, and an aversion to risk."""
    sales, goods = Sales(), Catalogue()
    effectiveness = sales.effort_gain * SOLD_A_YEAR
    asked = Incentive().asked_a_year
    rate = reference_rate(sales.effort_reference, sales.outside_pay, asked)
    return Conditions(
        base=sales.effort_floor * SOLD_A_YEAR,
        effectiveness=effectiveness,
        cost=effectiveness * rate,
        aversion=AVERSION / (rate * goods.price),
        deal=goods.price,
        margin=goods.margin,
        outside=sales.outside_pay,
    )


def changed(here: Conditions, name: str, factor: float) -> Conditions:
    """One of the conditions times a factor; of margin, its complement."""
    value = getattr(here, name)
    value = 1.0 - (1.0 - value) * factor if name == "margin" else value * factor
    return replace(here, **{name: value})


FACT = Fact(18, "What moves the pay mix", "Basu et al. 1985; Lal & Srinivasan 1993", check)
