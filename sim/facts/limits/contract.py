"""Linear pay: effort is the best answer to the pay for each task, and the same every day."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace

import numpy as np

from sim.config import Component, Incentive, Market, Sales, Timing
from sim.config.buyer import Buyer
from sim.config.market import Catalogue
from sim.config.working_days import QUARTER
from sim.facts import Fact, Finding, equal
from sim.facts.conditions.linear_contract import Conditions, best_rate, closed_form
from sim.facts.limits.reduced import PUT_THROUGH, Numbers, days_of, monopoly
from sim.model.foresight import period
from sim.model.foresight.bellman import Worth
from sim.model.foresight.period import Curve, Kind
from sim.model.market import Market as Model
from sim.model.rules.effort import reference_rate

SEED, DAYS, REPS = 6, 2 * QUARTER, 8
SUBSTITUTION, AVERSION = 0.3, 0.5
# Pay a unit of money sold and renewed, and what one more in ten adds to the first.
SOLD, RENEWED, MORE = 0.12, 0.015, 0.012
# A rep and firm by the year in which the four terms of the best rate weigh about alike.
YEAR = Conditions(
    base=130_000.0, effectiveness=54_000.0, cost=16_000.0, aversion=2e-4, deal=8000.0, margin=0.7
)
# How much smaller deals are made, their variance a year staying, to come near a diffusion.
FINER = 200.0
# A quarter in which as many deals are expected as the scale is long, and money of that scale.
KIND = Kind.of(4.0, 1.0)
SCALE = Catalogue().price * KIND.expected_wins / KIND.expected_credit


def check(
    claimed_substitution: float = SUBSTITUTION, claimed_aversion: float = AVERSION
) -> Sequence[Finding]:
    """Reps paid by the piece in a market that buys; two quarters, each rep and day alike.

    With x = h + ke + noise, cost ½eᵀDe and pay β, e = D⁻¹(β∘k); in units in which reference pay for
    one task alone calls forth 1, D = [[1, γ], [γ, 1]]/(1 − γ²). Neither noise nor the days left
    enter, so no hockey stick; pay for one task takes effort from the other at slope −γ; an unpaid
    task gets none (Holmström & Milgrom 1987, Econometrica 55:303-328; 1991, J Law, Economics &
    Organization 7:24-52). No chance is involved: 1e-9. An averse rep takes a deal's pay for
    (1 − e^(−ρβ))/ρ. The best rate is found by search over that rep's answers.
    """
    sales = Sales()
    cost = np.array([[1.0, claimed_substitution], [claimed_substitution, 1.0]])
    sells, serves = _rate(sales.effort_reference), _rate(sales.service_reference)
    pay = np.array([SOLD / sells, RENEWED / serves])
    exact = np.linalg.solve(cost / (1.0 - claimed_substitution**2), pay)
    both, more, one = efforts(SOLD, RENEWED), efforts(SOLD + MORE, RENEWED), efforts(SOLD, 0.0)
    averse = -math.expm1(-claimed_aversion * float(pay[0])) / claimed_aversion
    rise = MORE / sells
    slope = (more[0, 0, 1] - both[0, 0, 1]) / rise
    wary = efforts(SOLD, 0.0, AVERSION)[0, 0, 0]
    return [
        equal("one task paid: effort, βk/d", float(pay[0]), one[0, 0, 0], 1e-9),
        equal("one task paid: effort on the other", 0.0, float(one[:, :, 1].max()), 0.0),
        equal("one task paid: effort of an averse rep, (1−e^(−ρβ))/ρ", averse, wary, 1e-9),
        equal("both paid: effort to sell, D⁻¹(β∘k)", exact[0], both[0, 0, 0], 1e-9),
        equal("both paid: effort to serve", exact[1], both[0, 0, 1], 1e-9),
        equal("slope of serving on pay for sales, −γ", -claimed_substitution, slope, 1e-9),
        equal("last day over mid-quarter, the rep farthest off", 1.0, _farthest(both), 1e-9),
        *_looking_ahead(),
        *_best_rates(claimed_aversion / AVERSION),
    ]


def _rate(share: float) -> float:
    """Pay per money that calls forth reference effort, of the default rep and quota."""
    return reference_rate(share, Sales().outside_pay, Incentive().asked_a_year)


def _farthest(found: Numbers) -> float:
    """The ratio farthest from 1, over reps and tasks, of a quarter's last day to its middle."""
    ratio = found[QUARTER - 1] / found[QUARTER // 2]
    return float(ratio.flat[int(np.abs(ratio - 1.0).argmax())])


def efforts(sold: float, renewed: float, aversion: float = 0.0) -> Numbers:
    """Effort [day, rep, task: to sell, to serve] under so much for each unit of money."""
    paid = [("new", sold), ("renewal", renewed)]
    plan = [Component(measure=name, slope=[slope]) for name, slope in paid if slope > 0.0]
    sales = replace(PUT_THROUGH, reps=REPS, turnover_per_year=0.0, substitution=SUBSTITUTION)
    sales = replace(sales, effort_max=10.0, risk_aversion=aversion)
    market = Market(customers=300, buyer=Buyer(entry_per_year=2.0, salience_gate=False))
    config = monopoly(market, days=DAYS, sales=sales, incentive=Incentive(components=plan))
    model = Model(config, SEED)
    reps = model.world.sales.reps
    days = [np.stack([reps["effort"], reps["service_effort"]], 1) for _ in days_of(model)]
    return np.array(days)


def _looking_ahead() -> Iterable[Finding]:
    """The same by backward induction over the quarter, which reps take for all other plans.

    Worth are kept as 32-bit numbers, so 1e-5. A move's gain is what it adds to a day of any state.
    """
    found = solved(Curve((0.0,), (0.0,), (SOLD,), 1.0, SCALE))
    worth, gains = found[..., 0], found[..., 1:]
    ratio = worth[-1] / worth[QUARTER // 2]
    farthest = float(ratio.flat[int(np.abs(ratio - 1.0).argmax())])
    effort = float(worth[0, 0, 0])
    yield equal("looking ahead: effort", SOLD / _rate(Sales().effort_reference), effort, 1e-5)
    yield equal("looking ahead: last day over mid-quarter, any state", 1.0, farthest, 1e-5)
    yield equal("looking ahead: gain from moving a signature", 0.0, max(gains.max(), 0.0), 1e-9)


def solved(curve: Curve) -> Worth:
    """The look ahead's table of a curve under the default habits [day, credit, agreed, layer]."""
    habits = {**asdict(Sales()), **asdict(Timing())}
    habits = {name: value for name, value in habits.items() if isinstance(value, float | int)}
    habits["size_cv"] = math.sqrt(math.expm1(Catalogue().deal_size_sd ** 2))
    deal_pay = _rate(Sales().effort_reference) * Catalogue().price
    return period.solved(KIND, (curve,), QUARTER, habits, deal_pay)


def _best_rates(claimed: float) -> Iterable[Finding]:
    """β* = mk²/(k² + ρdσ²), and its change as each of its terms is raised by a quarter.

    Deals are a Poisson stream, so the formula is for ever smaller ones: the rate is found at two
    sizes and carried on to none, which leaves an error of second order.
    """
    names = {"σ²": "base", "ρ": "aversion", "d": "cost", "c, marginal cost": "margin"}
    conditions = {"": YEAR}
    for words, name in {**names, "k": "effectiveness"}.items():
        raised = 1.25 * getattr(YEAR, name) - (0.25 if name == "margin" else 0.0)
        conditions[f", {words} +25 %"] = replace(YEAR, **{name: raised})
    for words, here in conditions.items():
        said = closed_form(replace(here, aversion=here.aversion * claimed))
        yield equal(f"best rate, mk²/(k²+ρdσ²){words}", said, in_the_limit(here), 1e-4)


def in_the_limit(here: Conditions) -> float:
    """The best rate as deals become ever smaller and more, their variance staying."""
    finer = [(here.deal / times, here.base * times) for times in (FINER, 2.0 * FINER)]
    first, second = (best_rate(replace(here, deal=deal, base=base)) for deal, base in finer)
    return 2.0 * second - first


FACT = Fact(9, "Linear pay", "Holmström & Milgrom 1987, 1991", check)
