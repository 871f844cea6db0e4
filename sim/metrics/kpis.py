"""KPIs: pure functions of one run's records. What each one means is in ``sim.metrics.glossary``.

Firm 0 is the focal firm. Only what happened after the warm-up counts: leads by the day they were
created, opportunities by the day they were closed, journeys by the day they ended, renewals and pay
by their day. What became of leads is reckoned over those whose time to become a win ended in the
window, so that a short window does not count slow winners as losers. Pay counts as it is earned: an
advance that a rep owes when the window begins is paid by what the rep earns in it, and one still
owed at its end is no pay yet.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.config import Config
from sim.config.working_days import QUARTER, WEEK, YEAR, clock_hours
from sim.metrics.bases import BASES, PREFIX
from sim.metrics.costs import selling_cost
from sim.metrics.glossary import KPIS, Kpi
from sim.metrics.retention import gone, retained
from sim.metrics.roll_up import managers_pay, with_quota
from sim.metrics.window import COLUMN, FOCAL, Over, Value, Window
from sim.records import SELLING_HOURS, Origin, Outcome, Records, Rows

__all__ = ["COLUMN", "KPIS", "Kpi", "Over", "clock_hours", "kpis", "measured", "not_finite"]

PART_PERIODS = "part_periods"


def kpis(records: Records, config: Config) -> dict[str, float]:
    """Every KPI of one run by name, in the glossary's order; NaN where it is undefined."""
    found = measured(records, config)
    return {name: found[name] for name in KPIS}


def measured(records: Records, config: Config) -> dict[str, float]:
    """Every KPI of one run, and after them the sums that they are over (``sim.metrics.bases``)."""
    values, sums = _values(records, config), dict.fromkeys(BASES, 0.0)
    found = {}
    for name, kpi in KPIS.items():
        value = values[name]
        if isinstance(value, Over):
            sums[kpi.whole] = float(value.whole)
            if kpi.part:
                sums[kpi.part] = float(value.part)
        found[name] = _number(value)
    return found | sums | {PREFIX + PART_PERIODS: _number(values[PART_PERIODS])}


def _values(records: Records, config: Config) -> dict[str, Value]:
    window = Window.of(records, config)
    return {
        **_leads(window),
        **_deals(window),
        **_first_contacts(window),
        **_market(window),
        **_accounts(window),
        **_pay(window),
        **_money(window),
    }


def _number(value: Value) -> float:
    """A sum over another as a number; NaN over nothing."""
    if isinstance(value, Over):
        return float(value.part) / float(value.whole) if value.whole else math.nan
    return float(value)


def not_finite(values: dict[str, float]) -> list[str]:
    """The numbers by which a run must fail: an infinity anywhere, or a total that is none."""
    return [
        name
        for name, value in values.items()
        if math.isinf(value) or (math.isnan(value) and not _may_be_undefined(name))
    ]


def _may_be_undefined(name: str) -> bool:
    return name in KPIS and not KPIS[name].always_defined


def _mean(values: NDArray[Any]) -> Over:
    return Over(float(values.sum(dtype=np.float64)), len(values))


def _median(values: NDArray[Any]) -> float:
    return float(np.median(values)) if len(values) else math.nan


def _leads(window: Window) -> dict[str, Value]:
    leads = window.leads
    created = leads[leads["created"] >= window.start]
    confirmed = ~np.isnan(created["reached"]) & (created["deal"] >= 0)
    asked = created["inquiry"]
    return {
        "leads": len(created),
        "inquiries": asked.sum(),
        "content_leads": (~asked).sum(),
        "mqls": _routed(created).sum(),
        "sqls": confirmed.sum(),
        "won_with_lead_on_file": _mean(window.on_file),
        **{name: _mean(won) for name, won in window.credited.items()},
        **_called(created[~asked]),
        **_answered(created[asked]),
    }


def _routed(leads: Rows) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = leads["mql"] & ~np.isnan(leads["routed"])
    return found


