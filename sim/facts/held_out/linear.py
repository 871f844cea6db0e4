"""The null: equal pay for every deal makes reps indifferent to the day of signing."""

from collections.abc import Sequence

from sim.config.working_days import QUARTER, WEEK
from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.scenarios import scenario
from sim.facts.estimators.selling import Selling, middle, selling, within
from sim.inference.ratios import ratio


def check() -> Sequence[Finding]:
    """A linear commission, reps free to move the day of signing: no day stands out.

    Deals of all firms, since rivals pay a commission too; of the focal firm beside them.
    """
    seen = observe.observed(scenario(), selling)
    return [
        ends("deals in the last week, over the middle", seen, WEEK, "won_by_all"),
        ends("deals on the last day, over the middle", seen, 1, "won_by_all"),
        ends("the last week at the focal firm alone", seen, WEEK, "won"),
    ]


def ends(what: str, seen: Sequence[Selling], days: int, column: str, under: str = "") -> Finding:
    """Deals a day on a quarter's last days over those in its middle three fifths."""
    last = [within(getattr(one, column), QUARTER, QUARTER - days, QUARTER) for one in seen]
    usual = [middle(getattr(one, column), QUARTER) for one in seen]
    return observe.band(what, 0.9, 1.1, ratio(last, usual), "theory", under)


FACT = Fact(10, "No spike under a linear commission", "Lal & Srinivasan 1993", check)
