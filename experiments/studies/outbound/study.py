"""``python -m experiments.studies.outbound``: success by number of the call, beside a real campaign.

The market of ``market=olist`` with reps who call up to ten times; nothing is fitted.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace

from experiments.runs import counted, each
from experiments.studies.outbound.score import PER_CLIENT, REAL, called, calls_a_lead, falls, table
from sim.request import request

FIRST_SEED = 101_001
BASE = ("market=olist", "sales.lead_attempts=10", "sales.lead_max_age_days=60")


def main(words: Sequence[str] | None = None) -> None:
    """Print the table, how far success falls, and how often leads are called."""
    parser = argparse.ArgumentParser(prog="python -m experiments.studies.outbound", description=__doc__)
    parser.add_argument("--seeds", type=int, default=10, help="how many; default 10")
    parser.add_argument("--workers", type=int, default=1, help="processes")
    parser.add_argument("overrides", nargs="*", help="key=value of the scenario")
    asked = parser.parse_args(words)
    config = replace(request([*BASE, *asked.overrides]).scenarios[0].config, replicates=1)
    tasks = [(config, FIRST_SEED + n) for n in range(asked.seeds)]
    runs = each(called, tasks, asked.workers, counted("outbound"))
    print(table(runs).map(str).to_string(index=False))
    print(f"success on call 6 over call 1: {falls(runs)}; real {REAL[5] / REAL[0]:.2f}")
    for (name, real), found in zip(PER_CLIENT.items(), calls_a_lead(runs), strict=True):
        print(f"{name}: {found}; real {real}")


if __name__ == "__main__":
    main()
