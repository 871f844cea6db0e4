"""The score: outcomes with and without a mechanism, paired by seed, and the facts it costs."""

from collections.abc import Mapping

import pandas as pd

from experiments.fitting.calibration.targets import ELASTICITY, SHOWN, TARGETS, Target
from experiments.measures import elasticity
from experiments.studies.ablation.mechanisms import WHOLE
from sim.inference.intervals import Interval, difference
from sim.inference.intervals import interval as mean

# Held out: who runs this study looks at them, which docs/looks.csv wants to know.
FAVOURITE = Target("favourite_wins", 0.80, 0.70, 0.90, 0.0, "6sense 2025")
LONG_OVER_SHORT = Target("long_over_short", 2.0, 1.7, 2.3, 0.0, "Sethuraman, Tellis & Briesch 2011")
FACTS = {
    target.outcome: target for target in (*TARGETS, ELASTICITY, FAVOURITE, *SHOWN, LONG_OVER_SHORT)
}
_ELASTICITIES = ("short_run_elasticity", "long_run_elasticity", LONG_OVER_SHORT.outcome)


def score(
    levels: Mapping[str, pd.DataFrame], pulses: Mapping[str, elasticity.Pulses]
) -> pd.DataFrame:
    """A row per mechanism and outcome: value, paired difference to the whole model, fact kept.

    ``levels`` has a frame per mechanism (a row per seed, the same seeds in each), ``pulses`` the
    wins of the elasticity runs. ``kept`` is whether the value lies in the published band; None
    where nothing is published.
    """
    rows = []
    for name in levels:
        found = _levels(levels[WHOLE], levels[name])
        if name in pulses:
            found |= _elasticities(pulses[WHOLE], pulses[name])
        for outcome, (value, change) in found.items():
            rows.append(
                {
                    "mechanism": name, "outcome": outcome, "value": value.mean,
                    "low": value.low, "high": value.high, "change": change.mean,
                    "change_low": change.low, "change_high": change.high,
                    "moved": change.nonzero, "kept": _kept(FACTS.get(outcome), value),
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def broken(scored: pd.DataFrame, mechanism: str) -> list[str]:
    """Outcomes whose fact the whole model keeps, and which leave its band without the mechanism."""
    table = scored.pivot(index="outcome", columns="mechanism", values="kept")
    lost = (table[WHOLE] == True) & (table[mechanism] == False)  # noqa: E712 (three-valued)
    return [outcome for outcome in dict.fromkeys(scored["outcome"]) if bool(lost.get(outcome))]


def _levels(whole: pd.DataFrame, without: pd.DataFrame) -> dict[str, tuple[Interval, Interval]]:
    return {
        name: (
            mean(without[name].to_numpy()),
            difference(whole[name].to_numpy(), without[name].to_numpy()),
        )
        for name in whole
    }


def _elasticities(
    whole: elasticity.Pulses, without: elasticity.Pulses
) -> dict[str, tuple[Interval, Interval]]:
    values, changes = elasticity.score(without), elasticity.difference(whole, without)
    return dict(zip(_ELASTICITIES, zip(values, changes, strict=True), strict=True))


def _kept(fact: Target | None, value: Interval) -> bool | None:
    return None if fact is None else bool(fact.low <= value.mean <= fact.high)
