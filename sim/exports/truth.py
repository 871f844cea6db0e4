"""The true effect of each kind of content and of reps: the same luck replayed without them.

A replay is the same market with the same luck until the first counted day. From then on the focal
firm goes without one thing: nobody meets a kind of content, or reps tell customers nothing, or call
nobody. What was met before fades as memory does.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.config import KINDS, Config
from sim.inference.estimates import estimate
from sim.inference.kinds import Kind
from sim.inference.samples import Sample, sample
from sim.model.day import DAY
from sim.model.day.publish import publish
from sim.model.market import Market
from sim.model.state.world import World
from sim.records import Outcome, Records
from sim.runs.one_run import seed_of

if TYPE_CHECKING:
    from pandas import DataFrame

FOCAL = 0
OUTCOMES = ("wins", "revenue_new")
_BOUNDS = [f"{name}{end}" for name in ("effect", "share") for end in ("", "_low", "_high")]
COLUMNS = ["cause", "outcome", "with_it", "without_it", *_BOUNDS, "replicates"]
# A lead score that nobody has.
_NEVER = 1e9
Change = Callable[[World], None]
Tell = Callable[[int, int], None]


def _unseen(kinds: Sequence[str]) -> Change:
    """Hide these kinds of the focal firm's content from everybody today, old items included."""
    columns = [KINDS.index(kind) for kind in kinds]

    def change(world: World) -> None:
        page = world.page
        world.marketing.reach[page, FOCAL, columns] = 0.0
        world.marketing.dormant_reach[page, FOCAL, columns] = 0.0
        world.marketing.dormant_total[page] = world.marketing.dormant_reach[page].sum(axis=1)

    return change


def _tell_nothing(world: World) -> None:
    """Make reps mere order takers, who ask nothing, tell nothing and tailor nothing."""
    for name in ("talk_precision", "discovery_precision", "discovery_clarity", "tailoring"):
        world.sales.settings[name][FOCAL] = 0.0


def _call_nobody(world: World) -> None:
    """Make reps wait to be asked: no lead is handed to them, no stranger called."""
    world.sales.settings["cold_calls"][FOCAL] = 0
    world.marketing.settings["threshold_marketing"][FOCAL] = _NEVER
    world.marketing.settings["threshold_sales"][FOCAL] = _NEVER


# What a run can be replayed without, applied each day once marketers have published.
CAUSES: dict[str, Change] = {
    **{kind: _unseen([kind]) for kind in KINDS},
    "all content": _unseen(KINDS),
    "what reps tell": _tell_nothing,
    "calls by reps": _call_nobody,
}


def replay(config: Config, seed: int, change: Change | None = None) -> Records:
    """Run once with the luck of this seed, without something from the first counted day on."""
    model = Market(config, seed)
    while model.running:
        counted = model.world.day >= config.warmup_days
        for phase in DAY:
            phase(model.world)
            if phase is publish and counted and change is not None:
                change(model.world)
        model.end_day()
    model.release()
    return model.world.records


def outcomes(records: Records, start: float, years: float = 1.0) -> tuple[float, float]:
    """The focal firm's wins from a day on (deals), and what their terms of so many years book."""
    deals = records.deals.happened
    won = (deals["firm"] == FOCAL) & (deals["outcome"] == Outcome.WON) & (deals["closed"] >= start)
    return float(won.sum()), float(deals["value"][won].sum() * years)


def truth(
    config: Config, replicates: Sequence[int], settles: int = 0, tell: Tell | None = None
) -> "DataFrame":
    """Replay replicates of a scenario without each cause, to find what it added.

    Args:
        config: The scenario.
        replicates: Their numbers; each is a seed of its own.
        settles: Counted days that the outcomes leave out, while what was met before still fades.
        tell: Called after each run with the numbers of runs done and of all runs.

    Returns:
        A row for each cause and outcome, as :func:`table` makes it.
    """
    start, total = config.warmup_days + settles, len(replicates) * (1 + len(CAUSES))
    found = np.empty((1 + len(CAUSES), len(replicates), len(OUTCOMES)))
    for n, replicate in enumerate(replicates):
        for c, change in enumerate([None, *CAUSES.values()]):
            records = replay(config, seed_of(config, replicate), change)
            found[c, n] = outcomes(records, start, config.market.service.years)
            if tell is not None:
                tell(n * (1 + len(CAUSES)) + c + 1, total)
    return table(found)


def table(found: Any) -> "DataFrame":
    """A row for each cause and outcome: means with and without it, its effect, its share.

    Args:
        found: Outcomes [as it was and without each cause, replicate, outcome].

    Returns:
        The columns of ``truth.csv``, which the data dictionary explains.
    """
    import pandas as pd

    rows = []
    for c, cause in enumerate(CAUSES, start=1):
        for k, outcome in enumerate(OUTCOMES):
            had, left = found[0, :, k], found[c, :, k]
            effect = estimate(sample(Kind.MEAN, had - left))
            share = estimate(Sample(Kind.SIGNED, had - left, had))
            means = (had.mean(), left.mean())
            rows.append((cause, outcome, *means, *effect[:3], *share[:3], len(had)))
    return pd.DataFrame(rows, columns=COLUMNS)
