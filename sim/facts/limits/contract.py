"""Linear pay: effort is the best answer to what each task pays, and the same every day."""

from collections.abc import Sequence

import numpy as np

from sim.config import Component, Incentive, Market, Sales
from sim.config.buyer import Buyer
from sim.facts import Fact, Finding, equal
from sim.facts.limits.reduced import Numbers, days_of, monopoly
from sim.market import Market as Model

SEED, DAYS, REPS = 6, 130, 8
SUBSTITUTION = 0.3
# Pay a unit of money sold and renewed, and what one more in ten adds to the first.
SOLD, RENEWED, MORE = 0.11, 0.045, 0.011


def check(claimed_substitution: float = SUBSTITUTION) -> Sequence[Finding]:
    """Reps paid by the piece in a market that buys; two quarters, each rep and day alike.

    With x = h + ke + noise, cost ½eᵀDe and pay β, e = D⁻¹(β∘k); in units in which reference pay for
    one task alone calls forth 1, D = [[1, γ], [γ, 1]]/(1 − γ²). Neither noise nor the days left
    enter, so no hockey stick; pay for one task takes effort from the other at slope −γ; an unpaid
    task gets none (Holmström & Milgrom 1987, Econometrica 55:303-328; 1991, J Law, Economics &
    Organization 7:24-52). No chance is involved: 1e-9.
    """
    sales = Sales()
    cost = np.array([[1.0, claimed_substitution], [claimed_substitution, 1.0]])
    pay = np.array([SOLD / sales.effort_reference, RENEWED / sales.service_reference])
    exact = np.linalg.solve(cost / (1.0 - claimed_substitution**2), pay)
    both, more, one = efforts(SOLD, RENEWED), efforts(SOLD + MORE, RENEWED), efforts(SOLD, 0.0)
    rise = MORE / sales.effort_reference
    slope = (more[0, 0, 1] - both[0, 0, 1]) / rise
    return [
        equal("one task paid: effort, βk/d", float(pay[0]), one[0, 0, 0], 1e-9),
        equal("one task paid: effort on the other", 0.0, float(one[:, :, 1].max()), 0.0),
        equal("both paid: effort to sell, D⁻¹(β∘k)", exact[0], both[0, 0, 0], 1e-9),
        equal("both paid: effort to serve", exact[1], both[0, 0, 1], 1e-9),
        equal("slope of serving on pay for sales, −γ", -claimed_substitution, slope, 1e-9),
        equal("last day over mid-quarter, the rep farthest off", 1.0, _farthest(both), 1e-9),
    ]


def _farthest(found: Numbers) -> float:
    """The ratio farthest from 1, over reps and tasks, of a quarter's last day to its middle."""
    ratio = found[64] / found[32]
    return float(ratio.flat[int(np.abs(ratio - 1.0).argmax())])


def efforts(sold: float, renewed: float) -> Numbers:
    """Effort [day, rep, task: to sell, to serve] under so much for each unit of money."""
    paid = [("new", sold), ("renewal", renewed)]
    plan = [Component(measure=name, slope=[slope]) for name, slope in paid if slope > 0.0]
    config = monopoly(
        Market(customers=300, buyer=Buyer(entry_per_year=2.0, salience_gate=False)), days=DAYS,
        sales=Sales(reps=REPS, turnover_per_year=0.0, substitution=SUBSTITUTION, effort_max=10.0),
        incentive=Incentive(components=plan),
    )  # fmt: skip
    model = Model(config, SEED)
    reps = model.world.reps
    days = [np.stack([reps["effort"], reps["service_effort"]], 1) for _ in days_of(model)]
    return np.array(days)


FACT = Fact(9, "Linear pay", "Holmström & Milgrom 1987, 1991", check)
