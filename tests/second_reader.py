"""KPIs reckoned a second time, from a finished folder's Parquet files and the glossary's words.

Nothing here comes from ``sim.metrics.kpis``: tables are read with pandas, and each number is what
``docs/glossary.md`` says in words. Numbers that stand for names are those of ``README.txt``.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

OPEN, WON, NO_DECISION, DROPPED, TAKEN_OVER = 0, 1, 3, 13, 16
RENEWED, CHURNED, SWITCHED, EXPANDED = 9, 10, 11, 12
COLD_CALL = 2
ORGANIC, PAID, SOCIAL, DIRECT, REFERRAL = 0, 1, 2, 5, 6
YEAR, QUARTER, WEEK, CREDIT = 260, 65, 5, 130
SELLING = ["hours_inbound", "hours_follow_up", "hours_leads", "hours_prospecting"]
# No sum over another: a median, and a spread.
PLAIN = ("sales_cycle_days_median", "progress_sd_market")
# The sums above, where they are something although what is below is nothing.
ABOVE = {"cac": "base_selling_cost", "cac_payback_months": "base_selling_cost",
         "sales_and_marketing_per_new_arr": "base_selling_cost", "ltv": "base_margin_years",
         "compensation_cost_of_sales": "base_compensation"}  # fmt: skip
TABLES = ("daily", "leads", "deals", "journeys", "renewals", "pay")
Numbers = dict[str, float]


class Reader:
    """A run of a finished folder: its tables, the days that count, and what the config says."""

    def __init__(self, folder: Path, replicate: int) -> None:
        self.config: Any = yaml.safe_load((folder / "config.yaml").read_text())
        for name in TABLES:
            table = pd.read_parquet(folder / f"{name}.parquet")
            table = table[table["replicate"] == replicate].drop(columns="replicate")
            setattr(self, name, table.reset_index(drop=True))
        self.start = self.config["warmup_days"]
        self.end = self.start + self.config["days"]
        self.margin = self.config["market"]["catalogue"]["margin"]
        self.years = self.config["market"]["service"]["term_days"] / YEAR
        self.grows = self.config["market"]["service"]["expansion"] > 0
        self.nothing = self.config["market"]["buyer"]["no_decision_value"]

    daily: pd.DataFrame
    leads: pd.DataFrame
    deals: pd.DataFrame
    journeys: pd.DataFrame
    renewals: pd.DataFrame
    pay: pd.DataFrame

    def numbers(self) -> Numbers:
        """Every KPI, and every sum that one is over."""
        parts = (self.of_deals(), self.of_leads(), self.of_journeys(), self.of_accounts())
        found = {name: value for part in parts for name, value in part.items()}
        return found | self.of_money(found)

    def opportunities(self) -> pd.DataFrame:
        """Deals of a firm and a customer in one journey, together; those with a conversation."""
        found = []
        bought = {}
        for deal in self.deals[self.deals.outcome == WON].itertuples():
            bought[deal.customer, deal.journey] = deal.firm
        for (customer, journey, _), deals in self.deals.groupby(["customer", "journey", "firm"]):
            if deals.talks.sum() == 0:
                continue
            first, last = deals.iloc[0], deals.iloc[-1].copy()
            last["again"] = last["opened"]
            last["opened"], last["origin"] = first["opened"], first["origin"]
            last["talks"] = deals.talks.sum()
            last["bought_from"] = bought.get((customer, journey), -1)
            found.append(last)
        columns = [*self.deals.columns, "again", "bought_from"]
        return pd.DataFrame(found, columns=columns).astype(self.deals.dtypes.to_dict())

    def of_deals(self) -> Numbers:
        """Opportunities that were closed on a counted day, opened on one, or open on one."""
        whole = self.opportunities()
        ended = whole[(whole.outcome != OPEN) & (whole.closed >= self.start)]
        all_won, own = ended[ended.outcome == WON], ended[ended.firm == 0]
        won, mine = own[own.outcome == WON], whole[whole.firm == 0]
        decided = own[own.bought_from >= 0]
        names = self.leads[(self.leads.firm == 0) & ~self.leads.inquiry]
        known = [self.on_file(win, names) for win in won.itertuples()]
        days = won.closed - won.opened
        seats = won[won.rep >= 0].groupby("rep")["value"].sum().sort_values(ascending=False)
        seats = seats[seats > 0]
        best = seats.iloc[: int(np.ceil(0.2 * len(seats)))] if len(seats) else seats
        last = np.floor(won.closed - self.start) % QUARTER >= QUARTER - WEEK
        return {
            "wins": len(won),
            "base_won": len(won),
            "base_won_market": len(all_won),
            "base_competed": len(decided),
            "base_closed": len(own),
            "opportunities": (mine.opened >= self.start).sum(),
            "deal_size": part(won.value.sum(), len(won)),
            "won_with_lead_on_file": part(sum(known), len(known)),
            **self.of_pipeline(mine),
            "base_value_won": won.value.sum(),
            "base_value_won_market": all_won.value.sum(),
            "win_rate": part(len(won), len(own)),
            "competitive_win_rate": part(len(won), len(decided)),
            "gone_cold_rate": part((own.outcome == DROPPED).sum(), len(own)),
            "market_share_value": part(won.value.sum(), all_won.value.sum()),
            "sales_cycle_days": days.mean(),
            "sales_cycle_days_median": days.median(),
            "talks_per_win": won.talks.mean(),
            "best_offer_share": won.best_offering.mean(),
            "top_fifth_share": part(best.sum(), won.value.sum()),
            "quarter_end_share": part(won.value[last].sum(), won.value.sum()),
            "customer_surplus": (won.utility - self.nothing).mean(),
            "customer_surplus_market": (all_won.utility - self.nothing).mean(),
        }

    def on_file(self, win: Any, names: pd.DataFrame) -> bool:
        """Whether a buyer had left a name with content by the day on which the firm took it up."""
        back = self.config["marketing"]["lookback_days"] or np.inf
        mine = names[(names.customer == win.customer) & (names.created <= win.again)]
        return bool((win.again - mine.created <= back).any())

    def of_pipeline(self, opportunities: pd.DataFrame) -> Numbers:
        """Deals of the firm's opportunities, by the days of the window on which they were open."""
        keys = ["customer", "journey", "firm"]
        deals = self.deals.merge(opportunities[keys], on=keys)
        closed = deals.closed.fillna(self.end).clip(upper=self.end)
        days = (closed - deals.opened.clip(lower=self.start)).clip(lower=0.0)
        reps = self.counted().query("firm == 0").reps.sum()
        worth = (days * deals.list_value).sum() / (self.end - self.start)
        return {"pipeline": worth, "open_opportunities": part(days.sum(), reps)}

    def of_leads(self) -> Numbers:
        """Leads created on a counted day; of wins, those whose half year ended on one."""
        all_ = self.leads[(self.leads.firm == 0) & (self.leads.created >= self.start)]
        brought, asked = all_[~all_.inquiry], all_[all_.inquiry]
        own = brought[brought.outcome != TAKEN_OVER]
        heard = asked[asked.first_attempt.notna()]
        over = asked[asked.first_attempt.notna() | (asked.outcome != OPEN)]
        waited = clock(heard.first_attempt) - clock(heard.created)
        routed = own[own.mql & own.routed.notna()]
        tried = (routed.attempts > 0) | (routed.deal >= 0)
        known = routed[tried | (routed.outcome != OPEN)]
        pursued = (known.attempts > 0) | (known.deal >= 0)
        called = own[own.first_attempt.notna()]
        hours = clock(called.first_attempt) - clock(called.created)
        answered = clock(known.first_attempt) - clock(known.created)
        ended = own[(own.attempts > 0) & (own.outcome != OPEN)]
        found = {
            "leads": len(all_),
            "inquiries": len(asked),
            "content_leads": len(brought),
            "mqls": (brought.mql & brought.routed.notna()).sum() + len(asked),
            "sqls": (all_.reached.notna() & (all_.deal >= 0)).sum(),
            "base_known_inquiries": len(over),
            "base_answered": len(heard),
            "inquiries_unanswered": part(len(over) - len(heard), len(over)),
            "inquiries_within_hour": part((waited <= 1).sum(), len(over)),
            "inquiries_within_day": part((waited <= 24).sum(), len(over)),
            "speed_to_inquiry_hours": waited.mean(),
            "base_known_mqls": len(known),
            "base_attempted": len(called),
            "base_attempted_ended": len(ended),
            "leads_unpursued": part((~pursued).sum(), len(known)),
            "speed_to_lead_hours": hours.mean(),
            "answered_within_hour": part((answered <= 1).sum(), len(known)),
            "answered_within_day": part((answered <= 24).sum(), len(known)),
            "attempts_per_lead": ended.attempts.mean(),
        }
        return found | self.of_lead_to_win()

    def of_lead_to_win(self) -> Numbers:
        """Wins credited to leads: to all together, to inquiries alone, to content leads alone."""
        asked, own = self.leads.inquiry, self.leads.firm == 0
        channel, everybody = self.leads.channel, own | True
        groups = {
            "followed": ("lead_to_win", everybody, own),
            "followed_market": ("lead_to_win_market", everybody, everybody),
            "followed_inquiries": ("inquiry_to_win", asked, own),
            "followed_content": ("content_to_win", ~asked, own),
            "followed_content_market": ("content_to_win_market", ~asked, everybody),
            "followed_referral": ("lead_to_win_referral", ~asked, own & (channel == REFERRAL)),
            "followed_website": (
                "lead_to_win_website", ~asked, own & channel.isin([ORGANIC, DIRECT])),
            "followed_social": ("lead_to_win_social", ~asked, own & (channel == SOCIAL)),
            "followed_paid": ("lead_to_win_paid", ~asked, own & (channel == PAID)),
        }  # fmt: skip
        until = self.leads.created + CREDIT
        followed = (until >= self.start) & (until < self.end)
        found = {}
        for base, (name, among, counted) in groups.items():
            credited = self.credited(self.leads[among])
            group = self.leads[among & counted & followed]
            found[f"base_{base}"] = len(group)
            found[name] = part(group.index.isin(credited).sum(), len(group))
        return found

    def credited(self, leads: pd.DataFrame) -> set[int]:
        """Leads to which a win is credited: the customer's last with the firm, if recent."""
        credited: set[int] = set()
        mine = dict(iter(leads.groupby(["customer", "firm"])))
        for win in self.deals[self.deals.outcome == WON].itertuples():
            rows = mine.get((win.customer, win.firm))
            before = rows[rows.created <= win.closed] if rows is not None else ()
            if len(before):
                # Of two leads created at the same time the later row is the last.
                last = before.sort_values("created", kind="stable").iloc[-1]
                if win.closed - last.created <= CREDIT:
                    credited.add(int(last.name))
        return credited

    def of_journeys(self) -> Numbers:
        """Buying journeys that ended on a counted day."""
        ended = self.journeys[self.journeys.ended >= self.start]
        bought = ended[ended.outcome == WON]
        talked = ended[ended.first_contact.notna()]
        met, talked_bought = talked[talked.first_firm == 0], talked[talked.outcome == WON]
        own = talked_bought[talked_bought.firm == 0]
        none = ended.outcome == NO_DECISION
        days = self.counted()
        market = days[days.firm == 0]
        customers = self.config["market"]["customers"] * len(market)
        return {
            "base_purchases": len(bought),
            "base_ended_journeys": len(ended),
            "base_talked_journeys": len(talked),
            "base_first_talks": len(met),
            "base_talked_purchases": len(own),
            "base_talked_purchases_market": len(talked_bought),
            "base_customer_days": customers,
            "journeys_market": len(ended),
            "wins_market": len(bought),
            "market_share": part((bought.firm == 0).sum(), len(bought)),
            "no_decision_rate": part((met.outcome == NO_DECISION).sum(), len(met)),
            "no_decision_rate_market": part(none.sum(), len(ended)),
            "no_decision_contacted_market": part(
                (talked.outcome == NO_DECISION).sum(), len(talked)
            ),
            "contacted_market": part(len(talked), len(ended)),
            "decided_before_contact": own.decided_before.mean(),
            "decided_before_contact_market": talked_bought.decided_before.mean(),
            "decided_before_all_market": talked.decided_before.mean(),
            "progress_at_contact": met.progress.mean(),
            "progress_at_contact_market": talked.progress.mean(),
            "progress_sd_market": talked.progress.std(),
            "favourite_wins": (own.favourite == 0).mean() if len(own) else np.nan,
            "favourite_wins_market": part(
                (talked_bought.favourite == talked_bought.firm).sum(), len(talked_bought)
            ),
            "journey_days_market": (ended.ended - ended.entered).mean(),
            "in_market_share_market": market.in_market.sum() / customers,
            "entered_per_quarter_market": QUARTER * market.entered.sum() / customers,
        }

    def of_accounts(self) -> Numbers:
        """Accounts: held, kept, left, and what they are worth."""
        rows = self.renewals[(self.renewals.firm == 0) & (self.renewals.day >= self.start)]
        left = int(rows.outcome.isin([CHURNED, SWITCHED]).sum())
        days = self.counted()
        own = days[days.firm == 0]
        last = days[days.day == self.end - 1]
        held = own.accounts.sum() / YEAR
        worth = own.account_value.sum() / YEAR * self.margin
        asked = rows.satisfaction.dropna()
        gross, net, start = self.retained()
        return {
            "base_left": left,
            "base_account_years": held,
            "base_margin_years": worth,
            "base_accounts_market": last.accounts.sum(),
            "base_terms": len(asked),
            "base_value_at_start": start,
            "churn_rate": part(left, held),
            "ltv": part(worth, left),
            "account_share": part(last[last.firm == 0].accounts.sum(), last.accounts.sum()),
            "satisfaction": asked.mean(),
            "grr": part(gross, start),
            "nrr": part(net, start) if self.grows else np.nan,
        }

    def retained(self) -> tuple[float, float, float]:
        """Value kept of the accounts held at the start, at its lowest and at the end of a year."""
        if self.end - self.start < YEAR or not self.start:
            return 0.0, 0.0, 0.0
        before = self.daily[(self.daily.firm == 0) & (self.daily.day == self.start - 1)]
        start = float(before.account_value.iloc[0])
        rows = self.renewals[(self.renewals.firm == 0) & (self.renewals.day >= self.start)]
        rows = rows[rows.day < self.start + YEAR]
        gross = net = start
        for _, mine in rows.groupby("customer"):
            if mine.since.iloc[0] >= self.start:
                continue
            was = now = lowest = float(mine.value_before.iloc[0])
            for row in mine.itertuples():
                gone = row.outcome in (CHURNED, SWITCHED)
                now = 0.0 if gone else row.value_after
                lowest = min(lowest, now)
                if gone:
                    break
            gross += lowest - was
            net += now - was
        return gross, net, start

    def of_managers(self) -> tuple[float, float]:
        """What the roster's managers earned on what their people sold of what they carry, and the
        part of seats that they lead themselves."""
        people, plan = self.config["sales"]["people"], self.config["incentive"]
        bosses = {one["name"]: one for one in people if one["role"] == "manager"}
        seats = [one for role in ("prospector", "closer") for one in people if one["role"] == role]
        if not seats:
            return 0.0, 0.0
        known = {name for name, one in bosses.items() if one["base"] is not None}
        led = sum(one["manager"] in known for one in seats) / len(seats)
        pay = self.pay[(self.pay.firm == 0) & (self.pay.day >= self.start)]
        pay = pay[(pay.quota > 0) & (pay.share > 0)]
        parts = pay.component[pay.component >= 0]
        pay = pay[pay.component == (parts.min() if len(parts) else -1)]
        period = plan["components"][parts.min()]["period"] if len(parts) else "quarter"
        length = {"month": 20, "quarter": 65, "half": 130, "year": 260}[period]
        earned, whole = 0.0, dict.fromkeys(range(len(seats)), 0.0)
        there = {n for n, one in enumerate(seats) if (one["start"] or 0) <= 0}
        for first in range(self.start, self.end, length):
            last = min(first + length, self.end)
            now = pay[(pay.day >= first) & (pay.day < last)]
            credit, quota = {}, {}
            for seat in whole:
                rows = now[now.rep == seat]
                if len(rows):
                    whole[seat] = rows.quota.sum() / rows.share.sum()
                of_period = whole[seat] * (last - first) / length
                credit[seat] = rows.credit.sum()
                quota[seat] = of_period if seat in there else rows.quota.sum()
            there |= set(now.rep)
            for name in known:
                sold, number = self.carried(name, seats, bosses, credit, quota)
                boss = bosses[name]
                more = (boss["ote"] or boss["base"]) - boss["base"]
                reached = sold / number if number > 0 else 1.0
                earned += (boss["base"] + more * reached) * (last - first) / YEAR
        return earned, led

    def carried(
        self, name: str, seats: list[Any], bosses: dict[str, Any], credit: Any, quota: Any
    ) -> tuple[float, float]:
        """What a manager's people sold, and the number that the manager carries."""
        mine = [seat for seat, one in enumerate(seats) if one["manager"] == name]
        below = [one for one, its in bosses.items() if its["manager"] == name]
        levels = [self.carried(one, seats, bosses, credit, quota) for one in below]
        sold = sum(credit[seat] for seat in mine) + sum(one[0] for one in levels)
        asked = sum(quota[seat] for seat in mine) + sum(one[1] for one in levels)
        return sold, asked / (1 + self.config["incentive"]["quota"]["over_assignment"])

    def of_money(self, found: Numbers) -> Numbers:
        """Money, pay and hours of the counted days."""
        days = self.counted()
        own = days[days.firm == 0].sum()
        won = self.opportunities()
        won = won[(won.outcome == WON) & (won.closed >= self.start) & (won.firm == 0)]
        rows = self.renewals[(self.renewals.firm == 0) & (self.renewals.day >= self.start)]
        kept = rows[rows.outcome == RENEWED].value_after.sum()
        revenue = self.years * (won.value.sum() + kept)
        paid = self.pay[(self.pay.firm == 0) & (self.pay.day >= self.start)].pay.sum()
        marketing, pay = own.wages + own.content_cost, own.salary + paid
        again, rep_years = rows[rows.outcome == EXPANDED], own.reps / YEAR
        new, arr = max(len(won) - len(again), 0), won.value.sum() - again.value_after.sum()
        sales, (managers, led) = self.config["sales"], self.of_managers()
        if sales["reps_per_manager"]:
            others = rep_years * (1.0 - led)
            managers += others / sales["reps_per_manager"] * sales["manager_pay"]
        cost = marketing + (pay + managers) * (1 + sales["overhead"])
        inbound = won[won.origin != COLD_CALL].value.sum() * self.years
        content, monthly = days.content_cost.sum(), self.margin * arr / 12
        return {
            "revenue": revenue,
            "new_revenue": self.years * won.value.sum(),
            "renewed_revenue": self.years * kept,
            "profit": self.margin * revenue - cost,
            "base_booked": revenue,
            "base_compensation": pay,
            "base_marketing_cost": marketing,
            "base_selling_cost": cost,
            "base_new_arr": arr,
            "base_margin_a_month": monthly,
            "base_new_customers": new,
            "base_rep_years": rep_years,
            "base_hours": own.hours_worked,
            "base_content_spend_market": content,
            "cac": part(cost, new),
            "cac_payback_months": part(cost, monthly),
            "sales_and_marketing_per_new_arr": part(cost, arr),
            "marketing_share_of_cost": part(marketing, cost),
            "pay_per_rep": part(pay, rep_years),
            "compensation_cost_of_sales": part(pay, revenue),
            "rep_turnover": part(own.quits, rep_years),
            "selling_time_share": part(own[SELLING].sum(), own.hours_worked),
            "share_of_voice": part(own.content_cost, content),
            "marketing_roi": part(self.margin * inbound - marketing, marketing),
        } | self.of_quotas()

    def of_quotas(self) -> Numbers:
        """Whole periods of reps under the first component with a quota that is in force."""
        rows = self.pay[(self.pay.firm == 0) & (self.pay.day >= self.start)]
        rows = rows[(rows.quota > 0) & (rows.share > 0)]
        known = sorted(rows.component[rows.component >= 0].unique())
        if known:
            there = {c: self.days_in_force(c) for c in known}
            first = [next((c for c in known if day in there[c]), -1) for day in rows.day]
            rows = rows[rows.component == first]
        whole = rows[rows.share == 1.0]
        return {
            "base_quota": whole.quota.sum(),
            "base_rep_periods": len(whole),
            "base_part_periods": len(rows) - len(whole),
            "quota_attainment": part(whole.credit.sum(), whole.quota.sum()),
            "reps_at_quota": part((whole.attainment >= 1.0).sum(), len(whole)),
        }

    def days_in_force(self, component: int) -> range:
        """The days of the run on which a component of the plan is in force."""
        part = self.config["incentive"]["components"][component]
        last = self.end if part["last_day"] is None else self.start + part["last_day"]
        return range(self.start + part["first_day"] if part["first_day"] else 0, last + 1)

    def counted(self) -> pd.DataFrame:
        """The days after the warm-up, of all firms."""
        return self.daily[self.daily.day >= self.start]


