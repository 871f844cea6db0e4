"""``sim optimise``: words about the search, and words about the scenario to search from."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.config.refusal import Refusal
from sim.engine.signals import tidily
from sim.optimise.search import PREFIX, search_from
from sim.optimise.study import Trial

if TYPE_CHECKING:
    from sim.metrics.summary import Result
    from sim.optimise.found import Found

DONE, NOTHING, INTERRUPTED = 0, 1, 130


def optimise(words: Sequence[str]) -> int:
    """Search for the best; 0 if a trial is complete, 1 if none is, 130 if stopped for now."""
    from sim.cli.asides import tell
    from sim.request import read, request

    mine = [word for word in words if word.lstrip("+").startswith(f"{PREFIX}.")]
    others = [word for word in words if word not in mine]
    search = search_from(_settings(read(mine)))
    asked = request(others)
    if asked.sweep or len(asked.scenarios) != 1:
        raise Refusal("optimise searches from one scenario: leave -m out")
    tell(asked)
    base, started = asked.scenarios[0], datetime.now(UTC).isoformat(timespec="seconds")
    story = {"argv": [PREFIX, *words], "choices": base.choices, "started": started}
    from sim.optimise.perform import perform

    try:
        with tidily():
            found = perform(asked.folder, others, base.config, search, story, _tell)
    except KeyboardInterrupt:
        more = f"the same words with hydra.run.dir={asked.folder} go on"
        print(f"\nsim: stopped; {more}", file=sys.stderr)
        return INTERRUPTED
    if not found.front:
        print(f"sim: no trial is complete; {asked.folder}/study.jsonl says why", file=sys.stderr)
        return NOTHING
    _remark(found, asked.remarks)
    print("\n".join(_shown(found, asked.folder)))
    return DONE


def _settings(words: Sequence[Any]) -> dict[str, Any]:
    settings = {}
    for one in words:
        if len(one.values) != 1:
            raise Refusal(f"{one.key} takes one value")
        settings[one.key.partition(".")[2]] = one.values[0]
    return settings


def _tell(trial: Trial, of: int) -> None:
    if sys.stderr.isatty():
        text = f"\r{trial.number + 1} of {of} trials: {trial.state:<10}"
        print(text, end="", file=sys.stderr, flush=True)


def _remark(found: "Found", said: Sequence[str]) -> None:
    """Say what in the best trials will never be seen, where it was not said of the start."""
    from sim.config.remarks import remarks

    for number in found.front:
        for line in remarks(found.results[number].config):
            if line not in said:
                print(f"sim: {found.results[number].name}: {line}", file=sys.stderr)


def _shown(found: "Found", folder: Path) -> Iterator[str]:
    """The best on fresh seeds, beside what they were picked for; who else may be as good."""
    several = len(found.search.goals) > 1
    place = "on the front" if several else "the best of them"
    for number in found.front:
        one = found.results[number]
        picked = f"in the search (picked): {_goals(one, found.search.goals)}"
        if number in found.again:
            yield f"{one.name}: {_goals(found.again[number], found.search.goals)} on fresh seeds"
            yield f"    {picked}"
        else:
            why = "failed on fresh seeds" if number in found.failed else "not run again"
            yield f"{one.name}: {picked}; {why}"
        yield f"    {' '.join(one.overrides)}"
        yield f"    {_sureness(found.chances.get(number), place)}"
    for number in found.candidates:
        one, chance = found.results[number], f"{100 * found.chances[number]:.0f} %"
        yield f"{one.name} may be {place} too, with a probability of {chance}"
        yield f"    in the search: {_goals(one, found.search.goals)}"
        yield f"    {' '.join(one.overrides)}"
    states = [one.state for one in found.trials]
    told = ", ".join(f"{states.count(state)} {state}" for state in sorted(set(states)))
    yield f"{len(states)} trials ({told})"
    yield f"tables, figures and the study: {folder}/"


def _sureness(chance: float | None, place: str) -> str:
    if chance is None:
        return f"too few replicates to say how surely it is {place}"
    doubt = ", so rather not" if chance < 0.5 else ""
    return f"it is {place} with a probability of {100 * chance:.0f} %{doubt}"


def _goals(result: "Result", goals: Mapping[str, int]) -> str:
    from sim.metrics.account import plain
    from sim.metrics.estimates import estimate
    from sim.metrics.glossary import KPIS
    from sim.metrics.numbers import interval_text, mean_text

    said = []
    for kpi in goals:
        mean, low, high = map(plain, estimate(result, kpi)[:3])
        value, unit = {"mean": mean, "ci_low": low, "ci_high": high}, KPIS[kpi].unit
        said.append(f"{kpi} {mean_text(value, unit)} [{interval_text(value, unit)}]")
    return ", ".join(said)
