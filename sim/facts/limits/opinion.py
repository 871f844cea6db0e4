"""Opinion: bounded confidence keeps the mean and leaves about 1/(2ε) camps."""

import math
from collections.abc import Sequence

import numpy as np

from sim.config import Config, Market, Network
from sim.config.buyer import Buyer
from sim.engine.luck import key_of, uniform
from sim.engine.slots import Purpose
from sim.facts import Fact, Finding, between, equal
from sim.facts.limits.reduced import NEVER, Numbers, days_of, monopoly
from sim.model.customers.mind import beliefs_of
from sim.model.day.notice import wake
from sim.model.market import Market as Model
from sim.model.state.customers import SEARCHING

SEED, CUSTOMERS, DAYS = 12, 4000, 300
# By how many camps the number may fall short of the whole part of 1/(2ε), by bound.
SHORT = {0.5: 0, 0.2: 0, 0.15: 0, 0.07: 1}
# A camp is more than one in a hundred: stragglers between and beyond are not counted.
CAMP = 0.01


def check(rate: float = 0.5, customers: int = CUSTOMERS) -> Sequence[Finding]:
    """Customers who search, with beliefs spread evenly over one unit, meet in pairs for 300 days.

    Both of a pair move alike, so the mean stays, to rounding. Camps end up more than ε apart, and
    their number is the whole part of 1/(2ε) where ε is large; where it is small they lie some
    2.2 ε apart, so that one may be missing (Deffuant et al. 2000, Advances in Complex Systems
    3:87-98; Ben-Naim, Krapivsky & Redner 2003, Physica D 183:190-204). Luck is that of seed 12.
    """
    found = []
    for bound, short in SHORT.items():
        before, after, stayed = opinions(reduced(customers, bound, rate), SEED)
        places = camps(after[stayed], bound)
        most = math.floor(0.5 / bound)
        basis = f"⌊1/2ε⌋ = {most}" + (f", {short} fewer at most" if short else ", exactly")
        found += [
            equal(f"mean opinion, ε = {bound:g}", before.mean(), after.mean(), 1e-12),
            between(f"camps, ε = {bound:g}", most - short, most, len(places), basis, (SEED,)),
        ]
        if len(places) > 1:
            nearest, what = float(np.diff(places).min()), f"nearest camps' distance, ε = {bound:g}"
            found.append(between(what, bound, 1.0, nearest, "more than ε", (SEED,)))
    return found


def camps(opinion: Numbers, bound: float) -> Numbers:
    """Mean opinion of each camp: opinions parted where two neighbours differ by half a bound."""
    ordered = np.sort(opinion)
    cuts = np.flatnonzero(np.diff(ordered) > 0.5 * bound) + 1
    parts = [part for part in np.split(ordered, cuts) if len(part) > CAMP * len(ordered)]
    return np.array([part.mean() for part in parts])


def reduced(customers: int, bound: float, rate: float) -> Config:
    """Customers who search for ever, hear of nobody, and talk with each other."""
    buyer = Buyer(entry_per_year=0.0, patience_days=float(NEVER))
    network = Network(kind="none", opinion_bound=bound, opinion_rate=rate)
    return monopoly(Market(customers=customers, buyer=buyer), days=DAYS, network=network)


def opinions(config: Config, seed: int) -> tuple[Numbers, Numbers, Numbers]:
    """Beliefs at first and in the end, and whether the customer searched to the end."""
    model = Model(config, seed)
    world = model.world
    many = len(world.customers.rows)
    key = key_of(config.world_seed, Purpose.TRAIT, 1)
    before = np.array([uniform(key, i, 0) for i in range(many)])
    prior, variance = float(world.catalogue.prior[0]), world.customers.buyer.prior_variance
    world.customers.rows["evidence"][:, 0] = (before - prior) / variance
    wake(world, np.arange(many, dtype=np.int32))
    for _ in days_of(model):
        pass
    after = np.array([beliefs_of(world, i)[0] for i in range(many)])
    return before, after, world.customers.rows["stage"] == SEARCHING


FACT = Fact(13, "Bounded confidence", "Deffuant et al. 2000; Ben-Naim et al. 2003", check)
