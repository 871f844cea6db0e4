"""Published facts that are parameters: found again in the records, which proves the code right."""

from sim.facts import facts_in

FACTS = facts_in(__name__)
