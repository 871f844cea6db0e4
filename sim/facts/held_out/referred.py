"""Referred customers: worth more, and more loyal."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.default_market import usual
from sim.facts.estimators.buying import Buying
from sim.inference.ratios import Numbers, ratio, relative

SOURCE = "Schmitt, Skiera & Van den Bulte 2011: 16 % more valuable and less likely to leave"
DISCOUNT = 0.12
OTHERS, REFERRED = 0, 1


def check() -> Sequence[Finding]:
    """Customers to whom a friend had named the firm in the half year before, against all others.

    Value is a first year's worth times 1 + r/(1 + i − r), r being the part that came to the first
    renewal and renewed. Of all firms; the source's customers are one bank's.
    """
    seen = usual()
    kept = [retention(seen, group) for group in (OTHERS, REFERRED)]
    value = [worth(seen, group) for group in (OTHERS, REFERRED)]
    gain = relative(value[REFERRED], value[OTHERS]) - 1.0
    loyal = kept[REFERRED] - kept[OTHERS]
    return [
        observe.band("value of a referred customer, more", 0.08, 0.25, gain, SOURCE),
        observe.positive("retained, referred less others", loyal, SOURCE),
    ]


def retention(seen: Sequence[Buying], group: int) -> Numbers:
    """Pseudo-values of the part of first terms that were renewed."""
    rows = [one.owning.referred[group] for one in seen]
    return ratio([row[3] for row in rows], [row[2] for row in rows])


def worth(seen: Sequence[Buying], group: int) -> Numbers:
    """Pseudo-values of a customer's value, to first order in retention."""
    rows = [one.owning.referred[group] for one in seen]
    first = ratio([row[1] for row in rows], [row[0] for row in rows])
    kept = retention(seen, group)
    mean = kept.mean()
    times = (1.0 + DISCOUNT) / (1.0 + DISCOUNT - mean)
    slope = times / (1.0 + DISCOUNT - mean)
    return first * times + first.mean() * slope * (kept - mean)


FACT = Fact(43, "Referred customers", SOURCE, check)
