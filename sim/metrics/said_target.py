"""On-target earnings as a plan says them, beside what its rates pay at quota."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from sim.config import Config, ConfigError, Incentive
from sim.config.plan_words.compile import compiled, year_of
from sim.config.plan_words.written import money
from sim.metrics.plan_terms import promised

# What is left of rounding, as a part of on-target earnings.
ALIKE = 0.001


def other_than_said(where: str, said: Incentive, config: Config) -> Iterator[str]:
    """A line if a plan in words pays another sum at quota than the ote that it says.

    Bonuses and other sums on top are left out, as they are meant to be more.
    """
    if not said.ote:
        return
    rates = replace(said, bonus=(), kicker=(), mbo=(), spif=(), changes=())
    with suppress(ConfigError):
        meant = money(f"{where}.ote", said.ote)
        paid = promised(compiled(where, rates, year_of(config)), config.fiscal).ote
        if abs(paid - meant) > ALIKE * meant:
            yield (
                f"{where}.ote={said.ote}, and at quota the plan pays {paid:,.0f} a year, sums on "
                "top apart: its rates are not 1x all the way to quota"
            )
