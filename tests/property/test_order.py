"""Neither threads, nor processes, nor the order of customers, nor other replicates change a bit.

Exact: digests of all events and the daily panel are compared.
"""

import os
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from markets import configs

from sim.config import Config, Market, Rivals, Sales
from sim.config.buyer import Buyer
from sim.engine import threads as parallel
from sim.model.day import DAY
from sim.model.market import Market as Model
from sim.records import PANEL
from sim.runs.one_run import digest, run_once
from sim.runs.scenario import run
from tests.depth import some

BUSY = Config(
    market=Market(customers=1100, buyer=Buyer(entry_per_year=1.0)),
    days=65,
    warmup_days=0,
    replicates=3,
    sales=Sales(reps=3),
    rivals=Rivals(sales=Sales(reps=3)),
)


def live(config, before_each_phase=lambda world: None):
    model = Model(config, config.seed)
    while model.running:
        for phase in DAY:
            before_each_phase(model.world)
            phase(model.world)
        model.end_day()
    model.release()
    return model.world.records


@settings(max_examples=some(4, 6))
@given(configs())
def test_neither_threads_nor_the_order_of_customers_matter(config):
    orders, used, pool = np.random.default_rng(config.seed), [], parallel._pool
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parallel, "_WORTH_A_THREAD", 1)
        patch.setattr(parallel, "_pool", lambda threads: used.append(threads) or pool(threads))
        threaded = live(replace(config, threads=2))
    plain = live(config)
    assert set(used) <= {2}
    assert bool(used) == bool(plain.panel[:, :, PANEL.index("entered")].any())
    shuffled = live(config, lambda world: orders.shuffle(world.customers.searching))
    assert digest(plain) == digest(threaded) == digest(shuffled)


def test_processes_do_not_matter_and_a_replicate_stands_alone():
    alone = run(replace(BUSY, workers=1)).tables
    shared = run(replace(BUSY, workers=2)).tables
    assert alone["runs"].equals(shared["runs"])
    for name, table in alone.items():
        assert table.equals(shared[name]), name
    assert alone["runs"]["digest"][2] == digest(run_once(BUSY, replicate=2))
    assert alone["runs"]["digest"].is_unique


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked here")
def test_a_child_process_has_threads_of_its_own():
    assert parallel._pool(2).submit(int).result(timeout=10) == 0
    child = os.fork()
    if child == 0:  # nothing but an exit status comes back from here
        try:
            os._exit(parallel._pool(2).submit(int).result(timeout=10))
        finally:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == 0
