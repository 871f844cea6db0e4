"""The study: Optuna proposes, trials run replicate by replicate, and a journal keeps them all.

A proposal depends on the seed and the trials before alone, so a study that was stopped and resumed
is the one that was never stopped. Optuna is an optional extra:
``pip install 'smarketing[optimise]'``.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.config.refusal import Refusal
from sim.designs.ranges import Range
from sim.inference.samples import Sample, total
from sim.optimise.search import Search

if TYPE_CHECKING:
    from pandas import DataFrame

JOURNAL = "study.jsonl"
KIND = "smarketing search"
RUNNING, COMPLETE, PRUNED, FAILED = "running", "complete", "pruned", "failed"
AGAIN = "again"
Row = dict[str, Any]


@dataclass(frozen=True)
class Trial:
    """One scenario that was tried: its number, its state, its words, its runs so far.

    ``places`` are those of its parameters in their ranges, from 0 to 1, or numbers of choices.
    """

    number: int
    state: str
    words: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)
    places: dict[str, Any] = field(default_factory=dict)

    def runs(self) -> "DataFrame":
        """Its runs as a table, a row a replicate."""
        import pandas as pd

        rows = [
            {name: value for name, value in row.items() if name not in ("digest", "kpis")}
            | {"status": "finished", "digest": row["digest"], **row["kpis"]}
            for row in self.rows
            if "digest" in row
        ]
        return pd.DataFrame(rows).fillna(float("nan"))

    def sample(self, kpi: str) -> Sample:
        """A KPI over the replicates of a trial, in their order."""
        from sim.metrics.estimates import sample_of

        return sample_of(self.runs(), kpi)


class Study:
    """A journal of the trials that are over, a line each: whatever was begun leaves no mark in it.

    Trials that were run again on fresh seeds have another line, of which proposals know nothing.
    Raises :class:`Refusal` if it is another search's.
    """

    def __init__(self, folder: Path, search: Search, identity: str) -> None:
        self._optuna = _optuna()
        self._search = search
        self._places = {one.key: _place(self._optuna, one) for one in search.ranges}
        self._journal = folder / JOURNAL
        self._over: list[Trial] = []
        self._frozen: list[Any] = []
        self._again: dict[int, Trial] = {}
        header = {"journal": KIND, "study": identity}
        end = 0
        for line, content in _lines(self._journal):
            if end == 0 and content != header:
                other = "other words, ranges, goals or code; name a new folder"
                raise Refusal(f"{folder} holds a study of something else: {other}")
            if end:
                one = Trial(**content.get(AGAIN, content))
                known = one.number < len(self._over)
                if known != (AGAIN in content) or one.number > len(self._over):
                    break  # a lost block of the disk: what follows will come out as it did
                (self._take_again if known else self._take)(one)
            end += len(line)
        if self._journal.exists():
            os.truncate(self._journal, end)
        if end == 0:
            self._write(header)

    def trials(self) -> list[Trial]:
        """All trials that are over, in their order."""
        return list(self._over)

    def next(self) -> Trial:
        """A new trial, which depends on those before it alone."""
        number, signs = len(self._over), self._search.goals.values()
        directions = ["maximize" if sign > 0 else "minimize" for sign in signs]
        sampler = self._sampler(number)
        study = self._optuna.create_study(directions=directions, sampler=sampler)
        study.add_trials(self._frozen)
        places = study.ask(self._places).params
        ranges = self._search.ranges
        words = tuple(f"{one.key}={one.at(_unit(one, places[one.key]))}" for one in ranges)
        return Trial(number, RUNNING, words, places=places)

    def tell(self, trial: Trial) -> None:
        """Keep a trial that is over: its place, its state and its runs."""
        self._write(asdict(trial))
        self._take(trial)

    def again(self, number: int) -> Trial | None:
        """A trial as it came out on fresh seeds, if it was run on them."""
        return self._again.get(number)

    def tell_again(self, trial: Trial) -> None:
        """Keep what came of a trial on fresh seeds."""
        self._write({AGAIN: asdict(trial)})
        self._take_again(trial)

    def _take_again(self, trial: Trial) -> None:
        self._again[trial.number] = replace(trial, words=tuple(trial.words))

    def _take(self, trial: Trial) -> None:
        states = self._optuna.trial.TrialState
        self._over.append(replace(trial, words=tuple(trial.words)))
        state, values = states.PRUNED if trial.state == PRUNED else states.FAIL, None
        means = [*means_of(trial, self._search).values()] if trial.state == COMPLETE else []
        if means and np.isfinite(means).all():
            state, values = states.COMPLETE, means
        kept = {"params": trial.places, "distributions": self._places, "values": values}
        self._frozen.append(self._optuna.trial.create_trial(state=state, **kept))

    def _write(self, content: Mapping[str, Any]) -> None:
        line = json.dumps(content, allow_nan=False) + "\n"
        with self._journal.open("ab") as file:
            file.write(line.encode())
            file.flush()
            os.fsync(file.fileno())

    def _sampler(self, number: int) -> Any:
        seed = np.random.SeedSequence(self._search.seed, spawn_key=(number,))
        first = min(10 + 2 * len(self._search.ranges), max(self._search.trials // 3, 1))
        return self._optuna.samplers.TPESampler(
            seed=int(seed.generate_state(1)[0]), n_startup_trials=first
        )


def run_all(
    study: Study, search: Search, attempt: Callable[[Trial, list[Trial]], tuple[str, list[Row]]]
) -> Iterator[Trial]:
    """Run trials until there are as many as asked for; each one as it ends.

    ``attempt(trial, complete)`` runs one and returns its last state and its rows.
    """
    while True:
        ended = study.trials()
        if len(ended) >= search.trials:
            return
        trial = study.next()
        before = next((one for one in ended if one.words == trial.words), None)
        if before is not None:  # the same runs would come out the same
            state, rows = before.state, before.rows
        else:
            state, rows = attempt(trial, [one for one in ended if one.state == COMPLETE])
        done = replace(trial, state=state, rows=rows)
        study.tell(done)
        yield done


def means_of(trial: Trial, search: Search) -> dict[str, float]:
    """The estimate of every goal over the replicates together; NaN where it is undefined."""
    return {kpi: total(trial.sample(kpi)) for kpi in search.goals}


def _place(optuna: Any, one: Range) -> Any:
    """The place of a parameter in its range, from 0 to 1; a choice by its number."""
    if one.choices:
        return optuna.distributions.CategoricalDistribution(tuple(range(len(one.choices))))
    return optuna.distributions.FloatDistribution(0.0, 1.0)


def _unit(one: Range, place: Any) -> float:
    return (int(place) + 0.5) / len(one.choices) if one.choices else float(place)


def _lines(journal: Path) -> Iterator[tuple[bytes, dict[str, Any]]]:
    """The whole lines of a journal and their content, up to the first that is torn."""
    if not journal.is_file():
        return
    with journal.open("rb") as file:
        for line in file:
            try:
                content = json.loads(line) if line.endswith(b"\n") else None
            except ValueError:
                content = None
            if not isinstance(content, dict):
                return
            yield line, content


def _optuna() -> Any:
    try:
        import optuna
    except ImportError:
        raise Refusal("optimise needs Optuna: pip install 'smarketing[optimise]'") from None
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    return optuna
