"""The score: over repetitions with known means, how often the reported interval holds the mean."""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import binomtest
from scipy.stats import t as student

from experiments.studies.stopping.outcomes import LAWS, Law
from sim.inference.intervals import Interval
from sim.inference.kinds import Kind
from sim.inference.samples import sample
from sim.inference.stopping import FIRST, Target, held, more

# Widths asked for, by how many first stages an outcome of known spread would need.
STAGES = (0.5, 1.0, 2.0, 5.0, 20.0)


def width(law: Law, stages: float, first: int = FIRST) -> float:
    """The half-width that so many first stages reach on average."""
    return float(student.ppf(0.975, first - 1)) * law.spread / math.sqrt(stages * first)


def replicated(law: Law, target: Target, seed: int) -> tuple[Interval, int]:
    """One repetition: replicates until there are enough. The interval, after how many looks."""
    luck = np.random.default_rng(seed)
    values, looks = np.empty(0), 0
    while wanted := more(sample(Kind.MEAN, values), target):
        values = np.append(values, law.draw(luck, wanted))
        looks += 1
    return held(sample(Kind.MEAN, values), target), looks


def score(repetitions: int, stages: Sequence[float] = STAGES) -> pd.DataFrame:
    """A row per law and width: coverage with its exact interval, replicates, looks, width."""
    rows = []
    for name, law in LAWS.items():
        for stage in stages:
            target = Target("outcome", width(law, stage))
            found = [replicated(law, target, seed) for seed in range(repetitions)]
            within = sum(one.low <= law.mean <= one.high for one, _ in found)
            limits = binomtest(within, repetitions).proportion_ci(0.95)
            rows.append(
                {
                    "outcome": name, "stages": stage, "coverage": within / repetitions,
                    "low": limits.low, "high": limits.high,
                    "replicates": float(np.mean([one.replicates for one, _ in found])),
                    "looks": float(np.mean([looks for _, looks in found])),
                    "width": float(np.mean([(one.high - one.low) / 2 for one, _ in found]))
                    / target.half_width,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)
