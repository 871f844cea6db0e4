"""Time with suppliers: a small part of buyers' time to learn."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.default_market import usual
from sim.inference.ratios import ratio

SOURCE = "Gartner: 17 % of buying time with all suppliers, 27 % online alone"


def check() -> Sequence[Finding]:
    """Conversations, of all occasions on which customers in the market learnt about a firm.

    The other occasions are items of content noticed and words heard from other customers. The
    model has no hours of reading, so occasions stand for time; and a buyer is one person, so that
    meetings of a buying group, a fifth of the source's time, are in neither count.
    """
    seen = [one.occasions for one in usual()]
    part = ratio([one[0] for one in seen], [one.sum() for one in seen])
    return [observe.band("conversations, of occasions to learn", 0.12, 0.22, part, SOURCE)]


FACT = Fact(3, "Time with suppliers", SOURCE, check)
