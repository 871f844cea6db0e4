"""Scenarios of the facts: the words of the command line over one default, in one size."""

from functools import cache

from sim.config import Config

# A market of about 27 reps a firm; a year that does not count and two that do.
SIZE = ("market.customers=20000", "days=520", "warmup_days=260")


@cache
def scenario(*words: str) -> Config:
    """The default with these words after it, in the facts' size.

    Raises :class:`sim.config.refusal.Refusal` where the command line would.
    """
    from sim.request import request

    return request([*SIZE, *words]).scenarios[0].config
