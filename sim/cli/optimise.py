"""``sim optimise``: words about the search, and words about the scenario to search from."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.config.refusal import Refusal
from sim.engine.signals import tidily
from sim.optimise.search import PREFIX, Search, search_from
from sim.optimise.study import COMPLETE, Trial, means_of

if TYPE_CHECKING:
    from sim.request import Request

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
            trials = perform(asked.folder, others, base.config, search, _tell)
    except KeyboardInterrupt:
        more = f"the same words with hydra.run.dir={asked.folder} go on"
        print(f"\nsim: stopped; {more}", file=sys.stderr)
        return INTERRUPTED
    return _finish(asked, others, search, trials, story)


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


def _finish(
    asked: "Request", words: Sequence[str], search: Search, trials: list[Trial], story: Any
) -> int:
    from sim.optimise.files import results_of, write
    from sim.optimise.racing import front
    from sim.request import request

    ran = [one for one in trials if any("digest" in row for row in one.rows)]
    configs = {one.number: request([*words, *one.words]).scenarios[0].config for one in ran}
    complete = [one for one in ran if one.state == COMPLETE]
    first = {one.words: one for one in reversed(complete)}
    ordered = sorted(first.values(), key=lambda one: one.number)
    best = front(search, {one.number: means_of(one, search) for one in ordered})
    folder, base = asked.folder, asked.scenarios[0].config
    if not best:
        print(f"sim: no trial is complete; {folder}/study.jsonl says why", file=sys.stderr)
        return NOTHING
    results = results_of(ran, configs)
    summary = write(folder, base, search, trials, results, best, story)
    print("\n".join(_shown(search, summary, folder)))
    return DONE


def _shown(search: Search, summary: dict[str, Any], folder: Path) -> list[str]:
    from sim.metrics.glossary import KPIS
    from sim.metrics.numbers import interval_text, mean_text

    lines = []
    for one in summary["scenarios"]:
        said = []
        for kpi in search.goals:
            value, unit = one["kpis"][kpi], KPIS[kpi].unit
            said.append(f"{kpi} {mean_text(value, unit)} [{interval_text(value, unit)}]")
        lines += [f"{one['name']}: {', '.join(said)}", f"    {' '.join(one['overrides'])}"]
    ended = summary["optimisation"]["trials"]
    told = ", ".join(f"{count} {state}" for state, count in sorted(ended.items()))
    less = "the best were picked after the fact, so expect a little less"
    lines.append(f"{sum(ended.values())} trials ({told}); {less}")
    return [*lines, f"tables, figures and the study: {folder}/"]
