"""The outcome of gaming a plan, in sentences of plain English."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.compensation.numbers import change
from sim.compensation.redteam.exploits import FAMILIES

if TYPE_CHECKING:
    from sim.compensation.redteam.attack import Finding


def sentences(found: Sequence["Finding"], plan: str, replicates: int) -> list[str]:
    """Sentences on what pays a rep most, on which clause, and what costs the firm most."""
    paying = [one for one in found if one.pays]
    if not paying:
        most = found[0].best
        text = f"No exploit that was tried surely pays a rep under {plan}; the nearest to it is to "
        return [
            f"{text}{FAMILIES[most.family]}, {change(most.gain)} a rep and year.",
            *_cost(found),
        ]
    return [_gain(paying, plan), _clause(paying), *_cost(found)]


def _gain(paying: Sequence["Finding"], plan: str) -> str:
    most = paying[0].best
    text = f"Under {plan} it pays a rep most to {FAMILIES[most.family]} ({most.text}): "
    text += f"{change(most.gain)} a rep and year"
    if most.pay.low > 0.0:
        return f"{text}, {change(most.pay)} of it pay."
    return f"{text}, not in pay but in the worth of hours saved."


def _clause(paying: Sequence["Finding"]) -> str:
    named = [one for one in paying if one.carried]
    if not named:
        return "No clause of the plan carries it: without any one of them most of the gain is left."
    return " ".join(_named(one) for one in named)


def _named(found: "Finding") -> str:
    assert found.clause is not None
    assert found.left is not None
    family, clause = FAMILIES[found.best.family], found.clause
    text = f"What makes it pay to {family} is {clause.text}; instead, {clause.instead}: "
    return f"{text}{change(found.left.gain)} of the gain is left."


def _cost(found: Sequence["Finding"]) -> list[str]:
    costly = [one.best for one in found if one.best.cost.low > 0.0]
    if not costly:
        return ["What any of it costs the firm cannot be told from nothing with so few replicates."]
    worst = max(costly, key=lambda one: float(one.cost.mean))
    text = f"It costs the firm most when reps {FAMILIES[worst.family]}: {change(worst.cost)}"
    return [f"{text} a rep and year."]
