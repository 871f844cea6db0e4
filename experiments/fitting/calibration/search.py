"""The search: trials proposed by Optuna in rounds, run side by side, kept in a study."""

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import optuna

from experiments.fitting.calibration.objective import PROMISING, Effort, Score, evaluate
from experiments.fitting.calibration.space import SPACE, Range, fitting
from sim.config import Config
from sim.runs.compiling import processes

NAME = "modern"
# Trials that are proposed before any of them is known.
ROUND = 12
Tell = Callable[[int, Score, float], None]


def study(folder: Path, sampler: str = "cma", seed: int = 1) -> optuna.Study:
    """The study kept in a folder, new or resumed.

    CMA-ES (Hansen 2016) starts near where the space says; TPE (Bergstra et al. 2011) explores more.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made: optuna.samplers.BaseSampler
    if sampler == "cma":
        begin = {wanted.key: wanted.start for wanted in SPACE}
        with warnings.catch_warnings():  # where to begin may be said until Optuna 6
            warnings.filterwarnings("ignore", "`(x0|sigma0)` has been deprecated", FutureWarning)
            made = optuna.samplers.CmaEsSampler(
                x0=begin, sigma0=0.04, seed=seed, warn_independent_sampling=False
            )
    else:
        made = optuna.samplers.TPESampler(seed=seed, multivariate=True, constant_liar=True)
    return optuna.create_study(
        storage=f"sqlite:///{folder.resolve() / 'study.db'}", study_name=NAME, sampler=made,
        load_if_exists=True,
    )  # fmt: skip


def search(
    kept: optuna.Study,
    config: Config,
    effort: Effort,
    trials: int,
    workers: int,
    tell: Tell | None = None,
    space: tuple[Range, ...] = SPACE,
) -> None:
    """Add so many finished trials to a study; stopped half-way, what is finished stays.

    Trials are asked for, and told of, in rounds of :data:`ROUND`, whatever the workers: so the same
    command finds the same settings however many there are. The first round is where the space says
    to begin, as the sampler learns from it what is to be sampled.
    """
    for forgotten in kept.get_trials(states=[optuna.trial.TrialState.RUNNING]):
        kept.tell(forgotten.number, state=optuna.trial.TrialState.FAIL)
    left = trials
    if not kept.trials:
        kept.enqueue_trial({r.key: r.start for r in space})
    with processes(workers) as pool:
        while left:
            asked = [kept.ask() for _ in range(min(ROUND, left) if _finished(kept) else 1)]
            left -= len(asked)
            bar, jobs = _promising(kept), []
            for trial in asked:
                settings = fitting({r.key: _suggest(trial, r) for r in space})
                jobs.append(pool.submit(evaluate, config, settings, effort, bar))
            for trial, job in zip(asked, jobs, strict=True):
                _finish(kept, trial, job.result(), tell)


def best(kept: optuna.Study) -> tuple[dict[str, float], dict[str, Any]]:
    """The winning settings as they were run, and what was found with them."""
    trial = kept.best_trial
    return fitting(dict(trial.params)), dict(trial.user_attrs)


def _finished(kept: optuna.Study) -> list[optuna.trial.FrozenTrial]:
    return kept.get_trials(deepcopy=False, states=[optuna.trial.TrialState.COMPLETE])


def _promising(kept: optuna.Study) -> float:
    """J of levels from which the elasticity is worth its runs: a tenth above the best so far."""
    lowest = min((trial.user_attrs["levels"] for trial in _finished(kept)), default=float("inf"))
    return float(max(PROMISING, 1.1 * lowest))


def _finish(kept: optuna.Study, trial: optuna.Trial, found: Score, tell: Tell | None) -> None:
    trial.set_user_attr("levels", found.levels)
    trial.set_user_attr("found", found.found)
    kept.tell(trial, found.objective)
    if tell is not None:
        tell(trial.number, found, kept.best_value)


def _suggest(trial: optuna.Trial, wanted: Range) -> float:
    return trial.suggest_float(wanted.key, wanted.low, wanted.high, log=wanted.log)
