"""Facts: what theory and the literature say, beside what the model does under the same conditions.

A class of facts is a module of this package with a list ``FACTS``. The three classes are never
mixed: exact limits, which arithmetic must meet; facts that the default was calibrated to; facts
that were held out.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from sim.refusal import Refusal, hint

CLASSES = {
    "limits": "exact limits: what theory proves of a reduced market",
    "calibrated": "published facts that the default market was calibrated to",
    "held_out": "published facts that nothing was tuned to",
}
STANDARD_ERRORS = 5.0
FALSE_ALARM = 6e-7


@dataclass(frozen=True)
class Finding:
    """One comparison: it holds if what was found lies within ``low`` and ``high``.

    ``exact`` is what theory says; None where it gives bounds only. ``basis`` says in words where
    the bounds come from; ``seeds`` are those of the luck behind ``found``, none if none matters.
    """

    what: str
    exact: float | None
    found: float
    low: float
    high: float
    basis: str
    seeds: tuple[int, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether what was found is a number within the bounds."""
        return bool(math.isfinite(self.found) and self.low <= self.found <= self.high)


@dataclass(frozen=True)
class Fact:
    """A result that the model should reproduce: its number in the list, name, source, and check."""

    number: int
    name: str
    source: str
    check: Callable[[], Sequence[Finding]]


@dataclass(frozen=True)
class Outcome:
    """What became of one fact: it holds if every comparison does."""

    fact: Fact
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        """Whether every comparison holds, and there was one."""
        return bool(self.findings) and all(finding.holds for finding in self.findings)


def equal(what: str, exact: float, found: float, relative: float, why: str = "") -> Finding:
    """A comparison that chance has no part in, to a relative tolerance (absolute where 0)."""
    exact = float(exact)
    room = relative * (abs(exact) or 1.0)
    basis = f"to {relative:g} {'relative' if exact else 'absolute'}" + (why and f": {why}")
    return Finding(what, exact, float(found), exact - room, exact + room, basis)


def estimate(
    what: str, exact: float, found: float, error: float, seeds: Sequence[int], bias: float = 0.0
) -> Finding:
    """A comparison of an estimate with its standard error; ``bias`` is what theory leaves open.

    Five standard errors either way: a true claim fails with probability 6e-7, and as seeds are
    fixed it either always does or never.
    """
    exact, room = float(exact), float(STANDARD_ERRORS * error + bias)
    basis = f"{STANDARD_ERRORS:g} standard errors of {error:.2g}"
    if bias:
        basis += f" and {bias:.2g} for what the limit leaves open"
    return Finding(what, exact, float(found), exact - room, exact + room, basis, tuple(seeds))


def between(
    what: str, low: float, high: float, found: float, basis: str, seeds: Sequence[int] = ()
) -> Finding:
    """A comparison with bounds."""
    return Finding(what, None, float(found), float(low), float(high), basis, tuple(seeds))


def facts_of(kind: str) -> tuple[Fact, ...]:
    """The facts of a class. Raises :class:`Refusal` for a class that is unknown or not there."""
    if kind not in CLASSES:
        known = ", ".join(CLASSES)
        raise Refusal(f"facts {kind}: one of {known}, or none for all{hint(kind, CLASSES)}")
    if kind not in available():
        there = ", ".join(available())
        raise Refusal(f"facts {kind}: this version has no facts of that class, only {there}")
    found: Any = import_module(f"{__name__}.{kind}").FACTS
    return tuple(found)


def available() -> tuple[str, ...]:
    """The classes that this version has."""
    return tuple(kind for kind in CLASSES if find_spec(f"{__name__}.{kind}") is not None)
