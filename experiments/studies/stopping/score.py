"""The score: over repetitions with known means, how often the reported interval holds the mean."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import binomtest
from scipy.stats import t as student

from experiments.runs import over
from experiments.studies.stopping.outcomes import LAWS, RARE, Law
from sim.inference.intervals import Interval
from sim.inference.samples import Numbers, Sample, sample
from sim.inference.stopping import FIRST, Target, held, more

# Widths asked for, by how many first stages an outcome of known spread would need.
STAGES = (0.5, 1.0, 2.0, 5.0, 20.0)


def width(law: Law, stages: float, first: int = FIRST, paired: bool = False) -> float:
    """The half-width that so many first stages reach on average."""
    spread = law.spread * (math.sqrt(2) if paired else 1.0)
    return float(student.ppf(0.975, first - 1)) * spread / math.sqrt(stages * first)


def replicated(law: Law, target: Target, seed: int, paired: bool = False) -> tuple[Interval, int]:
    """One repetition: replicates until there are enough. The interval, after how many looks."""
    luck, looks = np.random.default_rng(seed), 0
    values, base = np.empty(0), np.empty(0)

    def asked() -> tuple[Sample, Target, Sample | None]:
        return sample(law.kind, values), target, sample(law.kind, base) if paired else None

    while wanted := more(*asked()):
        there, added = pairs(law, luck, wanted) if paired else (base, law.draw(luck, wanted))
        values, base = np.append(values, added), np.append(base, there)
        looks += 1
    return held(*asked()), looks


def pairs(law: Law, luck: np.random.Generator, count: int) -> tuple[Numbers, Numbers]:
    """Outcomes of two scenarios, half of them shared luck; the second has one more of each.

    The difference has the law's mean, and √2 of its spread.
    """
    base = law.draw(luck, count)
    shared = np.where(luck.random(count) < 0.5, base, law.draw(luck, count))
    return base, shared + law.draw(luck, count)


def score(
    repetitions: int, stages: Sequence[float] = STAGES, workers: int = 1, paired: bool = False
) -> pd.DataFrame:
    """A row per law and width: coverage with its exact interval, replicates, looks, width."""
    laws = LAWS | RARE
    tasks = [(name, stage, repetitions, paired) for name in laws for stage in stages]
    return pd.DataFrame(over(of_law, tasks, workers, "a law and a width"))


def of_law(name: str, stage: float, repetitions: int, paired: bool) -> dict[str, Any]:
    """How often the interval of a law's mean holds that was replicated to a width."""
    law = (LAWS | RARE)[name]
    target = Target("outcome", width(law, stage, paired=paired))
    found = [replicated(law, target, seed, paired) for seed in range(repetitions)]
    within = sum(one.low <= law.mean <= one.high for one, _ in found)
    limits = binomtest(within, repetitions).proportion_ci(0.95)
    return {
        "outcome": name, "of": "paired" if paired else "single",
        "stages": stage, "coverage": float(within / repetitions),
        "low": limits.low, "high": limits.high,
        "replicates": float(np.mean([one.replicates for one, _ in found])),
        "looks": float(np.mean([looks for _, looks in found])),
        "width": float(np.mean([(one.high - one.low) / 2 for one, _ in found]))
        / target.half_width,
    }  # fmt: skip
