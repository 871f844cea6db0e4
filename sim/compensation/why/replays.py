"""Replays: a market under both plans, and under the second with some conduct as under the first."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.compensation.why.responses import FIRST, NAMES, OUTCOMES, RESPONSES, SECOND, name_of
from sim.compensation.why.script import Script, perform
from sim.compensation.why.shares import Coalition, coalitions, order_of
from sim.config import Config
from sim.config.working_days import YEAR
from sim.metrics.kpis import kpis
from sim.model.state.seats import seats
from sim.records import Records


def replays(first: Config, second: Config, seed: int, alone: bool = True) -> pd.DataFrame:
    """A row per run with one seed: which responses are as under the second plan, and the outcomes.

    Money is a seat of the focal firm and year. ``alone`` runs what is lost when each response alone
    stays as under the first plan, too.
    """
    records, before = perform(first, seed)
    rows = [_row(FIRST, records, first, seed)]
    records, after = perform(second, seed)
    rows.append(_row(SECOND, records, second, seed))
    answers, known = _answers(before, after), dict[Coalition, dict[str, object]]()
    for coalition in coalitions(order_of(seed, NAMES), alone):
        # Who would do the same under both plans makes the same run, which is not run again.
        acting = coalition & answers
        if acting not in known:
            acted: dict[str, Script] = {n: after if n in acting else before for n in NAMES}
            known[acting] = _row("", perform(second, seed, acted)[0], second, seed)
        rows.append({**known[acting], "run": name_of(coalition)})
    return pd.DataFrame(rows)


def _answers(before: Script, after: Script) -> Coalition:
    """The responses that are not the same under both plans."""
    return frozenset(
        response.name for response in RESPONSES if _differ(before, after, response.columns)
    )


def _differ(before: Script, after: Script, columns: Sequence[str]) -> bool:
    return any(not np.array_equal(before[column], after[column]) for column in columns)


def _row(run: str, records: Records, config: Config, seed: int) -> dict[str, object]:
    found = kpis(records, config)
    scale = seats(config.sales, config.market.customers) * config.days / YEAR
    return {"seed": seed, "run": run, **{name: found[name] / scale for name in OUTCOMES}}
