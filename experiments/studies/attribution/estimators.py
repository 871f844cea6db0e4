"""Naïve attribution: functions of the tables that a firm has. Shares of its wins, kind by kind."""

from collections.abc import Mapping
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import nnls
from scipy.signal import lfilter

from sim.config import KINDS

# How far back a touch is looked for: half a year.
LOOK_BACK = pd.Timedelta(days=182)
ENDS = 0.4
# Part of a week's effect that is left a week later; the published carry-over of goodwill is .93.
CARRY_OVER = (0.0, 0.5, 0.8, 0.93)
Tables = Mapping[str, pd.DataFrame]
Shares = NDArray[np.float64]


def won(tables: Tables, since: pd.Timestamp) -> pd.DataFrame:
    """New contracts signed from a day on."""
    chances = tables["crm/Opportunity"]
    kept = chances["IsWon"] & chances["Type"].eq("New Business") & (chances["CloseDate"] >= since)
    found: pd.DataFrame = chances[kept]
    return found


def steps(tables: Tables, since: pd.Timestamp) -> pd.DataFrame:
    """Tracked touches on the way to each win: which content, how many-eth of how many."""
    wins = won(tables, since)[["Id", "ContactId", "CloseDate"]]
    log = tables["touch_log"][["contact_id", "date", "content"]]
    met = wins.merge(log, left_on="ContactId", right_on="contact_id")
    age = met["CloseDate"] - met["date"]
    met = met[(age >= pd.Timedelta(0)) & (age <= LOOK_BACK)].sort_values(["Id", "date"])
    by_win = met.groupby("Id", sort=False)["date"]
    return met.assign(place=by_win.cumcount(), of=by_win.transform("size"))


def last_touch(met: pd.DataFrame) -> pd.Series:
    """All to the last."""
    return (met["place"] == met["of"] - 1).astype(float)


def linear(met: pd.DataFrame) -> pd.Series:
    """To each the same."""
    return 1.0 / met["of"]


def position_based(met: pd.DataFrame) -> pd.Series:
    """40 % each to the first and the last, the rest to those between."""
    first, last = met["place"] == 0, met["place"] == met["of"] - 1
    few = met["of"] <= 2
    between = (1 - 2 * ENDS) / np.maximum(met["of"] - 2, 1)
    weight = np.where(few, 1.0 / met["of"], np.where(first | last, ENDS, between))
    return pd.Series(weight, met.index)


RULES = {"last touch": last_touch, "linear": linear, "position-based": position_based}


def by_rule(tables: Tables, since: pd.Timestamp) -> dict[str, Shares]:
    """Each rule's share of wins by kind; a win without a tracked touch is nobody's."""
    met, count = steps(tables, since), max(len(won(tables, since)), 1)
    found = {}
    for name, rule in RULES.items():
        credit = rule(met).groupby(met["content"]).sum()
        found[name] = credit.reindex(list(KINDS), fill_value=0.0).to_numpy(float) / count
    return found


def regression(mix: pd.DataFrame, what: str, since: pd.Timestamp) -> Shares:
    """Shares of wins by a weekly regression on spend or impressions: adstock, then saturation.

    Conversions = base + Σ β·ln(1 + stock/mean stock), β ≥ 0, by least squares; each kind's
    carry-over is that of ``CARRY_OVER`` with which all fit best. Weeks before ``since`` only fill
    stocks.
    """
    counted = (mix["time"] >= since).to_numpy()
    y = mix["conversions"].to_numpy(float)[counted]
    media = [mix[f"{kind}_{what}"].to_numpy(float) for kind in KINDS]
    shaped = [[_saturated(series, kept)[counted] for kept in CARRY_OVER] for series in media]
    best, found = np.inf, np.zeros(len(KINDS))
    for chosen in product(range(len(CARRY_OVER)), repeat=len(KINDS)):
        x = np.column_stack([np.ones(len(y)), *(shaped[k][c] for k, c in enumerate(chosen))])
        beta, residual = nnls(x, y)
        if residual < best:
            best, found = residual, beta[1:] * x[:, 1:].sum(axis=0)
    share: Shares = found / max(y.sum(), 1.0)
    return share


def _saturated(series: Shares, kept: float) -> Shares:
    stock = lfilter([1.0], [1.0, -kept], series)
    return np.log1p(stock / max(stock.mean(), 1e-9))


def every(tables: Tables, since: pd.Timestamp) -> dict[str, Shares]:
    """All estimators' shares of the wins since a day, by kind."""
    mix = tables["media_mix/meridian"]
    return by_rule(tables, since) | {
        "regression on spend": regression(mix, "spend", since),
        "regression on visits": regression(mix, "impression", since),
    }
