"""In the market: the part of customers whose need arises in a quarter."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions.default_market import key_figure

SOURCE = "Dawes 2021: about 20 % of business buyers in a year, 5 % in a quarter"


def check() -> Sequence[Finding]:
    """Customers whose need arises in 65 days, of all; the hazard behind it is a parameter."""
    what, name = "customers entering the market, a quarter", "entered_per_quarter_market"
    return [key_figure(what, 0.03, 0.08, name, SOURCE)]


FACT = Fact(30, "Buyers in the market", SOURCE, check)
