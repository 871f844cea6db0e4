"""Tenure: accounts renew the more, the longer they have been there."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.default_market import usual
from sim.facts.conditions.scenarios import scenario
from sim.facts.estimators.buying import Buying, buying
from sim.inference.ratios import Numbers, ratio

SOURCE = "Fader & Hardie 2007: renewals one to six of a cohort; each ± .03"
PUBLISHED, ROOM = (0.869, 0.855, 0.879, 0.908, 0.929, 0.938), 0.03
# Chances to leave that differ as the published cohort's do.
UNLIKE = ["market.service.churn=0.149", "market.service.churn_shape=0.668"]
UNLIKE += ["market.service.fit_effect=0", "market.service.service_effect=0"]


def check() -> Sequence[Finding]:
    """Accounts renewed, of those that came to their first, second, … renewal or left before it.

    By default all accounts of one fit and service leave alike. Beside it accounts as unlike as the
    published cohort's, fit and service having no say, as nobody else's do there.
    """
    unlike = observe.observed(scenario(*UNLIKE), buying)
    return [*lines(usual(), ""), *lines(unlike, " ".join(UNLIKE))]


def lines(seen: Sequence[Buying], under: str) -> list[Finding]:
    """Retention by the number of the renewal, and whether the last is above the first."""
    rates = [kept(seen, place) for place in range(len(PUBLISHED))]
    found = []
    for place, exact in enumerate(PUBLISHED):
        low, high = round(exact - ROOM, 3), round(exact + ROOM, 3)
        what = f"renewed at renewal {place + 1}"
        found.append(observe.band(what, low, high, rates[place], SOURCE, under))
    sixth = observe.positive("the sixth less the first", rates[-1] - rates[0], SOURCE, under)
    return [*found, sixth]


def kept(seen: Sequence[Buying], place: int) -> Numbers:
    """Pseudo-values of the part renewed at one renewal."""
    tables = [one.owning.tenure[place] for one in seen]
    return ratio([table[1] for table in tables], [table[0] for table in tables])


FACT = Fact(39, "Retention by tenure", SOURCE, check)
