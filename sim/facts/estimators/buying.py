"""The purchases of customers in a run: the numbers behind all facts about buyers and leads.

A scenario runs once for every fact that needs it, since every such fact looks with :func:`buying`.
"""

from typing import Any, NamedTuple

import numpy as np

from sim.config import CHANNELS, KINDS, Config
from sim.config.content_kinds import ADVERTISING
from sim.facts.estimators.leads import asked, called, handed_over, pursued
from sim.facts.estimators.opportunity import Closed, closed
from sim.facts.estimators.owning import Owning, owning
from sim.metrics.attribution import CREDIT_DAYS, SOURCES, credited
from sim.metrics.kpis import clock_hours, kpis
from sim.records import SOURCES as TOLD_BY
from sim.records import Outcome, Records, Rows
from sim.records.opportunities import opportunities

Numbers = np.ndarray[Any, np.dtype[np.float64]]
MONTH = 20
# The outcome of a lead that came in so late is not yet known.
OPEN_DAYS = 20
# The place of leads that nobody called, after those called within an hour, within a day and later.
NEVER = 3
NAMED = (*SOURCES, "others")


class Buying(NamedTuple):
    """One run after its warm-up, of all firms unless said otherwise; leads are those of content
    unless both classes are told apart.

    ``answered`` [class of lead]: leads handed to a rep whose pursuit is known, called within an
    hour, within a day, later, and never. ``called`` [class of lead, or all of them; first call
    within an hour, within a day, later; leads called, qualified, Σ log hours]. ``calls``: calls
    made, and leads reached. ``sources`` [source, of :data:`NAMED`; leads, credited with a win].
    ``occasions``: conversations, and signals from
    content and from others while searching. ``told_age``: by age in days, the precision that the
    winner's news and promotion had told buyers, as far as it was remembered. ``posts`` [education,
    all content; the focal firm's leads from items older than a month, all]. ``won``: the focal
    firm's deals, and their value. ``margin``: of sales. ``owning``: accounts, and purchases by
    brand. ``closed``: opportunities. ``kpis``: the key figures.
    """

    answered: Numbers
    called: Numbers
    calls: Numbers
    sources: Numbers
    occasions: Numbers
    told_age: Numbers
    posts: Numbers
    won: Numbers
    margin: float
    owning: Owning
    closed: Closed
    kpis: dict[str, float]


def buying(records: Records, config: Config) -> Buying:
    """Look at one run, after its warm-up."""
    leads, start = records.leads.happened, config.warmup_days
    counted, content = leads[leads["created"] >= start], leads[~asked(leads)]
    brought = content[content["created"] >= start]
    return Buying(
        answered(counted),
        by_class_and_all(counted, len(records.panel)),
        np.array([brought["attempts"].sum(), (brought["reached"] > 0).sum()], np.float64),
        _sources(content, records.deals.happened, start, len(records.panel)),
        _occasions(records, start),
        _told_age(records, config),
        _posts(brought[brought["firm"] == 0], records.content.happened, config),
        _won(records, start),
        config.market.catalogue.margin,
        owning(records, config),
        closed(opportunities(records.deals.happened).rows, start),
        kpis(records, config),
    )


def answered(leads: Rows) -> Numbers:
    """Leads by the time until they were called, as the key figures count [class of lead, when]."""
    known = leads[handed_over(leads)]
    hours = clock_hours(known["first_attempt"]) - clock_hours(known["created"])
    place = np.digitize(hours, (1.0, 24.0), right=True)
    place[~pursued(known)] = NEVER
    cells = asked(known) * (NEVER + 1) + place
    return np.bincount(cells, minlength=2 * (NEVER + 1)).reshape(2, -1).astype(np.float64)


def by_class_and_all(leads: Rows, end: int) -> Numbers:
    """Calls to content leads, to inquiries and to all [which; speed; what of them]."""
    inquiry = asked(leads)
    return np.array([_called(some, end) for some in (leads[~inquiry], leads[inquiry], leads)])


