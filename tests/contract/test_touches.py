"""The record of touches: complete, without a trace in anything else, the same in any order."""

from dataclasses import replace

import numpy as np
import pytest

from sim.config import KINDS, Cadence, Config, Market, Network, Rivals, Sales
from sim.config.buyer import Buyer
from sim.config.content_kinds import Content
from sim.config.market import Service
from sim.engine import threads as parallel
from sim.model.market import Market as Model
from sim.records import SOURCES, TABLES
from sim.runs.one_run import digest, run_once

BUSY = Config(
    market=Market(
        customers=500, buyer=Buyer(entry_per_year=2.0, rest_days=5), service=Service(term_days=30)
    ),
    network=Network(heard_per_day=0.2),
    days=60,
    warmup_days=60,
    sales=Sales(reps=3),
    rivals=Rivals(sales=Sales(reps=3)),
    touches=True,
)
# Nobody buys or talks: all that is known comes from touches.
TOLD = replace(
    BUSY,
    market=replace(BUSY.market, start=replace(BUSY.market.start, state="cold"),
                   buyer=replace(BUSY.market.buyer, hassle=1.0, hassle_sd=0.0)),
    sales=replace(BUSY.sales, cold_calls=0, lead_max_age_days=1, reps=0),
    rivals=replace(BUSY.rivals, sales=replace(BUSY.sales, cold_calls=0, reps=0)),
)  # fmt: skip


@pytest.fixture(scope="module")
def recorded():
    return run_once(BUSY)


def test_recording_touches_changes_nothing_else(recorded):
    plain = run_once(replace(BUSY, touches=False))
    assert len(plain.touches.happened) == 0 < len(recorded.touches.happened)
    for name in set(TABLES) - {"touches"}:
        assert plain.table(name).happened.tobytes() == recorded.table(name).happened.tobytes(), name
    assert plain.panel.tobytes() == recorded.panel.tobytes()
    assert digest(plain) != digest(recorded)


def test_touches_are_the_same_on_threads(recorded, monkeypatch):
    monkeypatch.setattr(parallel, "_WORTH_A_THREAD", 1)
    assert digest(run_once(replace(BUSY, threads=2))) == digest(recorded)


def test_all_that_searching_customers_know_was_recorded_and_nothing_else():
    """Salience and precision, summed up anew from touches, to what single precision leaves."""
    model = Model(TOLD, 3)
    while model.running:
        model.step()
    world, touches = model.world, model.world.records.touches.happened
    assert len(world.records.conversations.happened) == 0
    kept, day, told = world.customers.buyer.salience_memory, world.day, np.zeros((500, 3))
    content = touches[touches["source"] < SOURCES.index("word_of_mouth")]
    firms = content["customer"], content["firm"].astype(np.int64)
    np.add.at(told, firms, kept ** (day - content["day"].astype(float)))
    precision = np.zeros((500, 3))
    firms = touches["customer"], touches["firm"].astype(np.int64)
    left = world.customers.buyer.memory ** (day - touches["day"].astype(float))
    np.add.at(precision, firms, left * touches["precision"])
    rows = world.customers.rows[world.customers.searching]
    assert len(rows) > 50
    assert not touches["searching"].all()
    assert told[world.customers.searching] == pytest.approx(rows["salience"], rel=1e-6, abs=1e-6)
    assert precision[world.customers.searching] == pytest.approx(
        rows["precision"], rel=1e-5, abs=1e-6
    )


def test_touches_are_in_order_and_leave_the_names_that_became_leads(recorded):
    touches, leads = recorded.touches.happened, recorded.leads.happened
    order = np.lexsort([touches[name] for name in ("source", "firm", "day", "customer")])
    assert (order == np.arange(len(touches))).all()
    named = touches[touches["lead"]]
    assert named["searching"].all()
    spoken = {(int(t["customer"]), int(t["firm"]), int(t["day"])) for t in named}
    known = {(int(one["customer"]), int(one["firm"]), int(one["created"])) for one in leads}
    # A name that the firm follows up already makes no lead, so some are missing; most are not.
    assert len(spoken & known) > 0.5 * len(spoken) > 0
    told = [*(kind for kind, items in Cadence().items_a_day.items() if items), "word_of_mouth"]
    assert {SOURCES[n] for n in np.unique(touches["source"])} == set(told)


def test_content_that_reaches_nobody_leaves_no_touch():
    unseen = Content(**{kind: replace(getattr(Content(), kind), reach=0.0) for kind in KINDS})
    config = replace(BUSY, market=replace(BUSY.market, content=unseen), days=20, warmup_days=0)
    sources = run_once(config).touches.happened["source"]
    assert set(sources.tolist()) <= {SOURCES.index("word_of_mouth")}
