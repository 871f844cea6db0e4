"""The data dictionary: every column of every exported table, in order, with type, unit, meaning."""

from typing import NamedTuple

from sim.config import CHANNELS, KINDS

SALESFORCE = "Object Reference for the Salesforce Platform, developer.salesforce.com"
MERIDIAN = "developers.google.com/meridian/docs/user-guide/load-national-data"
PYMC = "pymc-labs/pymc-marketing, data/mmm_example.csv"
LIFETIMES = "lifetimes.utils.summary_data_from_transaction_data"


class Column(NamedTuple):
    """What a column is: its kind (id, text, picklist, date, …), its unit, and what it means."""

    kind: str
    unit: str
    meaning: str


def _id(of: str) -> Column:
    return Column("id", "", of)


def _to(table: str, what: str) -> Column:
    """A reference to the key of another table; empty where there is none."""
    return Column(f"reference to {table}", "", what)


_OWNER = _to("crm/User", "the rep who owns it; of a lead that no rep was given, marketing's queue")
_SOURCE = Column("picklist", "", "where it came from: " + ", ".join(CHANNELS) + "; empty: unknown")
_CREATED = Column("datetime", "", "when it was entered")
_STAGE = Column(
    "picklist", "", "stage, as far as conversations were logged; Negotiation/Review once agreed; a "
    "rival's win, no decision and a deal gone cold are all Closed Lost",
)  # fmt: skip
_AMOUNT = Column("currency", "money/year", "first year's value, once agreed; of renewals the value "
                 "renewed, or lost")  # fmt: skip
_PROBABILITY = Column("percent", "%", "chance that goes with the stage, whatever is known")
_FORECAST = Column("picklist", "", "forecast category that goes with the stage")

CRM: dict[str, dict[str, Column]] = {
    "crm/User": {"Id": _id("a rep's seat"), "Name": Column("text", "", "the seat's name")},
    "crm/Lead": {
        "Id": _id("a name that was left"),
        "LastName": Column("text", "", "the person; the same person may be several leads"),
        "Company": Column("text", "", "the person's company"),
        "LeadSource": _SOURCE,
        "Status": Column("picklist", "", "open, being worked, converted, or closed for any reason"),
        "OwnerId": _OWNER,
        "CreatedDate": _CREATED,
        "IsConverted": Column("boolean", "", "whether it became, or joined, an opportunity"),
        "ConvertedDate": Column("date", "", "when it did"),
        "ConvertedAccountId": _to("crm/Account", "the account it became"),
        "ConvertedContactId": _to("crm/Contact", "the contact it became"),
        "ConvertedOpportunityId": _to("crm/Opportunity", "the opportunity it became or joined"),
        "Score__c": Column("number", "SD", "marketing's lead score; need shifts it, noisily"),
    },
    "crm/Account": {
        "Id": _id("a company with which there was business"),
        "Name": Column("text", "", "the company"),
        "Type": Column("picklist", "", "Customer under contract at the end, or Prospect"),
        "OwnerId": _OWNER,
        "CreatedDate": _CREATED,
    },
    "crm/Contact": {
        "Id": _id("the account's one person"),
        "AccountId": _to("crm/Account", "the account"),
        "LastName": Column("text", "", "the person"),
        "LeadSource": _SOURCE,
        "CreatedDate": _CREATED,
    },
    "crm/Opportunity": {
        "Id": _id("a deal, or a contract that came up for renewal"),
        "AccountId": _to("crm/Account", "with whom"),
        "ContactId": _to("crm/Contact", "with whom"),
        "Name": Column("text", "", "company and type"),
        "Type": Column("picklist", "", "New Business or Renewal"),
        "LeadSource": _SOURCE,
        "OwnerId": _OWNER,
        "CreatedDate": _CREATED,
        "CloseDate": Column("date", "", "when it closed; of an open one, the quarter's last day"),
        "StageName": _STAGE,
        "Amount": _AMOUNT,
        "Probability": _PROBABILITY,
        "ForecastCategory": _FORECAST,
        "IsClosed": Column("boolean", "", "whether it is over"),
        "IsWon": Column("boolean", "", "whether it was signed"),
    },
    "crm/OpportunityHistory": {
        "Id": _id("a change of stage"),
        "OpportunityId": _to("crm/Opportunity", "whose"),
        "StageName": _STAGE,
        "Amount": _AMOUNT,
        "Probability": _PROBABILITY,
        "ForecastCategory": _FORECAST,
        "CreatedDate": Column("datetime", "", "when the stage was entered"),
        "CreatedById": _to("crm/User", "by whom"),
    },
    "crm/Event": {
        "Id": _id("a conversation that its rep logged"),
        "WhatId": _to("crm/Opportunity", "about what"),
        "WhoId": _to("crm/Contact", "with whom"),
        "OwnerId": _to("crm/User", "the rep"),
        "Subject": Column("text", "", "always Call"),
        "ActivityDateTime": Column("datetime", "", "when"),
        "DurationInMinutes": Column("count", "minutes", "how long"),
    },
}

