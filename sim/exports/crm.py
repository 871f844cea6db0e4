"""The CRM: records under the object and field names of Salesforce, as far as the firm keeps them.

Object Reference for the Salesforce Platform, developer.salesforce.com. The CRM says whether a deal
was lost, not why: a rival's offer and no decision both read Closed Lost. Each table is made from a
:class:`sim.exports.view.View`, with the columns of ``sim.exports.dictionary.CRM`` in their order.
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
_NEW, _WORKING = "Open - Not Contacted", "Working - Contacted"
_CONVERTED, _NOT_CONVERTED = "Closed - Converted", "Closed - Not Converted"
STATUSES = (_NEW, _WORKING, _CONVERTED, _NOT_CONVERTED)
# Renewals are opportunities too, numbered after all deals.
_RENEWALS = 50_000_000_000
_BY_TALK = ("Needs Analysis", "Value Proposition", "Proposal/Price Quote")


def id_of(prefix: str, numbers: Any) -> "NDArray[Any]":
    """Salesforce ids of 15 characters: the object's prefix, S and a number; empty for −1.

    Without a letter, and with most letters but this one, readers of CSV files see a number in it
    and drop the leading zeros.
    """
    numbers = np.asarray(numbers)
    return np.array([f"{prefix}S{n:011d}" if n >= 0 else "" for n in numbers.tolist()], object)


(QUEUE,) = id_of("00G", [1])


def users(view: View) -> pd.DataFrame:
    """Make a row for each seat of a sales rep; a record's owner is a seat, not a person."""
    owned = [view[name]["rep"] for name in ("leads", "deals", "renewals", "conversations")]
    seats = np.unique(np.concatenate(owned))
    seats = seats[seats >= 0]
    return pd.DataFrame({"Id": id_of("005", seats), "Name": [f"Rep {n}" for n in seats]})


def leads(view: View) -> pd.DataFrame:
    """Make a row for each time that somebody left a name, or asked for a rep."""
    rows = view["leads"]
    its = view["deals"].reindex(rows["deal"])
    chance = its["opportunity"].fillna(-1).to_numpy(np.int64)
    rep = np.where(rows["rep"] >= 0, rows["rep"], its["rep"].fillna(-1)).astype(np.int64)
    person, owner, opened = rows["customer"], id_of("005", rep), its["opened"].to_numpy()
    converted, over = chance >= 0, rows["outcome"].to_numpy() != Outcome.OPEN
    cases = [converted, over, rows["attempts"].to_numpy() > 0]
    account = np.where(converted, person, -1)
    columns = {"Id": id_of("00Q", rows.index), "LastName": _names(person)}
    columns |= {"Company": _companies(person), "LeadSource": channels(rows["channel"])}
    columns["Status"] = np.select(cases, [_CONVERTED, _NOT_CONVERTED, _WORKING], _NEW)
    columns["OwnerId"] = np.where(owner == "", QUEUE, owner)
    columns |= {"CreatedDate": view.dates.moment(rows["created"]), "IsConverted": converted}
    columns["ConvertedDate"] = view.dates.day(np.maximum(opened, rows["created"]))
    columns["ConvertedAccountId"] = id_of("001", account)
    columns["ConvertedContactId"] = id_of("003", account)
    columns["ConvertedOpportunityId"] = id_of("006", chance)
    columns["Inquiry__c"] = rows["inquiry"].to_numpy()
    return pd.DataFrame(columns | {"Score__c": rows["score"].to_numpy()})


def accounts(view: View) -> pd.DataFrame:
    """Make a row for each company with which there was business."""
    chances = view["opportunities"][["customer", "opened", "rep"]]
    deals = chances.rename(columns={"opened": "time"})
    terms = view["renewals"][["customer", "since", "rep"]].rename(columns={"since": "time"})
    begun = pd.concat([deals, terms]).astype({"time": float})
    by_customer = begun.sort_values("time", kind="stable").groupby("customer", sort=True)
    first, last = by_customer.first(), by_customer.last()
    columns = {"Id": id_of("001", first.index), "Name": _companies(first.index)}
    columns["Type"] = np.where(first.index.isin(_supplied(view)), "Customer", "Prospect")
    columns["OwnerId"] = id_of("005", last["rep"])
    return pd.DataFrame(columns | {"CreatedDate": view.dates.moment(first["time"])})


