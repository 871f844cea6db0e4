"""Lines beside the answer: whose options were taken, and plans whose numbers may be slips."""

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.request import Request
    from sim.sweep.plan import Scenario

MOST = 10
# Words that can change a pay plan, by how their keys begin.
OF_PLANS = ("incentive", "rivals", "market", "experiment")


def tell(*asked: "Request") -> None:
    """Say on standard error what a person should know before the run, a line each."""
    say([line for one in asked for line in (*one.notes, *one.remarks, *_oddities(one))])


def say(said: Sequence[str]) -> None:
    """Say lines on standard error, each once, and of very many the first."""
    lines = list(dict.fromkeys(said))
    for line in lines[:MOST]:
        print(f"sim: {line}", file=sys.stderr)
    if len(lines) > MOST:
        print(f"sim: and {len(lines) - MOST} more such lines", file=sys.stderr)


def _oddities(asked: "Request") -> Iterator[str]:
    from sim.metrics.odd_plans import oddities_of

    for scenario in _of_each_plan(asked):
        yield from oddities_of(scenario.config, scenario.said)


def _of_each_plan(asked: "Request") -> Iterator["Scenario"]:
    """A scenario for every pay plan that is asked for: the first whose words say it."""
    plan: Any = asked.scenarios
    words = plan.words if hasattr(plan, "words") else [one.overrides for one in plan]
    first: dict[tuple[str, ...], int] = {}
    for number in range(len(words)):
        on_plans = (word for word in words[number] if word.lstrip("+~").startswith(OF_PLANS))
        first.setdefault(tuple(on_plans), number)
    return (asked.scenarios[number] for number in first.values())
