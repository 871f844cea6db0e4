"""The next conversation is at the hour of the last, or as early in the day as can be."""

from dataclasses import replace

import numpy as np

from sim.model.market import Market as Model
from tests import plain

SALES = plain.sales(reps=6, follow_up_days=3)
CONFIG = plain.config(
    market=plain.market(customers=400, buyer=plain.buyer(entry_per_year=3.0)),
    days=45, warmup_days=0,
    sales=SALES, rivals=plain.rivals(sales=SALES),
)  # fmt: skip


def talked_and_due(appointments):
    """When focal deals were last talked about, and when they are due again."""
    model = Model(replace(CONFIG, sales=replace(SALES, appointments=appointments)), 1)
    while model.running:
        model.step()
    records, last = model.world.records, model.world.day
    talks, deals = records.conversations.happened, records.deals.happened
    latest = {int(one["deal"]): float(one["time"]) for one in talks if one["firm"] == 0}
    due = {d: float(deals["due"][d]) for d in latest}
    asleep = [d for d in latest if deals["refusals"][d] == 0 and due[d] >= last + 1]
    assert len(asleep) > 10
    return np.array([latest[d] for d in asleep]), np.array([due[d] for d in asleep])


def test_a_rep_calls_again_at_the_hour():
    talked, due = talked_and_due(True)
    np.testing.assert_allclose(due, talked + 3.0, atol=1e-9)


def test_else_the_day_alone_counts():
    talked, due = talked_and_due(False)
    np.testing.assert_array_equal(due, np.floor(talked) + 3.0)
