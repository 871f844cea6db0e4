"""Belief about a firm's fit: a Gaussian, moved by signals, loosened by forgetting.

State is what signals have added: ``precision`` T and ``evidence`` z (precision times value). With
prior mean b₀ and variance v₀, the belief is v = v₀/(1 + v₀T), b = (b₀ + v₀z)/(1 + v₀T). Bayes' rule
for normal signals (DeGroot 1970, *Optimal Statistical Decisions*, ch. 9).

A utility has two independent parts: a public one that content, peers and reps tell of, and a
private one that only a rep's discovery with this customer shows. Each has a belief of its own, and
the two means and variances add up; a part with v₀ = 0 is not there.
"""

import math

from sim.engine.compiled import compiled


@compiled
def public_prior(prior_variance: float, private_share: float) -> float:
    """Prior variance of the public part (utility²); ``private_share`` is 0 to 1."""
    return prior_variance - prior_variance * private_share


@compiled
def private_prior(prior_variance: float, private_share: float) -> float:
    """Prior variance of the private part (utility²); ``private_share`` is 0 to 1."""
    return prior_variance * private_share


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


@compiled
def faded(evidence: float, precision: float, kept: float, noisy: bool, luck: float) -> float:
    """Evidence when the part ``kept`` (0 to 1) of its precision stays; ``luck`` is N(0, 1)."""
    left = evidence * kept
    if noisy:
        left += forgetting_noise(precision, kept) * luck
    return left


@compiled
def remembered(value: float, precision: float, kept: float, noisy: bool, luck: float) -> float:
    """Evidence left of one honest signal when the part ``kept`` (0 to 1) of its precision stays.

    Noisy memory makes it a weaker signal, equally honest; without noise evidence fades in
    proportion. ``luck`` is N(0, 1).
    """
    if noisy:
        return signal(value, kept * precision, luck)
    return kept * signal(value, precision, luck)