def read(folder: Path) -> pd.DataFrame:
    """A row a replicate of a finished folder."""
    replicates = pd.read_parquet(folder / "runs.parquet", columns=["replicate"])["replicate"]
    return pd.DataFrame([Reader(folder, n).numbers() for n in replicates], dtype=np.float64)


def estimates(runs: pd.DataFrame, over: dict[str, str]) -> Numbers:
    """What the replicates say together: a mean, or the sum of what a share is of over its sum.

    ``over`` names the sum that each KPI is over, where it is over one.
    """
    found = {}
    for name in runs:
        if name in PLAIN or name not in over:
            found[str(name)] = float(runs[name].mean())
            continue
        whole = runs[over[str(name)]]
        if runs[name].isna().all():
            found[str(name)] = np.nan
            continue
        some = runs[ABOVE[name]] if name in ABOVE else (runs[name] * whole).fillna(0.0)
        found[str(name)] = part(some.sum(), whole.sum())
    return found


def part(some: Any, whole: Any) -> float:
    """One number over another; NaN over nothing."""
    return float(some) / float(whole) if whole else np.nan


def clock(days: pd.Series) -> pd.Series:
    """Hours on the clock of times in working days: eight a day, five days a week."""
    whole = np.floor(days)
    return 24 * (7 * np.floor(whole / WEEK) + whole % WEEK) + 8 * (days - whole)
