"""The data dictionary: every column of every exported table, in order, with type, unit, meaning."""

from typing import NamedTuple

from sim.config import CHANNELS, KINDS

# The document after whose names a table's columns are called, by the beginning of the table's name.
SOURCES = {
    "crm/": "Object Reference for the Salesforce Platform, developer.salesforce.com",
    "media_mix/meridian": "developers.google.com/meridian/docs/user-guide/load-national-data",
    "media_mix/pymc": "pymc-labs/pymc-marketing, data/mmm_example.csv",
    "recency_frequency": "lifetimes.utils.summary_data_from_transaction_data",
}


class Column(NamedTuple):
    """One column of an exported table: its kind (id, text, picklist, …), meaning and unit."""

    kind: str
    meaning: str
    unit: str = ""


def _id(of: str) -> Column:
    return Column("id", of)


def _to(table: str, what: str) -> Column:
    """A reference to the key of another table; empty where there is none."""
    return Column(f"reference to {table}", what)


def _money(meaning: str, per: str = "") -> Column:
    return Column("currency", meaning, "money" + per)


_OWNER = _to("crm/User", "the rep who owns it; of a lead that no rep was given, marketing's queue")
_SOURCE = Column("picklist", "where it came from: " + ", ".join(CHANNELS) + "; empty: unknown")
_CREATED = Column("datetime", "when it was entered")
_STAGE = Column(
    "picklist",
    "stage, as far as conversations were logged; Negotiation/Review once agreed; "
    "a rival's win, no decision and a deal gone cold are all Closed Lost",
)
_AMOUNT = _money(
    "yearly list value of what was offered, once won the value; of renewals what was renewed, or "
    "lost", "/year",
)  # fmt: skip
_PROBABILITY = Column("percent", "chance that goes with the stage, whatever is known", "%")
_FORECAST = Column("picklist", "forecast category that goes with the stage")

CRM: dict[str, dict[str, Column]] = {
    "crm/User": {"Id": _id("a rep's seat"), "Name": Column("text", "the seat's name")},
    "crm/Lead": {
        "Id": _id("a name that was left, or an inquiry for a rep"),
        "LastName": Column("text", "the person; the same person may be several leads"),
        "Company": Column("text", "the person's company"),
        "LeadSource": _SOURCE,
        "Status": Column("picklist", "open, being worked, converted, or closed for any reason"),
        "OwnerId": _OWNER,
        "CreatedDate": _CREATED,
        "IsConverted": Column("boolean", "whether it became, or joined, an opportunity"),
        "ConvertedDate": Column("date", "when it did"),
        "ConvertedAccountId": _to("crm/Account", "the account it became"),
        "ConvertedContactId": _to("crm/Contact", "the contact it became"),
        "ConvertedOpportunityId": _to("crm/Opportunity", "the opportunity it became or joined"),
        "Inquiry__c": Column("boolean", "whether the person asked for a rep"),
        "Score__c": Column(
            "number", "marketing's lead score; need shifts it, noisily; of inquiries 0", "SD"
        ),
    },
    "crm/Account": {
        "Id": _id("a company with which there was business"),
        "Name": Column("text", "the company"),
        "Type": Column("picklist", "Customer under contract at the end, or Prospect"),
        "OwnerId": _OWNER,
        "CreatedDate": _CREATED,
    },
    "crm/Contact": {
        "Id": _id("the account's one person"),
        "AccountId": _to("crm/Account", "the account"),
        "LastName": Column("text", "the person"),
        "LeadSource": _SOURCE,
        "CreatedDate": _CREATED,
    },
    "crm/Opportunity": {
        "Id": _id("an opportunity, or a contract that came up for renewal"),
        "AccountId": _to("crm/Account", "with whom"),
        "ContactId": _to("crm/Contact", "with whom"),
        "Name": Column("text", "company and type"),
        "Type": Column("picklist", "New Business or Renewal"),
        "LeadSource": _SOURCE,
        "OwnerId": _OWNER,
        "FirstLead__c": _to("crm/Lead", "the contact's first lead by the time of the opening"),
        "LastLead__c": _to("crm/Lead", "the contact's last lead by then"),
        "CreatedDate": _CREATED,
        "CloseDate": Column("date", "when it closed; of an open one, the quarter's last day"),
        "StageName": _STAGE,
        "Amount": _AMOUNT,
        "Probability": _PROBABILITY,
        "ForecastCategory": _FORECAST,
        "IsClosed": Column("boolean", "whether it is over"),
        "IsWon": Column("boolean", "whether it was signed"),
    },
    "crm/OpportunityHistory": {
        "Id": _id("a change of stage"),
        "OpportunityId": _to("crm/Opportunity", "whose"),
        "StageName": _STAGE,
        "Amount": _AMOUNT,
        "Probability": _PROBABILITY,
        "ForecastCategory": _FORECAST,
        "CreatedDate": Column("datetime", "when the stage was entered"),
        "CreatedById": _to("crm/User", "by whom"),
    },
    "crm/Event": {
        "Id": _id("a conversation that its rep logged"),
        "WhatId": _to("crm/Opportunity", "about what"),
        "WhoId": _to("crm/Contact", "with whom"),
        "OwnerId": _to("crm/User", "the rep"),
        "Subject": Column("text", "always Call"),
        "ActivityDateTime": Column("datetime", "when"),
        "DurationInMinutes": Column("count", "how long", "minutes"),
    },
}