def contacts(view: View) -> pd.DataFrame:
    """Make a row for the one person of each account, with the source of the first business."""
    known = accounts(view)
    customers = known["Id"].str[4:].astype(np.int64).to_numpy()
    by_time = view["opportunities"].sort_values("opened", kind="stable")
    channel = (
        by_time.groupby("customer")["channel"].first().reindex(customers).fillna(-1).astype(int)
    )
    columns = {"Id": id_of("003", customers), "AccountId": known["Id"]}
    columns |= {"LastName": _names(customers), "LeadSource": channels(channel)}
    return pd.DataFrame(columns | {"CreatedDate": known["CreatedDate"]})


def opportunities(view: View) -> pd.DataFrame:
    """Make a row for each opportunity and contract up for renewal, as it stands at the end.

    A deal that was given up and taken up again in one journey of the customer is one opportunity.
    """
    deals, terms = view["opportunities"], _renewals(view)
    stages = history(view).groupby("OpportunityId", sort=False).last()
    asked = deals["list_value"].where(deals["list_value"] > 0)
    amount = np.where(deals["outcome"] == Outcome.WON, deals["value"], asked)
    last_day = view.config.warmup_days + view.config.days - 1
    quarter_end = (last_day // QUARTER + 1) * QUARTER - 1
    signed = terms["outcome"].to_numpy() == Outcome.RENEWED
    parts: dict[str, list[Any]] = {
        "number": [deals.index, _RENEWALS + terms.index],
        "channel": [deals["channel"], np.full(len(terms), -1)],
        "opened": [deals["opened"], terms["day"]],
        "closed": [deals["closed"].fillna(quarter_end), terms["day"]],
        "amount": [amount, np.where(signed, terms["value_after"], terms["value_before"])],
    }
    parts |= {name: [deals[name], terms[name]] for name in ("customer", "rep")}
    of = {name: np.concatenate([np.asarray(one) for one in both]) for name, both in parts.items()}
    new = np.arange(len(of["number"])) < len(deals)
    ids, customer = id_of("006", of["number"]), of["customer"]
    stage = stages.reindex(ids)
    columns = {"Id": ids, "AccountId": id_of("001", customer), "ContactId": id_of("003", customer)}
    columns["Name"] = _companies(customer) + np.where(new, " - new business", " - renewal")
    columns["Type"] = np.where(new, "New Business", "Renewal")
    columns |= {"LeadSource": channels(of["channel"]), "OwnerId": id_of("005", of["rep"])}
    for name in ("first_lead", "last_lead"):
        lead = np.append(deals[name], np.full(len(terms), -1))
        columns[f"{name.title().replace('_', '')}__c"] = id_of("00Q", lead)
    columns["CreatedDate"] = view.dates.moment(of["opened"])
    columns["CloseDate"] = view.dates.day(of["closed"])
    columns |= {"StageName": stage["StageName"].to_numpy(), "Amount": of["amount"]}
    columns |= {name: stage[name].to_numpy() for name in ("Probability", "ForecastCategory")}
    columns["IsClosed"] = stage["StageName"].str.startswith("Closed").to_numpy()
    return pd.DataFrame(columns | {"IsWon": stage["StageName"].eq("Closed Won").to_numpy()})


def history(view: View) -> pd.DataFrame:
    """Make a row for each change of an opportunity's stage; unlogged conversations change none.

    One that was given up and taken up again is closed, and back at the first stage.
    """
    deals, talks, terms = view["deals"], view["conversations"], _renewals(view)
    deals = deals[deals["opportunity"] >= 0]
    chance = view["deals"]["opportunity"].reindex(talks["deal"]).to_numpy()
    agreed, closed = deals[deals["agreed"].notna()], deals[deals["outcome"] != Outcome.OPEN]
    won, signed = closed["outcome"] == Outcome.WON, terms["outcome"] == Outcome.RENEWED
    by_talk: Any = np.array(_BY_TALK, object)
    stage = by_talk[np.minimum(talks["number"].to_numpy(), len(_BY_TALK)) - 1]
    review, value = "Negotiation/Review", closed["value"].where(won)
    renewed = terms["value_after"].where(signed, terms["value_before"])
    changes = [
        _steps(deals["opportunity"], deals["opened"], 0, "Prospecting", deals["rep"], np.nan),
        _steps(chance, talks["time"], 1, stage, talks["rep"], np.nan),
        _steps(
            agreed["opportunity"], agreed["agreed"], 2, review, agreed["rep"], agreed["list_value"]
        ),
        _steps(closed["opportunity"], closed["closed"], 3, _end(won), closed["rep"], value),
        _steps(_RENEWALS + terms.index, terms["day"], 3, _end(signed), terms["rep"], renewed),
    ]
    together = pd.concat(changes, ignore_index=True)
    steps = together.sort_values(["deal", "time", "rank"], kind="stable")
    again = steps["stage"].eq(steps["stage"].shift()) & steps["deal"].eq(steps["deal"].shift())
    steps = steps[~again]
    known = steps["stage"].map(STAGES)
    columns: dict[str, Any] = {"Id": id_of("008", np.arange(len(steps)))}
    columns["OpportunityId"] = id_of("006", steps["deal"])
    columns |= {"StageName": steps["stage"].to_numpy(), "Amount": steps["amount"].to_numpy()}
    columns |= {"Probability": [one[0] for one in known]}
    columns |= {"ForecastCategory": [one[1] for one in known]}
    columns["CreatedDate"] = view.dates.moment(steps["time"])
    return pd.DataFrame(columns | {"CreatedById": id_of("005", steps["rep"])})


def events(view: View) -> pd.DataFrame:
    """Make a row for each conversation that the rep logged."""
    rows = view["conversations"]
    chance = view["deals"]["opportunity"].reindex(rows["deal"])
    columns: dict[str, Any] = {"Id": id_of("00U", rows.index), "WhatId": id_of("006", chance)}
    columns |= {"WhoId": id_of("003", rows["customer"]), "OwnerId": id_of("005", rows["rep"])}
    columns |= {"Subject": "Call", "ActivityDateTime": view.dates.moment(rows["time"])}
    minutes = np.round(60 * rows["hours"].to_numpy()).astype(np.int64)
    return pd.DataFrame(columns | {"DurationInMinutes": minutes})


def _end(won: Any) -> Any:
    return np.where(won, "Closed Won", "Closed Lost")


def _steps(deal: Any, time: Any, rank: int, stage: Any, rep: Any, amount: Any) -> pd.DataFrame:
    deal = np.asarray(deal)
    columns = {"deal": deal, "time": np.asarray(time, float), "rank": rank, "rep": np.asarray(rep)}
    columns["stage"] = np.broadcast_to(np.asarray(stage, object), deal.shape)
    columns["amount"] = np.broadcast_to(np.asarray(amount, float), deal.shape)
    return pd.DataFrame(columns)


def _renewals(view: View) -> pd.DataFrame:
    """Contracts that ended; one that was bought anew meanwhile is a deal already."""
    rows = view["renewals"]
    return rows[rows["outcome"] != Outcome.EXPANDED]


def _supplied(view: View) -> "NDArray[Any]":
    """Customers under contract at the end: the last news of them is not that they left."""
    deals, terms = view["deals"], view["renewals"]
    won = deals[deals["outcome"] == Outcome.WON]
    left = terms["outcome"].isin((Outcome.CHURNED, Outcome.SWITCHED)).to_numpy()
    signed = pd.DataFrame({"customer": won["customer"], "time": won["closed"], "stays": True})
    ended = pd.DataFrame({"customer": terms["customer"], "time": terms["day"], "stays": ~left})
    heard = pd.concat([signed, ended]).astype({"time": float, "stays": bool})
    last = heard.sort_values("time", kind="stable").groupby("customer")["stays"].last()
    return last.index[last].to_numpy()


def _names(customers: Any) -> "NDArray[Any]":
    return np.array([f"Buyer {n}" for n in np.asarray(customers).tolist()], object)


def _companies(customers: Any) -> "NDArray[Any]":
    return np.array([f"Company {n}" for n in np.asarray(customers).tolist()], object)


def channels(numbers: Any) -> "NDArray[Any]":
    """Names of channels; empty for −1."""
    return np.array([CHANNELS[n] if n >= 0 else "" for n in np.asarray(numbers).tolist()], object)
