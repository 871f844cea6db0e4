"""Published facts that nothing was tuned to: what misses is published as what holds is."""

from sim.facts import Fact
from sim.facts.held_out import (
    accelerator,
    bunching,
    concentration,
    deadline,
    elasticity,
    fiscal_year,
    linear,
)

FACTS: tuple[Fact, ...] = (
    deadline.FACT,
    accelerator.FACT,
    linear.FACT,
    fiscal_year.FACT,
    bunching.FACT,
    concentration.FACT,
    elasticity.FACT,
)
