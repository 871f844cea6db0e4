"""Published facts that the default market was calibrated to."""

from sim.facts import facts_in

FACTS = facts_in(__name__)
