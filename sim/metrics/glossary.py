"""The KPI glossary: what each published number is, over what, in which unit, and after whom.

A total counts what happened in the counted window (the days after the warm-up), not a year. A
mean or a share is *over* something; where that is empty, the KPI is undefined: NaN in a table,
``null`` in a summary, never zero and never infinite.
"""

from dataclasses import dataclass

from sim.inference.kinds import Kind
from sim.metrics.bases import BASES, PREFIX
from sim.records.activities import REGISTER

DESIGN = "smarketing"
WATERFALL = "SiriusDecisions/Forrester Demand Waterfall"
CEB = "Adamson, Dixon & Toman 2012, HBR 90(7-8):60-68"
OLDROYD = "Oldroyd, McElheran & Elkington 2011, HBR 89(3):28"
BENDLE = "Bendle et al., Marketing Metrics"
BENCHMARKIT = "Benchmarkit 2025 (new customer CAC ratio, payback)"
SAAS = "SaaS Metrics Standards Board"
DIXON = "Dixon & McKenna 2022, HBR online"
CREDIT = "a win is credited to the customer's last lead with the firm, of the 130 days before it"
SELLING = "cost of selling is pay of reps and their managers, with overhead"
OPPORTUNITY = "a firm's deals with a customer in one journey, with a conversation"
_SOLD = ", ".join(one.words for one in REGISTER if one.sells)


@dataclass(frozen=True)
class Kpi:
    """One key figure: its name, unit and formula, whose definition it is, and what it is over."""

    name: str
    unit: str
    formula: str
    source: str = DESIGN
    base: str = ""
    of_kind: Kind | None = None
    top: str = ""
    without: str = ""

    @property
    def over(self) -> str:
        """The words for the sum below the line; empty for a total."""
        return BASES[self.whole].text if self.base else ""

    @property
    def whole(self) -> str:
        """The column of the sum that it is over."""
        return PREFIX + self.base

    @property
    def part(self) -> str:
        """The column of the sum above it, where that is not nothing when the whole is nothing."""
        return PREFIX + self.top if self.top else ""

    @property
    def left_out(self) -> str:
        """The column that counts what it leaves out; empty if nothing."""
        return PREFIX + self.without if self.without else ""

    @property
    def kind(self) -> Kind:
        """A mean, a count, a rate, a share or a ratio: that decides its interval."""
        if self.of_kind is not None:
            return self.of_kind
        if not self.base:
            return Kind.MEAN if self.unit.startswith("money") else Kind.COUNT
        if self.unit != "share":
            return Kind.RATIO
        return Kind.SHARE if BASES[self.whole].counted else Kind.PORTION

    @property
    def always_defined(self) -> bool:
        """True of totals: they are finite in every run."""
        return not self.base


def _glossary(*entries: Kpi) -> dict[str, Kpi]:
    return {entry.name: entry for entry in entries}


