"""From marketing's qualified leads to those whose need sales confirms."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.default_market import usual
from sim.inference.ratios import ratio

SOURCE = "benchmarks of funnels: 13 to 22 % of MQLs become SQLs"


def check() -> Sequence[Finding]:
    """SQLs over MQLs of the focal firm as a CRM counts them: who asks for a rep is both, once
    the need is confirmed."""
    seen = [one.kpis for one in usual()]
    part = ratio([one["sqls"] for one in seen], [one["mqls"] for one in seen])
    return [observe.band("SQLs, of MQLs", 0.13, 0.22, part, SOURCE)]


FACT = Fact(3, "From MQL to SQL", SOURCE, check, letter="C")
