"""Two memories of salience: each exposure aged by its days, in both; and one alone is the other."""

from dataclasses import replace

import numpy as np
import pytest

from sim.config.content_kinds import ALL_KINDS
from sim.config.market import Start
from sim.engine.luck import key_of, uniform
from sim.engine.slots import Purpose
from sim.model.day.notice import wake
from sim.model.market import Market as Model
from sim.model.rules.two_memories import in_mind, part_that_lasts
from sim.runs.one_run import digest
from tests import plain

REMEMBERED = 60
CONFIG = plain.config(
    market=plain.market(
        customers=200,
        buyer=plain.buyer(entry_per_year=2.0),
        start=Start(remembered_days=REMEMBERED),
    ),
    days=45, warmup_days=0,
    sales=plain.sales(reps=2), rivals=plain.rivals(sales=plain.sales(reps=2)),
)  # fmt: skip


def model(lasting=None, **buyer):
    content = plain.content()
    if lasting is not None:
        kinds = {name: replace(getattr(content, name), lasting=lasting) for name in ALL_KINDS}
        content = replace(content, **kinds)
    market = replace(CONFIG.market, buyer=replace(CONFIG.market.buyer, **buyer), content=content)
    return Model(replace(CONFIG, market=market), 8)


def lived(its):
    while its.running:
        its.step()
    return its.world


def test_without_slow_memory_its_parameters_leave_no_trace():
    usual, other = (lived(one) for one in (model(), model(0.5, slow_memory=0.6)))
    assert digest(usual.records) == digest(other.records)
    assert usual.customers.rows["lingering"].size == 0


def test_slow_memory_alone_is_a_fast_one_that_keeps_as_much():
    """To the bit, whatever happens: searching, sleeping, waking."""
    slow = lived(model(1.0, slow_share=1.0, slow_memory=0.97, salience_memory=0.5))
    fast = lived(model(slow_share=0.0, salience_memory=0.97))
    assert digest(slow.records) == digest(fast.records)
    assert (slow.customers.rows["salience"] == 0).all()
    np.testing.assert_array_equal(slow.customers.rows["lingering"], fast.customers.rows["salience"])


def test_every_exposure_leaves_what_both_memories_keep():
    """Σ (1 − sℓ)·λ^d + sℓ·μ^d over all exposures of the remembered days, looked up in luck."""
    buyer = replace(CONFIG.market.buyer, slow_share=0.3, slow_memory=0.995)
    world = model(slow_share=0.3, slow_memory=0.995).world
    wake(world, np.arange(200))
    kinds, seen = world.marketing.kinds, set()
    expected = np.zeros((200, 3))
    for i in range(200):
        attention = world.customers.rows["attention"][i]
        for page in range(REMEMBERED):
            days = REMEMBERED - 1 - page
            for firm in range(3):
                luck = uniform(key_of(8, Purpose.EXPOSURE, page - REMEMBERED), i, firm)
                below = attention * np.cumsum(world.marketing.dormant_reach[page, firm])
                if luck < below[-1]:
                    k = int(np.searchsorted(below, luck, side="right"))
                    lasts = 0.3 * kinds["lasting"][k]
                    expected[i, firm] += (1 - lasts) * buyer.salience_memory**days
                    expected[i, firm] += lasts * buyer.slow_memory**days
                    seen.add(k)
    rows = world.customers.rows
    assert rows["salience"] + rows["lingering"] == pytest.approx(expected, rel=1e-9)
    assert len(seen) > 2
    assert (rows["lingering"] > 0).any()


def test_the_rule():
    assert part_that_lasts(0.3, 1.0) == 0.3
    assert part_that_lasts(0.3, 0.0) == 0.0
    assert in_mind(2.0, 0.5) == 2.5
