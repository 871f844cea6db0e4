"""What a word gives is the value that a table holds, whatever Hydra lets people write."""

import pytest
import yaml

from sim.grammar.options import plain_yaml
from sim.grammar.vocabulary import given


@pytest.mark.parametrize(
    ("word", "key", "value"),
    [
        ("seed=3", "seed", 3), ("+market.buyer.made_up=0.7", "market.buyer.made_up", 0.7),
        ("sales.reps=null", "sales.reps", None), ("touches=true", "touches", True),
        ("~policies", "policies", None), ("cadence=daily", "cadence", "daily"),
        ("cadence.weekdays=[1,3]", "cadence.weekdays", "[1, 3]"),
        ("cadence.first_date=2026-01-05", "cadence.first_date", "2026-01-05"),
        # Hydra understands these; YAML does not, or something else, or no libyaml does.
        ("cadence.file=@plan.csv", "cadence.file", "@plan.csv"),
        ("cadence.file=%plan.csv", "cadence.file", "%plan.csv"),
        ("incentive.components=[{measure:new,slope:[0.3]}]", "incentive.components",
         "[{'measure:new': None, 'slope': [0.3]}]"),
    ],
)  # fmt: skip
def test_a_word_gives_a_key_and_a_plain_value(word, key, value):
    assert given(word) == (key, value)


@pytest.mark.parametrize(
    "text",
    ["1", "[a:b]", "{a: [1, 2.5, null, yes]}", "2026-01-05", "1:30", "~", "'x'", "[1, x: y]"],
)
def test_libyaml_changes_nothing(text):
    assert plain_yaml(text) == yaml.safe_load(text)


@pytest.mark.parametrize("text", ["[", "a: b: c", "@"])
def test_what_is_no_yaml_is_no_yaml(text):
    with pytest.raises(yaml.YAMLError):
        plain_yaml(text)
