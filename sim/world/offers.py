"""Offers: price promotions while they last, and what releases have added to what a firm offers."""

from typing import TYPE_CHECKING

from sim.config import Cadence
from sim.world.releases import released

if TYPE_CHECKING:
    from sim.world.world import World


def offer_today(world: "World") -> None:
    """Tell everybody what each firm offers today beside its catalogue, once the days count."""
    since = world.day - world.config.warmup_days
    for firm, cadence in enumerate(world.calendars):
        if cadence.price_cut == 0.0 and not cadence.releases:
            continue
        cut = cadence.price_cut if is_cut(cadence, since) else 0.0
        worth = sum(one.worth * released(one, since) for one in cadence.releases)
        world.known.cut[firm], world.known.worth[firm] = cut, worth
        world.known.offer[firm] = worth + world.buyer.price_weight * cut


def is_cut(cadence: Cadence, since: int) -> bool:
    """Whether prices are cut so many days after the warm-up."""
    ran = since - cadence.cut_from_day
    if cadence.cut_every_days > 0 and ran >= 0:
        ran %= cadence.cut_every_days
    return 0 <= ran < cadence.cut_days
