"""JSON schemas for editors: in step with the code, valid for all shipped, and 500 bad ones not."""

import copy
import json
import re
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import yaml

from sim.cli.command import main
from sim.grammar.json_schema import EDITED, names, schema_file, schema_of
from sim.grammar.options import config_dir
from tests.json_schema import faults

sys.path.insert(0, str(Path(__file__).parents[2] / "docs"))
import parameters

LINE = re.compile(r"# yaml-language-server: \$schema=(\S+)")
SHIPPED = sorted(config_dir().rglob("*.yaml"))
WORDS = """\
ote: 180000
mix: 60/40
quota: {per: quarter, amount: 600k}
tiers: [{from: 0%, rate: 1x}, {from: 600k, rate: 5%}, {from: 125%, rate: 2x, retroactive: true}]
paid: month
threshold: 50%
cap: 200%
pay_cap: 3x
bonus: [{from: 100%, pays: "$5,000"}]
kicker: [{from: 120%, weight: 10%, per: year}]
mbo: [{measure: retention, goal: 0.9, pays: 2000, proportional: true}]
spif: [{from: 10, to: 2026-11-30, pays: 2%, every: half}]
clawback: {days: 90, share: 100%, takes: paid}
holdback: {share: 0.1, at: 80%}
draw: {a_month: 5000, recoverable: true}
overlay: 100%
"""


def plain(text):
    """A YAML text as OmegaConf and editors read it: a date is text."""
    loader = type("Loader", (yaml.SafeLoader,), {})
    loader.yaml_implicit_resolvers = {
        first: [one for one in known if one[0] != "tag:yaml.org,2002:timestamp"]
        for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return yaml.load(text, loader) or {}


@cache
def schema(name):
    return schema_of(name)


def test_the_shipped_schemas_are_those_that_the_code_makes_today():
    assert parameters.stale_schemas() == [], "python docs/parameters.py --write"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_shipped_file_names_its_schema_and_keeps_to_it(path):
    text = path.read_text()
    named = LINE.search(text)
    assert named, f"{path} has no line # yaml-language-server: $schema=…"
    file = (path.parent / named[1]).resolve()
    assert file.is_file(), f"{path} names a schema that is not there"
    group = path.parent.name
    assert file.name == schema_file(group if group in EDITED else "config")
    assert faults(plain(text), json.loads(file.read_text())) == []


def test_a_plan_in_words_keeps_to_the_schema():
    assert faults(plain(WORDS), schema("incentive")) == []


def test_a_schema_says_what_a_key_is_in_its_unit_with_its_source():
    known = schema("incentive")
    salary = known["properties"]["salary"]
    assert salary["description"] == "fixed pay (money/year)"
    assert salary["default"] == 60_000.0
    reps = schema("config")["$defs"]["Sales"]["properties"]["change_cost"]
    assert "Source: Shi, Sridhar" in reps["description"]
    assert known["$schema"].endswith("2020-12/schema")


# Values that are wrong wherever they stand, by what is right there.
WRONG = {
    "number": ["much", None, [1.0], {"a": 1}, "12 apples"],
    "integer": ["much", 1.5, [1], {"a": 1}],
    "boolean": ["perhaps", 2, [True], 0.5],
    "string": [5, [], {"a": 1}, True],
    "array": ["text", 5, {"a": 1}, True],
    "object": ["text", 5, [1]],
    "enum": ["no such word", -1, ["new"]],
    "form": ["60-40", "180.000", "x", "-5", [], {"a": 1}, True, "1.2.3", "ten", "5 per cent"],
}
SEEDS = {
    "incentive": [*(config_dir() / "incentive").glob("*.yaml")],
    "cadence": [*(config_dir() / "cadence").glob("*.yaml")],
    "network": [*(config_dir() / "network").glob("*.yaml")],
    "alignment": [*(config_dir() / "alignment").glob("*.yaml")],
    "config": [*(config_dir() / "market").glob("*.yaml")],
}


def leaves(known, root, path=()):
    """Every key that a schema knows, with the schema of its value."""
    if "$ref" in known:
        known = root["$defs"][known["$ref"].removeprefix("#/$defs/")]
    for name, inner in known.get("properties", {}).items():
        yield (*path, name), inner
        yield from leaves(inner, root, (*path, name))
        if "$ref" in inner.get("items", {}):
            yield from leaves(inner["items"], root, (*path, name, 0))


def kind_of(known, root):
    """What is right at a place: the kind of its wrong values, and the schema that bounds it."""
    if "$ref" in known:
        name = known["$ref"].removeprefix("#/$defs/")
        return ("form", known) if name.startswith("as_") else ("object", root["$defs"][name])
    for one in [known, *known.get("anyOf", [])]:
        if "enum" in one:
            return "enum", one
        if "type" in one:
            return one["type"], one
    raise AssertionError(known)


def placed(content, path, value):
    """The content with a value at the end of a path; 0 is the one element of a list."""
    made = copy.deepcopy(content)
    inside = made
    for name, after in pairwise(path):
        if name == 0:
            inside[:] = inside[:1] or [{}]
            inside = inside[0]
            continue
        kind = list if after == 0 else dict
        if not isinstance(inside.get(name), kind):
            inside[name] = kind()
        inside = inside[name]
    inside[path[-1]] = value
    return made


def a_bad_one(luck, group):
    """A shipped option with one thing wrong, and what."""
    path = SEEDS[group][luck.integers(len(SEEDS[group]))]
    content, root = plain(path.read_text()), schema(group)
    every = [one for one in leaves(root, root) if one[0][-1] not in ("defaults", "hydra")]
    key, known = every[luck.integers(len(every))]
    kind, bounds = kind_of(known, root)
    how = luck.integers(3)
    if how == 0:
        wrong = [*key[:-1], f"{key[-1]}_{luck.choice(list('xyz'))}"]
        return placed(content, wrong, 1), f"unknown {'.'.join(map(str, wrong))}"
    if how == 1 and {"minimum", "maximum"} & set(bounds):
        ends = [bounds["minimum"] - 1] if "minimum" in bounds else []
        ends += [bounds["maximum"] * 2 + 1] if "maximum" in bounds else []
        return placed(content, key, luck.choice(ends).item()), f"range of {'.'.join(map(str, key))}"
    values = WRONG[kind]
    value = values[luck.integers(len(values))]
    nullable = any(one.get("type") == "null" for one in known.get("anyOf", []))
    if value is None and nullable:
        value = []
    return placed(content, key, value), f"{'.'.join(map(str, key))}={value!r}"


def test_five_hundred_bad_ones_are_refused():
    luck, passed = np.random.default_rng(17), []
    for number in range(500):
        group = list(SEEDS)[number % len(SEEDS)]
        content, what = a_bad_one(luck, group)
        if not faults(content, schema(group)):
            passed.append(f"{group}: {what}")
    assert passed == []


def test_the_verb_prints_a_schema_and_refuses_what_has_none(capsys):
    assert main(["schema", "cadence"]) == 0
    assert json.loads(capsys.readouterr().out) == schema("cadence")
    assert main(["schema", "incentives"]) == 2
    said = capsys.readouterr().err
    assert "incentives has no schema: one of" in said
    assert "(nearest: incentive)" in said
    assert main(["schema"]) == 2
    assert "incentive" in names()