FOCAL = _glossary(
    Kpi("revenue", "money", "yearly value × years of the term, of new contracts and of renewals"),
    Kpi("new_revenue", "money", "yearly value × years of the term, of new contracts"),
    Kpi("renewed_revenue", "money", "yearly value × years of the term, of renewals"),
    Kpi("opportunities", "opportunities", f"opportunities opened: {OPPORTUNITY}; one that was "
        "dropped and taken up again is the same", WATERFALL),
    Kpi("wins", "deals", "opportunities won"),
    Kpi("win_rate", "share", "won ÷ opportunities closed: won, lost, no decision or gone cold",
        "HubSpot; Ebsta × Pavilion", "closed"),
    Kpi("competitive_win_rate", "share", "won ÷ (won + opportunities closed whose customer bought "
        "from a rival in the same journey, by the last day)", "help.gong.io", "competed"),
    Kpi("no_decision_rate", "share", "ended without a purchase from anybody ÷ journeys "
        "that ended and whose first conversation was with this firm", DIXON,
        "first_talks"),
    Kpi("market_share", "share", "own purchases ÷ purchases from all firms", BENDLE, "purchases"),
    Kpi("pipeline", "money/year", "yearly list value of what is on offer in open opportunities, "
        "mean over days", "kellblog.com"),
    Kpi("open_opportunities", "opportunities/rep", "open opportunities ÷ reps, mean over days",
        "kellblog.com", "rep_years"),
    Kpi("deal_size", "money/year", "yearly value won ÷ won", "SaaS Metrics Standards Board: ACV",
        "won"),
    Kpi("leads", "leads", "contacts that entered the CRM: content leads and inquiries", WATERFALL),
    Kpi("inquiries", "leads", "customers who asked for a rep, each time they did", WATERFALL),
    Kpi("content_leads", "leads", "names that were left with content, or given by a friend",
        WATERFALL),
    Kpi("mqls", "leads", "leads qualified and routed to sales: by their score, and all inquiries",
        WATERFALL),
    Kpi("sqls", "leads", "leads whose need was confirmed: reached by a rep, or put through to one "
        "and talked to, and part of a deal", WATERFALL),
    Kpi("lead_to_win", "share", f"wins credited to a lead ÷ leads, inquiries included; {CREDIT}",
        "Implisit 2014", "followed"),
    Kpi("won_with_lead_on_file", "share", "won whose customer had been a content lead of the firm "
        "by the time of the opening, of any age within marketing.lookback_days ÷ won", DESIGN,
        "won"),
    Kpi("leads_unpursued", "share", "neither attempted by a rep nor become a deal ÷ content leads "
        "routed to one; in whose place no form of the customer has come",
        "Sabnis et al. 2013, J. Marketing 77(1):52-67", "known_mqls"),
    Kpi("speed_to_lead_hours", "hours", "mean clock hours, nights and weekends included, "
        "from content lead created to first attempt, of attempts by the last day", OLDROYD,
        "attempted"),
    Kpi("sales_cycle_days", "working days", "mean of closed − opened, opportunities won",
        "help.quarterone.com", "won"),
    Kpi("decided_before_contact", "share", "mind made up before the first conversation with any "
        "rep ÷ purchases from the firm", CEB, "talked_purchases"),
    Kpi("progress_at_contact", "share", "mean of x = 1 − v/v₀ at that first conversation", CEB,
        "first_talks", Kind.PORTION),
    Kpi("favourite_wins", "share", "winner led the belief at first contact ÷ purchases from "
        "the firm", "6sense 2025",
        "talked_purchases"),
    Kpi("cac", "money/customer", "(cost of selling + wages of marketers + content) ÷ (deals "
        f"won − accounts expanded); {SELLING}", "refopedia", "new_customers", top="selling_cost"),
    Kpi("cac_payback_months", "months", "cost as in cac ÷ (margin × yearly value won from new "
        "customers ÷ 12)", BENCHMARKIT, "margin_a_month", top="selling_cost"),
    Kpi("sales_and_marketing_per_new_arr", "ratio", "cost as in cac ÷ yearly value won from new "
        "customers", BENCHMARKIT, "new_arr", top="selling_cost"),
    Kpi("marketing_share_of_cost", "share", "(wages of marketers + content) ÷ cost as in cac",
        DESIGN, "selling_cost"),
    Kpi("ltv", "money", "yearly value of an account × gross margin ÷ churn_rate", "refopedia",
        "left", top="margin_years"),
    Kpi("grr", "share", "(start − contraction − churn) ÷ start, accounts held at the start, each "
        "at its lowest in the first 260 counted days, undefined if there are fewer", SAAS,
        "value_at_start"),
    Kpi("nrr", "share", "(start − contraction − churn + expansion) ÷ start, accounts held at the "
        "start, after 260 counted days, undefined if there are fewer, and where accounts cannot "
        "grow (market.service.expansion=0)", SAAS, "value_at_start", Kind.RATIO),
    Kpi("churn_rate", "1/year", "accounts that left at a renewal or mid-term ÷ account-years",
        SAAS, "account_years", Kind.RATE),
    Kpi("quota_attainment", "ratio", "Σ credited ÷ Σ quota over whole rep-periods of the plan's "
        "first component with a quota in force", "spiff.com", "quota", without="part_periods"),
    Kpi("reps_at_quota", "share", "whole rep-periods with attainment ≥ 1 ÷ whole rep-periods",
        "CSO Insights; Xactly", "rep_periods", without="part_periods"),
    Kpi("selling_time_share", "share", f"hours of {_SOLD} ÷ hours at work",
        "vendor surveys, 22-41 %", "hours"),
    Kpi("pay_per_rep", "money/rep/year", "(salary + variable pay) ÷ rep-years, what is owed of "
        "advances counting once it is earned or forgiven", "bentega.io",
        "rep_years"),
    Kpi("compensation_cost_of_sales", "share", "(salary + variable pay) ÷ revenue",
        "WorldatWork 2024", "booked", Kind.RATIO, "compensation"),
    Kpi("rep_turnover", "1/year", "reps who quit ÷ rep-years", "vendor surveys, 26-27 %",
        "rep_years", Kind.RATE),
    Kpi("share_of_voice", "share", "own content spend ÷ all firms' content spend", BENDLE,
        "content_spend_market"),
    Kpi("marketing_roi", "ratio", "(margin × revenue of the first terms of wins not begun by a "
        "cold call − marketing cost) ÷ marketing cost; attributed, not causal: compare paired "
        "scenarios for that", BENDLE, "marketing_cost", Kind.RETURN),
    Kpi("customer_surplus", "utility", "mean true utility of what was bought − utility of no "
        "decision", DESIGN, "won", Kind.SIGNED),
    Kpi("satisfaction", "share", "mean satisfaction, 0 to 1, at the end of a contract term",
        DESIGN, "terms", Kind.PORTION),
    Kpi("profit", "money", "margin × revenue − cost of selling − wages of marketers − content; "
        f"{SELLING}"),
)  # fmt: skip

