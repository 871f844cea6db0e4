"""The search for settings with which the funnel of the fitted months comes back.

First a Sobol design over all of the space, then rounds of proposals around the best so far, closer
each time; last, the best few once more on seeds by which none of them was chosen. A trial is judged
by the mean squared distance of leads won and of the eight shapes from the real ones,

    J = Σ dₖ² ÷ 9,  dₖ = (simulated − real) ÷ the real interval's half on that side, at most 10

with the parts with a need set in a run before so that about as many leads are won as really. The
other months' facts are not looked at. Trials run side by side and are told in their order, so any
number of workers finds the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy.stats import qmc

from experiments.fitting.real_funnel.parts import fitting, given, measured, with_intents
from experiments.fitting.real_funnel.space import SPACE, Range, settings
from experiments.seeds import some
from sim.config import Config
from sim.config.dotted import Settings, changed
from sim.metrics.real_funnel import FITTED, WON_OF_ALL, compared, is_level
from sim.runs.compiling import processes
from sim.runs.pool import results
from sim.runs.scenario import run

if TYPE_CHECKING:
    from pandas import DataFrame

FURTHEST = 10.0


class Effort(NamedTuple):
    """How much is tried: the design's points, rounds of proposals, and who is tried once more.

    ``spread`` is the SD of the first round's proposals, in parts of each parameter's range; each
    later round has ``narrower`` of the one before. Trials run ``replicates``, finalists ``again``.
    """

    design: int = 64
    rounds: int = 5
    proposals: int = 8
    replicates: int = 3
    spread: float = 0.15
    narrower: float = 0.7
    finalists: int = 5
    again: int = 12


class Trial(NamedTuple):
    """Places in the space, the settings there, and how far their funnel is from the real one."""

    places: tuple[float, ...]
    settings: Settings
    distance: float


class Seeds(NamedTuple):
    """Root seeds: for the parts, for trials, for finalists; and that of the design."""

    parts: int
    trials: int
    finalists: int
    design: int


SEEDS = Seeds(*some("real_funnel", 4, skipped=1))


def search(
    config: Config, effort: Effort, workers: int, space: tuple[Range, ...] = SPACE
) -> Iterator[tuple[str, list[Trial]]]:
    """Stage by stage, what was tried; the last stage is the finalists', from the best."""
    luck = np.random.default_rng(SEEDS.design)
    places = qmc.Sobol(len(space), rng=SEEDS.design).random(effort.design)
    with processes(workers, config) as pool:

        def tried(tries: Sequence[Any], seed: int, replicates: int) -> list[Trial]:
            jobs = {
                f"trial {n}": pool.submit(trial, config, tuple(at), space, (seed, replicates))
                for n, at in enumerate(tries)
            }
            return sorted(results(jobs), key=lambda one: one.distance)

        found = tried(places.tolist(), SEEDS.trials, effort.replicates)
        yield "design", found
        for number in range(effort.rounds):
            width = effort.spread * effort.narrower**number
            steps = luck.normal(0.0, width, (effort.proposals, len(space)))
            near = np.clip(np.array(found[0].places) + steps, 0.0, 1.0)
            made = tried(near.tolist(), SEEDS.trials, effort.replicates)
            found = sorted([*found, *made], key=lambda one: one.distance)
            yield f"round {number + 1}", made
        best = [one.places for one in unlike(found)[: effort.finalists]]
        yield "finalists", tried(best, SEEDS.finalists, effort.again)


def trial(
    config: Config, places: tuple[float, ...], space: tuple[Range, ...], luck: tuple[int, int]
) -> Trial:
    """Run the settings at some places, with luck as a root seed and a number of replicates."""
    seed, replicates = luck
    chosen = settings(places, space)
    tried = changed(replace(config, workers=1), chosen)
    first = replace(tried, seed=SEEDS.parts, replicates=1)
    per_need = measured(given(first), compared(run(first).tables, first)).per_need
    second = with_intents(tried, fitting(per_need, given(tried)))
    second = replace(second, seed=seed, replicates=replicates)
    return Trial(places, chosen, distance(compared(run(second).tables, second)))


def distance(comparison: "DataFrame") -> float:
    """J of a comparison: how far leads won and shapes are from those of the fitted months."""
    of = comparison[comparison["role"] == FITTED]
    of = of[~of["fact"].map(is_level) | (of["fact"] == WON_OF_ALL)]
    simulated, real = of["simulated"].to_numpy(), of["real"].to_numpy()
    above, below = of["real_high"].to_numpy() - real, real - of["real_low"].to_numpy()
    off = (simulated - real) / np.where(simulated > real, above, below)
    return float(np.mean(np.clip(np.nan_to_num(off, nan=FURTHEST), -FURTHEST, FURTHEST) ** 2))


def unlike(trials: Sequence[Trial]) -> list[Trial]:
    """Trials without those whose settings an earlier one has."""
    found: dict[tuple[Any, ...], Trial] = {}
    for one in trials:
        found.setdefault(tuple(one.settings.values()), one)
    return list(found.values())
