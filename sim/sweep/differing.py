"""The differences of scenarios to the first one, whose config is written out in full."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from json.encoder import encode_basestring
from typing import Any

from sim.config import Config
from sim.config.per_part import field_names, is_part

_NOT_ASCII = re.compile(r"[^ -~]")


def differing(config: Config, first: Config) -> dict[str, Any]:
    """The parameters that have another value, by their dotted names.

    Lists of parts, such as the components of a pay plan, differ as a whole.
    """
    return dict(_differing(config, first))


def flow(value: Any) -> str:
    """Plain data on one line, as YAML reads it: of JSON, but for the numbers."""
    if isinstance(value, str):
        return _NOT_ASCII.sub(_escaped, encode_basestring(value))
    if isinstance(value, Mapping):
        return "{" + ", ".join([f"{flow(key)}: {flow(one)}" for key, one in value.items()]) + "}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, float):
        text = repr(value)  # YAML takes 1e-06 for a word
        return text.replace("e", ".0e") if "e" in text and "." not in text else text
    return "null" if value is None else repr(value).lower()


def _escaped(letter: re.Match[str]) -> str:
    return letter[0] if letter[0].isprintable() else f"\\U{ord(letter[0]):08x}"


def _differing(part: Any, other: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    kind: Any = type(part)
    for name in field_names(kind):
        here, there = getattr(part, name), getattr(other, name)
        if here is there:
            continue
        if is_part(here):
            yield from _differing(here, there, f"{path}{name}.")
        elif here != there:
            yield path + name, _plain(here)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [asdict(one) if is_part(one) else one for one in value]
    return value
