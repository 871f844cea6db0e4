"""Pay for satisfaction: it raises service alone, and can lower it beside pay for sales."""

import math
from collections.abc import Sequence
from dataclasses import replace

from sim.config import Component, Config
from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.scenarios import scenario
from sim.facts.estimators.output import change, output

SOURCE = "Sharma & Sarel 1995: service under pay for satisfaction, for sales, and for both"
# Hours of service hang on pay alone, so a small market and a short while tell.
SIZE = ("market.customers=1500", "days=130", "warmup_days=65")
# Of what is renewed: a sixth of what calls forth reference service, and all of it.
LITTLE, MUCH = 0.01 / 6, 0.01
CONDITIONS = ("", "sales.crowding_out=0.5")
# What is compared, one way of paying over another, and whether service is to rise.
SIGNS = (
    ("paid for satisfaction, over a salary alone", "satisfaction", "salary", True),
    ("paid for renewals and sales, over renewals alone", "much", "renewals", False),
    ("paid for sales and much for renewals, over sales alone", "much", "sales", True),
    ("paid for sales and a little for renewals, over sales alone", "little", "sales", False),
)


def check() -> Sequence[Finding]:
    """Service hours a rep under a salary, and under pay for sales, for keeping accounts, for both.

    Service is not monotone in what is paid for it if a little makes less of it and much makes more.
    Best answers to pay are monotone; what makes a little pay worse than none is that it drives out
    service given for nothing (crowding out, Gneezy & Rustichini 2000), which is off by default.
    """
    found = []
    for under in CONDITIONS:
        runs = observe.paired(ways(scenario(*SIZE, *under.split())), output)
        for what, to, of, rises in SIGNS:
            low, high = (1e-3, math.inf) if rises else (-math.inf, -1e-3)
            moved = change(runs[to], runs[of], "service")
            found.append(observe.band(f"service, {what}: change", low, high, moved, SOURCE, under))
    return found


def ways(here: Config) -> dict[str, Config]:
    """Ways of paying in one market, by name."""
    rate = scenario().incentive.components[0].slope[0]
    content = scenario("incentive=satisfaction").incentive.components[1]
    sold = Component(slope=[rate])
    little, much = (Component(measure="renewal", slope=[part]) for part in (LITTLE, MUCH))
    parts = {"salary": [], "satisfaction": [content], "renewals": [much], "sales": [sold]}
    parts |= {"little": [sold, little], "much": [sold, much]}
    pay = {name: replace(here.incentive, components=some) for name, some in parts.items()}
    return {name: replace(here, incentive=one) for name, one in pay.items()}


FACT = Fact(17, "Pay for satisfaction", SOURCE, check)
