"""Facts: results of theory and the literature beside the model's under the same conditions.

A class of facts is a package of this package with a list ``FACTS``. Classes are never mixed: exact
limits, which arithmetic must meet; inputs, where the number is itself a parameter, so that a match
only proves the code right; facts that the default was calibrated to; facts that a mechanism was
chosen by, which must hold and are no evidence; facts that were held out, of which some may not
hold: a miss is published like a hit. What is held out comes in three groups, by what was known of
it when it was registered.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Any

from sim.config.refusal import Refusal, hint

CLASSES = {
    "limits": "exact limits: what theory proves of a reduced market",
    "inputs": "published facts that are parameters: a match proves the code right, no more",
    "calibrated": "published facts that the default market was calibrated to",
    "design": "published facts by which a mechanism was chosen, whose level nothing was fitted to",
    "held_out": "published facts that nothing was tuned to",
    "registered": "facts registered before anybody had measured them, with nothing tuned to them",
    "read_once": "facts registered after one look at an earlier market, with nothing tuned to them",
}
# The classes in which everything has to hold.
MUST_HOLD = ("limits", "inputs", "calibrated", "design")
# The classes that are held out, and the day from which each counts as registered.
HELD_OUT = {"held_out": "2026-11-29", "registered": "2026-11-29", "read_once": "2026-11-29"}
NUMBER = re.compile(r"[A-Z]?[0-9]{1,9}")
STANDARD_ERRORS = 5.0
FALSE_ALARM = 6e-7


@dataclass(frozen=True)
class Finding:
    """One comparison: it holds if the number ``found`` lies within ``low`` and ``high``.

    ``exact`` is the number of theory; None where it gives bounds only. ``basis`` is the origin of
    the bounds in words; ``seeds`` are those of the luck behind ``found``, none if none matters.
    With an ``interval`` (95 %), all of it has to lie within the bounds. ``under`` names a condition
    other than the default set of parameters; such a comparison is published and decides nothing.
    """

    what: str
    exact: float | None
    found: float
    low: float
    high: float
    basis: str
    seeds: tuple[int, ...] = ()
    interval: tuple[float, float] | None = None
    under: str = ""

    @property
    def holds(self) -> bool:
        """Whether the number found is finite and within the bounds, with all of its interval."""
        ends = self.interval or (self.found, self.found)
        return bool(math.isfinite(self.found) and self.low <= ends[0] and ends[1] <= self.high)


@dataclass(frozen=True)
class Fact:
    """A result that the model should reproduce: its number in the list, name, source, and check.

    ``letter`` names the list where it is not the first one: C for what was calibrated besides, R
    for what was registered, S for what is claimed. ``left`` is the day on which a fact that had
    been held out stopped being so.
    """

    number: int
    name: str
    source: str
    check: Callable[[], Sequence[Finding]]
    letter: str = ""
    left: str = ""

    @property
    def label(self) -> str:
        """Its letter and number, by which it is asked for."""
        return f"{self.letter}{self.number}"


@dataclass(frozen=True)
class Outcome:
    """The outcome of one fact: it holds if every comparison under the default set does."""

    fact: Fact
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        """Whether every comparison that decides holds, and there was one."""
        deciding = [finding.holds for finding in self.findings if not finding.under]
        return bool(deciding) and all(deciding)


def facts_in(package: str) -> tuple[Fact, ...]:
    """The facts of a package, each the ``FACT`` of a module in it, by number."""
    names = [module.name for module in iter_modules(import_module(package).__path__)]
    modules = [import_module(f"{package}.{name}") for name in names]
    facts: list[Fact] = [module.FACT for module in modules if hasattr(module, "FACT")]
    return tuple(sorted(facts, key=lambda fact: (fact.letter, fact.number)))


def equal(what: str, exact: float, found: float, relative: float, why: str = "") -> Finding:
    """A comparison that chance has no part in, to a relative tolerance (absolute where 0)."""
    exact = float(exact)
    room = relative * (abs(exact) or 1.0)
    basis = f"to {relative:g} {'relative' if exact else 'absolute'}" + (why and f": {why}")
    return Finding(what, exact, float(found), exact - room, exact + room, basis)


def estimate(
    what: str, exact: float, found: float, error: float, seeds: Sequence[int], bias: float = 0.0
) -> Finding:
    """A comparison of an estimate with its standard error; ``bias`` is the room theory leaves.

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


def in_band(
    what: str,
    low: float,
    high: float,
    values: Any,
    basis: str,
    seeds: Sequence[int],
    under: str = "",
) -> Finding:
    """A comparison of a mean over seeds with a published band: its 95 % interval lies in it.

    ``values`` has one number a seed (Student's interval); seeds on which it is undefined are left
    out. A sign is a band that ends at zero. ``under`` is a condition beside the default set.
    """
    from sim.inference.intervals import interval as interval_of

    found = interval_of(values)
    ends = (float(found.low), float(found.high))
    mean, bounds = float(found.mean), (float(low), float(high))
    return Finding(what, None, mean, *bounds, basis, tuple(seeds), ends, under)


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


def asked(words: Sequence[str]) -> dict[str, tuple[Fact, ...]]:
    """The facts of the classes named among the words, or of all; with numbers, those alone.

    Raises :class:`Refusal` for an unknown class, and for a number that none of its facts has.
    """
    numbers = {word for word in words if NUMBER.fullmatch(word)}
    kinds = dict.fromkeys(word for word in words if not NUMBER.fullmatch(word))
    some = {kind: facts_of(kind) for kind in kinds or available()}
    known = {fact.label: fact for facts in some.values() for fact in facts}
    if missing := numbers - known.keys():
        there = sorted(known.values(), key=lambda fact: (fact.letter, fact.number))
        raise Refusal(
            f"facts {', '.join(sorted(missing))}: no fact of {', '.join(some)} has that number, "
            f"only {', '.join(fact.label for fact in there)}"
        )
    chosen = {}
    for kind, facts in some.items():
        named = tuple(fact for fact in facts if not numbers or fact.label in numbers)
        if named or not numbers:
            chosen[kind] = named
    return chosen


def available() -> tuple[str, ...]:
    """The classes that this version has."""
    return tuple(kind for kind in CLASSES if find_spec(f"{__name__}.{kind}") is not None)


def left() -> tuple[Fact, ...]:
    """The facts that were held out when they were registered and are no longer."""
    return tuple(fact for kind in available() for fact in facts_of(kind) if fact.left)
