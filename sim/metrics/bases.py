"""The sums below the line of shares, means and ratios, which a run keeps beside its KPIs.

With them a ratio of several runs is the ratio of their sums, and not a mean of ratios of which
some are of next to nothing.
"""

from dataclasses import dataclass

PREFIX = "base_"


@dataclass(frozen=True)
class Base:
    """A sum over the counted window of a run: its column, its unit, and what it is the sum of."""

    column: str
    unit: str
    text: str

    @property
    def counted(self) -> bool:
        """Whether it is a number of things, not an amount."""
        return self.unit in COUNTED


COUNTED = ("deals", "opportunities", "journeys", "purchases", "leads", "terms", "rep-periods")
_BASES: tuple[tuple[str, str, str], ...] = (
    ("closed", "opportunities", "opportunities closed"),
    ("competed", "opportunities", "those of them whose customer bought, here or from a rival"),
    ("won", "deals", "deals won"),
    ("won_market", "deals", "deals won by any firm"),
    ("value_won", "money/year", "value won"),
    ("value_won_market", "money/year", "value won by all firms"),
    ("first_talks", "journeys", "journeys first talked to by the firm"),
    ("talked_purchases", "purchases", "purchases from the firm after a conversation"),
    ("talked_purchases_market", "purchases", "purchases after a conversation"),
    ("purchases", "purchases", "purchases"),
    ("ended_journeys", "journeys", "ended journeys"),
    ("talked_journeys", "journeys", "ended journeys with a conversation"),
    ("customer_days", "days", "customers"),
    ("followed", "leads", "leads whose 130 days ended in the window"),
    ("followed_market", "leads", "leads of any firm whose 130 days ended in the window"),
    ("followed_content", "leads", "content leads whose 130 days ended in the window"),
    ("followed_content_market", "leads", "content leads of any firm whose 130 days ended in it"),
    ("followed_inquiries", "leads", "inquiries whose 130 days ended in the window"),
    ("followed_referral", "leads", "referrals whose 130 days ended in the window"),
    ("followed_website", "leads", "content leads from the website whose 130 days ended in it"),
    ("followed_social", "leads", "leads from social media whose 130 days ended in the window"),
    ("followed_paid", "leads", "leads from paid search whose 130 days ended in the window"),
    ("known_mqls", "leads", "content leads that are MQLs and whose pursuit is known"),
    ("attempted", "leads", "content leads attempted"),
    ("attempted_ended", "leads", "content leads attempted that ended"),
    ("known_inquiries", "leads", "inquiries that were answered or are over"),
    ("answered", "leads", "inquiries answered"),
    ("selling_cost", "money", "pay of reps and what stands behind them, wages and content"),
    ("new_arr", "money/year", "value won from new customers"),
    ("margin_a_month", "money/month", "margin on the value won from new customers"),
    ("new_customers", "customers", "new customers"),
    ("left", "accounts", "accounts that left"),
    ("margin_years", "money", "margin on the yearly value of accounts held, a year"),
    ("account_years", "years", "account-years"),
    ("accounts_market", "accounts", "accounts of all firms"),
    ("value_at_start", "money/year", "value of accounts at the start"),
    ("terms", "terms", "contract terms that ended"),
    ("quota", "quota", "quota of whole rep-periods"),
    ("rep_periods", "rep-periods", "whole rep-periods with a quota"),
    ("part_periods", "rep-periods", "parts of rep-periods with a quota: joined, left, cut off"),
    ("hours", "hours", "hours at work"),
    ("rep_years", "years", "rep-years"),
    ("compensation", "money", "salary and variable pay"),
    ("booked", "money", "revenue"),
    ("content_spend_market", "money", "content spend of all firms"),
    ("marketing_cost", "money", "marketing cost"),
)
BASES = {f"{PREFIX}{name}": Base(f"{PREFIX}{name}", unit, text) for name, unit, text in _BASES}