def _called(leads: Rows, end: int) -> Numbers:
    """Leads called by speed, those that a conversation qualified, and Σ log hours."""
    leads = leads[called(leads) & (leads["created"] < end - OPEN_DAYS)]
    hours = clock_hours(leads["first_attempt"]) - clock_hours(leads["created"])
    bin_ = np.digitize(hours, (1.0, 24.0), right=True)
    qualified = ~np.isnan(leads["reached"]) & (leads["deal"] >= 0)
    # Faster than a minute is a minute.
    logs = np.log(np.maximum(hours, 1.0 / 60.0))
    weights = (np.ones(len(leads)), qualified.astype(float), logs)
    return np.array([np.bincount(bin_, one, 3) for one in weights]).T


def _sources(leads: Rows, deals: Rows, start: int, end: int) -> Numbers:
    """Leads whose time to become a win ended in the window, and those credited with one."""
    until = leads["created"] + CREDIT_DAYS
    followed = (until >= start) & (until < end)
    won, channel = credited(leads, deals)[followed], leads["channel"][followed]
    source = np.full(len(channel), len(SOURCES))
    for place, channels in enumerate(SOURCES.values()):
        source[np.isin(channel, [CHANNELS.index(name) for name in channels])] = place
    weights = (np.ones(len(won)), won.astype(float))
    return np.array([np.bincount(source, one, len(NAMED)) for one in weights]).T


def _won(records: Records, start: int) -> Numbers:
    deals = records.deals.happened
    mine = (deals["firm"] == 0) & (deals["outcome"] == Outcome.WON) & (deals["closed"] >= start)
    return np.array([mine.sum(), deals["value"][mine].sum()], np.float64)


def _occasions(records: Records, start: int) -> Numbers:
    touches = records.touches.happened
    told = (touches["searching"] & (touches["day"] >= start)).sum()
    talks = (records.conversations.happened["time"] >= start).sum()
    return np.array([talks, told], np.float64)


def _told_age(records: Records, config: Config) -> Numbers:
    """Precision from the winner's news and promotion, by its age when its customer last bought."""
    journeys, customers = records.journeys.happened, config.market.customers
    bought = journeys[(journeys["outcome"] == Outcome.WON) & (journeys["ended"] >= 0)]
    bought = bought[bought["ended"] >= config.warmup_days]
    ended, firm = np.full(customers, -np.inf), np.full(customers, -1)
    ended[bought["customer"]], firm[bought["customer"]] = bought["ended"], bought["firm"]
    touches = records.touches.happened
    touches = touches[np.isin(touches["source"], [TOLD_BY.index(name) for name in ADVERTISING])]
    age = ended[touches["customer"]] - touches["day"]
    told = (age >= 0.0) & (touches["firm"] == firm[touches["customer"]])
    whole = age[told].astype(np.int64)
    left = touches["precision"][told] * config.market.buyer.memory**whole
    return np.bincount(whole, left, minlength=1).astype(np.float64)


def _posts(leads: Rows, content: Rows, config: Config) -> Numbers:
    """The focal firm's leads by content, and the part of them whose item was a month old or more.

    An item draws leads in proportion to the rest of it in its kind's stock; the stock of the first
    day is the one that the calendar of the run would have left.
    """
    found = np.zeros((2, 2))
    days = config.warmup_days + config.days
    for number, name in enumerate(KINDS):
        kind = getattr(config.market.content, name)
        own = leads[leads["channel"] == CHANNELS.index(kind.channel)]
        items = content[(content["firm"] == 0) & (content["kind"] == number)]
        daily = np.bincount(items["day"], items["items"], minlength=days).astype(float)
        old = old_share(daily, kind.half_life_days)[own["created"].astype(np.int64)]
        both = np.array([old.sum(), len(own)])
        found[1] += both
        if number == 0:
            found[0] = both
    return found


def old_share(daily: Numbers, half_life: float, month: int = MONTH) -> Numbers:
    """By day, the part of a stock of items that is older than a month."""
    kept = 0.5 ** (1.0 / half_life)
    settled = daily.mean() / (1.0 - kept)
    left = kept ** np.arange(len(daily))
    stock = settled * left * kept + np.convolve(daily, left)[: len(daily)]
    fresh = np.convolve(daily, left[:month])[: len(daily)]
    made: Numbers = 1.0 - np.divide(fresh, stock, out=np.ones(len(daily)), where=stock > 0.0)
    return made
