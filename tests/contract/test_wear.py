"""Wear-out: off it leaves no bit, on it is the published rule, and it starts where it settles."""

from dataclasses import replace

import numpy as np
import pytest

from sim.config import Cadence, Config, Market, Marketing, Rivals
from sim.config.buyer import Buyer
from sim.config.content_kinds import Content
from sim.config.market import Start
from sim.model.market import Market as Model
from sim.model.rules.wear import restored, worn
from sim.runs.one_run import digest

# The kinds that the default calendar publishes.
MADE = [k for k, items in enumerate(Cadence().items_a_day.values()) if items > 0]
QUIET = Config(
    market=Market(customers=60, buyer=Buyer(entry_per_year=3.0)), days=60, warmup_days=0,
    rivals=Rivals(count=2), marketing=Marketing(hours_per_day=16.0),
)  # fmt: skip


def lived(cadence=None, **content):
    market = replace(QUIET.market, content=Content(**content))
    model = Model(replace(QUIET, market=market, cadence=cadence or Cadence()), 3)
    force = []
    while model.running:
        model.step()
        force.append(model.world.marketing.force.copy())
    return model, np.array(force)


def test_without_wear_out_restoration_changes_no_bit():
    assert digest(lived()[0].world.records) == digest(lived(restoration=5.0)[0].world.records)


def test_reach_is_what_is_left_of_it():
    plain, _ = lived()
    tired, force = lived(wear_out=0.2, cadence=Cadence(every_weeks=4))
    fresh, _ = lived(cadence=Cadence(every_weeks=4))
    history = tired.world.customers.fading.history
    here = tired.world.marketing.reach[history : history + 60]
    assert here == pytest.approx(
        force * fresh.world.marketing.reach[history : history + 60], rel=1e-12
    )
    whole = plain.world.marketing.reach[history : history + 60, 0, MADE]
    assert (here[:, 0, MADE] < whole).all()
    assert (force[:, 1:, MADE] == 0).all(), "weekly for ever is never off the air: nothing is left"


def test_a_settled_start_is_where_the_cycle_ends():
    """A pulse's cycle repeats from the first day on, and a cold market comes to it."""
    pulses = Cadence(weekdays=[0, 2], on_weeks=1, off_weeks=3)
    _, force = lived(wear_out=0.3, cadence=pulses)
    assert force[20:40, 0] == pytest.approx(force[40:60, 0], rel=1e-9)
    assert force[0, 0].min() > 0.05
    assert force[:, 0, MADE].max() < 1.0
    cold = replace(QUIET.market, content=Content(wear_out=0.3), start=Start(state="cold"))
    model = Model(replace(QUIET, market=cold, cadence=pulses, days=400), 3)
    while model.running:
        model.step()
    assert model.world.marketing.force[0] == pytest.approx(force[-1, 0], rel=1e-6)


def test_the_rule():
    assert worn(0.8, 2.0, 0.1) == pytest.approx(0.8 * np.exp(-0.2))
    assert restored(0.8, 5.0, 1.0) == 0.8
    assert restored(0.8, 6.0, 1.0) == pytest.approx(1 - 0.2 * np.exp(-0.2))
    assert restored(1.0, np.inf, 1.0) == 1.0
