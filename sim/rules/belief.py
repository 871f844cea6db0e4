"""Belief about a firm's fit: a Gaussian, moved by signals, loosened by forgetting.

State is what signals have added: ``precision`` T and ``evidence`` z (precision times value). With
prior mean b₀ and variance v₀, the belief is v = 1/(1/v₀ + T), b = v·(b₀/v₀ + z). Bayes' rule for
normal signals (DeGroot 1970, *Optimal Statistical Decisions*, ch. 9).
"""

import math

from sim.compiled import compiled


@compiled
def variance(precision: float, prior_variance: float) -> float:
    """The belief's variance after signals of total precision T (utility²)."""
    return 1.0 / (1.0 / prior_variance + precision)


@compiled
def mean(precision: float, evidence: float, prior_mean: float, prior_variance: float) -> float:
    """The belief's mean (utility)."""
    return (prior_mean / prior_variance + evidence) * variance(precision, prior_variance)


@compiled
def progress(precision: float, prior_variance: float) -> float:
    """x = 1 − v/v₀: the share of uncertainty resolved, 0 to 1."""
    return precision / (precision + 1.0 / prior_variance)


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
