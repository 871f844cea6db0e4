"""Decided before contact: buyers whose mind is made up before they talk to a rep."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions.default_market import key_figure

SOURCE = "said of Adamson, Dixon & Toman 2012: 60 % have decided before the first contact; ± .05"


def check() -> Sequence[Finding]:
    """Purchases after a conversation, from any firm, that were decided before the first one.

    The source says how far buyers are on average; that six of ten have decided is how it is quoted.
    """
    what, name = "decided before the first conversation", "decided_before_contact_market"
    return [key_figure(what, 0.55, 0.65, name, SOURCE)]


FACT = Fact(1, "Decided before contact", SOURCE, check, letter="C")
