"""Values as words of Hydra's grammar, quoted where they could be read as something else."""

import re
from typing import Any

_LETTERS = r"[A-Za-z0-9_./:+%-]+"
PLAIN = re.compile(f"{_LETTERS}(?: {_LETTERS})*")


def word(value: Any) -> str:
    """A value as it stands after ``key=``, to be read back as that value and as one only."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(word, value)) + "]"
    if isinstance(value, dict):
        return "{" + ",".join(f"{key}:{word(inner)}" for key, inner in value.items()) + "}"
    text = str(value)
    if PLAIN.fullmatch(text):
        return text
    # Within quotes a backslash is itself, but for those before a quote.
    return "'" + re.sub(r"(\\*)('|$)", _escaped, text) + "'"


def _escaped(found: re.Match[str]) -> str:
    backslashes, quote = found.groups()
    return 2 * backslashes + ("\\'" if quote else "")
