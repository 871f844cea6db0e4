"""One run of the market, seen as a benchmark would report it: key figures and sums beside them."""

import math

import numpy as np
import pandas as pd

from sim.config import Config
from sim.facts.estimators.answers import by_hour, first_answers
from sim.facts.estimators.buying import by_class_and_all
from sim.facts.estimators.leads import INQUIRY, Flags, asked
from sim.facts.estimators.pipeline import pipeline
from sim.metrics.kpis import measured
from sim.metrics.plan_terms import terms
from sim.records import PANEL, SELLING_HOURS, Origin, Outcome, Records, Rows
from sim.records.opportunities import opportunities

QUANTILES = (10, 50, 90)


def seen(records: Records, config: Config) -> dict[str, float]:
    """Every key figure of a run with the sums that it is over, and this page's own sums by name.

    A name with ``/part`` is a sum over that with ``/whole``. Of the focal firm unless said
    otherwise.
    """
    found = measured(records, config)
    return found | _plan(records, config, found) | _sums(records, config) | _leads(records, config)


def _sums(records: Records, config: Config) -> dict[str, float]:
    """Of deals, hours and pay."""
    start = config.warmup_days
    deals = opportunities(records.deals.happened).rows
    won = deals[(deals["outcome"] == Outcome.WON) & (deals["closed"] >= start)]
    won = won[won["firm"] == 0]
    ahead = pipeline(deals, records, config)
    panel = records.panel[start:, 0]
    hours = panel[:, [PANEL.index(name) for name in SELLING_HOURS]].sum()
    reps = panel[:, PANEL.index("reps")].mean()
    outbound = won["value"][_outbound(won, records.leads.happened)].sum()
    return {
        "client_hours/part": float(won["hours"].sum()),
        "selling_hours/part": float(hours),
        "won/whole": float(len(won)),
        "coverage/part": ahead.ahead,
        "coverage/whole": ahead.quota,
        "discount/part": float((won["list_value"] - won["value"]).sum()),
        "discount/whole": float(won["list_value"].sum()),
        "outbound/part": float(outbound),
        "outbound/whole": float(won["value"].sum()),
        "prospectors/part": float(config.sales.prospectors) or math.nan,
        "prospectors/whole": float(reps),
    }


def _outbound(won: Rows, leads: Rows) -> Flags:
    """Whether the firm came first: a cold call, or a call to a lead who had not asked for a rep."""
    named = np.maximum(won["lead"], 0)
    came = np.zeros(len(won), bool) if not len(leads) else asked(leads)[named] & (won["lead"] >= 0)
    called = np.isin(won["origin"], (Origin.COLD_CALL, Origin.LEAD))
    return np.asarray(called & ~came)


def _leads(records: Records, config: Config) -> dict[str, float]:
    """Of inquiries, at all firms, as audits ask many."""
    leads, start, end = records.leads.happened, config.warmup_days, len(records.panel)
    counted = leads[leads["created"] >= start]
    called = by_class_and_all(counted, end)[INQUIRY]
    contact = _contact(counted, end)
    several = first_answers(leads, records.journeys.happened, start)
    found = {"first_answer/part": several[2], "first_answer/whole": several[1]}
    for name, speed in (("fast", 0), ("slow", 2)):
        found[f"qualified_{name}/part"] = called[speed, 1]
        found[f"qualified_{name}/whole"] = called[speed, 0] - called[speed, 1]
    for name, hour in (("first", 0), ("second", 1)):
        found[f"contact_{name}/part"], found[f"contact_{name}/whole"] = contact[hour]
    return {name: float(value) for name, value in found.items()}


def _contact(leads: Rows, end: int) -> list[tuple[float, float]]:
    """Inquiries reached, and called, of those first called in the first and second hour."""
    reached = leads[~np.isnan(leads["reached"])]
    return [
        (some[0], all_[0])
        for some, all_ in zip(by_hour(reached, end), by_hour(leads, end), strict=True)
    ]


def _plan(records: Records, config: Config, found: dict[str, float]) -> dict[str, float]:
    """Terms of the pay plan as it was lived, and how far apart reps' attainment lies."""
    pay = pd.DataFrame(records.pay.happened)
    said = terms(config, {"pay": pay, "runs": pd.DataFrame([found])}).named()
    names = ("quota_to_ote", "target_rate", "variable_share")
    own = pay[(pay["firm"] == 0) & (pay["day"] >= config.warmup_days) & (pay["share"] == 1.0)]
    own = own[(own["quota"] > 0) & (own["component"] == own["component"].min())]
    places = [float(own["attainment"].quantile(q / 100)) for q in QUANTILES] if len(own) else []
    spread = dict(zip((f"attainment_p{q}" for q in QUANTILES), places, strict=False))
    return {name: said.get(name, math.nan) for name in names} | spread


def put_in(config: Config) -> dict[str, float]:
    """Numbers that are parameters, by the names of their rows; NaN where the model has none."""
    buyer, sales = config.market.buyer, config.sales
    return {
        "reps_per_manager": sales.reps_per_manager or math.nan,
        "cold_reach": sales.reach_chance if sales.cold_reach is None else sales.cold_reach,
        "unsubscribe": config.market.channels.email.unsubscribe,
        "people": buyer.group if buyer.group > 1.0 else math.nan,
    }
