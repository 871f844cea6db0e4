"""YAML and JSON of a stranger as plain data: no tags, no targets, nothing that resolves itself.

Sizes are looked at before anything is read. YAML is built event by event, since loaders that build
a tree first go as deep and take as much memory as the text asks for.
"""

import json
import math
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import yaml  # type: ignore[import-untyped]

from sim.config.refusal import Refusal
from sim.grammar.options import torn

MOST_DEPTH = 40
LARGEST_NUMBER = 2**64
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STARTS = {yaml.SequenceStartEvent: list, yaml.MappingStartEvent: dict}
_ENDS = (yaml.SequenceEndEvent, yaml.MappingEndEvent)
_WORDS = "tag:yaml.org,2002:str"
_NO_KEY = object()


class Room(NamedTuple):
    """The bytes that a file may have, and the values in it."""

    size: int
    values: int


ROOM = {"manifest.json": Room(2**24, 500_000), "config.yaml": Room(2**22, 250_000)}
USUAL = Room(2**26, 2_000_000)


def read(path: Path, name: str) -> Any:
    """The content of a YAML or JSON file of a run folder, called ``name`` in refusals.

    Raises :class:`Refusal` if it is too large or not readable, or names something to be called.
    """
    room = ROOM.get(path.name, USUAL)
    try:
        if path.stat().st_size > room.size:
            raise Refusal(f"{name} is larger than {room.size:,} bytes, as no run's is")
        text = path.read_text(encoding="utf-8")
        content = _json(text, name, room) if path.suffix == ".json" else _yaml(text, name, room)
    except (OSError, UnicodeDecodeError):
        raise Refusal(f"{name} cannot be read as text") from None
    except yaml.YAMLError as error:
        raise Refusal(printable(torn(name, error))) from None
    except ValueError as error:
        what = "torn" if isinstance(error, json.JSONDecodeError) else printable(error)
        raise Refusal(f"{name} is not readable ({what})") from None
    except RecursionError:
        raise _too_deep(name) from None
    _refuse_what_acts(content, name, path.suffix == ".json")
    return content


def printable(text: Any) -> str:
    """A stranger's words without the characters that a terminal would obey."""
    return "".join(letter if letter.isprintable() else "�" for letter in str(text))


def _json(text: str, name: str, room: Room) -> Any:
    if sum(map(text.count, ",[{")) > room.values:
        raise _too_much(name)
    return json.loads(text, parse_constant=_refuse_constant)


def _refuse_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")


def _yaml(text: str, name: str, room: Room) -> Any:
    """The one document of a text, as lists, mappings and scalars."""
    loader = LOADER(text)
    try:
        return _built(loader, name, room)
    finally:
        loader.dispose()


def _built(loader: Any, name: str, room: Room) -> Any:
    top: list[Any] = []
    within: list[Any] = [top]
    keys: list[Any] = [_NO_KEY]
    left = room.values
    while not isinstance(event := loader.get_event(), yaml.StreamEndEvent):
        if isinstance(event, _ENDS):
            within.pop()
            keys.pop()
        if not isinstance(event, yaml.NodeEvent):
            continue
        left -= 1
        if left < 0:
            raise _too_much(name)
        value = _value(loader, event, name)
        _put(within[-1], keys, value, f"{name}, line {event.start_mark.line + 1}")
        if type(event) in _STARTS:
            if len(within) > MOST_DEPTH:
                raise _too_deep(name)
            within.append(value)
            keys.append(_NO_KEY)
    if len(top) > 1:
        raise Refusal(f"{name} holds {len(top)} documents, and a run's holds one")
    return top[0] if top else None


def _value(loader: Any, event: Any, name: str) -> Any:
    """A scalar, or an empty list or mapping; refuses tags, anchors and what refers to them."""
    where = f"{name}, line {event.start_mark.line + 1}: not readable as YAML"
    if event.anchor is not None:
        raise Refusal(f"{where} (an anchor or alias, of which a run's has none)")
    if event.tag not in (None, "!"):
        raise Refusal(printable(f"{where} (a tag, {event.tag}, of which a run's has none)"))
    if type(event) in _STARTS:
        return _STARTS[type(event)]()
    tag = loader.resolve(yaml.ScalarNode, event.value, event.implicit)
    make = loader.yaml_constructors.get(tag)
    if tag == _WORDS or make is None:
        return event.value
    return make(loader, yaml.ScalarNode(tag, event.value, event.start_mark, event.end_mark))


def _put(parent: Any, keys: list[Any], value: Any, where: str) -> None:
    """Add a value to a list, or to a mapping as the next key or what belongs to the last one."""
    if isinstance(parent, list):
        parent.append(value)
    elif keys[-1] is not _NO_KEY:
        parent[keys[-1]] = value
        keys[-1] = _NO_KEY
    elif isinstance(value, list | dict):
        raise Refusal(f"{where}: not readable as YAML (a key that is no word)")
    else:
        keys[-1] = value


def _refuse_what_acts(content: Any, name: str, is_json: bool) -> None:
    """Refuse ``_target_`` and its kin, although nothing here would act on them."""
    waiting = [(content, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > MOST_DEPTH:
            raise _too_deep(name)
        if isinstance(value, dict):
            for key in value:
                if isinstance(key, str) and key.startswith("_") and key.endswith("_"):
                    why = "a run folder is data, and names nothing to be called"
                    raise Refusal(f"{name} holds {printable(key)}: {why}")
            waiting += [(key, depth + 1) for key in value]
            waiting += [(one, depth + 1) for one in value.values()]
        elif isinstance(value, list):
            waiting += [(one, depth + 1) for one in value]
        elif isinstance(value, str):
            if not value.isascii() and value.encode(errors="ignore").decode() != value:
                raise Refusal(f"{name} holds letters that are no text")
        elif isinstance(value, int) and abs(value) > LARGEST_NUMBER:
            raise Refusal(f"{name} holds a whole number larger than any run's")
        elif is_json and isinstance(value, float) and not math.isfinite(value):
            raise Refusal(f"{name} holds a number that is not finite, as no run's is")


def _too_deep(name: str) -> Refusal:
    return Refusal(f"{name} is nested too deeply to be a run's")


def _too_much(name: str) -> Refusal:
    return Refusal(f"{name} holds more values than any run's")
