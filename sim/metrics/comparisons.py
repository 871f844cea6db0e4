"""The comparisons of a sweep: each scenario with the first, and the best with the next best.

One family is corrected together wherever it is shown: every other scenario minus the first, on
every KPI that the terminal and the figures compare. The best scenario was picked after the fact,
from as many; its lead has the joint interval of one of that family, at least as wide as those with
the best have to be (Hsu 1984, Ann. Statist. 12:1136-1144), so that a pair has one interval.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.inference.intervals import Interval
from sim.inference.outcomes import Outcomes
from sim.inference.paired import Family, between, family
from sim.metrics.estimates import outcomes
from sim.metrics.glossary import KPIS

# The KPIs on which scenarios are compared; the first is what ranks.
COMPARED = ("profit", "wins", "market_share", "reps_at_quota")


class Lead(NamedTuple):
    """The places of the best scenario and of the next, the lead, one of so many comparisons.

    ``told`` is whether the two are told apart.
    """

    best: int
    second: int
    ahead: Interval
    comparisons: int
    told: bool


def compared(results: Sequence[Any]) -> list[Outcomes]:
    """The outcomes of all scenarios on every KPI that is compared and that all of them have."""
    shown = [kpi for kpi in COMPARED if all(kpi in one.tables["runs"] for one in results)]
    return [outcomes(results, kpi) for kpi in shown]


def comparisons(results: Sequence[Any]) -> Family:
    """Every other scenario minus the first, on every KPI that is compared."""
    return family(compared(results), target=getattr(results[0], "target", None))


def lead(found: Outcomes, its: Family, tried: int = 0) -> Lead:
    """The scenario with the highest mean of a KPI, and its lead over the next.

    The family's own comparison where one of the two is the first scenario; ``tried`` is the number
    of scenarios where only the best of them are given.
    """
    means = np.nan_to_num(found.means, nan=-np.inf)
    best, second = map(int, np.argsort(-means, kind="stable")[:2])
    count = max(its.comparisons, (tried or len(found.names)) - 1)
    if 0 not in (best, second) or found.kpi not in its.kpis:
        ahead = between(found, second, best, count)
        return Lead(best, second, ahead, count, bool(ahead.low > 0.0))
    one, other = its.kpis[found.kpi], max(best, second) - 1
    sign, ends = (1 if second == 0 else -1), (one.joint_low[other], one.joint_high[other])
    low, high = ends if sign > 0 else (-ends[1], -ends[0])
    ahead = Interval(sign * one.mean[other], low, high, int(one.replicates[other]))
    return Lead(best, second, ahead, count, bool(one.surely[other] == sign))


def all_alike(results: Sequence[Any]) -> bool:
    """Whether every scenario has the same KPIs in every run."""
    first, *others = (one.tables["runs"] for one in results)
    columns = ["seed", *(kpi for kpi in KPIS if kpi in first.columns)]
    told = {name: np.asarray(first[name], np.float64) for name in columns}
    return bool(len(first)) and all(
        name in one.columns
        and np.array_equal(np.asarray(one[name], np.float64), told[name], equal_nan=True)
        for one in others
        for name in columns
    )
