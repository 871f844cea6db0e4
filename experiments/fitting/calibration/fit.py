"""Fit the default market, resume a fit, check or write it.

A fit is kept in its folder as a study of Optuna; the same command goes on where the last stopped.
"""

import shlex
import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import optuna

from experiments.command import FOLDER, OUTPUTS, WORKERS, Option, Program, keep, scenario
from experiments.fitting.calibration import check, search
from experiments.fitting.calibration.objective import Effort, Score
from experiments.fitting.calibration.option import option, span
from sim.config.refusal import Refusal

OPTION = Path("configs/market/modern.yaml")


def tell(asked: Namespace) -> Iterator[Any]:
    """Search, then say how the best settings do; check and write them when asked to."""
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    config = scenario(*asked.overrides)
    effort = Effort(customers=asked.customers, warmup_days=asked.warmup)
    kept = search.study(asked.folder, asked.sampler)
    if asked.trials:
        search.search(kept, config, effort, asked.trials, asked.workers, _say)
    if not kept.trials:
        raise Refusal(f"no trial is kept in {asked.folder}: ask for some with --trials")
    settings, about = search.best(kept)
    yield check.fitted(about["found"])
    result = {"objective": kept.best_value, "trials": len(kept.trials), "settings": settings}
    result |= about
    if asked.check:
        seen = check.measure(config, settings, effort, asked.check, asked.workers)
        yield check.table(seen)
        result["check"] = {name: found._asdict() for name, found in seen.items()}
    yield f"objective {kept.best_value:.3f} after {len(kept.trials)} trials"
    yield "result.json", result
    if asked.write:
        keep(OPTION.parent, {OPTION.name: option(settings, _provenance(kept, effort))})
        yield f"written to {OPTION}"


def _provenance(kept: optuna.Study, effort: Effort) -> dict[str, Any]:
    said = [word for word in sys.argv[1:] if word != "--write"]
    return {
        "date": date.today().isoformat(),
        "command": shlex.join(["python", "-m", "experiments.fitting", *said]),
        "objective": kept.best_value,
        "trials": len(kept.trials),
        "levels": span(effort.level_seeds),
        "pairs": span(effort.elasticity_seeds),
        "reps": span(effort.selling_seeds),
    }


def _say(number: int, found: Score, best: float) -> None:
    mark = "" if found.measured_pairs else " (elasticities not measured)"
    print(f"trial {number}: {found.objective:.3f}{mark}, best {best:.3f}", flush=True)


OPTIONS = (
    Option("trials", 400, "trials to add, 0 for a report only", least=0),
    Option("sampler", "cma", "tpe explores more than cma", choices=("cma", "tpe")),
    Option("customers", Effort().customers, "of the market"),
    Option("warmup", Effort().warmup_days, "days before those that count", least=0),
    Option("check", 0, "measure the best on so many fresh seeds", least=0),
    Option("write", False, f"write the best to {OPTION}"),
    WORKERS._replace(default=2),
    FOLDER._replace(default=OUTPUTS / "calibration"),
)
PROGRAM = Program(tell, OPTIONS)
