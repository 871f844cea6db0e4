"""The ledger of looks: when a held-out fact was seen, under what, on which seeds, and why.

A look at a held-out fact lets whoever looks choose by it. So each is written down in
``docs/looks.csv``; a fact that was looked at after it was registered is held out no longer and
moves to another class. Runs that score a frozen fit are no looks: their reason begins with
``scored``.
"""

import csv
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sim.config.refusal import Refusal
from sim.facts import HELD_OUT, facts_of

SCORED = "scored"
_LABEL = re.compile(r"[A-Z]?[0-9]+")


class Look(NamedTuple):
    """A line of the ledger; ``fact`` is its number, and which of two of that number in words."""

    date: str
    fact: str
    condition: str
    seeds: str
    why: str

    @property
    def scored(self) -> bool:
        """Whether it is the scoring of a frozen fit, by which nothing is chosen."""
        return self.why.startswith(SCORED)

    def of(self, label: str, name: str) -> bool:
        """Whether it is of that fact: of both that share a number where it does not say which."""
        found = _LABEL.match(self.fact)
        words = self.fact.removeprefix(label).replace(",", " ").split()
        return found is not None and found.group() == label and all(word in name for word in words)


def looks(ledger: Path) -> list[Look]:
    """All lines of a ledger. Raises :class:`Refusal` for one that cannot be read."""
    with ledger.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    if not rows or tuple(rows[0]) != Look._fields:
        raise Refusal(f"{ledger.name}: its first line is {','.join(Look._fields)}")
    found = []
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(Look._fields) or not all(cell.strip() for cell in row):
            raise Refusal(f"{ledger.name}, line {number}: a value in each of five columns")
        look = Look(*row)
        if not _is_day(look.date) or not _LABEL.match(look.fact):
            raise Refusal(f"{ledger.name}, line {number}: a date as 2026-11-29, a fact as 20 or R3")
        found.append(look)
    return found


def spent(ledger: Iterable[Look]) -> list[str]:
    """Facts that count as held out though they were looked at after they were registered."""
    seen = [look for look in ledger if not look.scored]
    return [
        f"{fact.label} {fact.name}, {look.date}"
        for kind, registered in HELD_OUT.items()
        for fact in facts_of(kind)
        for look in seen
        if look.date > registered and look.of(fact.label, fact.name)
    ]


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
