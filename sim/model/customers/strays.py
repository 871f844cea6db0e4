"""Strangers: names left by customers without a need, and leads that come from outside the model."""

from typing import Any

import numpy as np
from scipy.special import gammaincinv

from sim.config.channels import CHANNELS
from sim.config.content_kinds import KINDS
from sim.engine.compiled import allocating, compiled
from sim.engine.luck import Purpose, poisson, uniform
from sim.engine.prefetch import AHEAD, fetch_head
from sim.model.customers.experience import Past, past_of, recall
from sim.model.state.customers import DORMANT, Rows
from sim.model.state.world import World

_REFERRAL = CHANNELS.index("referral")
_KINDS = np.int64(len(KINDS))


def leave_stray_names(world: World) -> None:
    """Leads from customers without a need: content reaches them too, and friends name names."""
    customers, marketing = world.customers, world.marketing
    per_lead = marketing.kinds["dormant_share"] * marketing.kinds["dormant_lead_chance"]
    stray = 1.0 + world.config.market.content.stray_leads
    accounts = world.panel_today[:, world.column["accounts"]]
    network = customers.hearing
    named = network.heard_per_day * network.referral_chance * network.stray_referrals
    named *= len(customers.searching) / len(customers.rows)
    if world.config.network.kind == "none":
        named = 0.0
    rates = np.column_stack(
        [
            marketing.reach[world.page] * per_lead * stray * len(customers.rows),
            named * accounts,
        ]
    )
    channels = np.append(marketing.kinds["channel"], _REFERRAL)
    tiring = np.append(marketing.kinds["unsubscribe"] > 0.0, False)
    past = past_of(
        world, customers.searching[:0]
    )  # who left a name is looked up, and not written down
    leads = _strays(
        rates, channels, tiring, world.day, customers.rows, past, customers.buyer,
        world.key(Purpose.STRAY_LEAD),
    )  # fmt: skip
    world.events.append("leads", leads)


@allocating
def _strays(
    rates: Any, channels: Any, tiring: Any, day: int, customers: Any, past: Past, buyer: Any,
    key: int,
) -> Any:  # fmt: skip
    """A Poisson number of random meetings for each firm and source, ``rates`` being the means.

    Of a source that tires, whoever has shut the firm out leaves no name.
    """
    firms, sources = rates.shape
    counts = np.zeros((firms, sources), np.int64)
    for firm in range(firms):
        for k in range(sources):
            counts[firm, k] = poisson(uniform(key, _slot(firm, k, sources), 0), rates[firm, k])
    leads = np.empty((counts.sum(), 3), np.int64)
    found = 0
    for firm in range(firms):
        for k in range(sources):
            more = leads[found : found + counts[firm, k]]
            met = _meet_dormant(more, _slot(firm, k, sources), customers, key)
            if tiring[k]:
                met = _who_listens(more, met, firm, day, customers, past, buyer)
            more[:met, 1], more[:met, 2] = firm, channels[k]
            found += met
    return leads[:found]


@compiled
def _slot(firm: int, k: int, sources: int) -> int:
    """Where a source's luck is: the last one's, referrals, does not move when others are added."""
    if k == sources - 1:
        return int(firm * 64 + _KINDS)
    return int(firm * 64 + k if k < _KINDS else 4096 * (firm + 1) + k)


@compiled
def _meet_dormant(leads: Any, slot: int, customers: Any, key: int) -> int:
    """Customers met at random; those in the market have their own way to become leads."""
    found = 0
    for n in range(len(leads)):
        fetch_head(customers, int(uniform(key, slot, n + 1 + AHEAD) * len(customers)))
        i = int(uniform(key, slot, n + 1) * len(customers))
        if customers[i]["stage"] == DORMANT:
            leads[found, 0] = i
            found += 1
    return found


@compiled
def _who_listens(
    leads: Any, met: int, firm: int, day: int, customers: Any, past: Past, buyer: Any
) -> int:
    """Move those who have not shut the firm out by today to the front; their number."""
    found = 0
    for n in range(met):
        i = leads[n, 0]
        row = customers[i]
        recall(row, i, day, past, buyer)
        if (row["unsubscribed"] >> firm) & 1 == 0:
            leads[found, 0] = i
            found += 1
    return found


def arrive(world: World) -> Rows:
    """Leads from outside to the focal firm; those with a need enter the market with it."""
    arrivals = world.config.market.arrivals
    first, last = world.config.warmup_days, world.config.warmup_days + arrivals.until_day
    if not first <= world.day < last:
        return np.zeros(0, np.int64)
    key = world.key(Purpose.ARRIVAL)
    mean = arrivals.per_weekday
    if arrivals.dispersion > 1.0:
        extra = arrivals.dispersion - 1.0
        mean = extra * float(gammaincinv(mean / extra, uniform(key, 1, 0)))
    count = poisson(uniform(key, 0, 0), mean)
    leads = np.empty((count, 3), np.int64)
    found = _meet_dormant(leads, 2, world.customers.rows, key)
    leads = leads[:found]
    leads[:, 1] = 0
    edges = np.cumsum(arrivals.shares)
    for n in range(found):
        place = int(np.searchsorted(edges, uniform(key, 3, n)))
        leads[n, 2] = CHANNELS.index(arrivals.channels[min(place, len(edges) - 1)])
    world.events.append("leads", leads)
    intent = dict(zip(arrivals.channels, arrivals.intents, strict=False))
    parts = [intent.get(CHANNELS[channel], arrivals.intent) for channel in leads[:, 2]]
    needy = [uniform(key, 4, n) < parts[n] for n in range(found)]
    return np.unique(leads[np.array(needy, bool), 0]).astype(np.int64)
