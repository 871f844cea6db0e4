"""YAML and JSON of a stranger as plain data: no tags, no targets, nothing that resolves itself."""

import json
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

from sim.config.refusal import Refusal
from sim.grammar.options import torn

MOST_NODES = 5_000_000
MOST_DEPTH = 40
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(path: Path, name: str) -> Any:
    """The content of a YAML or JSON file of a run folder, called ``name`` in refusals.

    Raises :class:`Refusal` if it is not readable or names something to be called.
    """
    try:
        text = path.read_text(encoding="utf-8")
        content = json.loads(text) if path.suffix == ".json" else yaml.load(text, LOADER)
    except (OSError, UnicodeDecodeError):
        raise Refusal(f"{name} cannot be read as text") from None
    except yaml.YAMLError as error:
        raise Refusal(printable(torn(name, error))) from None
    except ValueError as error:
        what = "torn" if isinstance(error, json.JSONDecodeError) else str(error)
        raise Refusal(f"{name} is not readable ({what})") from None
    except RecursionError:
        raise Refusal(f"{name} is nested too deeply to be a run's") from None
    _refuse_what_acts(content, name)
    return content


def printable(text: Any) -> str:
    """A stranger's words without the characters that a terminal would obey."""
    return "".join(letter if letter.isprintable() else "�" for letter in str(text))


def _refuse_what_acts(content: Any, name: str) -> None:
    """Refuse ``_target_`` and its kin, although nothing here would act on them."""
    waiting = [(content, 0)]
    seen = 0
    while waiting:
        value, depth = waiting.pop()
        seen += 1
        if depth > MOST_DEPTH or seen > MOST_NODES:
            raise Refusal(f"{name} is nested too deeply or too large to be a run's")
        if isinstance(value, dict):
            for key in value:
                if isinstance(key, str) and key.startswith("_") and key.endswith("_"):
                    why = "a run folder is data, and names nothing to be called"
                    raise Refusal(f"{name} holds {printable(key)}: {why}")
            waiting += [(key, depth + 1) for key in value if not isinstance(key, str)]
            waiting += [(one, depth + 1) for one in value.values()]
        elif isinstance(value, list | tuple):
            waiting += [(one, depth + 1) for one in value]
