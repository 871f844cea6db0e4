"""Published facts that are parameters: found again in the records, which proves the code right."""

from typing import Any

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

_MODULES: list[Any] = [turnover, ramp, selling_time, ad_duration, exposures, in_market, tenure]
_MODULES += [diffusion]
FACTS: tuple[Fact, ...] = tuple(module.FACT for module in _MODULES)
