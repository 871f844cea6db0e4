"""From lead to deal, over all sources of leads."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions.default_market import key_figure

SOURCE = "Implisit 2014: 13 % of leads become opportunities, 6 % of those deals; ± 50 %"


def check() -> Sequence[Finding]:
    """Content leads of all firms to which a win is credited, as its last of the half year before.

    The source followed leads in customers' records until a deal, 84 + 18 days on average.
    """
    what, name = "leads that became a deal", "content_to_win_market"
    return [key_figure(what, 0.0039, 0.0117, name, SOURCE)]


FACT = Fact(33, "Leads to deals, overall", SOURCE, check)
