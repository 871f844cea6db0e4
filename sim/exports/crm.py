"""The CRM: records under the object and field names of Salesforce, as far as the firm keeps them.

Object Reference for the Salesforce Platform, developer.salesforce.com. What became of a lead or
a deal is there; why is not: a rival's offer and no decision both read Closed Lost.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.config import CHANNELS
from sim.config.working_days import QUARTER
from sim.exports.view import View
from sim.records import Outcome

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Stage, its probability in per cent, its forecast category.
STAGES = {
    "Prospecting": (10, "Pipeline"),
    "Needs Analysis": (20, "Pipeline"),
    "Value Proposition": (50, "Pipeline"),
    "Proposal/Price Quote": (75, "BestCase"),
    "Negotiation/Review": (90, "Forecast"),
    "Closed Won": (100, "Closed"),
    "Closed Lost": (0, "Omitted"),
}
STATUSES = ("Open - Not Contacted", "Working - Contacted", "Closed - Converted",
            "Closed - Not Converted")  # fmt: skip
QUEUE = "00G000000000001"
# Renewals are opportunities too, numbered after all deals.
_RENEWALS = 500_000_000_000
_BY_TALK = ("Needs Analysis", "Value Proposition", "Proposal/Price Quote")


def id_of(prefix: str, numbers: Any) -> "NDArray[Any]":
    """Salesforce's ids of 15 characters: the object's prefix and a number; empty for −1."""
    numbers = np.asarray(numbers)
    return np.array([f"{prefix}{n:012d}" if n >= 0 else "" for n in numbers.tolist()], object)


def users(view: View) -> pd.DataFrame:
    """Reps by their seat, which is all that a record's owner says."""
    owned = [view[name]["rep"] for name in ("leads", "deals", "renewals", "conversations")]
    seats = np.unique(np.concatenate(owned))
    seats = seats[seats >= 0]
    return pd.DataFrame({"Id": id_of("005", seats), "Name": [f"Rep {n}" for n in seats]})


def leads(view: View) -> pd.DataFrame:
    """Every name that was left."""
    rows = view["leads"]
    converted = rows["deal"].to_numpy() >= 0
    opened = view["deals"]["opened"].reindex(rows["deal"]).to_numpy()
    contacted = rows["attempts"].to_numpy() > 0
    over = rows["outcome"].to_numpy() != Outcome.OPEN
    status = np.select([converted, over, contacted], [STATUSES[2], STATUSES[3], STATUSES[1]],
                       STATUSES[0])  # fmt: skip
    who = np.where(converted, rows["customer"], -1)
    owner = id_of("005", rows["rep"])
    return pd.DataFrame({
        "Id": id_of("00Q", rows.index), "LastName": _names(rows["customer"]),
        "Company": _companies(rows["customer"]), "LeadSource": channels(rows["channel"]),
        "Status": status, "OwnerId": np.where(owner == "", QUEUE, owner),
        "CreatedDate": view.dates.moment(rows["created"]), "IsConverted": converted,
        "ConvertedDate": view.dates.day(np.maximum(opened, rows["created"])),
        "ConvertedAccountId": id_of("001", who), "ConvertedContactId": id_of("003", who),
        "ConvertedOpportunityId": id_of("006", rows["deal"]), "Score__c": rows["score"].to_numpy(),
    })  # fmt: skip


def accounts(view: View) -> pd.DataFrame:
    """Every company with which there was business."""
    deals, terms = view["deals"], view["renewals"]
    begun = pd.concat([
        pd.DataFrame({"customer": deals["customer"], "time": deals["opened"], "rep": deals["rep"]}),
        pd.DataFrame({"customer": terms["customer"], "time": terms["since"], "rep": terms["rep"]}),
    ]).astype({"time": float})  # fmt: skip
    by_customer = begun.sort_values("time", kind="stable").groupby("customer", sort=True)
    first, last = by_customer.first(), by_customer.last()
    return pd.DataFrame({
        "Id": id_of("001", first.index), "Name": _companies(first.index),
        "Type": np.where(first.index.isin(_supplied(view)), "Customer", "Prospect"),
        "OwnerId": id_of("005", last["rep"]), "CreatedDate": view.dates.moment(first["time"]),
    })  # fmt: skip


