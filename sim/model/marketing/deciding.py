"""Marketers who decide what to make: by what an item is worth to them, or by trying it out.

The calendar still says when, and how much may be spent: the money of the items that it asks for,
their hours at a marketer's wage included. What it is spent on is the marketer's own decision.
"""

import math
from typing import Any

import numpy as np

from sim.config import KINDS
from sim.config.working_days import MONTH, QUARTER, YEAR
from sim.model.rules.planning import lasting, one_more, remembered_days
from sim.model.state.aims import Aim
from sim.model.state.world import World

# Places of the words among the choices of ``marketing.decides``.
CALENDAR, PLANNER, BANDIT = range(3)
# The days of leads that count as now, and for which the bandit stays with a kind.


def aim_of(world: World, firm: int) -> Aim:
    """A firm's aim, per customer of the market as it is by expectation."""
    marketing = world.marketing
    its, kinds = marketing.settings[firm], marketing.kinds[: len(KINDS)]
    discount = math.exp(-math.log1p(float(its["discount"])) / YEAR)
    horizon, kept = int(its["horizon_days"]), marketing.kept[: len(KINDS)].tolist()
    content, buyer = world.config.market.content, world.customers.buyer
    searching = min(buyer.entry_per_year * buyer.patience_days / YEAR, 1.0)
    asleep = (1.0 - searching) * kinds["dormant_share"]
    names = searching * kinds["lead_chance"]
    names = names + asleep * kinds["dormant_lead_chance"] * (1.0 + content.stray_leads)
    leads = names * np.array([lasting(one, MONTH) for one in kept])
    now = np.array([lasting(one * discount, horizon) for one in kept])
    later = [remembered_days(one, buyer.memory, discount, horizon) for one in kept]
    at_need = searching * now + asleep * buyer.entry_per_year / YEAR * np.array(later)
    told = _told(kinds, buyer.clarity_start)
    soon = searching * np.array([lasting(one, QUARTER) for one in kept])
    goals = float(world.alignment[firm]["goals"])
    return Aim(float(its["present"]), leads, at_need * told, goals, soon * told)


def _told(kinds: Any, start: float) -> Any:
    """What one exposure of each kind tells; clarity is worth what it adds to later ones [kind]."""
    clearer = kinds["clarity"] / (1.0 + start) ** 2
    return kinds["precision"] * start / (1.0 + start) + clearer * kinds["precision"].mean()


def worth_of_items(world: World, firm: int, stock: Any) -> Any:
    """What one more item of each kind is worth to a firm's marketers at a stock [kind].

    Leads and goodwill, each as a multiple of what a kind brings on average at one item a week,
    weighed with ψ and 1 − ψ; and that with 1 − ω, against what sales would have.
    """
    present, leads, goodwill, goals, bookings = world.marketing.aims[firm]
    now, usual = (_more(world, level) for level in (stock, world.marketing.reference))
    ahead, behind, soon = (
        now * brings / max(float((usual * brings).mean()), 1e-300)
        for brings in (leads, goodwill, bookings)
    )
    own = present * ahead + (1.0 - present) * behind
    return (1.0 - goals) * own + goals * soon


def _more(world: World, stock: Any) -> Any:
    reach, reference = world.marketing.kinds["reach"].tolist(), world.marketing.reference.tolist()
    return np.array([one_more(reach[k], float(stock[k]), reference[k]) for k in range(len(KINDS))])


def prices(world: World, firm: int) -> Any:
    """What one item of each stream costs today, its hours at the wage included [stream].

    What costs next to nothing counts as a hundredth of the dearest, so that a day's list ends.
    """
    marketing = world.marketing
    its = marketing.settings[firm]
    hour = float(its["wage"]) / YEAR / float(its["hours_per_day"])
    cost = marketing.kinds["cost"] * marketing.behind[firm] + marketing.kinds["hours"] * hour
    return np.maximum(cost, max(0.01 * float(cost.max()), 1e-9))


def chosen(world: World, firm: int, credit: float, hours: float, money: float) -> list[int]:
    """The kinds made today: item by item whichever is worth most for its price, or the bandit's
    kind, while the credit, the hours and the month's money last."""
    marketing = world.marketing
    price, each = prices(world, firm)[: len(KINDS)], marketing.kinds["hours"][: len(KINDS)]
    cost = (marketing.kinds["cost"] * marketing.behind[firm])[: len(KINDS)]
    # Topics of a kind share its public.
    stock = np.bincount(marketing.kinds["pool"], marketing.stock[firm])[: len(KINDS)]
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
