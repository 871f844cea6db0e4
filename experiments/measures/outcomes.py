"""The buyer's outcomes of a run: how customers decide, what becomes of leads, what a win takes."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.config import Config
from sim.config.working_days import YEAR
from sim.facts.estimators.buying import answered
from sim.facts.estimators.leads import CONTENT, INQUIRY
from sim.facts.estimators.opportunity import closed
from sim.metrics.costs import cost_by_day
from sim.metrics.kpis import kpis
from sim.records import Outcome, Records
from sim.records.opportunities import opportunities
from sim.runs.replicates import each


class Named(NamedTuple):
    """One outcome: the name that people read, and the unit."""

    text: str
    unit: str


OUTCOMES = {
    "decided_before_contact": Named("decided before contact, of purchases", "share"),
    "progress_at_contact": Named("progress at first contact", "share"),
    "progress_sd": Named("SD of that progress", "share"),
    "favourite_wins": Named("favourite at first contact wins", "share"),
    "no_decision_contacted": Named("no decision, of those who talked to a rep", "share"),
    "no_decision_all": Named("no decision, of all who entered", "share"),
    "contacted": Named("talked to a rep, of all who entered", "share"),
    "journey_days": Named("days in the market", "working days"),
    "in_market": Named("in the market", "share of customers"),
    "entered_per_quarter": Named("entering the market in a quarter", "share of customers"),
    "lead_to_win": Named("leads that became a win", "share"),
    "lead_to_win_market": Named("leads that became a win, all firms", "share"),
    "lead_to_win_referral": Named("… from referrals", "share"),
    "lead_to_win_website": Named("… from the website", "share"),
    "lead_to_win_social": Named("… from social media", "share"),
    "lead_to_win_paid": Named("… from paid search", "share"),
    "answered_hour": Named("inquiries answered within an hour", "share"),
    "answered_day": Named("inquiries answered in 1 to 24 hours", "share"),
    "answered_later": Named("inquiries answered later", "share"),
    "answered_never": Named("inquiries never answered", "share"),
    "content_unpursued": Named("content leads never pursued", "share"),
    "attempts_per_lead": Named("attempts per lead called", "calls"),
    "reached_per_call": Named("leads reached per call", "share"),
    "mql_to_sql": Named("qualified leads whose need is confirmed", "share"),
    "win_rate": Named("opportunities won, of those closed, all firms", "share"),
    "reps_at_quota": Named("reps at quota, all firms", "share"),
    "talks_per_win": Named("conversations per win", "talks"),
    "cost_per_win": Named("cost per win, all firms", "money"),
    "wins_market": Named("purchases a year per 1,000 customers", "purchases"),
    "wins": Named("focal firm's wins", "deals"),
}
ANSWERS = ("answered_hour", "answered_day", "answered_later", "answered_never")
_AS_KPI = {
    "decided_before_contact": "decided_before_contact_market",
    "progress_at_contact": "progress_at_contact_market",
    "progress_sd": "progress_sd_market",
    "favourite_wins": "favourite_wins_market",
    "no_decision_contacted": "no_decision_contacted_market",
    "no_decision_all": "no_decision_rate_market",
    "contacted": "contacted_market",
    "journey_days": "journey_days_market",
    "in_market": "in_market_share_market",
    "entered_per_quarter": "entered_per_quarter_market",
    "lead_to_win_market": "content_to_win_market",
}


def outcomes(records: Records, config: Config) -> dict[str, float]:
    """Every outcome of one run by name; NaN where it is undefined."""
    found = kpis(records, config)
    values = {name: found.get(_AS_KPI.get(name, name), float("nan")) for name in OUTCOMES}
    values |= _of_leads(records, config.warmup_days)
    seen = closed(opportunities(records.deals.happened).rows, config.warmup_days)
    values["win_rate"] = seen.won / seen.ended if seen.ended else math.nan
    values["reps_at_quota"] = _reps_at_quota(records, config)
    values["cost_per_win"] = _cost_per_win(records, config)
    values["wins_market"] = (
        found["wins_market"] / config.days * YEAR / config.market.customers * 1000
    )
    return values


def measure(
    config: Config,
    seeds: Sequence[int],
    workers: int = 0,
    tell: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """The outcomes of a config: a row per seed, a column per outcome."""
    rows = each(outcomes, [(config, seed) for seed in seeds], workers, tell)
    return pd.DataFrame(rows, index=pd.Index(list(seeds), name="seed"))


def _of_leads(records: Records, start: int) -> dict[str, float]:
    """What becomes of leads, all firms: who asked is answered or not, and content leads pursued."""
    leads = records.leads.happened
    leads = leads[leads["created"] >= start]
    content = leads[~leads["inquiry"]]
    by_time = answered(leads)
    with np.errstate(invalid="ignore"):
        parts = by_time / by_time.sum(axis=1, keepdims=True)
        confirmed = ~np.isnan(leads["reached"]) & (leads["deal"] >= 0)
        return {
            **dict(zip(ANSWERS, parts[INQUIRY].tolist(), strict=True)),
            "content_unpursued": float(parts[CONTENT, -1]),
            "reached_per_call": float(
                np.float64((content["reached"] > 0).sum()) / content["attempts"].sum()
            ),
            "mql_to_sql": float(np.float64(confirmed.sum()) / leads["mql"].sum()),
        }


def _reps_at_quota(records: Records, config: Config) -> float:
    """As the focal firm's KPI, over the reps of every firm: rep-quarters are few in one."""
    pay = records.pay.happened
    whole = (pay["day"] >= config.warmup_days) & (pay["share"] == 1.0)
    pay = pay[whole & (pay["quota"] > 0)]
    reached = []
    for firm in np.unique(pay["firm"]):
        own = pay[pay["firm"] == firm]
        in_plan = own["component"][own["component"] >= 0]
        first = in_plan.min() if len(in_plan) else -1
        reached.append(own["attainment"][own["component"] == first] >= 1.0)
    return float(np.concatenate(reached).mean()) if reached else float("nan")


def _cost_per_win(records: Records, config: Config) -> float:
    panel = records.panel[config.warmup_days :]
    teams = [config.sales] + [config.rivals.sales] * config.rivals.count
    cost = sum(float(cost_by_day(panel[:, firm], its).sum()) for firm, its in enumerate(teams))
    deals = records.deals.happened
    wins = ((deals["outcome"] == Outcome.WON) & (deals["closed"] >= config.warmup_days)).sum()
    return cost / float(wins) if wins else float("nan")
