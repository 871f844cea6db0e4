"""Short names for scenarios: the words that set each apart from the others."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress

DEFAULT = "default"


def names_of(overrides: Sequence[Sequence[str]]) -> list[str]:
    """A name for each scenario, given the words that made it; no two alike."""
    common = set(map(_tidy, overrides[0])) if len(overrides) > 1 else set()
    for one in overrides:
        if not common:
            break
        common.intersection_update(map(_tidy, one))
    own = [[word for word in map(_tidy, one) if word not in common] for one in overrides]
    names = [", ".join(words) or DEFAULT for words in own]
    seen: Counter[str] = Counter()
    unique = []
    for name in names:
        seen[name] += 1
        unique.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return unique


def _tidy(word: str) -> str:
    """A word without Hydra's marks, and without the noise that a range adds to a number."""
    key, equals, value = word.lstrip("+").partition("=")
    with suppress(ValueError):
        value = f"{float(value):.12g}" if "." in value or "e" in value else value
    return key + equals + value
