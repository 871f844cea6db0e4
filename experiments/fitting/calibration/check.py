"""How fitted settings do: on the seeds of the fit, and with intervals on seeds not used for it."""

from collections.abc import Mapping
from typing import Any

from rich.table import Table

from experiments.fitting.calibration.objective import Effort, ready
from experiments.fitting.calibration.targets import ELASTICITY, HELD_OUT, SHORT_RUN, TARGETS, Target
from experiments.measures import elasticity, outcomes
from experiments.seeds import some
from sim.config import Config
from sim.config.dotted import Settings, changed
from sim.inference.intervals import Interval
from sim.inference.intervals import interval as mean
from sim.runs.progress import counted

LONG_OVER_SHORT = Target("long_over_short", 2.0, 1.7, 2.3, 0.0, "Sethuraman, Tellis & Briesch 2011")


def measure(
    config: Config, settings: Settings, effort: Effort, seeds: int, workers: int
) -> dict[str, Interval]:
    """Every outcome with its interval, on fresh seeds; twice as many pairs for the elasticity."""
    tried = ready(changed(config, settings), effort)
    levels = outcomes.measure(tried, some("calibration, check", seeds), workers, counted("levels"))
    found = {name: mean(levels[name].to_numpy()) for name in levels}
    paired, tell = some("calibration, check of pairs", 2 * seeds), counted("elasticity")
    scored = elasticity.score(elasticity.pulses(tried, paired, workers, tell=tell))
    found[SHORT_RUN], found["long_run_elasticity"] = scored.short, scored.long
    found[LONG_OVER_SHORT.outcome] = scored.ratio
    return found


def fitted(found: Mapping[str, float]) -> Table:
    """What the best trial found, target by target."""
    table = _table("Fitted", ("target", "band", "found", "half-bands off", "weight"))
    for target in (*TARGETS, ELASTICITY):
        value: Any = found.get(target.outcome)
        cells = ("–", "–") if value is None else (f"{value:.4g}", f"{target.distance(value):.2f}")
        table.add_row(_name(target), f"{target.value:g}", f"{target.low:g} to {target.high:g}",
                      *cells, f"{target.weight:g}")  # fmt: skip
    return table


def table(found: Mapping[str, Interval]) -> Table:
    """Fresh seeds: each target and each held-out fact with its interval and verdict."""
    made = _table("On fresh seeds", ("published", "band", "95 % interval", "", "class"))
    for group, targets in (
        ("calibrated", (*TARGETS, ELASTICITY)),
        ("held out", (*HELD_OUT, LONG_OVER_SHORT)),
    ):
        for target in targets:
            seen = found[target.outcome]
            verdict = "in band" if seen.inside(target.low, target.high) else "MISSED"
            made.add_row(_name(target), f"{target.value:g}", f"{target.low:g} to {target.high:g}",
                         str(seen), verdict, group)  # fmt: skip
    return made


def _table(title: str, headings: tuple[str, ...]) -> Table:
    table = Table(title=title, box=None)
    table.add_column("outcome", no_wrap=True)
    for heading in headings:
        table.add_column(heading, justify="right")
    return table


def _name(target: Target) -> str:
    named = outcomes.OUTCOMES.get(target.outcome)
    return named.text if named else target.outcome.replace("_", " ")
