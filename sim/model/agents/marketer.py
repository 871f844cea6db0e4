"""A marketer as a Mesa agent."""

import mesa
import numpy as np

from sim.config.content_kinds import KINDS
from sim.model.marketing.deciding import CALENDAR, chosen, prices
from sim.model.rules.calendar import publishes


class Marketer(mesa.Agent):
    """One marketer as a Mesa agent. Subclass it and override :meth:`publish` to try a policy."""

    def __init__(self, model: mesa.Model, row: int) -> None:
        super().__init__(model)
        self.row = row

    @property
    def firm(self) -> int:
        """The firm's number; 0 is the focal firm."""
        return int(self.model.world.marketing.marketers.firm[self.row])

    @property
    def hours(self) -> float:
        """Hours in hand, today's included."""
        return float(self.model.world.marketing.marketers.hours[self.row])

    @property
    def money(self) -> float:
        """What is left of the firm's money for content this month; infinite without a budget."""
        return float(self.model.world.marketing.money[self.firm])

    @property
    def stock(self) -> dict[str, float]:
        """Items of the firm still being seen, by kind (or stream), aged by their half-lives."""
        world = self.model.world
        return dict(
            zip(
                world.marketing.streams.names,
                world.marketing.stock[self.firm].tolist(),
                strict=True,
            )
        )

    def due(self, day: int) -> dict[str, int]:
        """This marketer's share of what the firm's calendar asks for today, by kind (or stream)."""
        wanted = self._wanted(day)
        columns = self.model.world.marketing.marketers
        place, team = int(columns.place[self.row]), int(columns.team[self.row])
        shares, turn = {}, 0
        for name, items in wanted.items():
            shares[name] = sum((turn + n) % team == place for n in range(items))
            turn += items
        return shares

    def _wanted(self, day: int) -> dict[str, int]:
        """What the calendar asks of the whole team today: as planned, or else by its rhythm."""
        world = self.model.world
        cadence, since = world.marketing.calendars[self.firm], day - world.config.warmup_days
        if cadence.planned and since >= 0:
            return world.marketing.planned[self.firm].get(since, {})
        if not publishes(day, *cadence.rhythm):
            return {}
        return {kind: getattr(cadence, kind) for kind in KINDS}

    def publish(self, day: int) -> dict[str, int]:
        """What to publish today, by kind (or stream), as far as hours and the month's money go: of
        what the calendar asked for the largest backlog first, or what this marketer decides."""
        world = self.model.world
        if world.marketing.settings["decides"][self.firm] != CALENDAR:
            return self._decided(day)
        names = world.marketing.streams.published
        backlog = world.marketing.marketers.backlog[self.row]
        for name, items in self.due(day).items():
            backlog[names.index(name)] += items
        if not backlog.any():
            return {}
        each = np.array(world.marketing.item_hours)
        cost = (world.marketing.kinds["cost"] * world.marketing.behind[self.firm])[: len(names)]
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
        world, credit = self.model.world, self.model.world.marketing.marketers.credit
        due, price = self.due(day), prices(world, self.firm)
        credit[self.row] += sum(
            items * price[world.marketing.streams.published.index(name)]
            for name, items in due.items()
        )
        if not due:
            return {}
        picked = chosen(world, self.firm, float(credit[self.row]), self.hours, self.money)
        credit[self.row] -= sum(price[k] for k in picked)
        return {KINDS[k]: picked.count(k) for k in set(picked)}
