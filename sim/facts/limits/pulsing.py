"""Pulsing against even spend: wear-out and its restoration decide which is better."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sim.config import Cadence, Market, Marketing
from sim.config.buyer import Buyer
from sim.config.content_kinds import Content
from sim.config.working_days import WEEK
from sim.facts import Fact, Finding, between, equal
from sim.facts.limits.reduced import Numbers, days_of, monopoly
from sim.model.market import Market as Model

SEED, WEEKS = 1, 104
WEAR_OUT, RESTORATION = 0.1, 0.08
PER_CYCLE, CYCLE = 4, 4 * WEEK
EVEN = Cadence(weekdays=[1], education=0, product=0, promotion=0)
# As many items, all in the first week of four.
PULSED = replace(EVEN, weekdays=[0, 1, 2, 3], on_weeks=1, off_weeks=3)
# Mornings of a cycle on which the last item is more than a week old, up to the next pulse's.
RESTING = CYCLE - (PER_CYCLE - 1) - WEEK


def check(claimed: float = RESTORATION, weeks: int = WEEKS) -> Sequence[Finding]:
    """Exposures from two years of news at one spend, even or in pulses.

    The response to the stock is concave, so even spend wins; wear-out that is restored off the air
    turns that round, and wear-out that is not does not (Naik, Mantrala & Sawyer 1998; pulsing needs
    more than concavity: Mahajan & Muller 1986, Marketing Science 5:89-106). Before each pulse force
    settles at (1 − R)/(1 − AR): A is the part that a cycle's items leave of it, R the part that a
    rest leaves missing. No chance is involved.
    """
    worn = math.exp(-WEAR_OUT * PER_CYCLE)
    missing = math.exp(-claimed / WEEK * RESTING)
    settled = (1.0 - missing) / (1.0 - worn * missing)
    force = _lived(PULSED, WEAR_OUT, RESTORATION, weeks)[0]
    before = force[-CYCLE] / math.exp(-WEAR_OUT)
    basis = "exposures of pulsing over those of even spend, less 1"
    none, restored = gain(0.0, RESTORATION, weeks), gain(WEAR_OUT, RESTORATION, weeks)
    kept = gain(WEAR_OUT, 0.0, weeks)
    return [
        equal("force before a pulse, (1 − R)/(1 − AR)", settled, float(before), 1e-6),
        between("no wear-out: pulsing loses", -1.0, 0.0, none, basis),
        between("wear-out that is restored: pulsing wins", 0.0, 10.0, restored, basis),
        between("wear-out that is not restored: pulsing loses", -1.0, 0.0, kept, basis),
    ]


def gain(wear_out: float, restoration: float, weeks: int = WEEKS) -> float:
    """Exposures of pulsed spend over those of even spend, less 1."""
    pulsed, even = (_lived(one, wear_out, restoration, weeks)[1] for one in (PULSED, EVEN))
    return float(pulsed.sum() / even.sum()) - 1.0


def _lived(
    cadence: Cadence, wear_out: float, restoration: float, weeks: int
) -> tuple[Numbers, Numbers]:
    """Force of news and its exposures a searching customer, day by day, from a cold start."""
    content = Content(wear_out=wear_out, restoration=restoration)
    market = Market(customers=4, buyer=Buyer(entry_per_year=0.0), content=content)
    people = Marketing(marketers=1, hours_per_day=16.0)
    model = Model(monopoly(market, days=5 * weeks, cadence=cadence, marketing=people), SEED)
    news = model.world.marketing.streams.names.index("news")
    force = np.array([model.world.marketing.force[0, news] for _ in days_of(model)])
    return force, model.world.marketing.reach[: len(force), 0, news]


FACT = Fact(28, "Pulsing and wear-out", "Naik, Mantrala & Sawyer 1998", check)
