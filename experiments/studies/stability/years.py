"""One long run, looked at year by year."""

from dataclasses import replace

import numpy as np

from experiments.measures.outcomes import outcomes
from sim.config import Config
from sim.config.working_days import YEAR
from sim.records import PANEL, TABLES, Records, Table

# The day that a row is filed under: what was not yet there is no row.
_FILED = {
    "leads": "created", "deals": "opened", "journeys": "ended", "conversations": "time",
    "renewals": "day", "content": "day", "pay": "day", "staff": "day",
    "rep_time": "day",
}  # fmt: skip


def by_year(records: Records, config: Config) -> list[dict[str, float]]:
    """Outcomes of each whole year after the warm-up, the first year first."""
    years = config.days // YEAR
    return [year(records, config, n) for n in range(1, years + 1)]


def first_year(records: Records, config: Config) -> dict[str, float]:
    """Outcomes of the first year after the warm-up."""
    return year(records, config, 1)


def year(records: Records, config: Config, number: int) -> dict[str, float]:
    """Outcomes of one year: a window of the run, the days before it being its warm-up.

    ``accounts`` is the share of customers who have a supplier at the year's end.
    """
    start = config.warmup_days + (number - 1) * YEAR
    seen = until(records, start + YEAR)
    window = replace(config, warmup_days=start, days=YEAR)
    accounts = seen.panel[-1, :, PANEL.index("accounts")].sum() / config.market.customers
    return {**outcomes(seen, window), "accounts": float(accounts)}


def until(records: Records, day: int) -> Records:
    """The records as of a day: rows filed before it; deals that closed later are not yet closed."""
    tables = {}
    for name, column in _FILED.items():
        rows = records.table(name).happened
        rows = rows[rows[column] < day]
        if name == "deals":
            rows = rows[~(rows["closed"] >= day)]
        table = Table(TABLES[name], room=0)
        table.rows, table.count = rows, np.array([len(rows)])
        tables[name] = table
    return replace(records, **tables, panel=records.panel[:day])
