"""People of a sales department: each rep's time, pay, sales and leaving in the counted days.

Pure functions of the tables of a result. A person is one rep in one seat of one replicate, from
joining to leaving; nobody has two seats.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.config import Config
from sim.config.working_days import QUARTER, YEAR
from sim.records import Outcome

if TYPE_CHECKING:
    from pandas import DataFrame

FOCAL = 0
# Who was there for less says little of a year.
ENOUGH = QUARTER


def people(tables: "Mapping[str, DataFrame]", config: Config) -> "DataFrame":
    """A row a person of the focal firm who was there on a counted day.

    ``days`` counted; ``pay`` and ``sales`` (value a year of the deals signed) in them, money;
    ``quit`` whether the person left in them. Fixed pay is spread evenly over a person's days.
    """
    staff: Any = tables["staff"]
    staff = staff[(staff["firm"] == FOCAL) & (staff["day"] >= config.warmup_days)]
    first = np.maximum(staff["joined"], 0)
    here = (staff["day"] + 1 - first).clip(lower=0)
    days = staff["day"] + 1 - np.maximum(first, config.warmup_days)
    of_all, counted, sales = (np.zeros(len(staff)) for _ in range(3))
    pay, won = _pay(tables), _won(tables)
    for place, one in enumerate(staff.itertuples(index=False)):
        key: Any = (one.replicate, one.rep)
        paid = pay.get(key, _NOTHING)
        own = (paid[0] >= one.joined) & (paid[0] <= one.day)
        of_all[place] = paid[1][own].sum()
        counted[place] = paid[1][own & (paid[0] >= config.warmup_days)].sum()
        sold = won.get(key, _NOTHING)
        since = max(one.joined, config.warmup_days)
        sales[place] = sold[1][(sold[0] >= since) & (sold[0] < one.day + 1)].sum()
    fixed = (staff["pay"] - of_all) * days / np.maximum(here, 1)
    made = staff[["replicate", "rep", "person", "skill"]].assign(
        days=days, pay=fixed + counted, sales=sales, quit=~staff["stays"].astype(bool)
    )
    return made[made["days"] > 0].reset_index(drop=True)


def settled(found: "DataFrame") -> "DataFrame":
    """Those who were there for a quarter or longer, with pay and sales a year."""
    found = found[found["days"] >= ENOUGH]
    years = found["days"] / YEAR
    return found.assign(pay_a_year=found["pay"] / years, sales_a_year=found["sales"] / years)


_NOTHING = (np.zeros(0), np.zeros(0))


def _pay(tables: "Mapping[str, DataFrame]") -> dict[Any, Any]:
    """Variable pay as it was handed over, with its days, by replicate and seat."""
    pay = tables["pay"]
    return _by_seat(pay[pay["firm"] == FOCAL], "day", "pay")


def _won(tables: "Mapping[str, DataFrame]") -> dict[Any, Any]:
    deals = tables["deals"]
    won = deals[(deals["firm"] == FOCAL) & (deals["outcome"] == Outcome.WON)]
    return _by_seat(won, "closed", "value")


def _by_seat(rows: "DataFrame", time: str, value: str) -> dict[Any, Any]:
    return {
        key: (own[time].to_numpy(np.float64), own[value].to_numpy(np.float64))
        for key, own in rows.groupby(["replicate", "rep"])
    }
