"""One job under Hydra's own launcher, or another plugin's: a scenario in a folder of its own."""

import sys
from datetime import UTC, datetime
from typing import Any

from sim.config.remarks import remarks, unremarked
from sim.folder.claim import claimed


def job(config: Any) -> float:
    """Run the scenario that Hydra has composed, and fill its folder.

    Return its mean profit, which sweepers that search for a best scenario look at.
    """
    from sim.folder.write import write
    from sim.metrics.summary import summarise
    from sim.request import output_folder, scenario_of
    from sim.runs.scenario import run

    started = datetime.now(UTC).isoformat(timespec="seconds")
    scenario = scenario_of(config)
    with claimed(output_folder(), False) as claim:
        words, name = list(scenario.overrides), ", ".join(scenario.overrides) or "default"
        for line in remarks(scenario.config):
            print(f"sim: {line}", file=sys.stderr)
        with unremarked():
            result = run(scenario.config, name=name, overrides=scenario.overrides)
        summary = summarise(result)
        story = {"argv": words, "overrides": [words.copy()], "choices": scenario.choices}
        story["started"] = started
        write(claim.work, result, summary, story)
    print(f"{result.name}: {claim.final}/")
    return float(summary["scenarios"][0]["kpis"]["profit"]["mean"])
