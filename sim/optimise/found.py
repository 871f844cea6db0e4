"""The outcome of a search: its trials, the best of them, how sure that is, their fresh runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sim.config import Config
from sim.inference.samples import total
from sim.metrics.estimates import sample_of
from sim.optimise.again import fresh
from sim.optimise.fronts import CANDIDATE, chances, front
from sim.optimise.search import Search
from sim.optimise.study import COMPLETE, Trial
from sim.runs.scenario import Result


@dataclass(frozen=True)
class Found:
    """All that a search has found; results, chances and fresh runs by the numbers of trials.

    ``front`` are the trials of the best means, ``chances`` the probability of every complete trial
    to be on it, ``again`` the best on fresh seeds; ``failed`` those that failed there.
    """

    search: Search
    trials: Sequence[Trial]
    results: Mapping[int, Result]
    front: Sequence[int] = ()
    chances: Mapping[int, float] = field(default_factory=dict)
    again: Mapping[int, Result] = field(default_factory=dict)
    failed: Sequence[int] = ()

    @property
    def shown(self) -> list[Result]:
        """The front by its fresh runs, where there are any."""
        return [self.again.get(number, self.results[number]) for number in self.front]

    @property
    def candidates(self) -> list[int]:
        """Trials beside the front that may well be on it, the likeliest first."""
        beside = {n: one for n, one in self.chances.items() if n not in self.front}
        likely = [number for number, chance in beside.items() if chance >= CANDIDATE]
        return sorted(likely, key=lambda number: -beside[number])

    @property
    def distinct(self) -> dict[int, Result]:
        """The complete trials by their number, each but once however often it was proposed."""
        ran = [one for one in self.trials if one.number in self.results]
        first = {one.words: one.number for one in reversed(ran) if one.state == COMPLETE}
        return {number: self.results[number] for number in sorted(first.values())}

    def with_fresh(self, ran: Mapping[int, Trial], configs: Mapping[int, Config]) -> "Found":
        """The same with the best run again."""
        whole = {number: one for number, one in ran.items() if one.state == COMPLETE}
        again = {
            number: Result(fresh(configs[number]), f"{name(one)}, fresh seeds", one.words,
                           {"runs": one.runs()})
            for number, one in whole.items()
        }  # fmt: skip
        failed = [number for number in ran if number not in whole]
        return replace(self, again=again, failed=failed)


def found_in(search: Search, trials: Sequence[Trial], configs: Mapping[int, Config]) -> Found:
    """The front of a search, before its best are run again."""
    ran = [one for one in trials if one.number in configs]
    results = {
        one.number: Result(configs[one.number], name(one), one.words, {"runs": one.runs()})
        for one in ran
    }
    found = Found(search, trials, results)
    samples = {
        number: {kpi: sample_of(one.tables["runs"], kpi) for kpi in search.goals}
        for number, one in found.distinct.items()
    }
    means = {n: {kpi: total(one[kpi]) for kpi in one} for n, one in samples.items()}
    return replace(found, front=front(search, means), chances=chances(search, samples))


def name(trial: Trial) -> str:
    """The name of a trial in tables and figures."""
    return f"trial {trial.number}"
