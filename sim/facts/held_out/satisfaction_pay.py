"""Pay for satisfaction: it raises service alone, and can lower it beside pay for sales."""

import math
from collections.abc import Sequence
from dataclasses import replace

from sim.config import Component, Config
from sim.facts import Fact, Finding, in_band, observe
from sim.facts.output import change, output
from sim.facts.scenarios import scenario

SOURCE = "Sharma & Sarel 1995: service under pay for satisfaction, for sales, and for both"
# Hours of service hang on pay, not on how many customers there are.
SIZE = ("market.customers=4000",)
# Part of the plan's pay for satisfaction that is a little, beside the whole commission.
LITTLE, ALL = 0.1, 1.0
CONDITIONS = {
    "": (),
    "sales.crowding_out=0.5": ("sales.crowding_out=0.5",),
    "sales.substitution=0": ("sales.substitution=0",),
}


def check() -> Sequence[Finding]:
    """Service hours a rep under salary, pay for satisfaction, a commission, and both.

    Non-monotone: where a little is paid for satisfaction there is less service than where nothing
    is, and more where all is.
    """
    found = []
    for under, words in CONDITIONS.items():
        mixes = {(0.0, 0.0): "salary", (0.0, ALL): "satisfaction", (1.0, 0.0): "sales",
                 (1.0, LITTLE): "a little", (1.0, ALL): "both"}  # fmt: skip
        arms = {name: paying(*mix, words) for mix, name in mixes.items()}
        runs = observe.paired(arms, output)
        for what, to, of, sign in (
            ("service: paid for satisfaction over nothing but salary", "satisfaction", "salary", 1),
            ("service: paid for both over for satisfaction", "both", "satisfaction", -1),
            ("service: paid for both over for sales", "both", "sales", 1),
            ("service: for sales and a little over for sales", "a little", "sales", -1),
        ):
            low, high = (1e-3, math.inf) if sign > 0 else (-math.inf, -1e-3)
            moved = change(runs[to], runs[of], "service")
            found.append(in_band(f"{what}, change", low, high, moved, SOURCE, observe.SEEDS, under))
    return found


def paying(sales: float, satisfaction: float, words: tuple[str, ...]) -> Config:
    """So much of the default commission, and of the satisfaction option's pay for that."""
    rate = scenario().incentive.components[0].slope[0]
    paid = scenario("incentive=satisfaction").incentive.components[1]
    parts = []
    if sales > 0.0:
        parts.append(Component(slope=[sales * rate]))
    if satisfaction > 0.0:
        parts.append(replace(paid, target_pay=satisfaction * paid.target_pay))
    here = scenario(*SIZE, *words)
    return replace(here, incentive=replace(here.incentive, components=parts))


FACT = Fact(17, "Pay for satisfaction", SOURCE, check)