def contacts(view: View) -> pd.DataFrame:
    """One person for each account, with the source of the first business."""
    known = accounts(view)
    customers = known["Id"].str[3:].astype(np.int64).to_numpy()
    deals = view["deals"].sort_values("opened", kind="stable").groupby("customer")["channel"]
    channel = deals.first().reindex(customers).fillna(-1).astype(int)
    return pd.DataFrame({
        "Id": id_of("003", customers), "AccountId": known["Id"], "LastName": _names(customers),
        "LeadSource": channels(channel), "CreatedDate": known["CreatedDate"],
    })  # fmt: skip


def opportunities(view: View) -> pd.DataFrame:
    """Every deal, and every contract that came up for renewal, as it stands at the run's end."""
    deals, terms = view["deals"], _renewals(view)
    stages = history(view).groupby("OpportunityId", sort=False).last()
    won = deals["outcome"].to_numpy() == Outcome.WON
    amount = np.where(won, deals["value"], np.where(deals["list_value"] > 0, deals["list_value"],
                                                    np.nan))  # fmt: skip
    last_day = view.config.warmup_days + view.config.days - 1
    quarter_end = (last_day // QUARTER + 1) * QUARTER - 1
    signed = terms["outcome"].to_numpy() == Outcome.RENEWED
    parts: dict[str, list[Any]] = {
        "number": [deals.index, _RENEWALS + terms.index],
        "customer": [deals["customer"], terms["customer"]],
        "rep": [deals["rep"], terms["rep"]],
        "channel": [deals["channel"], np.full(len(terms), -1)],
        "opened": [deals["opened"], terms["day"]],
        "closed": [deals["closed"].fillna(quarter_end), terms["day"]],
        "amount": [amount, np.where(signed, terms["value_after"], terms["value_before"])],
    }
    of = {name: np.concatenate([np.asarray(one) for one in both]) for name, both in parts.items()}
    new = np.arange(len(of["number"])) < len(deals)
    ids = id_of("006", of["number"])
    stage = stages.reindex(ids)
    return pd.DataFrame({
        "Id": ids, "AccountId": id_of("001", of["customer"]),
        "ContactId": id_of("003", of["customer"]),
        "Name": _companies(of["customer"]) + np.where(new, " - new business", " - renewal"),
        "Type": np.where(new, "New Business", "Renewal"), "LeadSource": channels(of["channel"]),
        "OwnerId": id_of("005", of["rep"]), "CreatedDate": view.dates.moment(of["opened"]),
        "CloseDate": view.dates.day(of["closed"]), "StageName": stage["StageName"].to_numpy(),
        "Amount": of["amount"], "Probability": stage["Probability"].to_numpy(),
        "ForecastCategory": stage["ForecastCategory"].to_numpy(),
        "IsClosed": stage["StageName"].str.startswith("Closed").to_numpy(),
        "IsWon": stage["StageName"].eq("Closed Won").to_numpy(),
    })  # fmt: skip


def history(view: View) -> pd.DataFrame:
    """Every change of an opportunity's stage; conversations that were not logged move none."""
    deals, talks, terms = view["deals"], view["conversations"], _renewals(view)
    closed = deals[deals["outcome"] != Outcome.OPEN]
    won = closed["outcome"] == Outcome.WON
    stages: Any = np.array(_BY_TALK, object)
    stage = stages[np.minimum(talks["number"].to_numpy(), len(_BY_TALK)) - 1]
    agreed = deals[deals["agreed"].notna()]
    signed = terms["outcome"] == Outcome.RENEWED
    steps = pd.concat([
        _steps(deals.index, deals["opened"], 0, "Prospecting", deals["rep"], np.nan),
        _steps(talks["deal"], talks["time"], 1, stage, talks["rep"], np.nan),
        _steps(agreed.index, agreed["agreed"], 2, "Negotiation/Review", agreed["rep"],
               agreed["list_value"]),
        _steps(closed.index, closed["closed"], 3, np.where(won, "Closed Won", "Closed Lost"),
               closed["rep"], np.where(won, closed["value"], np.nan)),
        _steps(_RENEWALS + terms.index, terms["day"], 3,
               np.where(signed, "Closed Won", "Closed Lost"), terms["rep"],
               np.where(signed, terms["value_after"], terms["value_before"])),
    ], ignore_index=True).sort_values(["deal", "time", "rank"], kind="stable")  # fmt: skip
    again = steps["stage"].eq(steps["stage"].shift()) & steps["deal"].eq(steps["deal"].shift())
    steps = steps[~again]
    known = steps["stage"].map(STAGES)
    return pd.DataFrame({
        "Id": id_of("008", np.arange(len(steps))),
        "OpportunityId": id_of("006", steps["deal"]), "StageName": steps["stage"].to_numpy(),
        "Amount": steps["amount"].to_numpy(), "Probability": [one[0] for one in known],
        "ForecastCategory": [one[1] for one in known],
        "CreatedDate": view.dates.moment(steps["time"]), "CreatedById": id_of("005", steps["rep"]),
    })  # fmt: skip


def events(view: View) -> pd.DataFrame:
    """Conversations that the rep logged."""
    rows = view["conversations"]
    return pd.DataFrame({
        "Id": id_of("00U", rows.index), "WhatId": id_of("006", rows["deal"]),
        "WhoId": id_of("003", rows["customer"]), "OwnerId": id_of("005", rows["rep"]),
        "Subject": "Call", "ActivityDateTime": view.dates.moment(rows["time"]),
        "DurationInMinutes": np.round(60 * rows["hours"].to_numpy()).astype(np.int64),
    })  # fmt: skip


def _steps(deal: Any, time: Any, rank: int, stage: Any, rep: Any, amount: Any) -> pd.DataFrame:
    deal = np.asarray(deal)
    return pd.DataFrame({
        "deal": deal, "time": np.asarray(time, float), "rank": rank,
        "stage": np.broadcast_to(np.asarray(stage, object), deal.shape),
        "rep": np.asarray(rep), "amount": np.broadcast_to(np.asarray(amount, float), deal.shape),
    })  # fmt: skip


def _renewals(view: View) -> pd.DataFrame:
    """Terms that ended; what was bought anew meanwhile is a deal already."""
    rows = view["renewals"]
    return rows[rows["outcome"] != Outcome.EXPANDED]


def _supplied(view: View) -> "NDArray[Any]":
    """Customers who have a contract at the end: the last that was heard of them is no leaving."""
    deals, terms = view["deals"], view["renewals"]
    won = deals[deals["outcome"] == Outcome.WON]
    left = terms["outcome"].isin((Outcome.CHURNED, Outcome.SWITCHED)).to_numpy()
    heard = pd.concat([
        pd.DataFrame({"customer": won["customer"], "time": won["closed"], "stays": True}),
        pd.DataFrame({"customer": terms["customer"], "time": terms["day"], "stays": ~left}),
    ]).astype({"time": float, "stays": bool})  # fmt: skip
    last = heard.sort_values("time", kind="stable").groupby("customer")["stays"].last()
    return last.index[last].to_numpy()


def _names(customers: Any) -> "NDArray[Any]":
    return np.array([f"Buyer {n}" for n in np.asarray(customers).tolist()], object)


def _companies(customers: Any) -> "NDArray[Any]":
    return np.array([f"Company {n}" for n in np.asarray(customers).tolist()], object)


def channels(numbers: Any) -> "NDArray[Any]":
    """Names of channels; empty for −1."""
    names = [CHANNELS[n] if n >= 0 else "" for n in np.asarray(numbers).tolist()]
    return np.array(names, object)
