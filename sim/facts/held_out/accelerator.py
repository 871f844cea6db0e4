"""Steep accelerators: deals crowd at the quarter's end, at prices that cost the firm."""

from collections.abc import Sequence

from sim.config.working_days import QUARTER, WEEK
from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.scenarios import scenario
from sim.facts.estimators.selling import Selling, selling, within
from sim.inference.ratios import Numbers, ratio

SOURCE = "Larkin 2014: an enterprise software vendor, 2 to 25 % commission"
STEEP = "incentive=steep_accelerator"
# As many reps as the default market has.
ENTERPRISE = ("market=enterprise", "market.customers=7000")


def check() -> Sequence[Finding]:
    """The last week's part of a quarter's deals, and the discounts on list prices.

    The source sells few large deals to firms; that is ``market=enterprise``. The verdict is on the
    same plan in the default market, with its many small ones.
    """
    runs = observe.paired(
        {
            "": scenario(STEEP),
            "market=enterprise": scenario(*ENTERPRISE, STEEP),
            "market=enterprise incentive=commission": scenario(*ENTERPRISE),
        },
        selling,
    )
    found = []
    for under, seen in runs.items():
        last, away = last_week(seen), given_away(seen)
        found += [
            observe.band("part of deals signed in the last week", 0.5, 1.0, last, SOURCE, under),
            observe.band("discounts, of revenue at list price", 0.04, 0.1, away, SOURCE, under),
        ]
    return found


def last_week(seen: Sequence[Selling]) -> Numbers:
    """Deals of quarters' last five days, of all."""
    last = [WEEK * within(one.won, QUARTER, QUARTER - WEEK, QUARTER) for one in seen]
    return ratio(last, [QUARTER * one.won.mean() for one in seen])


def given_away(seen: Sequence[Selling]) -> Numbers:
    """The discount on the list price, as a part of it."""
    return 1.0 - ratio([one.value.sum() for one in seen], [one.list_value.sum() for one in seen])


FACT = Fact(9, "Steep accelerators", SOURCE, check)
