"""A marketer as a Mesa agent."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from sim.config.content_kinds import KINDS
from sim.model.agents.row_agent import RowAgent
from sim.model.marketing.by_calendar import make, share_of
from sim.model.marketing.deciding import CALENDAR, chosen, prices
from sim.model.marketing.rhythm import asked_for
from sim.model.state.world import MarketingState


class Marketer(RowAgent):
    """One marketer as a Mesa agent. Subclass it and override :meth:`publish` to try a policy."""

    kind = "marketer"
    number = "marketing.marketers"

    @property
    def _marketing(self) -> MarketingState:
        marketing: MarketingState = self.model.world.marketing
        return marketing

    @property
    def firm(self) -> int:
        """The firm's number; 0 is the focal firm."""
        return int(self._marketing.marketers.firm[self.row])

    @property
    def hours(self) -> float:
        """Hours in hand, today's included."""
        return float(self._marketing.marketers.hours[self.row])

    @property
    def money(self) -> float:
        """Money left for the firm's content this month; infinite without a budget."""
        return float(self._marketing.money[self.firm])

    @property
    def stock(self) -> Mapping[str, float]:
        """Items of the firm still being seen, by kind (or stream), aged by their half-lives."""
        marketing = self._marketing
        stock = marketing.stock[self.firm].tolist()
        return MappingProxyType(dict(zip(marketing.streams.names, stock, strict=True)))

    def due(self, day: int) -> dict[str, int]:
        """This marketer's share of what the firm's calendar asks for today, by kind (or stream)."""
        columns, shares = self._marketing.marketers, {}
        turn = int(columns.dealt[self.firm])
        for name, items in asked_for(self.model.world, self.firm, day).items():
            shares[name] = int(share_of(self.row, items, turn, columns))
            turn += items
        return shares

    def publish(self, day: int) -> dict[str, int]:
        """Items to publish today, by kind (or stream), as far as hours and the month's money go: of
        what the calendar asked for the largest backlog first, or what this marketer decides."""
        marketing, firm = self._marketing, self.firm
        if marketing.settings["decides"][firm] != CALENDAR:
            return self._decided(day)
        names, columns = marketing.streams.published, marketing.marketers
        for name, items in self.due(day).items():
            columns.backlog[self.row, names.index(name)] += items
        made = np.empty(len(names))
        its = marketing.behind[firm], marketing.kinds, made
        self.model.world.entry[make](self.row, self.money, columns, *its)
        return dict(zip(names, map(int, made), strict=True))

    def _decided(self, day: int) -> dict[str, int]:
        """On a publishing day, spend what the calendar's items would have cost on kinds of the
        marketer's own choice; what is too little for an item is kept."""
        world, names = self.model.world, self._marketing.streams.published
        credit = self._marketing.marketers.credit
        due, price = self.due(day), prices(world, self.firm)
        credit[self.row] += sum(items * price[names.index(name)] for name, items in due.items())
        if not due:
            return {}
        picked = chosen(world, self.firm, float(credit[self.row]), self.hours, self.money)
        credit[self.row] -= sum(price[k] for k in picked)
        return {KINDS[k]: picked.count(k) for k in set(picked)}
