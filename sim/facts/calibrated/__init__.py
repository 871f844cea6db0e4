"""Published facts that the default market was calibrated to."""

from sim.facts import Fact
from sim.facts.calibrated import quota

FACTS: tuple[Fact, ...] = (quota.FACT,)
