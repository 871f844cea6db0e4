"""Offers: price promotions while they last, and what releases have added to what a firm offers."""

from sim.config import Cadence, Config
from sim.model.marketing.releases import released
from sim.model.state.world import World


def offer_today(world: World) -> None:
    """Tell everybody what each firm offers today beside its catalogue, once the days count."""
    customers = world.customers
    since = world.day - world.config.warmup_days
    answered = cut_matched(world.config, since)
    for firm, cadence in enumerate(world.marketing.calendars):
        answers = firm > 0 and world.config.rivals.matched > 0.0
        if cadence.price_cut == 0.0 and not cadence.releases and not answers:
            continue
        cut = cadence.price_cut if is_cut(cadence, since) else 0.0
        if firm > 0:
            cut = max(cut, answered)
        worth = sum(one.worth * released(one, since) for one in cadence.releases)
        customers.known.cut[firm], customers.known.worth[firm] = cut, worth
        customers.known.offer[firm] = worth + customers.buyer.price_weight * cut


def cut_matched(config: Config, since: int) -> float:
    """The part of prices that rivals take off today because the focal firm did some days ago."""
    rivals, cadence = config.rivals, config.cadence
    before = since - rivals.matched_after_days
    return rivals.matched * cadence.price_cut if is_cut(cadence, before) else 0.0


def is_cut(cadence: Cadence, since: int) -> bool:
    """Whether prices are cut so many days after the warm-up."""
    ran = since - cadence.cut_from_day
    if cadence.cut_every_days > 0 and ran >= 0:
        ran %= cadence.cut_every_days
    return 0 <= ran < cadence.cut_days
