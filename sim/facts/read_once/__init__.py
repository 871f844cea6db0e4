"""Facts registered on 2026-11-29, after an earlier market was read once; nothing is tuned to them.

In that market leads carried no deals.
"""

from sim.facts import facts_in

FACTS = facts_in(__name__)
