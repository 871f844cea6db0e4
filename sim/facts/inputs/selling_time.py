"""Selling time: about a third of a rep's hours."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.scenarios import scenario
from sim.facts.estimators.selling import selling

SOURCE = "22 to 41 % in vendor surveys"


def check() -> Sequence[Finding]:
    """Hours spent on customers and leads, of all hours worked, in the records of reps' time."""
    share = [one.kpis["selling_time_share"] for one in observe.observed(scenario(), selling)]
    return [observe.band("part of hours spent selling", 0.25, 0.42, share, SOURCE)]


FACT = Fact(23, "Selling time", SOURCE, check)
