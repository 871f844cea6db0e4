"""How fitted settings do: on the seeds of the fit, and with intervals on seeds not used for it."""

from collections.abc import Mapping
from typing import Any

from rich.table import Table

from experiments.fitting.calibration.objective import Effort, ready
from experiments.fitting.calibration.targets import (
    OF_REPS,
    PAIRED,
    SHORT_RUN,
    SHOWN,
    TARGETS,
    Target,
)
from experiments.measures import elasticity, outcomes, personal_selling
from experiments.seeds import some
from sim.config import Config
from sim.config.dotted import Settings, changed
from sim.inference.intervals import Interval
from sim.inference.intervals import interval as mean
from sim.runs.progress import counted


def measure(
    config: Config, settings: Settings, effort: Effort, seeds: int, workers: int
) -> dict[str, Interval]:
    """Each target and what is shown beside it, with intervals, on fresh seeds; twice as many pairs.

    Nothing that is held out is looked at.
    """
    tried = ready(changed(config, settings), effort)
    levels = outcomes.measure(tried, some("calibration, check", seeds), workers, counted("levels"))
    names = [target.outcome for target in (*TARGETS, *SHOWN)]
    found = {name: mean(levels[name].to_numpy()) for name in names}
    paired, tell = some("calibration, check of pairs", 2 * seeds), counted("elasticity")
    pairs = elasticity.pulses(tried, paired, workers, quarters=1, tell=tell)
    found[SHORT_RUN] = elasticity.score(pairs).short
    teams, tell = some("calibration, check of reps", seeds), counted("elasticity of reps")
    found[OF_REPS] = personal_selling.score(personal_selling.responses(tried, teams, workers, tell))
    return found


def fitted(found: Mapping[str, float]) -> Table:
    """What the best trial found, target by target."""
    table = _table("Fitted", ("target", "band", "found", "half-bands off", "weight"))
    for target in (*TARGETS, *PAIRED):
        value: Any = found.get(target.outcome)
        cells = ("–", "–") if value is None else (f"{value:.4g}", f"{target.distance(value):.2f}")
        table.add_row(_name(target), f"{target.value:g}", f"{target.low:g} to {target.high:g}",
                      *cells, f"{target.weight:g}")  # fmt: skip
    return table


def table(found: Mapping[str, Interval]) -> Table:
    """Fresh seeds: each target and what is shown beside it, with its interval and verdict."""
    made = _table("On fresh seeds", ("published", "band", "95 % interval", "", "class"))
    for group, targets in (
        ("calibrated", (*TARGETS, *PAIRED)),
        ("input, design", SHOWN),
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
