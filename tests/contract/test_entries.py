"""Ways into compiled code: they belong to a form of world, and types that differ are refused."""

from dataclasses import replace

import numpy as np
import pytest

from sim import Config, Market
from sim.engine.compiled import COMPILING, compiled
from sim.engine.entries import Entries, form_of
from sim.model.day.notice import notice_rows, wake
from sim.model.day.research import research_rows
from sim.model.state.customers import born

_FEW = replace(Config(), market=replace(Config().market, customers=60))


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
    one, other = Market(_FEW, 1).world, Market(_FEW, 2).world
    assert one.entry is other.entry
    fewer = replace(_FEW, rivals=replace(_FEW.rivals, count=_FEW.rivals.count - 1))
    assert Market(fewer, 1).world.entry is not one.entry


@pytest.mark.parametrize("firms", [1, 2, 4])
def test_the_form_tells_columns_dimensions_and_order_in_memory(firms):
    rows = born(5, firms)
    assert form_of(rows) == form_of(born(9, firms))
    assert form_of(rows) != form_of(born(5, firms, slow=True))
    assert form_of(rows) != form_of(rows[::2])
    assert form_of(rows["value"]) != form_of(rows["value"].copy())


@pytest.mark.parametrize(
    "rows", [[0, 1, 2], range(3), np.arange(3, dtype=np.int32), np.arange(6)[::2] // 2]
)
def test_rows_are_taken_however_they_are_named(rows):
    """Who calls a phase from outside may name customers by any whole numbers."""
    one, other = Market(_FEW, 1).world, Market(_FEW, 1).world
    for world, named in ((one, np.arange(3)), (other, rows)):
        wake(world, named)
        notice_rows(world, named)
        research_rows(world, named)
    assert one.customers.rows.tobytes() == other.customers.rows.tobytes()
    assert one.customers.searching.dtype == other.customers.searching.dtype == np.int64
