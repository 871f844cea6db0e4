"""Marketing's tables: the log of tracked touches, and the weekly table of a media-mix model."""

from typing import Any

import numpy as np
import pandas as pd

from sim.config import CHANNELS, KINDS
from sim.config.working_days import WEEK
from sim.exports.crm import channels, id_of
from sim.exports.view import View
from sim.records import Outcome

# Meridian's own name for the only region of a national model.
GEO = "national_geo"


def touch_log(view: View) -> pd.DataFrame:
    """Make a row for each tracked visit to the firm's content, with the person once known."""
    rows, leads = view["touches"], view["leads"]
    customers = rows["customer"].to_numpy()
    first = leads.reset_index(names="lead").groupby("customer")["lead"].first()
    lead = first.reindex(customers).fillna(-1).astype(np.int64)
    buyer = np.where(np.isin(customers, view["opportunities"]["customer"]), customers, -1)
    kinds = rows["source"].to_numpy()
    columns = {"date": view.dates.day(rows["day"]), "visitor_id": _visitors(customers, view.seed)}
    columns["content"] = np.array(KINDS, object)[kinds]
    columns["channel"] = channels(_channels_of(view)[kinds])
    columns |= {"form_submitted": rows["lead"].to_numpy(), "lead_id": id_of("00Q", lead)}
    return pd.DataFrame(columns | {"contact_id": id_of("003", buyer)})


def meridian(view: View) -> pd.DataFrame:
    """Make a row for each counted week, as Meridian reads it (developers.google.com/meridian).

    A week without a conversion has the mean revenue per conversion, since an empty cell is refused.
    """
    weeks = _weeks(view)
    won, spend, visits = _won(view), _by_week(view, "content", "cost"), _by_week(view, "visits")
    conversions = won.groupby("week").size().reindex(weeks, fill_value=0).to_numpy()
    revenue = won.groupby("week")["value"].sum().reindex(weeks, fill_value=0.0).to_numpy()
    usual = revenue.sum() / max(conversions.sum(), 1)
    each = np.where(conversions > 0, revenue / np.maximum(conversions, 1), usual)
    columns: dict[str, Any] = {"geo": GEO, "time": view.dates.day(weeks * WEEK)}
    columns |= {f"{kind}_impression": visits[kind] for kind in KINDS}
    columns |= {f"{kind}_spend": spend[kind] for kind in KINDS}
    columns |= {"conversions": conversions, "revenue_per_conversion": each}
    return pd.DataFrame(columns | {"population": view.config.market.customers})


def pymc_marketing(view: View) -> pd.DataFrame:
    """Make a row for each counted week, as PyMC-Marketing's MMM takes it, with a trend."""
    weeks, spend, won = _weeks(view), _by_week(view, "content", "cost"), _won(view)
    revenue = won.groupby("week")["value"].sum().reindex(weeks, fill_value=0.0).to_numpy()
    columns: dict[str, Any] = {"date_week": view.dates.day(weeks * WEEK), "y": revenue}
    columns |= {kind: spend[kind] for kind in KINDS}
    return pd.DataFrame(columns | {"t": np.arange(len(weeks))})


def unidentified(view: View) -> list[str]:
    """Name what the weekly table cannot tell, in a line each; none where spend varies as it should.

    An effect of spend can be told only where spend varies, and that of one kind from another's only
    where they do not vary together.
    """
    weekly = _by_week(view, "content", "cost")
    spend = {kind: weeks for kind, weeks in weekly.items() if weeks.any()}
    flat = [kind for kind, weeks in spend.items() if np.ptp(weeks) == 0.0]
    found = []
    if len(flat) == len(spend):
        found.append("spend never varies from week to week: the weekly table can identify nothing")
    elif flat:
        names = ", ".join(flat)
        found.append(f"spend on {names} never varies: the weekly table says nothing of its effect")
    moving = [kind for kind in spend if kind not in flat]
    table = np.array([spend[kind] - spend[kind].mean() for kind in moving])
    if len(moving) > 1 and np.linalg.matrix_rank(table) < len(moving):
        words = f"spend on {', '.join(moving)} varies together"
        found.append(f"{words}: the weekly table cannot tell their effects apart")
    return found


def _channels_of(view: View) -> Any:
    """The channel of each kind of content."""
    content = view.config.market.content
    return np.array([CHANNELS.index(getattr(content, kind).channel) for kind in KINDS])


def _weeks(view: View) -> Any:
    """Whole weeks after the warm-up, by their number in the run."""
    start, end = view.config.warmup_days, view.config.warmup_days + view.config.days
    return np.arange(-(-start // WEEK), end // WEEK)


def _won(view: View) -> pd.DataFrame:
    deals = view["deals"]
    won = deals[deals["outcome"] == Outcome.WON]
    money = won["value"] * view.config.market.service.years
    return pd.DataFrame({"week": (won["closed"] // WEEK).astype(int), "value": money})


def _by_week(view: View, table: str, column: str = "") -> dict[str, Any]:
    """Totals of a column, or counts of rows, by kind over the counted weeks."""
    rows, weeks = view[table], _weeks(view)
    place = rows["day"].to_numpy() // WEEK - (weeks[0] if len(weeks) else 0)
    inside = (place >= 0) & (place < len(weeks))
    kind = rows["kind" if "kind" in rows.columns else "source"].to_numpy()
    weight = rows[column].to_numpy(float) if column else np.ones(len(rows))
    totals = np.zeros((len(KINDS), len(weeks)))
    np.add.at(totals, (kind[inside], place[inside]), weight[inside])
    exact = totals if column else totals.astype(np.int64)
    return dict(zip(KINDS, exact, strict=True))


def _visitors(customers: Any, seed: int) -> Any:
    """Pseudonyms: one-to-one with customers, and no order to be read from them."""
    mixed = (customers.astype(np.uint64) * np.uint64(2654435761) + np.uint64(seed % 2**32)) % 2**32
    # All digits, or digits about an e, would be read as a number.
    return np.array([f"v{n:08x}" for n in mixed.tolist()], object)
