"""The fiscal year in sales: up in its last quarter, down in its first."""

from collections.abc import Sequence

from sim.config.working_days import QUARTER, YEAR
from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.scenarios import scenario
from sim.facts.estimators.selling import Selling, selling, within
from sim.inference.ratios import ratio

SOURCE = "Oyer 1998 (magnitudes from memory)"


def check() -> Sequence[Finding]:
    """Revenue of the year's first and last quarter over that of the two between.

    Under attainment pay by year with a rate that rises at quota; beside it reps to whom a quarter's
    wait costs a fifth, a lump for reaching the year's quota, and a commission, which knows no year.
    """
    plan = "incentive=accelerator_annual"
    plans = {"": scenario(plan), "sales.patience=0.8": scenario(plan, "sales.patience=0.8")}
    plans["incentive=quota_bonus_annual"] = scenario("incentive=quota_bonus_annual")
    plans["incentive=commission"] = scenario()
    runs = observe.paired(plans, selling)
    found = []
    for under, seen in runs.items():
        found += [
            quarter("last quarter's revenue, over the middle two", 3, 1.01, 1.1, seen, under),
            quarter("first quarter's revenue, over the middle two", 0, 0.0, 1.0, seen, under),
        ]
    return found


def quarter(
    what: str, number: int, low: float, high: float, seen: Sequence[Selling], under: str
) -> Finding:
    """Revenue of one quarter of the year over the mean of its second and third."""
    first = number * QUARTER
    its = [within(one.value, YEAR, first, first + QUARTER) for one in seen]
    usual = [within(one.value, YEAR, QUARTER, 3 * QUARTER) for one in seen]
    return observe.band(what, low, high, ratio(its, usual), SOURCE, under)


FACT = Fact(11, "The fiscal year in sales", SOURCE, check)
