"""The team of a roster as a table: a row per person, manager and pay period."""

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.config import Config
from sim.metrics.roll_up import roll_up

if TYPE_CHECKING:
    from pandas import DataFrame

FOCAL = 0


def team_table(pay: "DataFrame", config: Config) -> "DataFrame":
    """Everybody of the focal firm's roster by replicate and period, from the rows of pay."""
    import pandas as pd

    own = pay[(pay["firm"] == FOCAL) & (pay["day"] >= config.warmup_days)]
    rows: list[dict[str, Any]] = []
    for replicate in range(config.replicates):
        for one in roll_up(own[own["replicate"] == replicate], config):
            who = one.person
            rows.append(
                {
                    "replicate": replicate, "day": np.int32(one.day), "name": who.name,
                    "role": who.role, "manager": who.manager, "team": who.team,
                    "rep": np.int32(one.seat), "credit": one.credit, "quota": one.quota,
                    "attainment": one.attainment, "pay": one.pay,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)
