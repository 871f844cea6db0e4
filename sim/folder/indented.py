"""JSON with a value a line, as Python writes it with ``indent=1``, in a part of the time.

Python's fast writer knows no indentation. Here it writes mappings of plain values that stand beside
each other in one go, with a line's end in its comma. No text within JSON has one: it is cut there.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

_PLAIN = frozenset((str, float, int, bool, type(None)))


def indented(value: Any, end: str = "\n") -> str:
    """A value as JSON; ``end`` is a line's end with the indentation of the value itself."""
    if not (value and isinstance(value, (dict, list, tuple))):
        return _written(value, ", ")
    inner = end + " "
    if not isinstance(value, dict):
        return f"[{inner}{f',{inner}'.join(_members(value, inner))}{end}]"
    names = _written(dict.fromkeys(value, 0), "\n")[1:-4].split(": 0\n")
    texts = map(": ".join, zip(names, _members([*value.values()], inner), strict=True))
    return f"{{{inner}{f',{inner}'.join(texts)}{end}}}"


def _members(items: Sequence[Any], end: str) -> Iterable[str]:
    """Each of several values as JSON."""
    if all(map(_is_flat, items)):
        comma = f",{end} "
        texts = _written(items, comma)[2:-2].split("}" + comma + "{")
        return [f"{{{end} {text}{end}}}" for text in texts]
    return [indented(one, end) for one in items]


def _is_flat(value: Any) -> bool:
    """Whether it is a mapping, not empty, of plain values alone."""
    return type(value) is dict and value != {} and _PLAIN.issuperset(map(type, value.values()))


def _written(value: Any, comma: str) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(comma, ": "))
