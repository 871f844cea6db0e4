"""Measures that pay can depend on: a row here says all of a measure but its arithmetic.

Another measure takes a row here, its arithmetic in ``sim/model/rules/measures.py``, and, unless a
signature or a term's end credits it, the event that does so in ``sim/model/pay/credit.py``.
"""

from dataclasses import dataclass

# Units. A gain is the change of a share since the period before, a multiple is over that period.
MONEY, COUNT, SHARE, GAIN, MULTIPLE = "money", "count", "share", "gain", "multiple"
# When credit arises: at a signature, at the end of a contract term, at the end of a day, or not
# before the period is over.
DEAL, TERM, NIGHT, PERIOD = "deal", "term", "night", "period"


@dataclass(frozen=True)
class Measure:
    """One measure: its name in a sentence and on an axis, its unit, and when it is credited.

    ``new_business`` says that its quota is one of new revenue.
    """

    words: str
    unit: str
    credited: str
    axis: str = "credit, money"
    new_business: bool = False

    @property
    def is_money(self) -> bool:
        """Whether a running mean of what reps made can be its quota."""
        return self.unit == MONEY

    @property
    def is_ratio(self) -> bool:
        """Whether it is undefined over nothing: no term ended, nothing sold before."""
        return self.unit in (SHARE, GAIN, MULTIPLE)

    @property
    def is_of_whole_periods(self) -> bool:
        """Whether it compares one period with the last, so that no window can cut it."""
        return self.unit in (GAIN, MULTIPLE)

    @property
    def is_part(self) -> bool:
        """Whether it is a share, or a change of one, and so 1 at most."""
        return self.unit in (SHARE, GAIN)

    @property
    def is_divisible(self) -> bool:
        """Whether reps can share the credit of one deal."""
        return self.credited == DEAL and self.is_money

    @property
    def is_own_sales(self) -> bool:
        """Whether it is the rep's own new revenue: looked ahead to, and taken back if lost soon."""
        return self.credited == DEAL and self.new_business

    def needs_goal(self, by_quota: bool) -> bool:
        """Whether no quota follows from what reps sold; for an amount, whether none is needed."""
        return not self.is_money if by_quota else self.unit in (SHARE, MULTIPLE)


REGISTER = {
    "new": Measure("new revenue", MONEY, DEAL, new_business=True),
    "renewal": Measure("renewed revenue", MONEY, TERM),
    "retention": Measure("revenue retained", SHARE, TERM, "revenue retained, of what ended"),
    "satisfaction": Measure("satisfaction", SHARE, TERM, "mean satisfaction"),
    "share_gain": Measure(
        "gain in market share, points", GAIN, PERIOD, "gain in the firm’s share of wins, points"
    ),
    "growth": Measure(
        "new revenue over the last period's", MULTIPLE, DEAL, "times the last period’s revenue"
    ),
    "margin": Measure("gross margin", MONEY, DEAL),
    "activity": Measure("conversations", COUNT, NIGHT, "conversations held"),
    "team": Measure("the team's new revenue a head", MONEY, NIGHT, new_business=True),
    "deals": Measure("deals signed", COUNT, DEAL, "deals signed"),
}
# Their names, by number.
MEASURES = tuple(REGISTER)
