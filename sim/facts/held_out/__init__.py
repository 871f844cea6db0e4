"""Published facts that nothing was tuned to: what misses is published as what holds is."""

from sim.facts import facts_in

FACTS = facts_in(__name__)
