"""The best linear contract for a rep who works as reps of the model do, found by search."""

from dataclasses import dataclass

from scipy.optimize import minimize_scalar

from sim.model.rules.effort import certain, effort


@dataclass(frozen=True)
class Conditions:
    """A rep and a firm, by the year: ``base`` sales and those that each unit of effort adds
    (``effectiveness``, money), ``cost`` of effort ½·cost·e² (money), aversion (1/money), money
    that comes in one ``deal``, margin, and the rep's pay elsewhere (``outside``, money)."""

    base: float
    effectiveness: float
    cost: float
    aversion: float
    deal: float
    margin: float
    outside: float = 0.0

    @property
    def variance(self) -> float:
        """Variance of a year's base sales, which come as a Poisson stream of deals (money²)."""
        return self.base * self.deal


def closed_form(here: Conditions) -> float:
    """mk²/(k² + ρdσ²): the best rate where sales are a diffusion (Holmström & Milgrom 1987)."""
    squared = here.effectiveness**2
    return here.margin * squared / (squared + here.aversion * here.cost * here.variance)


def best_rate(here: Conditions) -> float:
    """The commission that leaves most for firm and rep together (money/money).

    Salary only divides it, so it fills up to what the rep could have elsewhere.
    """
    exact = {"bounds": (0.0, here.margin), "method": "bounded", "options": {"xatol": 1e-10}}
    return float(minimize_scalar(lambda rate: -_joint(here, rate), **exact).x)


def salary_share(here: Conditions) -> float:
    """Salary over pay under the best rate, the rep just as well off as elsewhere."""
    rate = best_rate(here)
    e, worth = _answer(here, rate)
    sold = here.base + here.effectiveness * e
    salary = here.outside - sold * worth + 0.5 * here.cost * e * e
    return salary / (salary + rate * sold)


def _answer(here: Conditions, rate: float) -> tuple[float, float]:
    """The rep's effort, by the model's own rule, and the commission's worth for sure."""
    reference = here.cost / here.effectiveness
    worth = float(certain(rate / reference, here.aversion * reference * here.deal))
    return float(effort(worth, 0.0, 0.0, float("inf"))), worth * reference


def _joint(here: Conditions, rate: float) -> float:
    """Margin less the cost of effort and of risk, without the margin of base sales."""
    e, worth = _answer(here, rate)
    risk = rate - worth
    return here.effectiveness * e * (here.margin - risk) - here.base * risk - here.cost * e * e / 2
