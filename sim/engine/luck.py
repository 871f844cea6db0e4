"""Luck: a uniform number is a pure function of (seed, purpose, day, agent, k).

No generator is passed around and no order matters. Two scenarios with one seed give each agent
the same luck, and a draw added in one place changes nothing elsewhere. The mixing function is the
finaliser of SplitMix64 (Steele, Lea & Flood 2014, "Fast splittable pseudorandom number
generators", OOPSLA), applied once per draw to a weighted sum of the address.
"""

import math
from typing import Any

import numpy as np

from sim.engine.compiled import COMPILING, compiled
from sim.engine.rows import Keys

WORD = (1 << 64) - 1
_word = np.uint64 if COMPILING else int

_AGENT = 0x9E3779B97F4A7C15
_K = 0xD1342543DE82EF95
_MIX_1 = 0xBF58476D1CE4E5B9
_MIX_2 = 0x94D049BB133111EB


# Wichura's coefficients, highest power first: numerator, denominator.
_CENTRE = (
    (2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
     13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608),
    (5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
     5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0),
)  # fmt: skip
_FLANK = (
    (7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177,
     1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959,
     1.42343711074968357734),
    (1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966,
     0.14810397642748007459, 0.68976733498510000455, 1.6763848301838038494,
     2.05319162663775882187, 1.0),
)  # fmt: skip
_TAIL = (
    (2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386,
     0.026532189526576123093, 0.29656057182850489123, 1.7848265399172913358,
     5.4637849111641143699, 6.6579046435011037772),
    (2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5,
     7.868691311456132591e-4, 0.0148753612908506148525, 0.13692988092273580531,
     0.59983220655588793769, 1.0),
)  # fmt: skip


@compiled
def _mix(x: int) -> int:
    x = ((x ^ (x >> 30)) * _MIX_1) & WORD
    x = ((x ^ (x >> 27)) * _MIX_2) & WORD
    return x ^ (x >> 31)


@compiled
def stream(seed: int, purpose: int, day: int) -> int:
    """The 64-bit key of all draws for one purpose on one day."""
    x = _mix((_word(seed) + _AGENT) & WORD)
    x = _mix((x + _word(purpose) * _K) & WORD)
    return _mix((x + _word(day) * _AGENT) & WORD)


def key_of(seed: int, purpose: int, day: int) -> np.uint64:
    """The same key for callers outside compiled code, in the type that compiled code takes."""
    return np.uint64(stream(seed, int(purpose), day))


def days_keys(seed: int, purpose: int, first: int, days: int) -> Keys:
    """The keys for one purpose on so many days from a first one."""
    keys = np.empty(days, np.uint64)
    _fill_in(keys, seed, int(purpose), first)
    return keys


@compiled
def _fill_in(keys: Keys, seed: int, purpose: int, first: int) -> None:
    for n in range(len(keys)):
        keys[n] = stream(seed, purpose, first + n)


@compiled
def todays_keys(keys: Any, seed: int, day: int) -> None:
    """Fill in the key of every purpose for one day."""
    for purpose in range(len(keys)):
        keys[purpose] = stream(seed, purpose, day)


@compiled
def slot_of(journey: int, firm: int, number: int) -> int:
    """The slot k of what happens once in a customer's journey, on whatever day it does.

    Two scenarios in which a conversation falls on different days share its luck all the same.
    """
    return int((np.int64(journey) * 64 + firm) * 65536 + number)


@compiled
def uniform(key: int, agent: int, k: int) -> float:
    """A number in the open interval (0, 1) for this agent and slot, 52 bits wide."""
    x = _mix((_word(key) + _word(agent) * _AGENT + _word(k) * _K) & WORD)
    return (float(x >> 12) + 0.5) * 2.220446049250313e-16


@compiled
def _ratio(above: tuple[float, ...], below: tuple[float, ...], r: float) -> float:
    top, bottom = 0.0, 0.0
    for coefficient in above:
        top = top * r + coefficient
    for coefficient in below:
        bottom = bottom * r + coefficient
    return top / bottom


@compiled
def quantile(p: float) -> float:
    """The standard normal quantile of p, to 1e-15 relative (Wichura 1988, AS 241, PPND16)."""
    q = p - 0.5
    if abs(q) <= 0.425:
        return q * _ratio(*_CENTRE, 0.180625 - q * q)
    r = math.sqrt(-math.log(p if q < 0.0 else 1.0 - p))
    x = _ratio(*_FLANK, r - 1.6) if r <= 5.0 else _ratio(*_TAIL, r - 5.0)
    return -x if q < 0.0 else x


@compiled
def normal(key: int, agent: int, k: int) -> float:
    """A standard normal number for this agent and slot: the quantile of one uniform."""
    return quantile(uniform(key, agent, k))


@compiled
def poisson(luck: float, mean: float) -> int:
    """A Poisson count by inversion of one uniform; beyond a mean of 200 a normal approximation."""
    if mean > 200.0:
        z = quantile(luck)
        return max(0, int(mean + math.sqrt(mean) * z + (z * z - 1.0) / 6.0 + 0.5))
    count, chance = 0, math.exp(-mean)
    below = chance
    while luck > below and chance > 0.0:
        count += 1
        chance *= mean / count
        below += chance
    return count
