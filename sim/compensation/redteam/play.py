"""A market in which some of a firm's reps game, and what came of it under every plan at once.

What anybody does depends on the calendar and on attainment alone; the same market and luck with
honest reps tells what an exploit brings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.compensation.redteam.exploits import HONEST, Exploit, Honest
from sim.compensation.redteam.together import Together
from sim.config import Config
from sim.config.plan import PERIODS
from sim.config.working_days import YEAR
from sim.metrics.kpis import COLUMN
from sim.model.market import Market
from sim.records import Records
from sim.runs.one_run import lived

FOCAL = 0
# Every so many reps one plays the exploit.
EVERY = 3
WORKED = ("inbound", "follow_up", "leads", "prospecting", "service")


def play(config: Config, seed: int, exploit: Exploit | None) -> tuple[Records, list[int]]:
    """Run the market with every third rep of the focal firm gaming; who they are."""
    config = replace(config, replicates=1, threads=1)
    model = Market(config, seed)
    model.by_period = _quotas_seen(config)
    rows = [rep.row for rep in model.reps if rep.firm == FOCAL]
    gamers = rows[::EVERY]
    gaming = exploit.make if exploit is not None else Honest
    model.seat({row: gaming if row in gamers else Honest for row in rows})
    return lived(model), gamers


def played(
    config: Config, whole: Together, seed: int, exploit: Exploit | None
) -> list[dict[str, Any]]:
    """Run it, and a row per plan: the gamers' pay, all reps' pay, margin, hours worked.

    Money and hours are a gamer's year.
    """
    records, gamers = play(config, seed, exploit)
    same = outcome(records, gamers, config)
    pay = counted_pay(records, config)
    mine = np.isin(pay["rep"], gamers)
    rows = []
    for plan, places in whole.places.items():
        own = np.isin(pay["component"], places)
        paid = a_year(pay["pay"][own], mine[own], len(gamers), config)
        rows.append({"seed": seed, **named(exploit), "plan": plan, **paid, **same})
    return rows


def named(exploit: Exploit | None) -> dict[str, str]:
    """An exploit and its family, or honest conduct."""
    text, family = (HONEST, HONEST) if exploit is None else (exploit.text, exploit.family)
    return {"exploit": text, "family": family}


def counted_pay(records: Records, config: Config) -> NDArray[Any]:
    """The focal firm's rows of pay after the warm-up."""
    pay = records.pay.happened
    return pay[(pay["firm"] == FOCAL) & (pay["day"] >= config.warmup_days)]


def outcome(records: Records, gamers: Sequence[int], config: Config) -> dict[str, float]:
    """The margin on what the firm sold and renewed, and the gamers' hours; a gamer's year."""
    years = len(gamers) * config.days / YEAR
    start, margin = config.warmup_days, config.market.catalogue.margin
    panel = records.panel[start:, FOCAL]
    revenue = panel[:, COLUMN["revenue_new"]].sum() + panel[:, COLUMN["revenue_renewal"]].sum()
    time = records.rep_time.happened
    time = time[(time["day"] >= start) & np.isin(time["rep"], gamers)]
    hours = sum(float(time[f"hours_{activity}"].sum()) for activity in WORKED)
    return {"margin": margin * float(revenue) / years, "hours": hours / years}


def a_year(
    paid: NDArray[np.float64], mine: NDArray[np.bool_], gamers: int, config: Config
) -> dict[str, float]:
    """The gamers' pay and everybody's, a gamer's year."""
    years = gamers * config.days / YEAR
    return {"pay": float(paid[mine].sum()) / years, "all_pay": float(paid.sum()) / years}


class Seen(NamedTuple):
    """The quotas at which gamers look at the ends of periods of one length: components that count
    new revenue by attainment, each from its first day of the run to its last."""

    components: list[tuple[int, float, float]]

    def on(self, day: int) -> int:
        """The first that is in force on a day; the first of all where none is."""
        there = (place for place, first, last in self.components if first <= day <= last)
        return next(there, self.components[0][0])


def _quotas_seen(config: Config) -> Mapping[int, Seen]:
    """The quotas at which gamers look, by the length of the period."""
    found: dict[int, Seen] = {}
    for place, part in enumerate(config.incentive.components):
        if part.measure == "new" and part.unit == "attainment":
            first = config.warmup_days + part.first_day if part.first_day else 0
            seen = found.setdefault(PERIODS[part.period], Seen([]))
            seen.components.append((place, first, config.warmup_days + part.ends))
    return found