MARKETING: dict[str, dict[str, Column]] = {
    "touch_log": {
        "date": Column("date", "", "day of the visit"),
        "visitor_id": Column("text", "", "pseudonym of a browser, one a person"),
        "content": Column("picklist", "", "kind of content: " + ", ".join(KINDS)),
        "channel": Column("picklist", "", "the channel of that kind of content"),
        "form_submitted": Column("boolean", "", "whether a name was left; one that the firm works "
                                 "on already makes no second lead"),
        "lead_id": _to("crm/Lead", "the person's first lead, whenever it came; empty: no name"),
        "contact_id": _to("crm/Contact", "the person, if there was business"),
    },
    "media_mix/meridian": {
        "geo": Column("text", "", "one region: the whole market"),
        "time": Column("date", "", "the week's Monday"),
        **{f"{kind}_impression": Column("count", "visits", f"all visits to {kind} by people in the "
                                        "market, tracked or not") for kind in KINDS},
        **{f"{kind}_spend": Column("currency", "money", f"money spent on {kind}; wages apart")
           for kind in KINDS},
        "conversions": Column("count", "deals", "new contracts signed"),
        "revenue_per_conversion": Column("currency", "money/deal", "their mean first-year value; "
                                         "the run's mean in a week without one"),
        "population": Column("count", "customers", "customers in the market"),
    },
    "media_mix/pymc_marketing": {
        "date_week": Column("date", "", "the week's Monday"),
        "y": Column("currency", "money", "first-year value of new contracts signed"),
        **{kind: Column("currency", "money", f"money spent on {kind}") for kind in KINDS},
        "t": Column("count", "weeks", "weeks since the first"),
    },
    "recency_frequency": {
        "customer_id": _to("crm/Account", "who bought first within the run"),
        "frequency": Column("count", "purchases", "days with a repeat or renewal"),
        "recency": Column("count", "days", "calendar days from the first to the last"),
        "T": Column("count", "days", "calendar days from the first to the run's end"),
        "monetary_value": Column("currency", "money", "mean value of those repeats; 0 without any"),
    },
}  # fmt: skip

TRUTH: dict[str, dict[str, Column]] = {
    "truth": {
        "cause": Column(
            "text", "", "what the run was replayed without, from the first counted day"
        ),
        "outcome": Column("text", "", "wins, or first-year revenue of them"),
        "with_it": Column("number", "deals or money", "mean over replicates, as it was"),
        "without_it": Column("number", "deals or money", "the same luck without the cause"),
        "effect": Column("number", "deals or money", "with less without, seed by seed"),
        "effect_low": Column("number", "deals or money", "its 95 % interval (Student)"),
        "effect_high": Column("number", "deals or money", ""),
        "share": Column(
            "share", "", "effect as a part of what there was; shares need not sum to 1"
        ),
        "share_low": Column("share", "", "its 95 % interval"),
        "share_high": Column("share", "", ""),
        "replicates": Column("count", "runs", "how many seeds were replayed"),
    }
}

SOURCES = {"crm/": SALESFORCE, "media_mix/meridian": MERIDIAN, "media_mix/pymc": PYMC,
           "recency_frequency": LIFETIMES}  # fmt: skip


def source_of(table: str) -> str:
    """Whose names a table's columns are."""
    return next((told for start, told in SOURCES.items() if table.startswith(start)), "smarketing")


def rows(tables: dict[str, dict[str, Column]]) -> list[dict[str, str]]:
    """The dictionary as rows: table, column, kind, unit, meaning, whose names they are."""
    return [
        {"table": table, "column": name, "kind": column.kind, "unit": column.unit,
         "meaning": column.meaning, "names_after": source_of(table)}
        for table, columns in tables.items() for name, column in columns.items()
    ]  # fmt: skip
