"""``python -m experiments.fitting.calibration``: fit the default market, resume a fit, check or write it.

A fit is a study kept in outputs/calibration; the same command goes on where the last one stopped.
"""

import argparse
import json
import shlex
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import optuna
from rich.console import Console

from experiments.fitting.calibration import check, fit
from experiments.fitting.calibration.objective import Effort, Score
from experiments.fitting.calibration.option import option, span
from sim.request import request

FOLDER = Path("outputs/calibration")
OPTION = Path("configs/market/modern.yaml")


def main(words: Sequence[str] | None = None) -> None:
    """Search, then say how the best settings do; check and write them when asked to."""
    asked = _parser().parse_args(words)
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    config = request(asked.overrides).scenarios[0].config
    effort = Effort(customers=asked.customers, warmup_days=asked.warmup)
    kept = fit.study(asked.folder, asked.sampler)
    if asked.trials:
        fit.search(kept, config, effort, asked.trials, asked.workers, _say)
    settings, about = fit.best(kept)
    screen = Console(width=110, highlight=False)
    screen.print(check.fitted(about["found"]))
    result = {"objective": kept.best_value, "trials": len(kept.trials), "settings": settings,
              **about}  # fmt: skip
    if asked.check:
        seen = check.measure(config, settings, effort, asked.check, asked.workers)
        screen.print(check.table(seen))
        result["check"] = {name: found._asdict() for name, found in seen.items()}
    path = asked.folder / "result.json"
    path.write_text(json.dumps(result, indent=1))
    screen.print(f"objective {kept.best_value:.3f} after {len(kept.trials)} trials; kept in {path}")
    if asked.write:
        OPTION.write_text(option(settings, _provenance(kept, effort)))
        screen.print(f"written to {OPTION}")


def _provenance(kept: optuna.Study, effort: Effort) -> dict[str, Any]:
    said = [word for word in sys.argv[1:] if word != "--write"]
    return {
        "date": date.today().isoformat(),
        "command": shlex.join(["python", "-m", "experiments.fitting.calibration", *said]),
        "objective": kept.best_value,
        "trials": len(kept.trials),
        "levels": span(effort.level_seeds),
        "pairs": span(effort.elasticity_seeds),
    }


def _say(number: int, found: Score, best: float) -> None:
    mark = "" if found.measured_elasticity else " (elasticity not measured)"
    print(f"trial {number}: {found.objective:.3f}{mark}, best {best:.3f}", flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m experiments.fitting.calibration", description=__doc__)
    parser.add_argument("--trials", type=int, default=400, help="trials to add; 0 only reports")
    parser.add_argument("--workers", type=int, default=2, help="trials run side by side")
    parser.add_argument("--sampler", choices=("cma", "tpe"), default="cma")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the study is kept")
    parser.add_argument("--customers", type=int, default=Effort().customers)
    parser.add_argument("--warmup", type=int, default=Effort().warmup_days, help="days")
    parser.add_argument("--check", type=int, default=0, metavar="SEEDS",
                        help="measure the best on so many fresh seeds")  # fmt: skip
    parser.add_argument("--write", action="store_true", help=f"write the best to {OPTION}")
    parser.add_argument("overrides", nargs="*", help="key=value of the scenario")
    return parser


if __name__ == "__main__":
    main()
