"""Pay mix: which part of the best linear plan is salary, by the effort rule that reps follow."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scipy.optimize import minimize_scalar

from sim.config.firm import Sales
from sim.config.market import Catalogue
from sim.facts import Fact, Finding, between
from sim.rules.effort import certain, effort

# How much each condition is raised, and the least change that counts as one.
RAISED, LEAST = 1.25, 1e-3
# What a rep sells in a year at reference effort (money): about what the default market shows.
SOLD_A_YEAR = 180_000.0
# Published assumption for aversion × variance × cost over effectiveness squared, per deal.
AVERSION = 0.5


@dataclass(frozen=True)
class Conditions:
    """A rep and a firm, by the year: sales ``base`` and those each unit of effort adds (money), the
    cost of effort ½·``cost``·e² (money), aversion (1/money), ``deal`` how much money comes in one
    piece, margin, and what the rep could have elsewhere (money)."""

    base: float
    effectiveness: float
    cost: float
    aversion: float
    deal: float
    margin: float
    outside: float


def default() -> Conditions:
    """The default rep's, with the risk aversion that is published as an assumption."""
    sales, goods = Sales(), Catalogue()
    effectiveness = sales.effort_gain * SOLD_A_YEAR
    return Conditions(
        base=sales.effort_floor * SOLD_A_YEAR,
        effectiveness=effectiveness,
        cost=effectiveness * sales.effort_reference,
        aversion=AVERSION / (sales.effort_reference * goods.price),
        deal=goods.price,
        margin=goods.margin,
        outside=sales.outside_pay,
    )


def best_rate(here: Conditions) -> float:
    """The commission that leaves most for firm and rep together, salary filling up to what the rep
    could have elsewhere (money/money)."""
    found = minimize_scalar(lambda rate: -_joint(here, rate), bounds=(0.0, here.margin),
                            method="bounded", options={"xatol": 1e-10})  # fmt: skip
    return float(found.x)


def salary_share(here: Conditions) -> float:
    """Salary over pay under the best linear plan, the rep just as well off as elsewhere."""
    rate = best_rate(here)
    e, worth = _answer(here, rate)
    sold = here.base + here.effectiveness * e
    salary = here.outside - sold * worth + 0.5 * here.cost * e * e
    return salary / (salary + rate * sold)


def _answer(here: Conditions, rate: float) -> tuple[float, float]:
    """The rep's effort, by the model's own rule, and what money sold is worth for sure."""
    reference = here.cost / here.effectiveness
    aversion = here.aversion * reference * here.deal
    worth = float(certain(rate / reference, aversion))
    return float(effort(worth, 0.0, 0.0, float("inf"))), worth * reference


def _joint(here: Conditions, rate: float) -> float:
    """What is left for both, but for what base sales earn whatever is paid (money/year)."""
    e, worth = _answer(here, rate)
    risk = rate - worth
    return here.effectiveness * e * (here.margin - risk) - here.base * risk - here.cost * e * e / 2


# What is raised, and whether the published sign is more salary or more commission.
SIGNS = (
    ("uncertainty: the same sales in fewer, larger deals", "deal", 1),
    ("risk aversion", "aversion", 1),
    ("cost of effort", "cost", 1),
    ("marginal cost of what is sold", "margin", 1),
    ("what the rep could have elsewhere", "outside", 1),
    ("effectiveness of effort", "effectiveness", -1),
    ("base sales", "base", -1),
)


def check() -> Sequence[Finding]:
    """Each condition is raised by a quarter; marginal cost is one less margin.

    Basu, Lal, Srinivasan & Staelin 1985 (Marketing Science 4(4):267-291), Lal & Srinivasan 1993
    (Management Science 39(7):777-793). Nothing is drawn by lot. Deals come as a Poisson stream, so
    base sales bring their own uncertainty with them.
    """
    here = default()
    start = salary_share(here)
    found = []
    for words, name, sign in SIGNS:
        value = getattr(here, name) * RAISED
        if name == "margin":
            value = 1.0 - (1.0 - here.margin) * RAISED
        change = salary_share(replace(here, **{name: value})) - start
        low, high = (LEAST, 1.0) if sign > 0 else (-1.0, -LEAST)
        basis = f"the published sign; salary is {start:.3f} of pay before"
        found.append(between(f"{words}, +25 %: change of salary's share", low, high, change, basis))
    return found


FACT = Fact(18, "What moves the pay mix", "Basu et al. 1985; Lal & Srinivasan 1993", check)
