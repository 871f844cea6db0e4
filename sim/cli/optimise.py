"""``sim optimise``: words that say what to seek, words that say in which scenario."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sim.config.refusal import Refusal
from sim.optimise.search import PREFIX, Search, search_from
from sim.optimise.study import COMPLETE, Trial, means_of

DONE, NOTHING, INTERRUPTED = 0, 1, 130


def optimise(words: Sequence[str]) -> int:
    """Search; 0 if a trial is complete, 1 if none is, 130 if stopped, to go on later."""
    from sim.request import read, request

    mine = [word for word in words if word.lstrip("+").startswith(f"{PREFIX}.")]
    others = [word for word in words if word not in mine]
    search = search_from(_settings(read(mine)))
    asked = request(others)
    if asked.sweep or len(asked.scenarios) != 1:
        raise Refusal("optimise searches from one scenario: leave -m out")
    base = asked.scenarios[0]
    story = {"argv": [PREFIX, *words], "choices": base.choices,
             "started": datetime.now(UTC).isoformat(timespec="seconds")}  # fmt: skip
    from sim.optimise.perform import perform

    try:
        trials = perform(asked.folder, others, base.config, search, _tell)
    except KeyboardInterrupt:
        print(f"\nsim: stopped; the same words with hydra.run.dir={asked.folder} go on",
              file=sys.stderr)  # fmt: skip
        return INTERRUPTED
    return _finish(asked.folder, others, base.config, search, trials, story)


def _settings(words: Sequence[Any]) -> dict[str, Any]:
    settings = {}
    for one in words:
        if len(one.values) != 1:
            raise Refusal(f"{one.key} takes one value")
        settings[one.key.partition(".")[2]] = one.values[0]
    return settings


def _tell(trial: Trial, of: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{trial.number + 1} of {of} trials: {trial.state:<10}", end="", file=sys.stderr,
              flush=True)  # fmt: skip


def _finish(
    folder: Path, words: Sequence[str], base: Any, search: Search, trials: list[Trial],
    story: dict[str, Any],
) -> int:  # fmt: skip
    from sim.optimise.files import results_of, write
    from sim.optimise.racing import front
    from sim.request import request

    ran = [one for one in trials if any("digest" in row for row in one.rows)]
    configs = {one.number: request([*words, *one.words]).scenarios[0].config for one in ran}
    complete = [one for one in ran if one.state == COMPLETE]
    first = {one.words: one for one in reversed(complete)}
    best = front(search, {one.number: means_of(one, search) for one in sorted(
        first.values(), key=lambda one: one.number)})  # fmt: skip
    if not best:
        print(f"sim: no trial is complete; {folder}/study.jsonl says why", file=sys.stderr)
        return NOTHING
    results = results_of(ran, configs)
    summary = write(folder, base, search, trials, results, best, story)
    print("\n".join(_shown(search, summary, folder)))
    return DONE


def _shown(search: Search, summary: dict[str, Any], folder: Path) -> list[str]:
    from sim.metrics.glossary import KPIS
    from sim.plots.numbers import interval_text, mean_text

    lines = []
    for one in summary["scenarios"]:
        said = []
        for kpi in search.goals:
            value, unit = one["kpis"][kpi], KPIS[kpi].unit
            said.append(f"{kpi} {mean_text(value, unit)} [{interval_text(value, unit)}]")
        lines += [f"{one['name']}: {', '.join(said)}", f"    {' '.join(one['overrides'])}"]
    ended = summary["optimisation"]["trials"]
    told = ", ".join(f"{count} {state}" for state, count in sorted(ended.items()))
    return [*lines, f"{sum(ended.values())} trials ({told}); the best were picked after the fact, "
            "so expect a little less", f"tables, figures and the study: {folder}/"]  # fmt: skip
