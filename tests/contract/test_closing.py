"""Reps of one's own who decide on closings: what they say is done, the rest stays, mistakes are
named."""

from dataclasses import replace

import numpy as np
import pytest

from sim import ConfigError, SalesRep
from sim.config import Policies
from sim.model.market import Market as Model
from sim.model.rules.closing import CLOSINGS
from sim.runs.one_run import digest, run_once
from tests import plain

CONFIG = plain.config(
    market=plain.market(customers=300, buyer=plain.buyer(entry_per_year=3.0)),
    days=70,
    warmup_days=0,
    sales=plain.sales(reps=3),
    rivals=plain.rivals(sales=plain.sales(reps=2)),
)


class AsBuiltIn(SalesRep):
    def closing(self, day):
        return super().closing(day)


class Holder(SalesRep):
    """Lets signatures wait until day 40."""

    def closing(self, day):
        return "hold" if day < 40 else "natural"


class Pusher(SalesRep):
    def closing(self, day):
        return "hard push" if day >= 60 else "natural"


class Shrugger(SalesRep):
    def closing(self, day):
        return "shrug"


def with_(rep, **timing):
    return replace(
        CONFIG, policies=Policies(rep=f"{__name__}:{rep}"), timing=plain.timing(**timing)
    )


def won(records, firm=0):
    deals = records.deals.happened
    return deals[(deals["firm"] == firm) & (deals["outcome"] == 1)]


def test_a_closing_that_repeats_the_built_in_changes_no_event():
    assert digest(run_once(with_("AsBuiltIn"))) == digest(run_once(CONFIG))


def test_who_holds_signs_nothing_and_then_no_more_than_ever():
    held = won(run_once(with_("Holder", control=1.0, falls_through=0.0)))
    free = won(run_once(replace(CONFIG, timing=plain.timing(control=1.0, falls_through=0.0))))
    assert (held["closed"] >= 40).all()
    assert len(held) > 0
    assert (free["closed"] < 40).any()
    waited = held[held["agreed"] < 40]
    assert (waited["signs"] == np.floor(waited["closed"])).all()
    # What lay goes on from where it was: one in twelve a day, and no rush when holding ends.
    on_the_first = (waited["closed"] < 41).sum()
    assert 0 < on_the_first < len(waited) / 2


def test_who_pushes_sells_sooner_and_cheaper_near_a_deadline_only():
    config = with_("Pusher", hard_closes=1.0, hard_discount=0.2, deadline_days=1.0)
    pushed = won(run_once(config))
    by_push = pushed[pushed["move"] == CLOSINGS.index("hard push")]
    assert len(by_push)
    assert by_push["value"] == pytest.approx(0.8 * by_push["list_value"])
    others = pushed[pushed["move"] != CLOSINGS.index("hard push")]
    assert others["value"] == pytest.approx(others["list_value"])
    assert (by_push["closed"] >= 60).all()
    # A quarter ends on day 64: an offer that ends then is hardly believed on day 65.
    assert (by_push["closed"] < 65).all()


def test_closings_touch_neither_hours_nor_rivals():
    model, usual = Model(with_("Holder"), 1), Model(CONFIG, 1)
    for _ in range(3):
        model.step()
        usual.step()
    assert (model.world.sales.reps["plan"] == usual.world.sales.reps["plan"]).all()
    assert (model.world.sales.reps["move"][3:] == usual.world.sales.reps["move"][3:]).all()


def test_a_closing_that_is_none_is_refused_in_one_line():
    with pytest.raises(ConfigError, match="closings are hold, natural, push, hard push") as refusal:
        run_once(with_("Shrugger"))
    assert "'shrug' on day 0" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_persistence_answers_to_effort_as_far_as_it_is_told_to():
    model = Model(CONFIG, 1)
    model.step()
    reps = model.world.sales.reps
    assert (reps["persistence"] == reps["work"]).all()
    fixed = replace(CONFIG, sales=replace(CONFIG.sales, persistence_response=0.0, effort_floor=0.5))
    model = Model(fixed, 1)
    model.step()
    reps = model.world.sales.reps
    assert (reps["persistence"][:3] == 1.0).all()
    assert (reps["work"][:3] != 1.0).all()
