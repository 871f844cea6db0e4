"""Marketers who decide what to make: by what an item is worth to them, or by trying it out.

The calendar still says when, and how much may be spent: the money of the items that it asks for,
their hours at a marketer's wage included. The kinds that it is spent on are the marketer's choice.
"""

import math

import numpy as np

from sim.config import KINDS
from sim.config.working_days import MONTH, QUARTER, YEAR
from sim.engine.rows import Floats
from sim.model.rules.planning import (
    days_at_need,
    lasting,
    leads_drawn,
    objective,
    one_more,
    remembered_days,
    share_searching,
    told,
)
from sim.model.state.aims import Aim
from sim.model.state.world import World

# Places of the words among the choices of ``marketing.decides``.
CALENDAR, PLANNER, BANDIT = range(3)


def aim_of(world: World, firm: int) -> Aim:
    """A firm's aim, per customer of the market as it is by expectation."""
    marketing, buyer = world.marketing, world.customers.buyer
    settings, kinds = marketing.settings[firm], marketing.kinds[: len(KINDS)]
    stray = world.config.market.content.stray_leads
    discount = math.exp(-math.log1p(float(settings["discount"])) / YEAR)
    horizon = int(settings["horizon_days"])
    searching = share_searching(buyer.entry_per_year, buyer.patience_days)
    mean_precision = float(kinds["precision"].mean())
    found = np.zeros((3, len(KINDS)))
    for k, (kind, kept) in enumerate(zip(kinds, marketing.kept.tolist(), strict=False)):
        asleep = (1.0 - searching) * kind["dormant_share"]
        drawn = leads_drawn(
            searching, kind["lead_chance"], asleep, kind["dormant_lead_chance"], stray
        )
        now = lasting(kept * discount, horizon)
        later = remembered_days(kept, buyer.memory, discount, horizon)
        at_need = days_at_need(searching, now, asleep, buyer.entry_per_year, later)
        precision = told(kind["precision"], kind["clarity"], buyer.clarity_start, mean_precision)
        soon = searching * lasting(kept, QUARTER)
        found[:, k] = drawn * lasting(kept, MONTH), at_need * precision, soon * precision
    leads, goodwill, bookings = found
    goals = float(world.alignment["goals"][firm])
    return Aim(float(settings["present"]), leads, goodwill, goals, bookings)


def worth_of_items(world: World, firm: int, stock: Floats) -> Floats:
    """Worth of one more item of each kind to a firm's marketers, at a stock of each [kind].

    Leads, goodwill and bookings count as multiples of what a kind brings on average at one item a
    week.
    """
    aim = world.marketing.aims[firm]
    now, usual = (_more(world, level) for level in (stock, world.marketing.reference))
    ahead, behind, soon = (
        (now * brings / max(float((usual * brings).mean()), 1e-300)).tolist()
        for brings in (aim.leads, aim.goodwill, aim.bookings)
    )
    return np.array(
        [objective(aim.present, ahead[k], behind[k], aim.goals, soon[k]) for k in range(len(KINDS))]
    )


def _more(world: World, stock: Floats) -> Floats:
    """Exposures a day that one more item of each kind adds at a stock [kind]."""
    reach, reference = world.marketing.kinds["reach"].tolist(), world.marketing.reference.tolist()
    return np.array([one_more(reach[k], float(stock[k]), reference[k]) for k in range(len(KINDS))])


def prices(world: World, firm: int) -> Floats:
    """Price of an item of each stream today, its hours at the wage included (money) [stream].

    An item that costs next to nothing counts as a hundredth of the dearest, so that a day's list
    ends.
    """
    marketing = world.marketing
    settings, kinds = marketing.settings[firm], marketing.kinds
    hour = float(settings["wage"]) / YEAR / float(settings["hours_per_day"])
    price = kinds["cost"] * marketing.behind[firm] + kinds["hours"] * hour
    return np.maximum(price, max(0.01 * float(price.max()), 1e-9))


def chosen(world: World, firm: int, credit: float, hours: float, money: float) -> list[int]:
    """The kinds made today: item by item whichever is worth most for its price, or the bandit's
    kind, while the credit, the hours and the month's money last."""
    marketing = world.marketing
    price, each = prices(world, firm)[: len(KINDS)], marketing.kinds["hours"][: len(KINDS)]
    cost = marketing.item_costs(firm)[: len(KINDS)]
    # Topics of a kind share its public.
    stock = np.bincount(marketing.kinds["pool"], marketing.stock[firm]).astype(float)[: len(KINDS)]
    picked: list[int] = []
    may = np.ones(len(KINDS), bool)
    if firm in marketing.bandits:
        may = np.arange(len(KINDS)) == marketing.bandits[firm].kind
    credit, hours, money = credit + 1e-9, hours + 1e-9, money * (1.0 + 1e-9)
    while (fits := may & (price <= credit) & (each <= hours) & (cost <= money)).any():
        worth = price if firm in marketing.bandits else worth_of_items(world, firm, stock)
        k = int(np.where(fits, worth / price, -1.0).argmax())
        picked.append(k)
        stock[k] += 1.0
        credit, hours, money = credit - price[k], hours - each[k], money - cost[k]
    return picked


def look_back(world: World) -> None:
    """On a month's first day, let every bandit learn from the month before and choose a kind."""
    if world.day % MONTH:
        return
    for firm, bandit in world.marketing.bandits.items():
        if world.day:
            month = world.records.panel[world.day - MONTH : world.day, firm]
            spent = month[:, [world.column["content_cost"], world.column["wages"]]].sum()
            bandit.learn(float(month[:, world.column["mqls"]].sum() / max(spent, 1e-9)))
        bandit.choose()
