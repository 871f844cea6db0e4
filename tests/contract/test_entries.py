"""Ways into compiled code: they belong to a form of world, and types that differ are refused."""

from dataclasses import replace

import numpy as np
import pytest

from sim import Config, Market
from sim.engine.compiled import COMPILING, compiled
from sim.engine.entries import Entries, form_of
from sim.model.state.customers import born


@compiled
def _total(numbers):
    total = 0.0
    for n in range(len(numbers)):
        total += numbers[n]
    return total


@pytest.mark.skipif(not COMPILING, reason="nothing is compiled")
def test_a_function_is_looked_up_once_and_then_entered_directly():
    entries = Entries()
    assert entries[_total](np.ones(3)) == 3.0
    assert _total in entries
    assert entries[_total](np.ones(5)) == 5.0


@pytest.mark.skipif(not COMPILING, reason="nothing is compiled")
@pytest.mark.parametrize(
    "other", [np.ones(3, np.float32), np.ones(6)[::2], np.ones((2, 2)), [1.0, 2.0]]
)
def test_arguments_of_other_types_are_refused_in_tests(other):
    entries = Entries()
    entries[_total](np.ones(3))
    with pytest.raises(TypeError, match="_total is entered with other types"):
        entries[_total](other)


def test_worlds_of_one_form_share_their_ways_in_and_others_do_not():
    config = Config()
    config = replace(config, market=replace(config.market, customers=60))
    one, other = Market(config, 1).world, Market(config, 2).world
    assert one.entry is other.entry
    fewer = replace(config, rivals=replace(config.rivals, count=config.rivals.count - 1))
    assert Market(fewer, 1).world.entry is not one.entry


@pytest.mark.parametrize("firms", [1, 2, 4])
def test_the_form_tells_columns_dimensions_and_order_in_memory(firms):
    rows = born(5, firms)
    assert form_of(rows) == form_of(born(9, firms))
    assert form_of(rows) != form_of(born(5, firms, slow=True))
    assert form_of(rows) != form_of(rows[::2])
    assert form_of(rows["value"]) != form_of(rows["value"].copy())
