"""First to answer: what it is worth where several firms were asked."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions import frozen_market
from sim.inference.ratios import ratio

SOURCE = "vendor studies: 35 to 50 % of sales, 78 %"


def check() -> Sequence[Finding]:
    """Purchases from the firm that answered first, of journeys in which two or more were asked.

    The sources speak of sales, so the journeys that decide are those that ended in a purchase;
    beside them all that ended.
    """
    seen = [one.first_answers for one in frozen_market.usual()]
    all_, bought, first = ([row[place] for row in seen] for place in range(3))
    what = "won by the firm that answered first, of purchases with two or more firms asked"
    return [
        frozen_market.band(what, 0.35, 0.78, ratio(first, bought), SOURCE),
        frozen_market.band(what, 0.35, 0.78, ratio(first, all_), SOURCE, "of all such journeys"),
    ]


FACT = Fact(2, "The firm that answers first", SOURCE, check, letter="R")
