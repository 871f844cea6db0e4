"""Leads from beyond the search: names left by customers without a need, and leads from outside."""

from functools import cache

import numpy as np
from scipy.special import gammaincinv

from sim.config.channels import CHANNELS
from sim.engine.compiled import compiled
from sim.engine.luck import poisson, uniform
from sim.engine.prefetch import AHEAD, fetch_head
from sim.engine.rows import Floats, Settings, Table, Whole
from sim.engine.slots import (
    ARRIVALS,
    ARRIVALS_MEAN,
    ARRIVING,
    ARRIVING_BY,
    ARRIVING_WITH_NEED,
    PURPOSE,
    STRAY_COUNT,
    STRAY_NAMES,
    Purpose,
    source,
)
from sim.model.customers.experience import Past, past_of, recall
from sim.model.state.customers import DORMANT, Customers
from sim.model.state.world import World
from sim.records import COLUMN

_REFERRAL = CHANNELS.index("referral")


def leave_stray_names(world: World) -> None:
    """Record leads from customers without a need, whom content reaches and friends name too."""
    customers, hearing = world.customers, world.customers.hearing
    kinds, many = world.marketing.kinds, len(customers.rows)
    named = hearing.heard_per_day * hearing.referral_chance * hearing.stray_referrals
    named *= len(customers.searching) / many
    if world.config.network.kind == "none":
        named = 0.0
    rates, counts = world.once(_rates), world.once(_counts)
    reach, stray = world.marketing.reach[world.page], 1.0 + world.config.market.content.stray_leads
    world.entry[_set_rates](rates, reach, kinds, stray, many, named, world.panel_today)
    sources, key = _sources(world.marketing.streams.names), world.key(Purpose.STRAY_LEAD)
    leads = np.empty((world.entry[_draw](rates, sources, key, counts), 3), np.int64)
    if len(leads):
        # Whoever left a name is caught up with, and no touches are written down.
        past = past_of(world, customers.searching[:0])
        found = world.entry[_strays](counts, sources, world.day, customers.rows, past, leads)
        world.events.append("leads", leads[:found])


def _rates(world: World) -> Floats:
    return np.zeros((world.firms, len(world.marketing.kinds) + 1))


def _counts(world: World) -> Whole:
    return np.zeros((world.firms, len(world.marketing.kinds) + 1), np.int64)


@compiled
def _set_rates(
    rates: Floats,
    reach: Floats,
    kinds: Table[Settings],
    stray: float,
    many: int,
    named: float,
    panel: Floats,
) -> None:
    """Mean number of names that are left today, by firm and source, the last being referrals."""
    for firm in range(len(rates)):
        for k in range(len(kinds)):
            per_lead = kinds[k]["dormant_share"] * kinds[k]["dormant_lead_chance"]
            rates[firm, k] = reach[firm, k] * per_lead * stray * many
        rates[firm, len(kinds)] = named * panel[firm, COLUMN.accounts]


@cache
def _sources(streams: tuple[str, ...]) -> Whole:
    return np.array([source(name) for name in (*streams, "referral")])


@compiled
def _draw(rates: Floats, sources: Whole, key: np.uint64, counts: Whole) -> int:
    """Draw how many meet each firm's sources, Poisson numbers with ``rates`` as means [firm,
    source], and return their sum. Sources are streams of content and, last, referrals; ``sources``
    are their numbers as agents."""
    total = 0
    for firm in range(len(rates)):
        for k in range(len(sources)):
            luck = uniform(key, (firm << 32) + sources[k], STRAY_COUNT)
            counts[firm, k] = poisson(luck, rates[firm, k])
            total += counts[firm, k]
    return total


@compiled
def _strays(
    counts: Whole, sources: Whole, day: int, customers: Customers, past: Past, leads: Whole
) -> int:
    """Write (customer, firm, channel) of random meetings for each firm and source, and return how
    many; customers who have shut a firm out leave no name with content that tires."""
    (firms, many), key, found = counts.shape, past.keys[PURPOSE.STRAY_LEAD], 0
    for firm in range(firms):
        for k in range(many):
            more, referred = leads[found : found + counts[firm, k]], k == many - 1
            met = _meet_dormant(more, (firm << 32) + sources[k], customers, key)
            if not referred and past.kinds[k]["unsubscribe"] > 0.0:
                met = _who_listens(more[:met], firm, day, customers, past)
            more[:met, 1], more[:met, 2] = firm, _REFERRAL if referred else past.kinds[k]["channel"]
            found += met
    return found


@compiled
def _meet_dormant(leads: Whole, source: int, customers: Customers, key: np.uint64) -> int:
    """Meet customers at random, keep those without a need, and return their number."""
    found = 0
    for n in range(len(leads)):
        fetch_head(customers, int(uniform(key, source, STRAY_NAMES + n + AHEAD) * len(customers)))
        i = int(uniform(key, source, STRAY_NAMES + n) * len(customers))
        if customers[i]["stage"] == DORMANT:
            leads[found, 0] = i
            found += 1
    return found


@compiled
def _who_listens(leads: Whole, firm: int, day: int, customers: Customers, past: Past) -> int:
    """Move customers who have not shut the firm out by today to the front; return their number."""
    found = 0
    for n in range(len(leads)):
        i = leads[n, 0]
        row = customers[i]
        recall(row, i, day, past)
        if (row["unsubscribed"] >> firm) & 1 == 0:
            leads[found, 0] = i
            found += 1
    return found


def arrive(world: World) -> Whole:
    """Record leads from outside to the focal firm, and return the customers who have a need."""
    arrivals = world.config.market.arrivals
    first, last = world.config.warmup_days, world.config.warmup_days + arrivals.until_day
    if not first <= world.day < last:
        return np.zeros(0, np.int64)
    key = world.key(Purpose.ARRIVAL)
    mean = expected_today(arrivals.per_weekday, arrivals.dispersion, uniform(key, ARRIVALS_MEAN, 0))
    count = poisson(uniform(key, ARRIVALS, 0), mean)
    leads = np.empty((count, 3), np.int64)
    found = _meet_dormant(leads, ARRIVING, world.customers.rows, key)
    leads = leads[:found]
    leads[:, 1] = 0
    edges = np.cumsum(arrivals.shares)
    for n in range(found):
        place = int(np.searchsorted(edges, uniform(key, ARRIVING_BY, n)))
        leads[n, 2] = CHANNELS.index(arrivals.channels[min(place, len(edges) - 1)])
    world.events.append("leads", leads)
    intent = dict(zip(arrivals.channels, arrivals.intents, strict=False))
    parts = [intent.get(CHANNELS[channel], arrivals.intent) for channel in leads[:, 2]]
    needy = [uniform(key, ARRIVING_WITH_NEED, n) < parts[n] for n in range(found)]
    return np.unique(leads[np.array(needy, bool), 0]).astype(np.int64)


def expected_today(mean: float, dispersion: float, luck: float) -> float:
    """Mean of today's Poisson count, so that counts have a variance of ``dispersion`` × ``mean``.

    A Poisson count whose mean is Gamma is negative binomial (Greenwood & Yule 1920, *J Royal
    Statistical Society* 83:255-279); with a dispersion of 1 it is Poisson. ``luck`` is uniform.
    """
    extra = dispersion - 1.0
    return extra * float(gammaincinv(mean / extra, luck)) if extra > 0.0 else mean