_FORM = "whether a name was left; one that the firm works on already makes no second lead"
_PER_DEAL = "their mean value for the first term; the run's mean in a week without one"
_VISITS = "all visits to {} by people in the market, tracked or not"

MARKETING: dict[str, dict[str, Column]] = {
    "touch_log": {
        "date": Column("date", "day of the visit"),
        "visitor_id": Column("text", "pseudonym of a browser, one a person"),
        "content": Column("picklist", "kind of content: " + ", ".join(KINDS)),
        "channel": Column("picklist", "the channel of that kind of content"),
        "form_submitted": Column("boolean", _FORM),
        "lead_id": _to("crm/Lead", "the person's first lead, whenever it came; empty: no name"),
        "contact_id": _to("crm/Contact", "the person, if there was business"),
    },
    "media_mix/meridian": {
        "geo": Column("text", "one region: the whole market"),
        "time": Column("date", "the week's Monday"),
        **{f"{kind}_impression": Column("count", _VISITS.format(kind), "visits") for kind in KINDS},
        **{f"{kind}_spend": _money(f"money spent on {kind}; wages apart") for kind in KINDS},
        "conversions": Column("count", "new contracts signed", "deals"),
        "revenue_per_conversion": _money(_PER_DEAL, "/deal"),
        "population": Column("count", "customers in the market", "customers"),
    },
    "media_mix/pymc_marketing": {
        "date_week": Column("date", "the week's Monday"),
        "y": _money("value of new contracts signed, for their first term"),
        **{kind: _money(f"money spent on {kind}") for kind in KINDS},
        "t": Column("count", "weeks since the first", "weeks"),
    },
    "recency_frequency": {
        "customer_id": _to("crm/Account", "who bought first within the run"),
        "frequency": Column("count", "days with a repeat or renewal", "purchases"),
        "recency": Column("count", "calendar days from the first to the last", "days"),
        "T": Column("count", "calendar days from the first to the run's end", "days"),
        "monetary_value": _money("mean value of those repeats for a term; 0 without any"),
    },
}

TRUTH: dict[str, dict[str, Column]] = {
    "truth": {
        "cause": Column("text", "what the run was replayed without, from the first counted day"),
        "outcome": Column("text", "wins, or revenue of their first terms"),
        "with_it": Column("number", "mean over replicates, as it was", "deals or money"),
        "without_it": Column("number", "the same luck without the cause", "deals or money"),
        "effect": Column("number", "with less without, seed by seed", "deals or money"),
        "effect_low": Column("number", "its 95 % interval (Student)", "deals or money"),
        "effect_high": Column("number", "", "deals or money"),
        "share": Column("share", "effect as a part of what there was; shares need not sum to 1"),
        "share_low": Column("share", "its 95 % interval (ratio of sums, jackknife)"),
        "share_high": Column("share", ""),
        "replicates": Column("count", "how many seeds were replayed", "runs"),
    }
}


def source_of(table: str) -> str:
    """The document after whose names a table's columns are called; ours is ``smarketing``."""
    return next((told for start, told in SOURCES.items() if table.startswith(start)), "smarketing")


def rows(tables: dict[str, dict[str, Column]]) -> list[dict[str, str]]:
    """The dictionary as rows: table, column, kind, unit, meaning, source of the names."""
    names = ("table", "column", "kind", "unit", "meaning", "names_after")
    found = []
    for table, columns in tables.items():
        for name, (kind, meaning, unit) in columns.items():
            row = (table, name, kind, unit, meaning, source_of(table))
            found.append(dict(zip(names, row, strict=True)))
    return found
