"""Luck belongs to its address: who changes one thing leaves all other luck as it was."""

from dataclasses import replace

import numpy as np
import pytest

from sim.config import Cadence, Component, Config, ConfigError, Incentive, Market, Rivals, Sales
from sim.config.buyer import Buyer
from sim.engine.slots import Purpose
from sim.model.day.notice import wake
from sim.model.market import Market as Model
from sim.records import PANEL
from sim.runs.one_run import digest, run_once, seed_of, world_of

CONFIG = Config(
    market=Market(customers=300, buyer=Buyer(entry_per_year=2.0)),
    days=65,
    warmup_days=0,
    sales=Sales(reps=2),
    rivals=Rivals(sales=Sales(reps=2)),
)
SILENT = Cadence(education=0, product=0, news=0, promotion=0)
DAILY = Cadence(weekdays=[0, 1, 2, 3, 4])


def lived(config, days):
    model = Model(config, config.seed)
    for _ in range(days):
        model.step()
    return model


def test_purposes_have_numbers_of_their_own():
    assert len({int(purpose) for purpose in Purpose}) == len(Purpose.__members__)


def test_a_run_repeats_itself_and_replicates_differ():
    first, again, other = run_once(CONFIG, 0), run_once(CONFIG, 0), run_once(CONFIG, 1)
    assert digest(first) == digest(again) != digest(other)
    seeds = [seed_of(CONFIG, n) for n in range(1000)]
    assert len(set(seeds)) == 1000
    assert seeds == [seed_of(replace(CONFIG, replicates=3, days=9), n) for n in range(1000)]
    assert not set(seeds) & {seed_of(replace(CONFIG, seed=2), n) for n in range(1000)}


def test_each_replicate_draws_its_world_which_can_be_named():
    seeds = [seed_of(CONFIG, n) for n in range(50)]
    worlds = [world_of(CONFIG, n) for n in range(50)]
    assert len(set(worlds)) == 50
    assert worlds == [world_of(replace(CONFIG, replicates=3, days=9), n) for n in range(50)]
    assert {world_of(replace(CONFIG, world="fixed", world_seed=7), n) for n in range(9)} == {7}
    drawn = Model(CONFIG, seeds[3])
    named = Model(replace(CONFIG, world="fixed", world_seed=worlds[3]), seeds[3])
    assert drawn.config == named.config
    for name in ("value", "attention", "hassle", "needs"):
        here, there = (one.world.customers.rows[name] for one in (drawn, named))
        np.testing.assert_array_equal(here, there)


def test_the_number_of_a_fixed_world_is_refused_where_worlds_are_drawn():
    with pytest.raises(ConfigError, match="say world=fixed too"):
        replace(CONFIG, world_seed=2)


def test_a_fixed_world_is_the_same_in_all_replicates_and_another_by_its_number():
    fixed = replace(CONFIG, world="fixed")
    one, two = Model(fixed, 1), Model(fixed, 2)
    other = Model(replace(fixed, world_seed=2), 1)
    for name in ("value", "attention", "hassle"):
        np.testing.assert_array_equal(
            one.world.customers.rows[name], two.world.customers.rows[name]
        )
        assert (one.world.customers.rows[name] != other.world.customers.rows[name]).all()
    np.testing.assert_array_equal(one.world.sales.reps["skill"], two.world.sales.reps["skill"])
    np.testing.assert_array_equal(one.world.catalogue.price, two.world.catalogue.price)
    assert (one.world.customers.rows["needs"] != two.world.customers.rows["needs"]).any()
    np.testing.assert_array_equal(
        one.world.customers.rows["needs"], other.world.customers.rows["needs"]
    )


def test_what_one_firm_publishes_leaves_who_notices_another_as_it_was():
    """Nobody enters, so what a row knows of a firm's items is who noticed them on which day.

    Salience counts exposures, aged by their days: equal to the bit, it is the same days.
    """
    dormant = replace(CONFIG, market=Market(customers=300, buyer=Buyer(entry_per_year=0.0)))
    salience = []
    for cadence in (SILENT, DAILY):
        model = lived(replace(dormant, cadence=cadence), 40)
        wake(model.world, np.arange(300))
        salience.append(model.world.customers.rows["salience"].copy())
    silent, daily = salience
    assert (silent[:, 0] == 0).all()
    assert (daily[:, 0] > 0).any()
    assert silent[:, 1:].tobytes() == daily[:, 1:].tobytes()
    assert (silent[:, 1:] > 0).any()


def test_a_firm_s_cadence_moves_neither_needs_nor_the_others_reach():
    silent, daily = (lived(replace(CONFIG, cadence=cadence), 60) for cadence in (SILENT, DAILY))
    assert (
        silent.world.marketing.reach[:, 1:].tobytes()
        == daily.world.marketing.reach[:, 1:].tobytes()
    )
    assert (silent.world.marketing.reach[:, 0] == 0).all()
    for column in ("items", "content_cost", "wages"):
        panels = [m.world.records.panel[:, 1:, PANEL.index(column)] for m in (silent, daily)]
        assert panels[0].tobytes() == panels[1].tobytes()
    needs = [first_needs(model) for model in (silent, daily)]
    assert needs[0] == needs[1]
    assert len(needs[0]) > 50


def first_needs(model):
    """Each customer's first day in the market, of those who have had one."""
    rows = np.flatnonzero(model.world.customers.rows["journeys"] == 0)
    found = {int(i): int(model.world.customers.rows["entered"][i]) for i in rows}
    for row in model.world.records.journeys.happened[::-1]:
        found[int(row["customer"])] = int(row["entered"])
    return {i: day for i, day in found.items() if day >= 0}


def test_a_rival_s_pay_plan_leaves_the_focal_reps_plans_alone():
    """A second component that pays nothing, in the rivals' plan only, changes no outcome."""
    bonus = Component(
        unit="attainment", target_pay=1e4, at=[0.0, 1.0], jump=[0.0, 0.5], slope=[0.5, 1.5]
    )
    nothing = Component(measure="renewal", slope=[0.0, 0.0], at=[0.0, 1.0], jump=[0.0, 0.0])
    config = replace(CONFIG, days=135, incentive=Incentive(components=[bonus]))
    efforts = []
    for components in ([bonus], [bonus, nothing]):
        model = Model(replace(config, rivals=replace(
            config.rivals, incentive=Incentive(components=components))), 1)  # fmt: skip
        while model.running:
            model.step()
        efforts.append(
            [model.world.sales.reps[name].copy() for name in ("effort", "pace", "skill")]
        )
    np.testing.assert_array_equal(efforts[0], efforts[1])
