"""Response time: the hours until a new lead is called, if ever."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.default_market import usual
from sim.inference.ratios import ratio

SOURCE = "Oldroyd, McElheran & Elkington 2011: audit of 2,241 firms; each ± 8 points"
ROOM = 0.08
PUBLISHED = {"within an hour": 0.37, "in 1 to 24 hours": 0.16, "later": 0.24, "never": 0.23}


def check() -> Sequence[Finding]:
    """Clock hours, nights and weekends included, from a lead to its firm's first call.

    Of the leads handed to a rep whose pursuit is known, at all firms, as the source audited many:
    its leads were requests through a web form, all of which a firm meant to answer.
    """
    seen = [one.answered for one in usual()]
    total, found = [one.sum() for one in seen], []
    for place, (name, part) in enumerate(PUBLISHED.items()):
        low, high = round(part - ROOM, 2), round(part + ROOM, 2)
        values = ratio([one[place] for one in seen], total)
        found.append(observe.band(f"leads called {name}", low, high, values, SOURCE))
    return found


FACT = Fact(6, "Response time to leads", SOURCE, check)
