"""Exposures: the number after which an advertisement is liked best."""

from collections.abc import Sequence
from dataclasses import replace

from sim.config import Config, Market, Marketing
from sim.config.buyer import Buyer
from sim.config.cadence import Planned
from sim.config.content_kinds import Content
from sim.facts import Fact, Finding, between
from sim.facts.limits.reduced import SILENT, lived, monopoly
from sim.records import PANEL

SOURCE = "Schmidt & Eisend 2015: attitude peaks at about ten exposures (meta-analysis)"
MOST, SEED = 30, 1
CONDITIONS = {"": 0.0, "market.content.wear_out=0.1": 0.1, "market.content.wear_out=0.05": 0.05}


def check(most: int = MOST) -> Sequence[Finding]:
    """Items of news, all on one day, after which the public answers most on the next.

    Nothing is drawn by lot. By default nothing wears out: every further exposure tells a little and
    annoys nobody, so that there is no peak and the most that was tried is best. With wear-out, what
    answers is a kind's stock times the force that each item takes from it; it is the public's
    response that wears out, as nobody's own attitude is kept.
    """
    found, what = [], "items after which the response is highest"
    for under, wear_out in CONDITIONS.items():
        one = between(what, 7.0, 13.0, highest(wear_out, most), SOURCE, (SEED,))
        found.append(replace(one, under=under))
    return found


def highest(wear_out: float, most: int = MOST) -> int:
    """The number of items, up to the most, at which reach on the next morning is highest."""
    reach = [response(wear_out, items) for items in range(1, most + 1)]
    return 1 + reach.index(max(reach))


def response(wear_out: float, items: int) -> float:
    """Exposures of a searching customer on the morning after so many items of news."""
    config = reduced(wear_out, items)
    return float(lived(config, SEED).records.panel[-1, 0, PANEL.index("reach")])


def reduced(wear_out: float, items: int) -> Config:
    """Nobody has a need; all items come out on the first day."""
    planned = [Planned(day=0, kind="news", items=items)]
    content, buyer = Content(wear_out=wear_out), Buyer(entry_per_year=0.0)
    market = Market(customers=4, buyer=buyer, content=content)
    people = Marketing(marketers=40, hours_per_day=16.0)
    return monopoly(market, days=2, cadence=replace(SILENT, planned=planned), marketing=people)


FACT = Fact(27, "Exposures at the peak of attitude", SOURCE, check)
