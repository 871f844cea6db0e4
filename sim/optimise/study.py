"""The study: Optuna proposes, trials run replicate by replicate, and a journal keeps them all.

A proposal depends on the seed and the trials before alone, so a study that was stopped and resumed
is the one that was never stopped. Optuna is an optional extra:
``pip install 'smarketing[optimise]'``.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.config.refusal import Refusal
from sim.designs.ranges import Range
from sim.optimise.search import Search

JOURNAL = "study.jsonl"
STUDY = "optimise"
RUNNING, COMPLETE, PRUNED, FAILED = "running", "complete", "pruned", "failed"
Row = dict[str, Any]


@dataclass(frozen=True)
class Trial:
    """One scenario that was tried: its number, its state, its words, its runs so far."""

    number: int
    state: str
    words: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)

    def values(self, kpi: str) -> NDArray[np.float64]:
        """A KPI of each replicate, in their order; NaN where undefined."""
        return np.array([row["kpis"].get(kpi) for row in self.rows], np.float64)


class Study:
    """A journal of trials in a folder. Raises :class:`Refusal` if it is another search's."""

    def __init__(self, folder: Path, search: Search, identity: str) -> None:
        self._optuna = _optuna()
        self._search = search
        self._folder = folder
        _mend(folder / JOURNAL)
        backend = self._optuna.storages.journal.JournalFileBackend(str(folder / JOURNAL))
        storage = self._optuna.storages.JournalStorage(backend)
        directions = ["maximize" if sign > 0 else "minimize" for sign in search.goals.values()]
        names = [one.study_name for one in storage.get_all_studies()]
        if names and names != [f"{STUDY}-{identity}"]:
            other = "other words, ranges, goals or code; name a new folder"
            raise Refusal(f"{folder} holds a study of something else: {other}")
        named = {"study_name": f"{STUDY}-{identity}", "load_if_exists": True}
        self._study = self._optuna.create_study(storage=storage, directions=directions, **named)

    def trials(self) -> list[Trial]:
        """All trials in their order."""
        return [self._trial(one) for one in self._study.get_trials(deepcopy=False)]

    def next(self) -> Trial:
        """The trial that was left unfinished, or a new one."""
        for one in self._study.get_trials(deepcopy=False):
            if one.state == self._optuna.trial.TrialState.RUNNING and one.params:
                return self._trial(one)
        number = len(self._study.get_trials(deepcopy=False))
        self._study.sampler = self._sampler(number)
        places = {one.key: _place(self._optuna, one) for one in self._search.ranges}
        return self._trial(self._study.ask(places))

    def tell(self, trial: Trial, state: str, rows: Sequence[Row], means: dict[str, float]) -> None:
        """Keep the outcome of a trial: its runs, and its means if it is complete."""
        states = self._optuna.trial.TrialState
        known = all(np.isfinite(means[kpi]) for kpi in self._search.goals) if means else False
        attributes = json.dumps({"state": state, "rows": list(rows)}, allow_nan=False)
        identifier = self._study.get_trials(deepcopy=False)[trial.number]._trial_id
        self._study._storage.set_trial_user_attr(identifier, "outcome", attributes)
        if state == COMPLETE and known:
            self._study.tell(trial.number, [means[kpi] for kpi in self._search.goals])
        else:
            end = states.PRUNED if state == PRUNED else states.FAIL
            self._study.tell(trial.number, state=end)

    def _sampler(self, number: int) -> Any:
        seed = np.random.SeedSequence(self._search.seed, spawn_key=(number,))
        first = min(10 + 2 * len(self._search.ranges), max(self._search.trials // 3, 1))
        return self._optuna.samplers.TPESampler(
            seed=int(seed.generate_state(1)[0]), n_startup_trials=first
        )

    def _trial(self, one: Any) -> Trial:
        kept = json.loads(one.user_attrs.get("outcome", "{}"))
        known = [each for each in self._search.ranges if each.key in one.params]
        words = tuple(f"{each.key}={each.at(_unit(each, one.params[each.key]))}" for each in known)
        return Trial(one.number, kept.get("state", RUNNING), words, kept.get("rows", []))


def run_all(
    study: Study, search: Search, attempt: Callable[[Trial, list[Trial]], tuple[str, list[Row]]]
) -> Iterator[Trial]:
    """Run trials until there are as many as asked for; each one as it ends.

    ``attempt(trial, complete)`` runs one and returns its last state and its rows.
    """
    while True:
        trials = study.trials()
        ended = [one for one in trials if one.state != RUNNING]
        if len(ended) >= search.trials:
            return
        trial = study.next()
        before = next((one for one in ended if one.words == trial.words), None)
        if before is not None:  # the same runs would come out the same
            state, rows = before.state, before.rows
        else:
            state, rows = attempt(trial, [one for one in ended if one.state == COMPLETE])
        done = Trial(trial.number, state, trial.words, rows)
        study.tell(trial, state, rows, means_of(done, search) if state == COMPLETE else {})
        yield done


def means_of(trial: Trial, search: Search) -> dict[str, float]:
    """The mean of every goal over the replicates in which it is defined; NaN if in none."""
    found = {}
    for kpi in search.goals:
        known = trial.values(kpi)
        known = known[~np.isnan(known)]
        found[kpi] = float(known.mean()) if len(known) else float("nan")
    return found


def _place(optuna: Any, one: Range) -> Any:
    """The place of a parameter in its range, from 0 to 1; a choice by its number."""
    if one.choices:
        return optuna.distributions.CategoricalDistribution(tuple(range(len(one.choices))))
    return optuna.distributions.FloatDistribution(0.0, 1.0)


def _unit(one: Range, place: Any) -> float:
    return (int(place) + 0.5) / len(one.choices) if one.choices else float(place)


def _mend(journal: Path) -> None:
    """Cut off a last line that was torn when something was killed."""
    if not journal.is_file():
        return
    content = journal.read_bytes()
    whole = content[: content.rfind(b"\n") + 1]
    if len(whole) < len(content):
        with journal.open("r+b") as file:
            file.truncate(len(whole))


def _optuna() -> Any:
    try:
        import optuna
        import optuna.storages.journal
    except ImportError:
        raise Refusal("optimise needs Optuna: pip install 'smarketing[optimise]'") from None
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    return optuna
