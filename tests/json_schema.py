"""A small validator of JSON schemas: those keywords that the shipped schemas use, and no other."""

import re

TYPES = {
    "object": dict, "array": list, "string": str, "boolean": bool, "null": type(None),
    "integer": int, "number": (int, float),
}  # fmt: skip
ABOUT = {"$schema", "$defs", "title", "description", "default"}


def faults(value, schema, root=None, at=""):
    """Where a value breaks a schema, and which keyword: a list, empty if it holds."""
    root = root or schema
    found = []
    for keyword, said in schema.items():
        if keyword not in ABOUT:
            found += RULES[keyword](value, said, root, at, schema)
    return found


def _type(value, said, root, at, schema):
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    right = isinstance(value, TYPES[said])
    if said in ("integer", "number"):
        right = number and (said == "number" or float(value).is_integer())
    return [] if right else [f"{at}: type"]


def _enum(value, said, root, at, schema):
    same = any(type(value) is type(one) and value == one for one in said)
    return [] if same else [f"{at}: enum"]


def _bound(holds, name):
    def rule(value, said, root, at, schema):
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return [f"{at}: {name}"] if number and not holds(value, said) else []

    return rule


def _pattern(value, said, root, at, schema):
    return [f"{at}: pattern"] if isinstance(value, str) and not re.search(said, value) else []


def _any(value, said, root, at, schema):
    return [] if any(not faults(value, one, root, at) for one in said) else [f"{at}: anyOf"]


def _reference(value, said, root, at, schema):
    assert said.startswith("#/$defs/")
    return faults(value, root["$defs"][said.removeprefix("#/$defs/")], root, at)


def _properties(value, said, root, at, schema):
    known = [name for name in value if name in said] if isinstance(value, dict) else []
    return [one for name in known for one in faults(value[name], said[name], root, f"{at}.{name}")]


def _additional(value, said, root, at, schema):
    assert said is False
    names = value if isinstance(value, dict) else ()
    return [f"{at}.{name}: unknown" for name in names if name not in schema["properties"]]


def _items(value, said, root, at, schema):
    items = value if isinstance(value, list) else []
    return [one for n, item in enumerate(items) for one in faults(item, said, root, f"{at}[{n}]")]


def _together(value, said, root, at, schema):
    if not isinstance(value, dict):
        return []
    return [f"{at}.{name}: needs {other}" for name, others in said.items() if name in value
            for other in others if other not in value]  # fmt: skip


RULES = {
    "type": _type, "enum": _enum, "pattern": _pattern, "anyOf": _any, "$ref": _reference,
    "minimum": _bound(lambda a, b: a >= b, "minimum"),
    "maximum": _bound(lambda a, b: a <= b, "maximum"),
    "properties": _properties, "additionalProperties": _additional, "items": _items,
    "dependentRequired": _together,
}  # fmt: skip
