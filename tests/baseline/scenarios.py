"""The pinned scenarios: small, and between them every phase, plan shape and network."""

import json
from dataclasses import replace
from pathlib import Path

from sim.config import Cadence, Component, Config, Incentive, Market, Network, Rivals, Sales
from sim.config.market import Arrivals
from sim.metrics.kpis import kpis
from sim.runs.one_run import digest, run_once

PINNED = Path(__file__).with_name("digests.json")

_SMALL = Config(
    market=Market(customers=400), days=130, warmup_days=130, replicates=1, world="fixed"
)
_BONUS = Incentive(
    components=[
        Component(unit="attainment", target_pay=9000.0, at=[0.0, 1.0], jump=[0.0, 0.5],
                  slope=[0.5, 1.5])
    ]
)  # fmt: skip
_LEADS = Arrivals(per_weekday=4.0, dispersion=2.0, channels=["direct", "email"], shares=[0.5, 0.5])

SCENARIOS = {
    "default": _SMALL,
    "bonus_daily": replace(_SMALL, incentive=_BONUS, cadence=Cadence(weekdays=[0, 1, 2, 3, 4])),
    "scale_free_alone": replace(_SMALL, network=Network(kind="scale_free"), rivals=Rivals(count=0)),
    "driven": replace(
        _SMALL,
        market=replace(_SMALL.market, arrivals=_LEADS),
        sales=Sales(reps=5, prospectors=2, offer="solution_first"),
        network=Network(kind="none"),
    ),
}


def outcome(name: str) -> dict[str, object]:
    """What a scenario gives today: the digest of its records, and its KPIs."""
    records = run_once(SCENARIOS[name])
    found = {key: value for key, value in kpis(records, SCENARIOS[name]).items() if value == value}
    return {"digest": digest(records), "kpis": found}


def regenerate() -> None:
    """Pin what the scenarios give today."""
    pinned = {name: outcome(name) for name in SCENARIOS}
    PINNED.write_text(json.dumps(pinned, indent=1, sort_keys=True) + "\n")
