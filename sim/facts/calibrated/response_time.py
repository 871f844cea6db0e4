"""Response time: the hours until who asked for a rep hears from one, if ever."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.default_market import usual
from sim.facts.estimators.leads import CONTENT, INQUIRY
from sim.inference.ratios import ratio

SOURCE = "Oldroyd, McElheran & Elkington 2011: audit of 2,241 firms; each ± 8 points"
ROOM = 0.08
PUBLISHED = {"within an hour": 0.37, "in 1 to 24 hours": 0.16, "later": 0.24, "never": 0.23}


def check() -> Sequence[Finding]:
    """Clock hours, nights and weekends included, from an inquiry to its firm's first call.

    Of inquiries whose pursuit is known, at all firms, as the source audited many: it asked through
    web forms, and a firm means to answer all who do. Beside it the leads that content brings, which
    are another class.
    """
    return [*lines(INQUIRY, "inquiries", ""), *lines(CONTENT, "content leads", "content leads")]


def lines(kind: int, name: str, under: str) -> list[Finding]:
    """Parts of a class of lead by the time until the first call."""
    seen = [one.answered[kind] for one in usual()]
    total, found = [one.sum() for one in seen], []
    for place, (when, part) in enumerate(PUBLISHED.items()):
        low, high = round(part - ROOM, 2), round(part + ROOM, 2)
        values = ratio([one[place] for one in seen], total)
        found.append(observe.band(f"{name} called {when}", low, high, values, SOURCE, under))
    return found


FACT = Fact(6, "Response time to inquiries", SOURCE, check)
