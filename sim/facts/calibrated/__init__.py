"""Published facts that the default market was calibrated to."""

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

FACTS: tuple[Fact, ...] = (
    first_contact.FACT,
    response_time.FACT,
    persistence.FACT,
    quota.FACT,
    advertising.FACT,
    lead_to_deal.FACT,
    no_decision.FACT,
)
