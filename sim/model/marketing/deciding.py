"""Marketers who decide what to make: by what an item is worth to them, or by trying it out.

The calendar still says when, and how much may be spent: the money of the items that it asks for,
their hours at a marketer's wage included. What it is spent on is the marketer's own decision.
"""

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.config import KINDS
from sim.config.plan import PERIODS
from sim.model.rules.planning import lasting, one_more, remembered_days

if TYPE_CHECKING:
    from sim.model.state.world import World

# Places of the words among the choices of ``marketing.decides``.
CALENDAR, PLANNER, BANDIT = range(3)
# The days of leads that count as now, and for which the bandit stays with a kind.
MONTH = 20


class Aim(NamedTuple):
    """What a firm's marketers want: ψ, and what an exposure a day of an item of each kind brings
    from today on: leads within a month, and goodwill (precision in the minds of those who have a
    need, or will have by the horizon) [kind]; ω, and what sales would have: precision in the minds
    of those who have a need now, within the quarter."""

    present: float
    leads: Any
    goodwill: Any
    goals: float
    bookings: Any


def aim_of(world: "World", firm: int) -> Aim:
    """A firm's aim, per customer of the market as it is by expectation."""
    its, kinds = world.marketing[firm], world.kinds[: len(KINDS)]
    discount = math.exp(-math.log1p(float(its["discount"])) / 260.0)
    horizon, kept = int(its["horizon_days"]), world.kept[: len(KINDS)].tolist()
    content, buyer = world.config.market.content, world.buyer
    searching = min(buyer.entry_per_year * buyer.patience_days / 260.0, 1.0)
    asleep = (1.0 - searching) * kinds["dormant_share"]
    names = searching * kinds["lead_chance"]
    names = names + asleep * kinds["dormant_lead_chance"] * (1.0 + content.stray_leads)
    leads = names * np.array([lasting(one, MONTH) for one in kept])
    now = np.array([lasting(one * discount, horizon) for one in kept])
    later = [remembered_days(one, buyer.memory, discount, horizon) for one in kept]
    at_need = searching * now + asleep * buyer.entry_per_year / 260.0 * np.array(later)
    told = _told(kinds, buyer.clarity_start)
    soon = searching * np.array([lasting(one, PERIODS["quarter"]) for one in kept])
    goals = float(world.alignment[firm]["goals"])
    return Aim(float(its["present"]), leads, at_need * told, goals, soon * told)


def _told(kinds: Any, start: float) -> Any:
    """What one exposure of each kind tells; clarity is worth what it adds to later ones [kind]."""
    clearer = kinds["clarity"] / (1.0 + start) ** 2
    return kinds["precision"] * start / (1.0 + start) + clearer * kinds["precision"].mean()


def worth_of_items(world: "World", firm: int, stock: Any) -> Any:
    """What one more item of each kind is worth to a firm's marketers at a stock [kind].

    Leads and goodwill, each as a multiple of what a kind brings on average at one item a week,
    weighed with ψ and 1 − ψ; and that with 1 − ω, against what sales would have.
    """
    present, leads, goodwill, goals, bookings = world.aims[firm]
    now, usual = (_more(world, level) for level in (stock, world.reference))
    ahead, behind, soon = (
        now * brings / max(float((usual * brings).mean()), 1e-300)
        for brings in (leads, goodwill, bookings)
    )
    own = present * ahead + (1.0 - present) * behind
    return (1.0 - goals) * own + goals * soon


def _more(world: "World", stock: Any) -> Any:
    reach, reference = world.kinds["reach"].tolist(), world.reference.tolist()
    return np.array([one_more(reach[k], float(stock[k]), reference[k]) for k in range(len(KINDS))])


def prices(world: "World", firm: int) -> Any:
    """What one item of each stream costs today, its hours at the wage included [stream].

    What costs next to nothing counts as a hundredth of the dearest, so that a day's list ends.
    """
    its = world.marketing[firm]
    hour = float(its["wage"]) / 260.0 / float(its["hours_per_day"])
    cost = world.kinds["cost"] * world.behind[firm] + world.kinds["hours"] * hour
    return np.maximum(cost, max(0.01 * float(cost.max()), 1e-9))


def chosen(world: "World", firm: int, credit: float, hours: float, money: float) -> list[int]:
    """The kinds made today: item by item whichever is worth most for its price, or the bandit's
    kind, while the credit, the hours and the month's money last."""
    price, each = prices(world, firm)[: len(KINDS)], world.kinds["hours"][: len(KINDS)]
    cost = (world.kinds["cost"] * world.behind[firm])[: len(KINDS)]
    # Topics of a kind share its public.
    stock = np.bincount(world.kinds["pool"], world.stock[firm])[: len(KINDS)]
    picked: list[int] = []
    may = np.ones(len(KINDS), bool)
    if firm in world.bandits:
        may = np.arange(len(KINDS)) == world.bandits[firm].kind
    credit, hours, money = credit + 1e-9, hours + 1e-9, money * (1.0 + 1e-9)
    while (fits := may & (price <= credit) & (each <= hours) & (cost <= money)).any():
        worth = price if firm in world.bandits else worth_of_items(world, firm, stock)
        k = int(np.where(fits, worth / price, -1.0).argmax())
        picked.append(k)
        stock[k] += 1.0
        credit, hours, money = credit - price[k], hours - each[k], money - cost[k]
    return picked


class Bandit:
    """Puts a month's money on one kind after another, and more often on what brought more leads.

    UCB1 (Auer, Cesa-Bianchi & Fischer 2002, *Machine Learning* 47:235-256): the kind of the highest
    mean reward plus √(2 ln n/n_k), rewards being qualified leads per money over the best so far.
    """

    def __init__(self) -> None:
        self.tried = np.zeros(len(KINDS))
        self.total = np.zeros(len(KINDS))
        self.kind = 0

    def learn(self, reward: float) -> None:
        """Credit the kind of the month that is over with its reward."""
        self.tried[self.kind] += 1.0
        self.total[self.kind] += reward

    def choose(self) -> int:
        """The kind of the next month."""
        untried = np.flatnonzero(self.tried == 0.0)
        if len(untried):
            self.kind = int(untried[0])
        else:
            mean = self.total / self.tried
            unsure = np.sqrt(2.0 * math.log(self.tried.sum()) / self.tried)
            self.kind = int((mean / max(mean.max(), 1e-300) + unsure).argmax())
        return self.kind


def look_back(world: "World") -> None:
    """On a month's first day, let every bandit learn from the month before and choose a kind."""
    if world.day % MONTH:
        return
    for firm, bandit in world.bandits.items():
        if world.day:
            month = world.records.panel[world.day - MONTH : world.day, firm]
            spent = month[:, [world.column["content_cost"], world.column["wages"]]].sum()
            bandit.learn(float(month[:, world.column["mqls"]].sum() / max(spent, 1e-9)))
        bandit.choose()
