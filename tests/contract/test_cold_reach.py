"""Strangers answer as often as said, and as leads do where nothing is said."""

import math
from dataclasses import replace

import pytest

from sim.model.market import Market as Model
from sim.model.rules.cold_reach import reach_of_strangers
from sim.records import Origin
from sim.runs.one_run import digest
from tests import plain

SALES = plain.sales(reps=5, cold_calls=30, selling_share=1.0)
CALLING = plain.config(
    market=plain.market(customers=400, buyer=plain.buyer(entry_per_year=4.0)),
    days=65, warmup_days=0,
    sales=SALES, rivals=plain.rivals(sales=SALES),
)  # fmt: skip


def lived(cold_reach):
    sales = replace(SALES, cold_reach=cold_reach)
    model = Model(replace(CALLING, sales=sales), 2)
    while model.running:
        model.step()
    return model.world.records


def found(records):
    """Strangers of the focal firm's reps who came to talk."""
    deals = records.deals.happened
    return int(((deals["firm"] == 0) & (deals["origin"] == Origin.COLD_CALL)).sum())


def test_left_out_or_the_same_it_leaves_no_trace():
    assert digest(lived(None)) == digest(lived(SALES.reach_chance))


def test_fewer_strangers_are_talked_to_the_fewer_answer():
    nobody, few, many = (found(lived(chance)) for chance in (0.0, 0.1, None))
    assert nobody == 0 < few < 0.7 * many


def test_the_rule():
    assert reach_of_strangers(0.1, 0.38) == 0.1
    assert reach_of_strangers(0.0, 0.38) == 0.0
    assert reach_of_strangers(math.nan, 0.38) == pytest.approx(0.38)
