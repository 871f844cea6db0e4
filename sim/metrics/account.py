"""A sweep's statistics as plain content for ``summary.json``."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sim.inference.effects import Effect, NotAGridError, effects
from sim.inference.outcomes import Outcomes, swept
from sim.inference.paired import Family, family
from sim.inference.ranking import TOLD_FROM, TOO_FEW, ranking
from sim.metrics.comparisons import COMPARED as COMPARED
from sim.metrics.comparisons import all_alike, compared, lead

METHODS = {
    "differences": "b minus a, the first scenario, paired by seed; ci: 95 % of one comparison by "
    "itself; all comparisons here are one family, of so many as comparisons says: joint: all of "
    "them at once with 95 % (Bonferroni); p_holm: p adjusted for all of them (Holm)",
    "highest": "the scenario with the highest mean, less the next: joint interval as above; told: "
    "whether the two are told apart",
    "ranking": "probability that no scenario has a larger mean; rank with 95 % limits; draws from "
    "Student's t with the covariance over seeds, all scenarios together",
    "effects": "in a complete grid: mean with the level minus grand mean; of two axes: cell minus "
    "both effects; joint and p_holm: all axes are a family, and all pairs of axes; share: part of "
    "the variance between scenario means",
}
Account = dict[str, Any]


def account(results: Sequence[Any], tried: int = 0) -> Account:
    """Corrected differences, lead, ranking and effects of several scenarios; None if undefined.

    ``tried`` is the number of scenarios where only the first and the best of them are given.
    """
    found = compared(results)
    its = family(found, tried, getattr(results[0], "target", None))
    axes, names = swept([one.overrides for one in results]), [one.name for one in results]
    return {
        "methods": METHODS,
        "comparisons": its.comparisons,
        "all_alike": all_alike(results),
        "differences": list(_differences(its, names)),
        "highest": [_highest(one, its, tried) for one in found],
        "ranking": _ranking(found[0]) if found else [],
        "effects": [entry for one in found for entry in _effects(one, axes)],
    }


def _differences(its: Family, names: Sequence[str]) -> Iterator[Account]:
    for kpi, one in its.kpis.items():
        for n, name in enumerate(names[1:]):
            yield {
                "kpi": kpi, "a": names[0], "b": name,
                "mean": plain(one.mean[n]), "replicates": int(one.replicates[n]),
                "ci_low": plain(one.low[n]), "ci_high": plain(one.high[n]),
                "joint_low": plain(one.joint_low[n]), "joint_high": plain(one.joint_high[n]),
                "p": plain(one.p[n]), "p_holm": plain(one.p_holm[n]),
                "told": bool(one.surely[n]),
            }  # fmt: skip


def _highest(of: Outcomes, its: Family, tried: int) -> Account:
    found = lead(of, its, tried)
    mean, low, high, replicates = found.ahead
    return {
        "kpi": of.kpi, "name": of.names[found.best], "next": of.names[found.second],
        "mean": plain(mean), "joint_low": plain(low), "joint_high": plain(high),
        "replicates": replicates, "told": found.told,
    }  # fmt: skip


def _ranking(found: Outcomes) -> list[Account]:
    result = ranking(found, fewest=TOLD_FROM)
    why = {} if math.isfinite(result.best.max()) else {"why_not": TOO_FEW}
    return [
        {"kpi": found.kpi, "name": found.names[n], "mean": plain(result.mean[n]),
         "probability_best": plain(result.best[n]), "rank": plain(result.rank[n]),
         "rank_low": plain(result.rank_low[n]), "rank_high": plain(result.rank_high[n]),
         **why}
        for n in result.order
    ]  # fmt: skip


def _effects(found: Outcomes, axes: Mapping[str, Sequence[Any]]) -> Iterator[Account]:
    try:
        results: list[Effect] = effects(found, axes)
    except NotAGridError:
        return
    for one in results:
        levels = [
            {"level": list(level), "mean": plain(one.mean[n]), "ci_low": plain(one.low[n]),
             "ci_high": plain(one.high[n]), "joint_low": plain(one.joint_low[n]),
             "joint_high": plain(one.joint_high[n]), "p_holm": plain(one.p_holm[n])}
            for n, level in enumerate(one.levels)
        ]  # fmt: skip
        yield {"kpi": found.kpi, "axes": list(one.axes), "share": one.share, "levels": levels}


def plain(value: Any) -> float | None:
    """A number as JSON may hold it: None where it is NaN or infinite."""
    return float(value) if math.isfinite(value) else None
