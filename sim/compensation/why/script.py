"""A script: what each rep of the focal firm did each day, to be written down or acted out again."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from sim.compensation.why.responses import COLUMNS, RESPONSES
from sim.config import Config
from sim.model.agents.sales_rep import SalesRep
from sim.model.market import Market
from sim.records import Records
from sim.records.activities import ACTIVITIES, SELLING
from sim.runs.one_run import lived

FOCAL = 0
Script = dict[str, np.ndarray[Any, np.dtype[np.float64]]]
# How a hazard of quitting is made certain, or impossible: the highest answer to pay, and pay so
# low or so high that nothing earned meanwhile matters.
_SURE_ANSWER, _LITTLE, _MUCH = 20.0, -1e12, 1e12


def perform(
    config: Config, seed: int, acted: Mapping[str, Script] | None = None
) -> tuple[Records, Script]:
    """Run the market, and write down what its reps did.

    ``acted`` gives for each response by name the script from which it is taken; left out, reps
    decide. A script has [day, rep] of every column of :data:`COLUMNS`.
    """
    config = replace(config, replicates=1, threads=1)
    if acted is not None:
        sales = replace(config.sales, turnover_pay=_SURE_ANSWER)
        config = replace(config, sales=sales)
    model = Market(config, seed)
    rows = [rep.row for rep in model.reps if rep.firm == FOCAL]
    days = config.warmup_days + config.days
    script = {column: np.zeros((days, len(rows))) for column in COLUMNS}
    if acted is None:
        model.seat(dict.fromkeys(rows, partial(Writer, script=script)))
    else:
        merged = {column: acted[r.name][column] for r in RESPONSES for column in r.columns}
        model.seat(dict.fromkeys(rows, partial(Actor, script=merged)))
    records = lived(model)
    for quit_ in records.staff.happened[~records.staff.happened["stays"]]:
        if quit_["firm"] == FOCAL:
            script["leaves"][quit_["day"], quit_["rep"]] = 1.0
    return records, script


class Writer(SalesRep):
    """Decides as the built-in rules have it, and writes down what."""

    def __init__(self, model: Market, row: int, script: Script) -> None:
        super().__init__(model, row)
        self.script = script

    def split(self, day: int) -> dict[str, float]:
        """Write down the day's decisions."""
        hours = super().split(day)
        for column in ("work", "persistence", "move", "pressure", "off"):
            self.script[column][day, self.row] = getattr(self, column)
        self.script["serving"][day, self.row] = hours["service"]
        self.script["selling"][day, self.row] = max(h for a, h in hours.items() if a != "service")
        return hours


class Actor(SalesRep):
    """Does what the script says, whatever is paid."""

    def __init__(self, model: Market, row: int, script: Script) -> None:
        super().__init__(model, row)
        self.script = script

    def split(self, day: int) -> dict[str, float]:
        """Act out the day's decisions, and leave when the script says so."""
        today = {column: float(lines[day, self.row]) for column, lines in self.script.items()}
        for column in ("work", "persistence", "pressure", "move", "off"):
            self.rows[column][self.row] = today[column]
        self.rows["pay_rate"][self.row] = _LITTLE if today["leaves"] else _MUCH
        hours = dict.fromkeys(ACTIVITIES[:SELLING], today["selling"])
        had = float(self.model.world.sales.settings["hours_per_day"][self.firm])
        hours["service"] = min(today["serving"], had - today["selling"])
        return hours
