"""Purchases: recency, frequency and age of each customer, as models of lifetimes take them."""

import numpy as np
import pandas as pd

from sim.exports.crm import id_of
from sim.exports.view import View
from sim.records import Outcome


def recency_frequency(view: View) -> pd.DataFrame:
    """A row a customer who bought first in the run; contracts renewed are purchases again.

    As ``lifetimes.utils.summary_data_from_transaction_data(freq="D")`` counts: repeat purchases,
    days from the first to the last, days from the first to the end, mean value of the repeats.
    """
    deals, terms = view["deals"], view["renewals"]
    won = deals[deals["outcome"] == Outcome.WON]
    kept = terms[(terms["outcome"] == Outcome.RENEWED) & terms["customer"].isin(won["customer"])]
    bought = pd.concat([
        pd.DataFrame({"customer": won["customer"], "time": won["closed"], "value": won["value"]}),
        pd.DataFrame({"customer": kept["customer"], "time": kept["day"],
                      "value": kept["value_after"]}),
    ]).astype({"time": float})  # fmt: skip
    since = won.groupby("customer")["closed"].min()
    bought = bought[bought["time"] >= bought["customer"].map(since)]
    bought["date"] = view.dates.day(bought["time"])
    by_day = bought.groupby(["customer", "date"])["value"].sum().reset_index()
    end = view.dates.day(np.array([view.config.warmup_days + view.config.days - 1.0]))[0]
    groups = by_day.groupby("customer")
    first, last, count = groups["date"].min(), groups["date"].max(), groups.size()
    repeats = by_day[by_day["date"] > by_day["customer"].map(first)]
    mean = repeats.groupby("customer")["value"].mean().reindex(first.index, fill_value=0.0)
    return pd.DataFrame({
        "customer_id": id_of("001", first.index), "frequency": (count - 1).to_numpy(),
        "recency": (last - first).dt.days.to_numpy(), "T": (end - first).dt.days.to_numpy(),
        "monetary_value": mean.to_numpy(),
    })  # fmt: skip
