"""The words of a plan as they stand in a file or on the command line, before YAML reads numbers.

To YAML 180.000 is a hundred and eighty, 60:40 is 3640 and 0600 is 384. So what a person wrote by
hand is taken letter by letter where a parameter is a word, and read by ``sim/config/written.py``.
"""

import re
from typing import Any

import yaml  # type: ignore[import-untyped]

from sim.config.parameter import form_of
from sim.config.refusal import Refusal
from sim.grammar.keys import PARAMETERS, leaf_of, numbered

AMOUNTS = ("money", "place", "most", "prize", "goal")
_EITHER = re.compile(
    r"(?:^|[,\[]|[{,]\s*(\w+)\s*:)\s*([1-9]\d{0,2}(?:\.\d{3})+)(?=[kKmM]?\s*(?:$|[,}\]]))"
)


def as_written(text: str, content: Any, root: str) -> Any:
    """The content of a YAML text, whose keys lie in ``root``, with its words letter by letter."""
    node = yaml.compose(text, yaml.SafeLoader)
    return _letters(node, content, root)


def refuse_either(word: str) -> None:
    """Refuse a word of the command line with an amount whose point may part thousands.

    Hydra has read 180.000 as a hundred and eighty by the time that anybody sees its value.
    """
    key, _, text = word.lstrip("+").partition("=")
    for found in _EITHER.finditer(text):
        if found[1]:
            key_within = f".{found[1]}"
            meant = any(one.startswith(_bare(key)) and one.endswith(key_within) for one in _AMOUNTS)
        else:
            meant = _bare(key) in _AMOUNTS
        if meant:
            what = f"{found[2]} is ambiguous, as a point may part thousands or decimals"
            plain = found[2].replace(".", "")
            raise Refusal(f"{word[:120]}: {what}: write {plain}, or fewer digits")


def _letters(node: Any, value: Any, key: str) -> Any:
    if isinstance(node, yaml.MappingNode) and isinstance(value, dict):
        inner = {name.value: one for name, one in node.value}
        return {
            name: _letters(inner.get(str(name)), one, f"{key}.{name}" if key else str(name))
            for name, one in value.items()
        }
    if isinstance(node, yaml.SequenceNode) and isinstance(value, list):
        if len(node.value) != len(value):
            return value
        pairs = zip(node.value, value, strict=True)
        return [_letters(one, item, f"{key}[{n}]") for n, (one, item) in enumerate(pairs)]
    leaf = leaf_of(key) if isinstance(node, yaml.ScalarNode) else None
    if leaf is None or not form_of(leaf) or value is None or isinstance(value, bool | str):
        return value
    return node.value


def _bare(key: str) -> str:
    """A key without the numbers of elements, and of the focal firm as of its rivals."""
    return re.sub(r"\[\d+\]|\.\d+(?=\.|$)", "", key.removeprefix("rivals."))


_AMOUNTS = {one for one in PARAMETERS
            if (leaf := leaf_of(numbered(one))) and form_of(leaf) in AMOUNTS}  # fmt: skip
