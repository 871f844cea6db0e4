"""The truth: what each kind of content and the reps added, by replaying the same luck without them.

A replay is the same market with the same luck until the first counted day. From then on the focal
firm goes without one thing: nobody meets a kind of content, or reps tell customers nothing, or call
nobody. What was met before fades as memory does.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.config import KINDS, Config
from sim.inference.intervals import interval
from sim.model.day import DAY
from sim.model.day.publish import publish
from sim.model.market import Market
from sim.model.state.world import World
from sim.records import Outcome, Records
from sim.runs.scenario import seed_of

if TYPE_CHECKING:
    from pandas import DataFrame

FOCAL = 0
OUTCOMES = ("wins", "revenue_new")
# A lead score that nobody has.
_NEVER = 1e9
Change = Callable[[World], None]


def _unseen(kinds: Sequence[str]) -> Change:
    """Nobody meets these kinds of the focal firm's content today, old items included."""
    columns = [KINDS.index(kind) for kind in kinds]

    def change(world: World) -> None:
        page = world.page
        world.marketing.reach[page, FOCAL, columns] = 0.0
        world.marketing.dormant_reach[page, FOCAL, columns] = 0.0
        world.marketing.dormant_total[page] = world.marketing.dormant_reach[page].sum(axis=1)

    return change


def _tell_nothing(world: World) -> None:
    """Reps take orders: they ask nothing, tell nothing, tailor nothing."""
    for name in ("talk_precision", "discovery_precision", "discovery_clarity", "tailoring"):
        world.sales.settings[name][FOCAL] = 0.0


def _call_nobody(world: World) -> None:
    """Reps wait to be asked: no lead is handed to them, no stranger called."""
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
    """One run under the luck of this seed, from the first counted day on without something."""
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


def outcomes(records: Records, start: float) -> tuple[float, float]:
    """The focal firm's wins from a day on, and their first year's value."""
    deals = records.deals.happened
    won = (deals["firm"] == FOCAL) & (deals["outcome"] == Outcome.WON) & (deals["closed"] >= start)
    return float(won.sum()), float(deals["value"][won].sum())


def truth(
    config: Config, replicates: Sequence[int], settles: int = 0,
    tell: Callable[[int, int], None] | None = None,
) -> "DataFrame":  # fmt: skip
    """A row per cause and outcome over these replicates of a scenario.

    ``settles`` is the number of counted days that are left out of the outcomes, while what was met
    before the replay parted still fades.
    """
    start, total = config.warmup_days + settles, len(replicates) * (1 + len(CAUSES))
    found = np.empty((1 + len(CAUSES), len(replicates), len(OUTCOMES)))
    for n, replicate in enumerate(replicates):
        for c, change in enumerate([None, *CAUSES.values()]):
            found[c, n] = outcomes(replay(config, seed_of(config, replicate), change), start)
            if tell is not None:
                tell(n * (1 + len(CAUSES)) + c + 1, total)
    return table(found)


def table(found: Any) -> "DataFrame":
    """The truth from outcomes [as it was and each cause, replicate, outcome]."""
    import pandas as pd

    rows = []
    for c, cause in enumerate(CAUSES, start=1):
        for k, outcome in enumerate(OUTCOMES):
            had, left = found[0, :, k], found[c, :, k]
            effect = interval(had - left)
            whole = max(had.mean(), 1e-300)
            rows.append({
                "cause": cause, "outcome": outcome, "with_it": had.mean(),
                "without_it": left.mean(), "effect": effect.mean, "effect_low": effect.low,
                "effect_high": effect.high, "share": effect.mean / whole,
                "share_low": effect.low / whole, "share_high": effect.high / whole,
                "replicates": len(had),
            })  # fmt: skip
    return pd.DataFrame(rows)
