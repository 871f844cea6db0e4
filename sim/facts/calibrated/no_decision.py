"""No decision: customers who talk to reps and then buy from nobody."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions.default_market import key_figure

SOURCE = "Dixon & McKenna 2022: 40-60 % of deals with intent are lost to no decision"


def check() -> Sequence[Finding]:
    """Journeys that ended without a purchase, of those in which a rep was talked to.

    The source's deals are recorded sales conversations with customers who had expressed intent.
    """
    what, name = "no decision, of journeys with a conversation", "no_decision_contacted_market"
    return [key_figure(what, 0.35, 0.65, name, SOURCE)]


FACT = Fact(34, "No decision", SOURCE, check)
