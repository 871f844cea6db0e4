"""What reps of each skill sold and were paid, over the counted part of a run."""

import math
from typing import Any

import numpy as np

from sim.config import Config
from sim.records import PANEL, Outcome, Records

Numbers = np.ndarray[Any, np.dtype[np.float64]]
FOCAL, YEAR, DECILES = 0, 260.0, 10
# Deals below this part of the mean list value count as small: about the smaller half.
SMALL = 0.8
_COLUMN = {name: number for number, name in enumerate(PANEL)}


def output(records: Records, config: Config) -> dict[str, Any]:
    """One run of the focal firm: money by the year and rep, and by decile of skill.

    ``sales`` (new revenue), ``pay``, ``profit`` (money/year and rep), ``wins`` (deals/year and
    rep), ``service`` (hours/year and rep) and ``effort`` (× reference) are means over filled seats;
    ``renewal`` is the part of the value of ended terms that was renewed, ``small`` the part of
    deals that are small ones, ``satisfaction`` the mean of accounts'. ``by_skill`` [decile] is new
    revenue a year of those in a seat, ``present`` [decile] the years that they were there.
    """
    start = config.warmup_days
    panel = records.panel[start:, FOCAL]
    years = panel[:, _COLUMN["reps"]].sum() / YEAR
    total = {name: float(panel[:, column].sum()) for name, column in _COLUMN.items()}
    won = _won(records, start)
    sold, present = _by_skill(records, config, won)
    revenue = total["revenue_new"] + total["revenue_renewal"]
    paid = total["salary"] + total["variable_pay"]
    cost = paid + total["wages"] + total["content_cost"]
    terms = _terms(records, start)
    return {
        "sales": total["revenue_new"] / years, "pay": paid / years,
        "profit": (config.market.catalogue.margin * revenue - cost) / years,
        "wins": len(won) / years, "service": total["hours_service"] / years,
        "effort": total["effort"] / (years * YEAR),
        "renewal": float(terms["value_after"].sum() / terms["value_before"].sum()),
        "satisfaction": float(np.nanmean(terms["satisfaction"])),
        "small": float((won["list_value"] < SMALL * config.market.catalogue.price).mean()),
        "by_skill": sold, "present": present,
    }  # fmt: skip


def _won(records: Records, start: int) -> Any:
    deals = records.deals.happened
    mine = (deals["firm"] == FOCAL) & (deals["outcome"] == Outcome.WON)
    return deals[mine & (deals["closed"] >= start)]


def _terms(records: Records, start: int) -> Any:
    """Terms that came to their end, renewed or left."""
    rows = records.renewals.happened
    rows = rows[(rows["firm"] == FOCAL) & (rows["day"] >= start)]
    return rows[np.isin(rows["outcome"], (Outcome.RENEWED, Outcome.CHURNED))]


def _by_skill(records: Records, config: Config, won: Any) -> tuple[Numbers, Numbers]:
    """New revenue a year and years present, by decile of the skill of the person in the seat.

    Deciles are those of the distribution that skill is drawn from, so that they are the same people
    whatever the plan.
    """
    staff = records.staff.happened
    staff = staff[staff["firm"] == FOCAL]
    staff = staff[np.lexsort((staff["joined"], staff["rep"]))]
    last = float(config.warmup_days + config.days)
    begun = np.maximum(staff["joined"].astype(float), config.warmup_days)
    ended = np.where(staff["stays"], last, staff["day"] + 1.0)
    decile = deciles_of(staff["skill"], config.sales.skill_sd)
    present = np.bincount(decile, np.maximum(ended - begun, 0.0) / YEAR, DECILES)
    # Seat by seat in order of joining, so one sorted key finds whose turn it was.
    far = 1e7
    keys = staff["rep"] * far + np.maximum(staff["joined"], -far / 2)
    spell = np.searchsorted(keys, won["rep"] * far + won["closed"], side="right") - 1
    sold = np.bincount(decile[spell], won["value"], DECILES)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(present > 0.0, sold / present, np.nan), present


def deciles_of(skill: Any, log_sd: float) -> Any:
    """Number of the decile, 0 the weakest, among log-normal skill of mean 1."""
    from scipy.special import ndtr

    if log_sd == 0.0:
        return np.zeros(len(skill), np.int64)
    z = np.log(skill) / log_sd + 0.5 * log_sd
    return np.minimum((ndtr(z) * DECILES).astype(np.int64), DECILES - 1)


def weighted(found: Any, first: int, last: int) -> float:
    """New revenue a year and rep over deciles ``first`` to ``last``, those present counting."""
    sold, present = found["by_skill"][first : last + 1], found["present"][first : last + 1]
    there = present > 0.0
    years = float(present[there].sum())
    return float((sold[there] * present[there]).sum() / years) if years else math.nan
