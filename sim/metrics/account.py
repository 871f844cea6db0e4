"""A sweep's statistics as plain content for ``summary.json``."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sim.inference.effects import Effect, NotAGridError, effects
from sim.inference.outcomes import Outcomes, swept
from sim.inference.paired import Differences, differences
from sim.inference.ranking import ranking
from sim.metrics.estimates import outcomes

# The KPIs on which scenarios are compared in figures and in the account; the first is what ranks.
COMPARED = ("profit", "revenue", "market_share", "nrr")
METHODS = {
    "differences": "b minus a, paired by seed; ci: 95 % Student t for one comparison; joint: "
    "Bonferroni, all of a KPI's comparisons at once with 95 %; p_holm: adjusted by Holm",
    "ranking": "probability that no scenario has a larger mean; rank with 95 % limits; bootstrap "
    "over seeds, all scenarios together",
    "effects": "in a complete grid: mean with the level minus grand mean; of two axes: cell minus "
    "both effects; share: part of the variance between scenario means",
}
Account = dict[str, Any]


def account(results: Sequence[Any], pairs: Sequence[tuple[int, int]]) -> Account:
    """Corrected differences, ranking and effects of several scenarios; None where undefined."""
    found = {
        kpi: outcomes(results, kpi)
        for kpi in COMPARED
        if all(kpi in result.tables["runs"] for result in results)
    }
    axes = swept([result.overrides for result in results])
    return {
        "methods": METHODS,
        "differences": [entry for one in found.values() for entry in _differences(one, pairs)],
        "ranking": _ranking(next(iter(found.values()))) if found else [],
        "effects": [entry for one in found.values() for entry in _effects(one, axes)],
    }


def _differences(found: Outcomes, pairs: Sequence[tuple[int, int]]) -> Iterator[Account]:
    result: Differences = differences(found, pairs)
    for n, (a, b) in enumerate(pairs):
        yield {
            "kpi": found.kpi, "a": found.names[a], "b": found.names[b],
            "mean": plain(result.mean[n]), "replicates": int(result.replicates[n]),
            "ci_low": plain(result.low[n]), "ci_high": plain(result.high[n]),
            "joint_low": plain(result.joint_low[n]), "joint_high": plain(result.joint_high[n]),
            "p": plain(result.p[n]), "p_holm": plain(result.p_holm[n]),
        }  # fmt: skip


def _ranking(found: Outcomes) -> list[Account]:
    result = ranking(found)
    return [
        {"kpi": found.kpi, "name": found.names[n], "mean": plain(result.mean[n]),
         "probability_best": plain(result.best[n]), "rank": plain(result.rank[n]),
         "rank_low": plain(result.rank_low[n]), "rank_high": plain(result.rank_high[n])}
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
             "joint_high": plain(one.joint_high[n])}
            for n, level in enumerate(one.levels)
        ]  # fmt: skip
        yield {"kpi": found.kpi, "axes": list(one.axes), "share": one.share, "levels": levels}


def plain(value: Any) -> float | None:
    """A number as JSON may hold it: None where it is NaN or infinite."""
    return float(value) if math.isfinite(value) else None
