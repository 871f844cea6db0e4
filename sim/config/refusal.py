"""Refusals of the command line: one line, with the nearest name."""

from collections.abc import Iterable
from difflib import SequenceMatcher

CLOSE_ENOUGH = 0.6


class Refusal(Exception):  # noqa: N818 - nothing went wrong: it is an answer
    """A request that cannot be met. The message is one line: what, and what is allowed."""


def nearest(word: str, names: Iterable[str]) -> str:
    """The known name most like a word, whole or by its last part; empty if none is alike."""
    best, closeness = "", CLOSE_ENOUGH
    for name in names:
        last = name.replace("=", ".").rsplit(".", 1)[-1]
        alike = max(_likeness(word, name), _likeness(word, last) - 0.01)
        if alike > closeness:
            best, closeness = name, alike
    return best


def hint(word: str, names: Iterable[str]) -> str:
    """The nearest name as the end of a refusal; empty if none is alike."""
    found = nearest(word, names)
    return f" (nearest: {found})" if found else ""


def one_line(text: str) -> str:
    """A message of several lines as one."""
    return " ".join(text.split())


def _likeness(a: str, b: str) -> float:
    return SequenceMatcher(None, a.lower(), b.lower()).ratio()
