"""Published facts by which a mechanism was chosen: they must hold, and are no evidence."""

from sim.facts import facts_in

FACTS = facts_in(__name__)
