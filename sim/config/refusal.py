"""Refusals of the command line: one line, with the nearest name."""

from collections.abc import Iterable
from difflib import SequenceMatcher

# A name is meant if it is this much like the word as a whole, or by its last part and as a whole.
CLOSE_ENOUGH, CLOSE_WITHIN, LONGEST = 0.8, 0.72, 100


class Refusal(Exception):  # noqa: N818 - nothing went wrong: it is an answer
    """A request that cannot be met. The message is one line: what, and what is allowed."""


def nearest(word: str, names: Iterable[str]) -> str:
    """The known name most like a word, whole or by its last part; empty if none is alike."""
    best, closeness = "", 0.0
    for name in names if len(word) <= LONGEST else ():
        alike, last = _likeness(word, name), _likeness(_last(word), _last(name))
        if _last(word) == word:
            alike = max(alike, last - 0.01)
        elif last < CLOSE_WITHIN:
            continue
        if alike >= CLOSE_ENOUGH and alike > closeness:
            best, closeness = name, alike
    return best


def _last(name: str) -> str:
    return name.replace("=", ".").rsplit(".", 1)[-1]


def hint(word: str, names: Iterable[str]) -> str:
    """The nearest name as the end of a refusal; empty if none is alike."""
    found = nearest(word, names)
    return f" (nearest: {found})" if found else ""


def one_line(text: str) -> str:
    """A message of several lines as one."""
    return " ".join(text.split())


def _likeness(a: str, b: str) -> float:
    return SequenceMatcher(None, a.lower(), b.lower()).ratio()
