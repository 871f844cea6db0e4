"""The favourite: whether the firm that led before any conversation is the one bought from."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions.default_market import key_figure

SOURCE = "6sense 2025: about 80 % of deals go to the favourite before first contact"


def check() -> Sequence[Finding]:
    """Purchases from the firm that led the customer's beliefs just before the first conversation.

    Of purchases after a conversation with any rep, as the source asked buyers who had bought.
    """
    what, name = "the favourite at first contact wins", "favourite_wins_market"
    return [key_figure(what, 0.7, 0.9, name, SOURCE)]


FACT = Fact(2, "The favourite wins", SOURCE, check)
