"""The normal distribution, in arithmetic that gives the same bits compiled and interpreted."""

import math

from sim.engine.compiled import compiled

_ROOT_TWO_PI = 2.5066282746310002


@compiled
def density(z: float) -> float:
    """φ(z), the standard normal density."""
    return math.exp(-0.5 * z * z) / _ROOT_TWO_PI


@compiled
def cumulative(z: float) -> float:
    """Φ(z), to 1e-14 absolute (Hart 1968, algorithm 5666, as given by West 2005)."""
    x = abs(z)
    if x > 37.0:
        tail = 0.0
    elif x < 7.07106781186547:
        top = 3.52624965998911e-02 * x + 0.700383064443688
        top = top * x + 6.37396220353165
        top = top * x + 33.912866078383
        top = top * x + 112.079291497871
        top = top * x + 221.213596169931
        top = top * x + 220.206867912376
        bottom = 8.83883476483184e-02 * x + 1.75566716318264
        bottom = bottom * x + 16.064177579207
        bottom = bottom * x + 86.7807322029461
        bottom = bottom * x + 296.564248779674
        bottom = bottom * x + 637.333633378831
        bottom = bottom * x + 793.826512519948
        bottom = bottom * x + 440.413735824752
        tail = math.exp(-0.5 * x * x) * top / bottom
    else:
        fraction = x + 1.0 / (x + 2.0 / (x + 3.0 / (x + 4.0 / (x + 0.65))))
        tail = math.exp(-0.5 * x * x) / (fraction * _ROOT_TWO_PI)
    return 1.0 - tail if z > 0.0 else tail


@compiled
def reaches(needed: float, mean: float, spread: float) -> float:
    """Chance that N(mean, spread²) comes to at least what is needed; sure where spread is 0."""
    if spread <= 0.0:
        return 1.0 if mean >= needed else 0.0
    return 1.0 - cumulative((needed - mean) / spread)


def relative_variance(log_sd: float) -> float:
    """Variance over the squared mean of a log-normal amount, from the SD of its logarithm."""
    return math.expm1(log_sd**2)
