"""Purchases: recency, frequency and age of each customer, as models of lifetimes take them."""

import numpy as np
import pandas as pd

from sim.exports.crm import id_of
from sim.exports.view import View
from sim.records import Outcome


def recency_frequency(view: View) -> pd.DataFrame:
    """Make a row for each customer who first bought in the run; a renewal is a purchase again.

    As ``lifetimes.utils.summary_data_from_transaction_data(freq="D")`` counts: repeat purchases,
    days from the first to the last, days from the first to the end, mean value of the repeats.
    """
    deals, terms = view["deals"], view["renewals"]
    won = deals[deals["outcome"] == Outcome.WON]
    kept = terms[(terms["outcome"] == Outcome.RENEWED) & terms["customer"].isin(won["customer"])]
    new = won[["customer", "closed", "value"]].rename(columns={"closed": "time"})
    again = kept[["customer", "day", "value_after"]].set_axis(new.columns, axis=1)
    bought = pd.concat([new, again]).astype({"time": float})
    bought["value"] *= view.config.market.service.years
    since = won.groupby("customer")["closed"].min()
    bought = bought[bought["time"] >= bought["customer"].map(since)]
    bought["date"] = view.dates.day(bought["time"])
    by_day = bought.groupby(["customer", "date"])["value"].sum().reset_index()
    end = view.dates.day(np.array([view.config.warmup_days + view.config.days - 1.0]))[0]
    groups = by_day.groupby("customer")
    first, last, count = groups["date"].min(), groups["date"].max(), groups.size()
    repeats = by_day[by_day["date"] > groups["date"].transform("min")]
    mean = repeats.groupby("customer")["value"].mean().reindex(first.index, fill_value=0.0)
    columns = {"customer_id": id_of("001", first.index), "frequency": (count - 1).to_numpy()}
    columns["recency"] = (last - first).dt.days.to_numpy()
    columns["T"] = (end - first).dt.days.to_numpy()
    return pd.DataFrame(columns | {"monetary_value": mean.to_numpy()})
