"""Published facts that the default market was calibrated to."""

from typing import Any

from sim.facts import Fact
from sim.facts.calibrated import (
    advertising,
    first_contact,
    lead_to_deal,
    no_decision,
    persistence,
    quota,
    response_time,
)

_MODULES: list[Any] = [first_contact, response_time, persistence, quota, advertising, lead_to_deal]
_MODULES += [no_decision]
FACTS: tuple[Fact, ...] = tuple(module.FACT for module in _MODULES)
