"""Run both markets on the same seeds, beside the published facts."""

from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from experiments.command import Option, Program, scenario
from experiments.measures import elasticity, outcomes
from experiments.seeds import some
from experiments.studies.buyer.score import (
    COST_RATIO,
    MODERN,
    NINETIES,
    RATIO,
    SHORT,
    Expected,
    sources,
    table,
)
from sim.inference.estimates import estimate
from sim.inference.intervals import Interval
from sim.inference.intervals import interval as mean
from sim.inference.kinds import Kind
from sim.inference.samples import sample
from sim.runs.progress import counted


def tell(asked: Namespace) -> Iterator[Any]:
    """Run both markets and say what each fact came to."""
    pairs = some("buyer, pairs", asked.pairs)
    modern, nineties = (
        scenario(f"market={market}", *asked.overrides) for market in ("modern", "nineties")
    )
    now = outcomes.measure(modern, asked.seeds, asked.workers, counted("modern"))
    then = outcomes.measure(nineties, asked.seeds, asked.workers, counted("nineties"))

    def means(facts: tuple[Expected, ...], of: Any) -> list[tuple[Expected, Interval]]:
        return [(one, mean(of[one.name].to_numpy(float))) for one in facts]

    rows = means(MODERN, now)
    if pairs:
        told = counted("elasticity")
        found = elasticity.score(elasticity.pulses(modern, pairs, asked.workers, tell=told))
        rows += [(SHORT, found.short), (RATIO, found.ratio)]
    yield table("market=modern", rows)
    before, since = (one["cost_per_win"].to_numpy(float) for one in (then, now))
    cost = estimate(sample(Kind.RATIO, before, since, before))
    old = [*means(NINETIES, then), (COST_RATIO, cost)]
    yield table("market=nineties, the same seeds", old)
    yield sources(now)


PAIRS = Option("pairs", 300, "paired seeds for the elasticity, 0 to leave it out", least=0)
PROGRAM = Program(tell, (PAIRS,), seeds=30)
