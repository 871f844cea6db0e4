"""The default market as facts about buyers see it: one run a seed, looked at once for all."""

from sim.facts import Finding
from sim.facts.conditions import observe
from sim.facts.conditions.scenarios import scenario
from sim.facts.estimators.buying import Buying, buying


def usual() -> list[Buying]:
    """The default on all seeds, with a record of touches, which changes no outcome."""
    return observe.observed(scenario("touches=true"), buying)


def key_figure(what: str, low: float, high: float, name: str, basis: str) -> Finding:
    """A key figure of the default market beside its band."""
    values = [one.kpis[name] for one in usual()]
    return observe.band(what, low, high, values, basis)
