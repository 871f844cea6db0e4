"""What a run is worth to the focal firm: three years' money, and the accounts held at the end."""

from typing import NamedTuple

import numpy as np

from sim.config import MEASURES, Config
from sim.config.working_days import QUARTER, YEAR
from sim.inference.ratios import Numbers
from sim.metrics.costs import cost_by_day
from sim.records import PANEL, Outcome, Records

DISCOUNT = 0.12
# Measures that pay for keeping accounts.
KEEPING = tuple(MEASURES.index(name) for name in ("renewal", "retention", "satisfaction"))
_COLUMN = {name: number for number, name in enumerate(PANEL)}


class Worth(NamedTuple):
    """A run after its warm-up, in money of its first day: margin less pay and other costs
    (``earned``) and the worth of accounts at its end (``held``). ``first_quarter``: new revenue of
    65 days. ``pay`` a year and filled seat; ``kept``: part of the value of accounts that a year
    leaves."""

    earned: float
    held: float
    first_quarter: float
    pay: float
    kept: float

    @property
    def value(self) -> float:
        """What was earned, and what is held."""
        return self.earned + self.held


def worth(records: Records, config: Config) -> Worth:
    """Look at one run."""
    panel = records.panel[config.warmup_days :, 0]
    column = {name: panel[:, number] for name, number in _COLUMN.items()}
    margin = config.market.catalogue.margin
    gross = margin * (column["revenue_new"] + column["revenue_renewal"])
    factor = (1.0 + DISCOUNT) ** (-(np.arange(len(panel)) + 1.0) / YEAR)
    earned = float((factor * (gross - cost_by_day(panel, config.sales))).sum())
    kept = _kept(records, config.warmup_days, column["account_value"])
    per_year = (margin - _pay_for_keeping(records, config.warmup_days, column)) * column[
        "account_value"
    ][-1]
    held = float(factor[-1] * per_year * kept / (1.0 + DISCOUNT - kept))
    pay = (column["salary"] + column["variable_pay"]).sum() / column["reps"].sum() * YEAR
    return Worth(earned, held, float(column["revenue_new"][:QUARTER].sum()), float(pay), kept)


def _kept(records: Records, start: int, account_value: Numbers) -> float:
    """One less what is lost in a year of the value held: accounts that leave or go elsewhere, and
    value that a change of rep takes."""
    terms = records.renewals.happened
    terms = terms[(terms["firm"] == 0) & (terms["day"] >= start)]
    ended = np.isin(terms["outcome"], (Outcome.RENEWED, Outcome.CHURNED, Outcome.SWITCHED))
    lost = (terms["value_before"] - terms["value_after"])[ended].sum()
    return float(1.0 - lost / (account_value.sum() / YEAR))


def _pay_for_keeping(records: Records, start: int, column: dict[str, Numbers]) -> float:
    """What the plan pays for keeping accounts, per money renewed."""
    pay = records.pay.happened
    pay = pay[(pay["firm"] == 0) & (pay["day"] >= start)]
    return float(
        pay["pay"][np.isin(pay["measure"], KEEPING)].sum() / column["revenue_renewal"].sum()
    )
