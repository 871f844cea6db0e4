"""Cases: the pay plans that call for looking ahead, and typical kinds of reps under each."""

import math
from dataclasses import asdict
from typing import NamedTuple

import numpy as np

from experiments.studies.foresight.reps import Plan
from sim.config import PERIODS, Config
from sim.config.working_days import QUARTER
from sim.model.foresight.outlooks import curve_of, looks_ahead
from sim.model.foresight.period import Curve, Kind
from sim.model.rules.effort import reference_rate
from sim.request import request

PLANS = (
    "quota_bonus", "quota_bonus_quarterly", "quota_bonus_annual", "accelerator", "capped",
    "commission_tiered", "ytd_overachievement",
)  # fmt: skip
# Weak, average, strong: deals a quarter, and expected credit over the scale.
REPS = ((1.5, 0.64), (3.4, 1.0), (7.6, 1.57))


class Exact(NamedTuple):
    """A kind of rep whose expectations need not lie on a step."""

    expected_wins: float
    expected_credit: float


class Case(NamedTuple):
    """A plan's curve and period, a rep, and what reps expect and want else; ``instalment`` days lie
    between paydays within the period (0: paid at its end)."""

    plan: str
    rep: Exact
    curve: Curve
    days: int
    instalment: int
    habits: dict[str, float]
    deal_pay: float

    @property
    def deal(self) -> float:
        """Credit of a deal, of the scale."""
        return self.rep.expected_credit / self.rep.expected_wins

    @property
    def pay(self) -> Plan:
        """The curve in deals' pay at the reference rate."""
        at, jump, slope = (
            np.array(part) for part in (self.curve.at, self.curve.jump, self.curve.slope)
        )
        stretch = self.curve.stretch
        return Plan(at / stretch, jump, slope * stretch, self.curve.target_pay / self.deal_pay)

    @property
    def nearest(self) -> Kind:
        """The kind whose table such a rep goes by."""
        return Kind.of(self.rep.expected_wins, self.rep.expected_credit)


def cases() -> list[Case]:
    """Every plan with every rep."""
    return [_case(plan, wins, credit) for plan in PLANS for wins, credit in REPS]


def _case(plan: str, wins: float, credit: float) -> Case:
    config: Config = request([f"incentive={plan}"]).scenarios[0].config
    (part,) = [one for one in config.incentive.components if looks_ahead(one)]
    days, price = PERIODS[part.period], float(config.market.catalogue.price)
    rep = Exact(wins * days / QUARTER, credit)
    habits = {name: value for name, value in (
        asdict(config.sales) | asdict(config.timing)).items() if isinstance(value, int | float)
    }  # fmt: skip
    habits["size_cv"] = math.sqrt(math.expm1(config.market.catalogue.deal_size_sd**2))
    curve = curve_of(part, price * rep.expected_wins / rep.expected_credit)
    sales, asked = config.sales, config.incentive.asked_a_year
    rate = reference_rate(sales.effort_reference, sales.outside_pay, asked)
    instalment = part.cadence if part.cadence < days else 0
    return Case(plan, rep, curve, days, instalment, habits, rate * price)
