"""Facts registered on 2026-11-29 that nobody had measured; nothing is tuned to them."""

from sim.facts import facts_in

FACTS = facts_in(__name__)
