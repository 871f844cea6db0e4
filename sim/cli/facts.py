"""Checking facts: each one's reduced markets are run, with progress on a terminal."""

from collections.abc import Mapping, Sequence

from sim.facts import Fact, Outcome
from sim.runs.progress import Progress


def examine(fact: Fact) -> Outcome:
    """Run the model as the fact asks, and compare."""
    return Outcome(fact, tuple(fact.check()))


def check_all(asked: Mapping[str, Sequence[Fact]]) -> dict[str, list[Outcome]]:
    """Check every fact of every class."""
    outcomes: dict[str, list[Outcome]] = {}
    with Progress(sum(len(facts) for facts in asked.values())) as progress:
        for kind, facts in asked.items():
            outcomes[kind] = []
            for fact in facts:
                progress.scenario(f"{kind}: {fact.name}")
                outcomes[kind].append(examine(fact))
                progress(1, 1)
    return outcomes
