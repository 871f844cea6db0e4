"""Mailing: the best number of e-mails a month, and the cost of too few and too many."""

from collections.abc import Sequence

import numpy as np

from sim.config import Config
from sim.config.working_days import WEEK
from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.calendars import WEEKLY, mailings, profits, weekly, with_calendar
from sim.facts.conditions.scenarios import scenario
from sim.facts.peak import peak

SOURCE = "Zhang, Kumar & Cosguner 2017: 7 are best; 4 lose 32 % of lifetime profit, 10 lose 16 %"
WORDS = ("market.customers=10000", "warmup_days=130", "days=520")
A_MONTH = (0, 2, 4, 7, 10, 14, 28)
CONDITIONS = ("", "market.channels.email.unsubscribe=0.01")


def check() -> Sequence[Finding]:
    """Profit over two years by the number of newsletters a month, beside the usual calendar.

    A newsletter is an item of news that is sent by e-mail: it costs what news costs, and whoever
    notices it shuts the firm out of its mail for good with a chance of .002, beside it with .01.
    The source's lesson is a best number that is neither none nor very many, and that too few (4)
    lose more than too many (10).
    """
    found, what = [], "profit of 10 less that of 4, over that of 7"
    for under in CONDITIONS:
        config = scenario(*WORDS, *under.split())
        runs = observe.paired({str(many): mailed(config, many) for many in A_MONTH}, profits)
        earned = {many: np.array([one[1] for one in runs[str(many)]]) for many in A_MONTH}
        less, more = earned[4] / earned[7].mean(), earned[10] / earned[7].mean()
        ends, best = (A_MONTH[1], A_MONTH[-2]), "e-mails a month of best profit"
        found += [
            peak(best, *ends, list(earned.values()), A_MONTH, SOURCE, under),
            observe.positive(what, more - less, SOURCE, under),
        ]
    return found


def mailed(config: Config, a_month: int) -> Config:
    """The default's calendar, and so many newsletters a month."""
    usual = weekly(WEEKLY, config.days // WEEK)
    return with_calendar(config, [*usual, *mailings(a_month, config.days)])


FACT = Fact(31, "E-mails a month", SOURCE, check)
