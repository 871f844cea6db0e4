"""Published facts that are parameters: found again in the records, which proves the code right."""

from sim.facts import Fact
from sim.facts.inputs import (
    ad_duration,
    diffusion,
    exposures,
    in_market,
    ramp,
    selling_time,
    tenure,
    turnover,
)

FACTS: tuple[Fact, ...] = (
    turnover.FACT,
    ramp.FACT,
    selling_time.FACT,
    ad_duration.FACT,
    exposures.FACT,
    in_market.FACT,
    tenure.FACT,
    diffusion.FACT,
)
