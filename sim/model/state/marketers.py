"""Marketers: few, each with hours and a backlog; the calendar says what is due."""

from typing import TYPE_CHECKING, Any, NamedTuple

import mesa
import numpy as np

from sim.config.market import KINDS
from sim.model.marketing.deciding import CALENDAR, chosen, prices
from sim.model.rules.calendar import publishes

if TYPE_CHECKING:
    from sim.model.market import Market

# A marketer can work ahead by this many days, or as long as the dearest item takes, no more.
_DAYS_AHEAD = 5.0


def start_day(marketers: "Marketers", hours_per_day: Any, dearest: float) -> None:
    """Add a day's hours to those that each marketer has in hand."""
    today = hours_per_day[marketers.firm]
    most = np.maximum(_DAYS_AHEAD * today, dearest)
    np.minimum(marketers.hours + today, most, out=marketers.hours)


class Marketers(NamedTuple):
    """Columns over all marketers: firm, place in team, hours in hand, backlog [stream] items, and
    what those who decide themselves have not spent yet of the calendar's money."""

    firm: Any
    place: Any
    team: Any
    hours: Any
    backlog: Any
    credit: Any


def hire_all(teams: list[int], streams: int) -> Marketers:
    """A row for every marketer of every firm, with a backlog of so many streams of content."""
    firm = np.repeat(np.arange(len(teams)), teams)
    place = np.array([place for size in teams for place in range(size)], np.int64)
    team = np.repeat(np.array(teams, np.int64), teams)
    backlog = np.zeros((len(firm), streams))
    return Marketers(firm, place, team, np.zeros(len(firm)), backlog, np.zeros(len(firm)))


class Marketer(mesa.Agent):
    """One marketer as a Mesa agent. Subclass it and override :meth:`publish` to try a policy."""

    def __init__(self, model: "Market", row: int) -> None:
        super().__init__(model)
        self.row = row

    @property
    def firm(self) -> int:
        """The firm's number; 0 is the focal firm."""
        return int(self.model.world.marketers.firm[self.row])

    @property
    def hours(self) -> float:
        """Hours in hand, today's included."""
        return float(self.model.world.marketers.hours[self.row])

    @property
    def money(self) -> float:
        """What is left of the firm's money for content this month; infinite without a budget."""
        return float(self.model.world.money[self.firm])

    @property
    def stock(self) -> dict[str, float]:
        """Items of the firm still being seen, by kind (or stream), aged by their half-lives."""
        world = self.model.world
        return dict(zip(world.streams.names, world.stock[self.firm].tolist(), strict=True))

    def due(self, day: int) -> dict[str, int]:
        """This marketer's share of what the firm's calendar asks for today, by kind (or stream)."""
        wanted = self._wanted(day)
        columns = self.model.world.marketers
        place, team = int(columns.place[self.row]), int(columns.team[self.row])
        shares, turn = {}, 0
        for name, items in wanted.items():
            shares[name] = sum((turn + n) % team == place for n in range(items))
            turn += items
        return shares

    def _wanted(self, day: int) -> dict[str, int]:
        """What the calendar asks of the whole team today: as planned, or else by its rhythm."""
        world = self.model.world
        cadence, since = world.calendars[self.firm], day - world.config.warmup_days
        if cadence.planned and since >= 0:
            return world.planned[self.firm].get(since, {})
        if not publishes(day, *cadence.rhythm):
            return {}
        return {kind: getattr(cadence, kind) for kind in KINDS}

    def publish(self, day: int) -> dict[str, int]:
        """What to publish today, by kind (or stream), as far as hours and the month's money go: of
        what the calendar asked for the largest backlog first, or what this marketer decides."""
        world = self.model.world
        if world.marketing["decides"][self.firm] != CALENDAR:
            return self._decided(day)
        names = world.streams.published
        backlog = world.marketers.backlog[self.row]
        for name, items in self.due(day).items():
            backlog[names.index(name)] += items
        if not backlog.any():
            return {}
        each = np.array(world.item_hours)
        cost = (world.kinds["cost"] * world.behind[self.firm])[: len(names)]
        hours, money = self.hours + 1e-9, self.money * (1.0 + 1e-9)
        ready = dict.fromkeys(names, 0)
        while (possible := (backlog >= 1.0) & (each <= hours) & (cost <= money)).any():
            k = int(np.where(possible, backlog, 0.0).argmax())
            ready[names[k]] += 1
            hours -= each[k]
            money -= cost[k]
            backlog[k] -= 1.0
        return ready

    def _decided(self, day: int) -> dict[str, int]:
        """On a publishing day, spend what the calendar's items would have cost on kinds of the
        marketer's own choice; what is too little for an item is kept."""
        world, credit = self.model.world, self.model.world.marketers.credit
        due, price = self.due(day), prices(world, self.firm)
        credit[self.row] += sum(
            items * price[world.streams.published.index(name)] for name, items in due.items()
        )
        if not due:
            return {}
        picked = chosen(world, self.firm, float(credit[self.row]), self.hours, self.money)
        credit[self.row] -= sum(price[k] for k in picked)
        return {KINDS[k]: picked.count(k) for k in set(picked)}
