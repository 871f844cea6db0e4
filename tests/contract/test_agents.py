"""Customers, marketers and sales reps are Mesa agents: Mesa's own tools work on all three."""

import copy
import gc
import warnings
import weakref
from dataclasses import replace

import mesa
import numpy as np
import pytest
from mesa.datacollection import DataCollector

from sim.config import KINDS, Config, ConfigError, Market, Rivals, Sales
from sim.config.buyer import Buyer
from sim.model.agents.customer import Customer
from sim.model.agents.marketer import Marketer
from sim.model.agents.sales_rep import SalesRep
from sim.model.market import Market as Model
from sim.model.state.customers import COLUMNS, SEARCHING
from sim.records import ACTIVITIES, PANEL
from sim.runs.one_run import digest

IN_MARKET = PANEL.index("in_market")
CONFIG = Config(
    market=Market(customers=80, buyer=Buyer(entry_per_year=3.0)),
    days=30,
    warmup_days=0,
    sales=Sales(reps=3),
    rivals=Rivals(sales=Sales(reps=2)),
)


@pytest.fixture
def market():
    model = Model(CONFIG, 1)
    for _ in range(20):
        model.step()
    yield model
    model.release()


def test_a_market_is_a_mesa_model_that_runs_until_its_last_day():
    model = Model(CONFIG)
    assert isinstance(model, mesa.Model)
    model.run_model()
    assert model.steps == 30
    assert not model.running


def test_all_three_kinds_are_among_the_agents(market):
    kinds = {Customer: 80, Marketer: 15, SalesRep: 7}
    assert {kind: len(agents) for kind, agents in market.agents_by_type.items()} == kinds
    assert len(market.agents) == sum(kinds.values())
    assert len({agent.unique_id for agent in market.agents}) == len(market.agents)
    assert all(isinstance(agent, mesa.Agent) for agent in market.agents)


def test_customers_cost_nothing_until_somebody_asks():
    model = Model(CONFIG)
    model.step()
    assert not model._customers
    assert model.customer(3) is model.customer(3)
    assert model.customer(3) in model.agents_by_type[Customer]


def test_select_finds_the_rows(market):
    searching = market.agents.select(agent_type=Customer).select(lambda c: c.in_market)
    rows = np.flatnonzero(market.world.customers.rows["stage"] == SEARCHING)
    assert sorted(searching.get("row")) == rows.tolist()
    assert len(rows) > 0


def test_agg_and_get_read_every_column(market):
    customers, reps = market.agents_by_type[Customer], market.agents_by_type[SalesRep]
    assert customers.agg("clarity", sum) == pytest.approx(
        market.world.customers.rows["clarity"].sum()
    )
    for name in COLUMNS:
        values = np.array(customers.get(name))
        np.testing.assert_array_equal(values, market.world.customers.rows[name])
    for name in market.world.sales.reps.dtype.names:
        np.testing.assert_array_equal(np.array(reps.get(name)), market.world.sales.reps[name])


def test_groupby_counts_as_the_rows_do(market):
    groups = market.agents_by_type[Customer].groupby("supplier").count()
    suppliers, counts = np.unique(market.world.customers.rows["supplier"], return_counts=True)
    assert groups == dict(zip(suppliers.tolist(), counts.tolist(), strict=True))
    assert market.agents_by_type[SalesRep].groupby("firm").count() == {0: 3, 1: 2, 2: 2}
    assert market.agents_by_type[Marketer].groupby("firm").count() == {0: 5, 1: 5, 2: 5}


def test_set_writes_the_rows(market):
    customers = market.agents_by_type[Customer]
    customers.select(lambda c: c.row < 5).set("hassle", 0.25)
    assert (market.world.customers.rows["hassle"][:5] == 0.25).all()
    assert (market.world.customers.rows["hassle"][5:] != 0.25).all()
    market.agents_by_type[SalesRep].set("skill", 2.0)
    assert (market.world.sales.reps["skill"] == 2.0).all()


def test_what_is_set_changes_what_happens(market):
    plain = Model(CONFIG, 1)
    for _ in range(20):
        plain.step()
    market.agents_by_type[Customer].set("hassle", 100.0)
    for model in (market, plain):
        model.run_model()
    requests = [
        model.world.records.panel[21:, :, PANEL.index("inquiries")].sum()
        for model in (market, plain)
    ]
    assert requests[0] < requests[1]


def test_do_and_shuffle_work_and_a_customer_out_of_the_market_does_nothing(market):
    asleep = market.agents_by_type[Customer].select(
        lambda c: not c.in_market and c.needs != market.world.day
    )
    rows = asleep.get("row")
    before = market.world.customers.rows[rows]
    asleep.shuffle_do("step")
    for name in COLUMNS:
        np.testing.assert_array_equal(market.world.customers.rows[name][rows], before[name])
    assert len(asleep) > 0


def test_views_are_copies_and_derived_values_are_right(market):
    customer = market.customer(0)
    assert not np.shares_memory(customer.precision, market.world.customers.rows)
    assert customer.belief.shape == (3,)
    assert (customer.pains > 0).all()
    assert len(customer.pains) == CONFIG.market.buyer.pains
    rep = market.reps[0]
    assert rep.attainment == pytest.approx(rep.credit[0] / rep.quota[0])
    assert set(rep.split(0)) == set(ACTIVITIES)
    marketer = market.marketers[0]
    assert set(marketer.stock) == set(KINDS)
    assert marketer.hours == market.world.marketing.marketers.hours[0]


