"""Measure: one run with some reps who game, and what each plan pays for it."""

import gc
from collections.abc import Callable, Sequence
from concurrent.futures import as_completed
from dataclasses import replace

import numpy as np
import pandas as pd

from experiments.red_team.exploits import Exploit, Honest, exploits
from experiments.red_team.plans import Together, everyone_honest
from experiments.runs import processes
from sim.config import Config
from sim.config.plan import PERIODS
from sim.config.working_days import QUARTER, YEAR
from sim.metrics.kpis import COLUMN
from sim.model.market import Market
from sim.records import Records

HONEST = "honest"
# Every so many reps one plays the exploit.
EVERY = 3


def measure(
    config: Config, whole: Together, seeds: Sequence[int], workers: int,
    tell: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:  # fmt: skip
    """A row per seed, exploit and plan: the gamers' pay, all reps' pay, revenue, hours worked.

    Money and hours are a gamer's year.
    """
    config = everyone_honest(config, whole)
    grid: list[int | None] = [None, *range(len(exploits()))]
    frames = []
    with processes(workers or 2) as pool:
        waiting = [pool.submit(_one, config, whole, seed, n) for seed in seeds for n in grid]
        for done, future in enumerate(as_completed(waiting), start=1):
            frames.append(future.result())
            if tell is not None:
                tell(done, len(waiting))
    return pd.concat(frames, ignore_index=True)


def play(config: Config, seed: int, exploit: Exploit | None) -> tuple[Records, list[int]]:
    """Run the market with every third rep of the focal firm gaming; who they are."""
    config = replace(config, seed=seed, replicates=1, threads=1)
    model = Market(config, seed)
    model.by_period = _quota_components(config)
    rows = [rep.row for rep in model.reps if rep.firm == 0]
    gamers = rows[::EVERY]
    model.own_rules = [
        exploit.make(model, row) if exploit is not None and row in gamers else Honest(model, row)
        for row in rows
    ]
    while model.running:
        model.step()
    for rep in model.own_rules:
        rep.remove()
    records = model.world.records
    model.release()
    # A market is a few large arrays in a circle of references: too few objects to be noticed.
    del model, rep
    gc.collect()
    return records, gamers


def _quota_components(config: Config) -> dict[int, int]:
    """By length of the period, the first component that pays for new revenue by attainment."""
    found: dict[int, int] = {}
    for place, part in enumerate(config.incentive.components):
        if part.measure == "new" and part.unit == "attainment":
            found.setdefault(PERIODS[part.period], place)
    return {period: found[period] for period in (QUARTER, YEAR) if period in found}


def _one(config: Config, whole: Together, seed: int, number: int | None) -> pd.DataFrame:
    exploit = None if number is None else exploits()[number]
    records, gamers = play(config, seed, exploit)
    years = len(gamers) * config.days / YEAR
    start, margin = config.warmup_days, config.market.catalogue.margin
    panel = records.panel[start:, 0]
    revenue = panel[:, COLUMN["revenue_new"]].sum() + panel[:, COLUMN["revenue_renewal"]].sum()
    time = records.rep_time.happened
    time = time[(time["day"] >= start) & np.isin(time["rep"], gamers)]
    hours = sum(float(time[f"hours_{a}"].sum()) for a in
                ("inbound", "follow_up", "leads", "prospecting", "service"))  # fmt: skip
    pay = records.pay.happened
    pay = pay[(pay["firm"] == 0) & (pay["day"] >= start)]
    mine = np.isin(pay["rep"], gamers)
    rows = []
    for plan, places in whole.places.items():
        of_plan = np.isin(pay["component"], places)
        rows.append({
            "seed": seed, "exploit": HONEST if exploit is None else exploit.text,
            "family": HONEST if exploit is None else exploit.family, "plan": plan,
            "pay": float(pay["pay"][of_plan & mine].sum()) / years,
            "all_pay": float(pay["pay"][of_plan].sum()) / years,
            "margin": margin * float(revenue) / years, "hours": hours / years,
        })  # fmt: skip
    return pd.DataFrame(rows)
