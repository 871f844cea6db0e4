"""First contact: how far customers are when they first talk to a rep."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions.default_market import key_figure, usual

SOURCE = "Adamson, Dixon & Toman 2012: on average 57 % of the purchase decision, 1,400 buyers"


def check() -> Sequence[Finding]:
    """Part of the uncertainty about firms that is gone just before the first conversation.

    The source asked buyers how far through the decision they were on average, not how many had
    decided; so it is the mean over journeys, whichever firm was talked to, and its spread.
    """
    seen = usual()
    return [
        key_figure("progress at first contact, mean", 0.52, 0.62, seen,
                   "progress_at_contact_market", SOURCE),
        key_figure("its SD over journeys", 0.15, 0.3, seen, "progress_sd_market",
                   "band assumed around a Beta of that mean"),
    ]  # fmt: skip


FACT = Fact(1, "Progress at first contact", SOURCE, check)
