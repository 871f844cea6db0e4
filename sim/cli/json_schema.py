"""The verb schema: a JSON schema of an option or a config, for editors."""

import json
from collections.abc import Sequence

from sim.cli.help import VERB_USAGE
from sim.config.refusal import Refusal, hint
from sim.grammar.json_schema import names, schema_of


def schema(words: Sequence[str]) -> int:
    """Print the schema of one group, or of the whole config."""
    known = names()
    if len(words) != 1:
        got = " ".join(words) or "none"
        raise Refusal(f"schema takes one group, and got {got}: sim {VERB_USAGE['schema']}")
    if words[0] not in known:
        options = f"one of {', '.join(known)}{hint(words[0], known)}"
        raise Refusal(f"{words[0]} has no schema: {options}")
    print(text_of(words[0]), end="")
    return 0


def text_of(name: str) -> str:
    """A schema as the text of its file."""
    return json.dumps(schema_of(name), indent=1, ensure_ascii=False) + "\n"
