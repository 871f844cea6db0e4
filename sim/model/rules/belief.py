"""Belief about a firm's fit: a Gaussian, moved by signals, loosened by forgetting.

State is what signals have added: ``precision`` T and ``evidence`` z (precision times value). With
prior mean b₀ and variance v₀, the belief is v = v₀/(1 + v₀T), b = (b₀ + v₀z)/(1 + v₀T). Bayes' rule
for normal signals (DeGroot 1970, *Optimal Statistical Decisions*, ch. 9).

A utility may have two parts: a public one that content, peers and reps tell of, and a private one
that only a rep's discovery with this customer shows. Each has a belief of its own; v₀ = 0 is a part
that is not there.
"""

import math

from sim.engine.compiled import compiled


@compiled
def variance(precision: float, prior_variance: float) -> float:
    """The belief's variance after signals of total precision T (utility²)."""
    return prior_variance / (1.0 + prior_variance * precision)


@compiled
def mean(precision: float, evidence: float, prior_mean: float, prior_variance: float) -> float:
    """The belief's mean (utility)."""
    return (prior_mean + prior_variance * evidence) / (1.0 + prior_variance * precision)


@compiled
def progress(variance: float, prior_variance: float) -> float:
    """x = 1 − v/v₀: the share of uncertainty resolved, 0 to 1."""
    return 1.0 - variance / prior_variance


@compiled
def moved(variance: float, precision: float) -> float:
    """Variance of the step that a signal of this precision makes the mean take, v²t/(1 + vt)."""
    return variance * variance * precision / (1.0 + variance * precision)


@compiled
def signal(value: float, precision: float, luck: float) -> float:
    """Evidence of an honest signal of this precision about the true value; luck is N(0, 1)."""
    return precision * value + math.sqrt(precision) * luck


@compiled
def forgetting_noise(precision: float, kept: float) -> float:
    """SD of the noise that memory adds to evidence when the part ``kept`` of precision stays.

    With it, evidence given precision stays N(T·U, T): the belief is never over- nor
    under-confident, and forgetting over two gaps composes exactly into forgetting over their sum.
    Precision then decays as adstock does (Broadbent 1979).
    """
    return math.sqrt(precision * kept * (1.0 - kept))
