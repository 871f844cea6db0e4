"""Brand share: the best part of the money for content to put into lasting kinds."""

from collections.abc import Sequence

import numpy as np

from sim.config import Config
from sim.config.working_days import WEEK
from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.calendars import profits, weekly, with_calendar
from sim.facts.conditions.scenarios import scenario
from sim.facts.peak import peak

SOURCE = "Binet & Field 2013, 2019: 60 % brand (consumers), 46 % (business), over three years"
WORDS = ("market.customers=20000", "warmup_days=130", "days=780")
SHARES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)


def check() -> Sequence[Finding]:
    """Profit by the part of a week's money that goes into education and product pages.

    They are found for most of a year, as a brand is remembered; news and promotion, which are gone
    in two weeks, are activation. All parts cost what the default's calendar costs and begin with
    the first day that counts. The source's share is the best over three years; over a quarter less
    should be.
    """
    config = scenario(*WORDS)
    runs = observe.paired({str(share): split(config, share) for share in SHARES}, profits)
    earned = np.array([runs[str(share)] for share in SHARES])
    quarter, whole = earned[:, :, 0], earned[:, :, 1]
    short = "below .2: what lasts has no time to pay"
    best = "brand share of best profit over"
    return [
        peak(f"{best} three years", 0.4, 0.7, whole, SHARES, SOURCE),
        peak(f"{best} a quarter", 0.0, 0.199, quarter, SHARES, short),
    ]


def split(config: Config, share: float) -> Config:
    """The default's money of a week, this part of it for lasting kinds, half of that education."""
    content = config.market.content
    lasting = content.education.cost + content.product.cost
    passing = content.news.cost + content.promotion.cost
    money = lasting + passing
    brand, activation = share * money / lasting, (1.0 - share) * money / passing
    items = {"education": brand, "product": brand, "news": activation, "promotion": activation}
    return with_calendar(config, weekly(items, config.days // WEEK))


FACT = Fact(29, "Share of money for the brand", SOURCE, check)
