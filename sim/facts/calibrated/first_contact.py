"""First contact: the progress of customers when they first talk to a rep."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions.default_market import key_figure

SOURCE = "Adamson, Dixon & Toman 2012: on average 57 % of the purchase decision, 1,400 buyers"


def check() -> Sequence[Finding]:
    """Part of the uncertainty about firms that is gone just before the first conversation.

    The source asked buyers how far through the decision they were on average, not how many had
    decided; so it is the mean over journeys, whichever firm was talked to, and its spread.
    """
    mean, spread = "progress_at_contact_market", "progress_sd_market"
    assumed = "band assumed around a Beta of that mean"
    return [
        key_figure("progress at first contact, mean", 0.52, 0.62, mean, SOURCE),
        key_figure("its SD over journeys", 0.15, 0.3, spread, assumed),
    ]


FACT = Fact(1, "Progress at first contact", SOURCE, check)