DETAIL = _glossary(
    Kpi("market_share_value", "share", "yearly value won ÷ that of all firms", BENDLE,
        "value_won_market"),
    Kpi("account_share", "share", "accounts at the end ÷ accounts of all firms", BENDLE,
        "accounts_market"),
    Kpi("answered_within_hour", "share", "first attempt within one clock hour ÷ content leads "
        "that are MQLs", OLDROYD,
        "known_mqls"),
    Kpi("answered_within_day", "share", "first attempt within 24 clock hours ÷ content leads "
        "that are MQLs", OLDROYD,
        "known_mqls"),
    Kpi("attempts_per_lead", "calls", "mean attempts of content leads that were called and ended",
        "Velocify", "attempted_ended"),
    Kpi("inquiries_unanswered", "share", "neither called nor talked to until it was over ÷ "
        "inquiries", OLDROYD, "known_inquiries"),
    Kpi("speed_to_inquiry_hours", "hours", "mean clock hours from an inquiry to the first call, or "
        "conversation, of those answered", OLDROYD, "answered"),
    Kpi("inquiries_within_hour", "share", "called or talked to within one clock hour ÷ inquiries",
        OLDROYD, "known_inquiries"),
    Kpi("inquiries_within_day", "share", "called or talked to within 24 clock hours ÷ inquiries",
        OLDROYD, "known_inquiries"),
    Kpi("inquiry_to_win", "share", "as lead_to_win, of inquiries alone", "Implisit 2014",
        "followed_inquiries"),
    Kpi("content_to_win", "share", "as lead_to_win, of content leads alone: a win is credited to "
        "the last of these, though the customer may have asked since", "Implisit 2014",
        "followed_content"),
    Kpi("lead_to_win_referral", "share", "as content_to_win, from referrals", "Implisit 2014",
        "followed_referral"),
    Kpi("lead_to_win_website", "share", "as content_to_win, from organic search and direct",
        "Implisit 2014", "followed_website"),
    Kpi("lead_to_win_social", "share", "as content_to_win, from social", "Implisit 2014",
        "followed_social"),
    Kpi("lead_to_win_paid", "share", "as content_to_win, from paid search", "Implisit 2014",
        "followed_paid"),
    Kpi("sales_cycle_days_median", "working days", "median of closed − opened, won",
        "help.quarterone.com", "won", Kind.MEAN),
    Kpi("gone_cold_rate", "share", "given up by the rep as cold and not taken up again ÷ "
        "opportunities closed", DESIGN, "closed"),
    Kpi("talks_per_win", "talks", "mean conversations of an opportunity won", DESIGN, "won"),
    Kpi("best_offer_share", "share", "bought the firm's best for this customer ÷ won", DESIGN,
        "won"),
    Kpi("top_fifth_share", "share", "yearly value won by the top 20 % of seats that won anything ÷ "
        "yearly value won", "Ebsta; Chally", "value_won"),
    Kpi("quarter_end_share", "share", "yearly value won in the last five days of a quarter ÷ that "
        "won; "
        "an even pace is 1/13", "Larkin 2014, J. Labor Econ. 32(2):199-227", "value_won"),
)  # fmt: skip