def test_an_unknown_attribute_is_refused_by_name(market):
    with pytest.raises(AttributeError, match="no 'wealth'"):
        _ = market.customer(0).wealth
    with pytest.raises(AttributeError, match="no 'wealth'"):
        _ = market.reps[0].wealth


def test_a_data_collector_collects_from_model_and_agents():
    model = Model(CONFIG, 1)
    collector = DataCollector(
        model_reporters={"in_market": lambda m: m.world.records.panel[m.steps - 1, 0, IN_MARKET],
                         "searching": lambda m: sum(m.agents_by_type[Customer].get("in_market"))},
        agenttype_reporters={Customer: {"stage": "stage", "clarity": "clarity"},
                             SalesRep: {"accounts": "accounts"},
                             Marketer: {"hours": "hours"}},
        agent_reporters={"kind": lambda a: type(a).__name__},
    )  # fmt: skip
    for _ in range(5):
        model.step()
        collector.collect(model)
    frame = collector.get_model_vars_dataframe()
    assert len(frame) == 5
    assert (frame["in_market"] == frame["searching"]).all()
    stages = collector.get_agenttype_vars_dataframe(Customer)
    assert len(stages) == 5 * 80
    assert stages.loc[5]["stage"].sum() == frame["searching"].iloc[-1] > 0
    assert len(collector.get_agenttype_vars_dataframe(SalesRep)) == 5 * 7
    assert (collector.get_agenttype_vars_dataframe(Marketer)["hours"] >= 0).all()
    assert set(collector.get_agent_vars_dataframe()["kind"]) == {"Customer", "Marketer", "SalesRep"}


def test_looking_at_agents_changes_nothing():
    looked, alone = Model(CONFIG, 4), Model(CONFIG, 4)
    while looked.running:
        list(looked.agents.get("unique_id"))
        looked.agents_by_type[Customer].agg("hassle", max)
        looked.step()
        alone.step()
    assert digest(looked.world.records) == digest(alone.world.records)


def test_a_model_that_nobody_holds_is_freed():
    """Mesa 3.3 keeps every model for ever (mesa#3179); a market keeps out of that."""
    gone = []
    for _ in range(3):
        model = Model(CONFIG)
        model.step()
        len(model.agents)
        guest = mesa.Agent(model)
        gone += [weakref.ref(thing) for thing in (model, model.world, model.customer(0), guest)]
        copied = copy.deepcopy(model)
        gone += [weakref.ref(copied), weakref.ref(copied.world)]
        del model, guest, copied
    gc.collect()
    assert [thing() for thing in gone] == [None] * 18


def test_steps_after_the_last_day_do_nothing():
    model = Model(CONFIG, 1)
    model.run_model()
    before = digest(model.world.records), model.world.sales.reps.tobytes()
    for _ in range(5):
        model.step()
        model.agents.do("step")
    assert before == (digest(model.world.records), model.world.sales.reps.tobytes())
    assert (model.steps, model.running) == (30, False)


def test_a_market_that_was_told_to_stop_can_be_stepped_on():
    stopped, plain = Model(CONFIG, 1), Model(CONFIG, 1)
    stopped.running = False
    for _ in range(30):
        stopped.step()
    plain.run_model()
    assert digest(stopped.world.records) == digest(plain.world.records)


def batch(parameters, **more):
    """Mesa's own way of running many models; 3.5 would have ``iterations`` said in other words."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return mesa.batch_run(Model, parameters, display_progress=False, **more)


def test_mesas_batch_run_collects_the_daily_panel():
    configs = [replace(CONFIG, seed=seed) for seed in (1, 2)]
    rows = batch({"config": configs}, data_collection_period=1)
    for config in configs:
        model = Model(config)
        model.run_model()
        mine = [row for row in rows if row["config"] is config]
        assert len(mine) == 30
        for column, name in enumerate(PANEL):
            panel = model.world.records.panel[:, 0, column].tolist()
            assert [row[name] for row in mine] == panel
            assert model.datacollector.get_model_vars_dataframe()[name].tolist() == panel
    assert len(batch({"config": configs})) == 2


def test_iterations_of_batch_run_differ_unless_a_seed_is_named():
    def seen(config):
        rows = batch({"config": config}, iterations=3, data_collection_period=1)
        return [
            tuple(row["reach"] + row["in_market"] for row in rows if row["iteration"] == n)
            for n in range(3)
        ]

    assert len(set(seen(CONFIG))) == 3
    assert len(set(seen(replace(CONFIG, seed=1)))) == 1


def test_a_collector_of_ones_own_takes_the_place_of_the_markets():
    class Own(Model):
        def __init__(self, config=None, seed=None):
            super().__init__(config, seed)
            self.datacollector = DataCollector(model_reporters={"day": lambda m: m.world.day})

        def step(self):
            super().step()
            self.datacollector.collect(self)

    (row,) = mesa.batch_run(Own, {"config": CONFIG}, display_progress=False)
    assert row["day"] == 29


@pytest.mark.parametrize("config", [200, {"market": {}}, Market(customers=200), "small"])
def test_a_market_is_made_of_a_config(config):
    with pytest.raises(ConfigError, match=r"^Market\(.*is not made of a config: write") as refusal:
        Model(config)
    assert "\n" not in str(refusal.value)
