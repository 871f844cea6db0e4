"""Published facts that are parameters: found again in the records, which proves the code right."""

from sim.facts import Fact
from sim.facts.inputs import ramp, selling_time, turnover

FACTS: tuple[Fact, ...] = (turnover.FACT, ramp.FACT, selling_time.FACT)
