"""Pools of real runs, each in a world of its own: the truth that experiments are drawn from."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from experiments.command import scenario
from experiments.runs import over
from experiments.seeds import some
from sim.config import Config
from sim.metrics.glossary import KPIS
from sim.runs.one_run import seed_of
from sim.runs.work import simulate

# Market → its words, and how many runs its pool has of each scenario.
MARKETS: dict[str, tuple[tuple[str, ...], int]] = {
    "small": (("market=small", "market.customers=500"), 600),
    "modern": ((), 240),
    "rare": (("market=small", "market.customers=200", "sales.reps=2"), 600),
}
PLANS = ("commission", "salary")
JUDGED = (
    "profit", "revenue", "wins", "win_rate", "market_share", "cac", "ltv", "churn_rate",
    "rep_turnover", "quota_attainment", "speed_to_lead_hours", "decided_before_contact",
)  # fmt: skip
# Known to be hard: a rep who leaves can turn a run upside down.
HARD = ("leads_unpursued",)
# What the terminal compares scenarios on.
SHOWN = ("profit", "wins", "market_share", "reps_at_quota")


def pools(workers: int, part: float = 1.0) -> dict[str, pd.DataFrame]:
    """Each market's pool: a row a run, both plans under the same seeds; or a part of it."""
    seeds = some("coverage", len(MARKETS))
    found = {}
    for (name, (words, count)), seed in zip(MARKETS.items(), seeds, strict=True):
        plans = {plan: replace(scenario(*words, f"incentive={plan}"), seed=seed) for plan in PLANS}
        runs = max(round(part * count), 2)
        tasks = [(name, plan, config, n) for plan, config in plans.items() for n in range(runs)]
        found[name] = pd.DataFrame(over(_run, tasks, workers, f"pool {name}"))
    return found


def columns(kpis: Sequence[str]) -> list[str]:
    """The columns of a run that KPIs are made of."""
    about = [KPIS[kpi] for kpi in kpis]
    sums = [name for one in about if one.base for name in (one.whole, one.part) if name]
    return list(dict.fromkeys([*kpis, *sums]))


def _run(market: str, plan: str, config: Config, replicate: int) -> dict[str, Any]:
    values = simulate(config, replicate).kpis
    about = {"market": market, "plan": plan, "seed": seed_of(config, replicate)}
    return about | {name: values[name] for name in columns(JUDGED + HARD + SHOWN)}
