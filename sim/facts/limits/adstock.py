"""Adstock: the effect of published content, and its memory, fade geometrically."""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from sim.config import Cadence, Config, Market, Marketing
from sim.config.buyer import Buyer
from sim.facts import Fact, Finding, equal, estimate
from sim.facts.limits.reduced import Numbers, days_of, lived, monopoly
from sim.model.customers.attention import learn
from sim.model.day.notice import wake
from sim.model.market import Market as Model
from sim.model.rules.clarity import clarity
from sim.model.rules.content import reach, reference_stock

SEED, KEPT, TOLD, DAYS = 1, 0.93, 0.4, 400
SHORT, LONG = 0.22, 0.532
SLEEPERS = 4000
Hear = Callable[[Any, int, float, float], None]


def check(claimed: float = KEPT, days: int = DAYS) -> Sequence[Finding]:
    """The precision of a customer's belief, and a firm's stock of items, day by day.

    Precision: customers who search hear one signal, or one a day, in a market without content, and
    forget it through the days' own noticing. Stock: one item on the first morning. No chance is
    involved: memory's noise moves evidence, never precision. Tolerance 1e-9 for the rounding of
    some hundred products (Broadbent 1979; Leone 1995, Marketing Science 14:G141). Both together:
    one item's stock becomes reach, exposures of customers who sleep, and the precision they have
    on average some days later; only who notices what is chance.
    """
    impulse = remembered([TOLD] + [0.0] * (days - 1))
    constant = remembered([TOLD] * days)
    asleep = remembered([TOLD] + [0.0] * (days - 1), searching=False)
    laws_of_memory = [*laws("belief", impulse, constant, claimed), _asleep(asleep, claimed)]
    return [*laws_of_memory, *_stock(), *(_told(days, claimed) for days in (5, 40))]


def laws(name: str, impulse: Numbers, constant: Numbers, kept: float) -> tuple[Finding, ...]:
    """An impulse's trace and constant pressure beside the laws of adstock."""
    first, ages = impulse[0], np.arange(len(impulse))
    worst = int(np.abs(impulse / (first * kept**ages) - 1.0).argmax())
    half, tenth = (math.log(part) / math.log(kept) for part in (0.5, 0.1))
    pairs = {
        f"impulse λ^t, farthest at t = {worst}": (first * kept**worst, impulse[worst]),
        "sum of an impulse, 1/(1 − λ)": (1.0 / (1.0 - kept), impulse.sum() / first),
        "half-life, ln ½/ln λ": (half, _time_to(impulse / first, 0.5)),
        "90 % gone after ln .1/ln λ": (tenth, _time_to(impulse / first, 0.1)),
        "constant A settles at A/(1 − λ)": (constant[0] / (1.0 - kept), constant[-1]),
        "short over long run, 1 − λ": (1.0 - kept, constant[0] / constant[-1]),
    }
    return tuple(equal(f"{name}: {what}", *both, 1e-9) for what, both in pairs.items())


def _time_to(left: Numbers, level: float) -> float:
    """Days until so much is left, between two days along the exponential through them."""
    after = int(np.argmax(left <= level))
    before, at = math.log(left[after - 1]), math.log(left[after])
    return after - 1 + (before - math.log(level)) / (before - at)


def _asleep(left: Numbers, kept: float) -> Finding:
    """A customer without a need is caught up with at once: forgetting composes over the gap."""
    age = len(left) - 1
    what = f"belief: λ^t over {age} days at once, asleep"
    return equal(what, left[0] * kept**age, float(left[-1]), 1e-9)


def remembered(
    told: Sequence[float], searching: bool = True, hear: Hear = learn, kept: float = KEPT
) -> Numbers:
    """Precision of a customer's belief at the end of each day, so much being told after each."""
    precision = np.zeros(len(told))
    model = Model(_sleepy(len(told) + 1, kept), SEED)
    world = model.world
    row = world.customers.rows[0]
    for heard, day in zip(told, days_of(model), strict=False):
        if day == 0 and searching:
            wake(world, np.array([0], np.int32))
        if day == len(told) - 1 and not searching:
            wake(world, np.array([0], np.int32))
        if heard:
            hear(row, 0, heard, 0.3)
            row["seen"] = day
        precision[day] = row["precision"][0]
    return precision


def _sleepy(days: int, kept: float) -> Config:
    """Customers who have no need, are told nothing, and consider nobody."""
    buyer = Buyer(entry_per_year=0.0, memory=kept, patience_days=2600.0)
    return monopoly(Market(customers=4, buyer=buyer), days=days)


def _stock() -> Iterable[Finding]:
    """One morning's items: the stock is halved at every half-life."""
    once = Cadence(weekdays=[0], every_weeks=52, education=1, product=0, news=1, promotion=0)
    market = Market(customers=4, buyer=Buyer(entry_per_year=0.0))
    people = Marketing(marketers=2, hours_per_day=16.0)
    config = monopoly(market, days=130, cadence=once, marketing=people)
    model = Model(config, SEED)
    levels = [model.marketers[0].stock for _ in days_of(model)]
    for kind in ("education", "news"):
        half_life = getattr(config.market.content, kind).half_life_days
        left = np.array([level[kind] for level in levels])
        exact = 0.5 ** (np.arange(len(left)) / half_life)
        worst = int(np.abs(left / exact - 1.0).argmax())
        what = f"stock of {kind}, farthest at t = {worst}"
        yield equal(what, float(exact[worst]), float(left[worst]), 1e-9)


def _told(days: int, kept: float) -> Finding:
    """Mean precision some days after one item of news: Σ λ^age times the chance to notice it."""
    once = Cadence(weekdays=[0], every_weeks=52, education=0, product=0, promotion=0)
    buyer = Buyer(entry_per_year=0.0, memory=KEPT, attention_sd=0.0)
    market = Market(customers=SLEEPERS, buyer=buyer)
    people = Marketing(marketers=1, hours_per_day=16.0)
    config = monopoly(market, days=days + 1, cadence=once, marketing=people)
    world = lived(config, SEED)
    wake(world, np.arange(SLEEPERS, dtype=np.int64))
    news, ages = config.market.content.news, np.arange(days)
    stock = 0.5 ** (ages / news.half_life_days)
    reference = reference_stock(news.half_life_days)
    chance = np.array([news.dormant_share * reach(news.reach, left, reference) for left in stock])
    each = news.precision * clarity(buyer.clarity_start) * kept ** ages[::-1]
    error = math.sqrt(float((each**2 * chance * (1.0 - chance)).sum()) / SLEEPERS)
    found = float(world.customers.rows["precision"][:, 0].mean())
    what = f"content: mean precision {days} days after one item"
    return estimate(what, float(chance @ each), found, error, (SEED,))


FACT = Fact(5, "Adstock", "Broadbent 1979; Leone 1995", check)