def _called(leads: Rows) -> dict[str, Value]:
    """Reps' calls of the leads that content brought; left out are those whose customer then asked
    by a form, as nobody knows what would have become of them."""
    leads = leads[leads["outcome"] != Outcome.TAKEN_OVER]
    pursued = (leads["attempts"] > 0) | (leads["deal"] >= 0)
    known = _routed(leads) & (pursued | (leads["outcome"] != Outcome.OPEN))
    hours = clock_hours(leads["first_attempt"]) - clock_hours(leads["created"])
    ended = leads["attempts"][(leads["attempts"] > 0) & (leads["outcome"] != Outcome.OPEN)]
    return {
        "leads_unpursued": _mean(~pursued[known]),
        "speed_to_lead_hours": _mean(hours[~np.isnan(hours)]),
        "answered_within_hour": _mean(hours[known] <= 1),
        "answered_within_day": _mean(hours[known] <= 24),
        "attempts_per_lead": _mean(ended),
    }


def _answered(inquiries: Rows) -> dict[str, Value]:
    """Inquiries: how many were answered, and in how many hours on the clock."""
    hours = clock_hours(inquiries["first_attempt"]) - clock_hours(inquiries["created"])
    heard = ~np.isnan(hours)
    known = heard | (inquiries["outcome"] != Outcome.OPEN)
    return {
        "inquiries_unanswered": _mean(~heard[known]),
        "speed_to_inquiry_hours": _mean(hours[heard]),
        "inquiries_within_hour": _mean(hours[known] <= 1),
        "inquiries_within_day": _mean(hours[known] <= 24),
    }


def _deals(window: Window) -> dict[str, Value]:
    closed, status_quo = window.closed, window.config.market.buyer.no_decision_value
    won = closed[closed["outcome"] == Outcome.WON]
    days = won["closed"] - won["opened"]
    value, all_value = won["value"].sum(), window.won["value"].sum()
    by_rep = np.sort(np.bincount(won["rep"][won["rep"] >= 0], won["value"][won["rep"] >= 0]))[::-1]
    by_rep = by_rep[by_rep > 0]
    of_quarter = (won["closed"].astype(np.int64) - window.start) % QUARTER
    last_week = of_quarter >= QUARTER - WEEK
    return {
        "wins": len(won),
        "win_rate": Over(len(won), len(closed)),
        "competitive_win_rate": Over(len(won), (closed["bought_from"] >= 0).sum()),
        "gone_cold_rate": _mean(closed["outcome"] == Outcome.DROPPED),
        "market_share_value": Over(value, all_value),
        "deal_size": Over(value, len(won)),
        "sales_cycle_days": _mean(days),
        "sales_cycle_days_median": _median(days),
        "talks_per_win": _mean(won["talks"]),
        "best_offer_share": _mean(won["best_offering"]),
        "top_fifth_share": Over(by_rep[: math.ceil(len(by_rep) / 5)].sum(), value),
        "quarter_end_share": Over(won["value"][last_week].sum(), value),
        "customer_surplus": _mean(won["utility"] - status_quo),
        "customer_surplus_market": _mean(window.won["utility"] - status_quo),
        **_pipeline(window),
    }


def _pipeline(window: Window) -> dict[str, Value]:
    """Opportunities that were opened, and those that were open on a day."""
    open_days, days = window.open_days(window.pipeline), len(window.panel)
    amount = (open_days * window.pipeline["list_value"]).sum()
    return {
        "opportunities": len(window.opened),
        "pipeline": amount / days if days else 0.0,
        "open_opportunities": Over(open_days.sum() / YEAR, window.total("reps") / YEAR),
    }


def _first_contacts(window: Window) -> dict[str, Value]:
    """The state of mind at the first conversation: the focal firm's, and the market's."""
    contacted = window.journeys[~np.isnan(window.journeys["first_contact"])]
    bought = contacted[contacted["outcome"] == Outcome.WON]
    values: dict[str, Value] = {}
    for ending, first, purchases in (
        ("", contacted[contacted["first_firm"] == FOCAL], bought[bought["firm"] == FOCAL]),
        ("_market", contacted, bought),
    ):
        values[f"decided_before_contact{ending}"] = _mean(purchases["decided_before"])
        values[f"progress_at_contact{ending}"] = _mean(first["progress"])
        values[f"favourite_wins{ending}"] = _mean(purchases["favourite"] == purchases["firm"])
    mine = contacted[contacted["first_firm"] == FOCAL]
    values["no_decision_rate"] = _mean(mine["outcome"] == Outcome.NO_DECISION)
    values["decided_before_all_market"] = _mean(contacted["decided_before"])
    enough = len(contacted) > 1
    values["progress_sd_market"] = contacted["progress"].std(ddof=1) if enough else math.nan
    return values


