"""Published facts that nothing was tuned to: what misses is published as what holds is."""

from sim.facts import Fact
from sim.facts.held_out import (
    accelerator,
    bonus_to_commission,
    bunching,
    caps,
    concentration,
    deadline,
    elasticity,
    fiscal_year,
    linear,
    pacing,
    pay_mix,
    quota_cycle,
    satisfaction_pay,
)

FACTS: tuple[Fact, ...] = (
    deadline.FACT,
    accelerator.FACT,
    linear.FACT,
    fiscal_year.FACT,
    caps.FACT,
    pacing.FACT,
    bonus_to_commission.FACT,
    quota_cycle.FACT,
    bunching.FACT,
    satisfaction_pay.FACT,
    pay_mix.FACT,
    concentration.FACT,
    elasticity.FACT,
)
