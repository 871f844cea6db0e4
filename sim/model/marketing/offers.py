"""Offers: price promotions while they last, and what releases have added to what a firm offers."""

from sim.config import Cadence, Config
from sim.model.rules.calendar import is_on
from sim.model.rules.releases import released
from sim.model.rules.utility import offer_utility
from sim.model.state.world import World


def offer_today(world: World) -> None:
    """Make known what each firm offers today beside its catalogue, once the days count."""
    known = world.customers.known
    since = world.day - world.config.warmup_days
    answered = cut_matched(world.config, since)
    for firm, cadence in enumerate(world.marketing.calendars):
        answers = firm > 0 and world.config.rivals.matched > 0.0
        if cadence.price_cut == 0.0 and not cadence.releases and not answers:
            continue
        cut = cut_of(cadence, since)
        if firm > 0:
            cut = max(cut, answered)
        worth = sum(
            one.worth * released(since, one.day, one.every_days) for one in cadence.releases
        )
        known.cut[firm], known.worth[firm] = cut, worth
        known.offer[firm] = offer_utility(worth, world.customers.buyer.price_weight, cut)


def cut_matched(config: Config, since: int) -> float:
    """Part of the price that rivals take off today because the focal firm did some days ago."""
    rivals = config.rivals
    return rivals.matched * cut_of(config.cadence, since - rivals.matched_after_days)


def cut_of(cadence: Cadence, since: int) -> float:
    """Part of the price that a calendar takes off so many days after the warm-up."""
    on = is_on(since, cadence.cut_from_day, cadence.cut_days, cadence.cut_every_days)
    return cadence.price_cut if on else 0.0