def _market(window: Window) -> dict[str, Value]:
    journeys, customers = window.journeys, window.config.market.customers
    contacted = ~np.isnan(journeys["first_contact"])
    bought = journeys["outcome"] == Outcome.WON
    undecided = journeys["outcome"] == Outcome.NO_DECISION
    in_market, entered = window.total("in_market"), window.total("entered")
    return {
        "market_share": _mean(journeys["firm"][bought] == FOCAL),
        "journeys_market": len(journeys),
        "wins_market": bought.sum(),
        "no_decision_rate_market": _mean(undecided),
        "no_decision_contacted_market": _mean(undecided[contacted]),
        "contacted_market": _mean(contacted),
        "journey_days_market": _mean(journeys["ended"] - journeys["entered"]),
        "in_market_share_market": Over(in_market, len(window.panel) * customers),
        "entered_per_quarter_market": Over(entered * QUARTER, len(window.panel) * customers),
    }


def _accounts(window: Window) -> dict[str, Value]:
    renewals, last = window.renewals, window.panel[-1, :, COLUMN["accounts"]]
    left = gone(renewals).sum()
    account_days = window.total("accounts")
    margin = window.config.market.catalogue.margin
    gross, net = retained(window)
    return {
        "account_share": Over(last[FOCAL], last.sum()),
        "churn_rate": Over(left, account_days / YEAR),
        # Yearly value an account × margin ÷ churn rate; account-years are above and below.
        "ltv": Over(window.total("account_value") / YEAR * margin, left),
        "grr": gross,
        # Accounts that cannot grow have no net retention: what there is of it is gross.
        "nrr": net if window.config.market.service.expansion > 0.0 else math.nan,
        "satisfaction": _mean(renewals["satisfaction"][~np.isnan(renewals["satisfaction"])]),
    }


def _pay(window: Window) -> dict[str, Value]:
    periods = with_quota(window.pay, window.config)
    pay = periods[periods["share"] == 1.0]
    rep_years = window.total("reps") / YEAR
    compensation = window.compensation
    revenue = window.total("revenue_new", "revenue_renewal")
    return {
        "quota_attainment": Over(pay["credit"].sum(), pay["quota"].sum()),
        "reps_at_quota": _mean(pay["attainment"] >= 1),
        PART_PERIODS: len(periods) - len(pay),
        "selling_time_share": Over(window.total(*SELLING_HOURS), window.total("hours_worked")),
        "pay_per_rep": Over(compensation, rep_years),
        "compensation_cost_of_sales": Over(compensation, revenue),
        "rep_turnover": Over(window.total("quits"), rep_years),
    }


def _money(window: Window) -> dict[str, Value]:
    margin = window.config.market.catalogue.margin
    new, renewed = window.total("revenue_new"), window.total("revenue_renewal")
    revenue = new + renewed
    marketing = window.total("wages", "content_cost")
    pay = window.compensation + managers_pay(window.pay, window.config)
    cost = marketing + selling_cost(pay, window.total("reps"), window.config.sales)
    won = window.won[window.won["firm"] == FOCAL]
    expanded = window.renewals[window.renewals["outcome"] == Outcome.EXPANDED]
    new_arr = max(float(won["value"].sum() - expanded["value_after"].sum()), 0.0)
    found = won["value"][won["origin"] != Origin.COLD_CALL].sum()
    attributed = found * window.config.market.service.years
    spend = window.total("content_cost", firm=slice(None))
    return {
        "revenue": revenue,
        "new_revenue": new,
        "renewed_revenue": renewed,
        "profit": margin * revenue - cost,
        "cac": Over(cost, max(len(won) - len(expanded), 0)),
        "cac_payback_months": Over(cost, margin * new_arr / 12),
        "sales_and_marketing_per_new_arr": Over(cost, new_arr),
        "marketing_share_of_cost": Over(marketing, cost),
        "share_of_voice": Over(window.total("content_cost"), spend),
        "marketing_roi": Over(margin * attributed - marketing, marketing),
    }