MARKET = _glossary(
    Kpi("journeys_market", "journeys", "buying journeys that ended"),
    Kpi("wins_market", "purchases", "purchases from any firm"),
    Kpi("no_decision_rate_market", "share", "ended without a purchase ÷ all who entered and ended",
        DIXON, "ended_journeys"),
    Kpi("no_decision_contacted_market", "share", "ended without a purchase ÷ ended after talking "
        "to a rep", DIXON, "talked_journeys"),
    Kpi("contacted_market", "share", "talked to a rep ÷ all ended journeys", DESIGN,
        "ended_journeys"),
    Kpi("decided_before_contact_market", "share", "as decided_before_contact, any firm", CEB,
        "talked_purchases_market"),
    Kpi("decided_before_all_market", "share", "the same over all who talked to a rep, also those "
        "who did not buy", CEB, "talked_journeys"),
    Kpi("progress_at_contact_market", "share", "as progress_at_contact, any firm first", CEB,
        "talked_journeys", Kind.PORTION),
    Kpi("progress_sd_market", "share", "SD of progress at first contact over journeys", CEB,
        "talked_journeys", Kind.MEAN),
    Kpi("favourite_wins_market", "share", "as favourite_wins, any firm", "6sense 2025",
        "talked_purchases_market"),
    Kpi("lead_to_win_market", "share", "as lead_to_win, any firm", "Implisit 2014",
        "followed_market"),
    Kpi("content_to_win_market", "share", "as content_to_win, any firm", "Implisit 2014",
        "followed_content_market"),
    Kpi("journey_days_market", "working days", "mean of ended − entered", "6sense 2025",
        "ended_journeys"),
    Kpi("in_market_share_market", "share", "mean customers in the market ÷ customers",
        "Dawes 2021", "customer_days"),
    Kpi("entered_per_quarter_market", "share", "customers entering in 65 days ÷ customers",
        "Dawes 2021", "customer_days"),
    Kpi("customer_surplus_market", "utility", "as customer_surplus, any firm", DESIGN,
        "won_market", Kind.SIGNED),
)  # fmt: skip

# What a pay plan promises: shown beside the plan, no KPI of a run (sim/metrics/plan_terms.py).
TERMS = _glossary(
    Kpi("ote", "money/rep/year", "on-target earnings: salary + variable pay at 100 % of every "
        "quota and goal; a curve over an amount at the mean quota of the periods"),
    Kpi("variable_share", "share", "pay mix: variable pay on target ÷ ote"),
    Kpi("pay_to_outside", "ratio", "ote ÷ what a rep would earn elsewhere (sales.outside_pay)"),
    Kpi("variable_to_outside", "ratio", "variable pay on target ÷ what a rep would earn elsewhere: "
        "effort goes by it"),
    Kpi("quota_a_year", "money/rep/year", "mean quota of new business (own, or a head of the "
        "team's) × periods a year"),
    Kpi("quota_to_ote", "ratio", "quota_a_year ÷ ote"),
    Kpi("target_rate", "share", "variable pay on target for new business ÷ quota_a_year"),
    Kpi("expected_cost", "money/rep/year", "pay_per_rep: what the plan did cost, on average over "
        "replicates; as a share of revenue, compensation_cost_of_sales"),
)  # fmt: skip

KPIS: dict[str, Kpi] = FOCAL | DETAIL | MARKET
