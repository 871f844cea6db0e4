"""What may be set of an agent has its effect; all else is refused by name, and nothing is lost."""

import re
import threading
from dataclasses import replace
from pathlib import Path

import mesa
import numpy as np
import pytest

from sim import Config, ConfigError, Customer, Marketer, SalesRep
from sim.config import Market, Policies, Rivals, Sales
from sim.config.buyer import Buyer
from sim.model.market import Market as Model
from sim.model.state import customers, seats
from sim.records import PANEL
from sim.runs.one_run import digest
from tests import plain

CONFIG = Config(
    market=Market(customers=150, buyer=Buyer(entry_per_year=4.0)),
    days=40,
    warmup_days=0,
    seed=1,
    sales=Sales(reps=2),
    rivals=Rivals(count=2, sales=Sales(reps=2)),
)
# The same where whoever asks is put through at once.
PLAIN = replace(
    CONFIG,
    market=plain.market(customers=150, buyer=plain.buyer(entry_per_year=4.0)),
    sales=plain.sales(reps=2),
    marketing=plain.MARKETING,
    timing=plain.TIMING,
    incentive=plain.INCENTIVE,
    rivals=plain.rivals(count=2, sales=plain.sales(reps=2)),
)
MAY = {Customer: {"attention", "hassle", "clarity"}, SalesRep: {"skill"}, Marketer: set()}


class Notebook(SalesRep):
    """A rep with a memory of its own."""

    days_seen = 0

    def __init__(self, model, row):
        super().__init__(model, row)
        self.told = []

    def split(self, day):
        self.days_seen += 1
        self.told.append(day)
        return super().split(day)


class Misspelt(SalesRep):
    def split(self, day):
        self.skil = 2.0
        return super().split(day)


def total(market, column):
    return market.world.records.panel[:, :, PANEL.index(column)].sum()


def after(kind, name, value, config=CONFIG):
    """The market at its end, ten days after a value was set for all agents of a kind."""
    market = Model(config)
    for _ in range(10):
        market.step()
    if kind is not None:
        market.agents_by_type[kind].set(name, value)
    market.run_model()
    return market


@pytest.fixture(scope="module")
def market():
    return Model(CONFIG)


def test_what_may_be_set_is_the_documented_list():
    assert {kind: set(kind.settable) for kind in MAY} == MAY
    page = (Path(__file__).parents[2] / "docs" / "mesa.md").read_text()
    listed = re.findall(r"^\| (\w+) \| `(\w+)` \| .+ \| (.+) \|$", page, re.MULTILINE)
    assert sorted(listed) == sorted(
        (kind.kind, name, one.allowed) for kind in MAY for name, one in kind.settable.items()
    )


@pytest.mark.parametrize(
    ("kind", "name", "low", "high", "column"),
    [
        (Customer, "attention", 0.0, 20.0, "leads"),
        (Customer, "hassle", 1000.0, 0.0, "inquiries"),
        (Customer, "clarity", 0.0, 1000.0, "journeys_ended"),
        (SalesRep, "skill", 0.01, 100.0, "wins"),
    ],
)
def test_what_may_be_set_has_its_effect(kind, name, low, high, column):
    usual = after(None, "", 0, PLAIN)
    less, more = (after(kind, name, value, PLAIN) for value in (low, high))
    found = [total(m, column) for m in (less, more)]
    assert found[0] < found[1]
    for market in (less, more):
        assert np.isfinite(market.world.records.panel).all()
        assert digest(market.world.records) != digest(usual.world.records)


def test_a_value_counts_from_today_on():
    """A customer asleep has lived the days so far with the attention of those days."""
    market = Model(CONFIG)
    for _ in range(30):
        market.step()
    asleep = [c for c in market.agents_by_type[Customer] if not c.in_market and c.journeys == 0]
    known = sum(customer.salience.sum() for customer in asleep)
    for customer in asleep:
        customer.attention = 0.0
    assert sum(customer.salience.sum() for customer in asleep) > known
    assert {customer.seen for customer in asleep} == {29}
    assert {customer.attention for customer in asleep} == {0.0}


@pytest.mark.parametrize(
    ("kind", "name"), [(k, n) for k, names in MAY.items() for n in sorted(names)]
)
@pytest.mark.parametrize("value", ["1", None, True, float("nan"), -0.1, 1e9, [1.0]])
def test_a_value_beyond_its_range_is_refused_and_nothing_changes(market, kind, name, value):
    (agent, *_) = market.agents_by_type[kind]
    before = getattr(agent, name)
    with pytest.raises(ConfigError, match=f"{agent.kind} 0: {name}=") as refusal:
        setattr(agent, name, value)
    assert "\n" not in str(refusal.value)
    assert getattr(agent, name) == before


def test_everything_else_is_refused_by_name(market):
    before = digest(market.world.records), market.world.customers.rows.tobytes()
    columns = {Customer: customers.COLUMNS, SalesRep: seats.COLUMNS, Marketer: ()}
    others = ("row", "model", "unique_id", "step", "random", "wealth", "skil")
    properties = {Customer: ("belief", "pains", "in_market"), SalesRep: ("attainment", "split"),
                  Marketer: ("firm", "hours", "money", "stock", "publish")}  # fmt: skip
    for kind, may in MAY.items():
        (agent, *_) = market.agents_by_type[kind]
        for name in {*columns[kind], *properties[kind], *others} - may:
            with pytest.raises(ConfigError, match=f"{agent.kind} 0.*{name}.*what may be set: "):
                setattr(agent, name, 1)
    assert before == (digest(market.world.records), market.world.customers.rows.tobytes())


def test_what_would_change_nothing_is_refused(market):
    rep, customer, marketer = market.reps[0], market.customer(0), market.marketers[0]
    for values in (rep.credit, rep.plan, customer.belief, customer.pains, customer.precision):
        with pytest.raises(ValueError, match="read-only"):
            values[:] = 1.0
    with pytest.raises(TypeError):
        marketer.stock["news"] = 5.0
    with pytest.raises(ConfigError, match="config of a market cannot change"):
        market.config = replace(CONFIG, days=3)
    with pytest.raises(AttributeError):
        market.reps.append(rep)


@pytest.mark.parametrize("kind", [Customer, SalesRep, Marketer])
def test_agents_are_neither_made_nor_removed_by_hand(market, kind):
    (agent, *_) = agents = market.agents_by_type[kind]
    many = len(agents)
    for remove in (agent.remove, lambda: agents.do("remove")):
        with pytest.raises(ConfigError, match=f"cannot be removed: {kind.number} says how many"):
            remove()
    with pytest.raises(ConfigError, match="cannot be removed"):
        market.remove_all_agents()
    for make in (lambda: kind(market, 0), lambda: kind.create_agents(market, 2, [0, 1])):
        with pytest.raises(ConfigError, match=f"{kind.kind} cannot be made by hand"):
            make()
    assert len(market.agents_by_type[kind]) == many


def test_other_agents_of_mesa_live_beside_them():
    market = Model(CONFIG)
    guest = mesa.Agent(market)
    guest.mood = "fine"
    assert guest in market.agents
    ids = [agent.unique_id for agent in market.agents]
    assert len(set(ids)) == len(ids)
    guest.remove()
    assert guest not in market.agents


def own(name):
    return replace(CONFIG, policies=Policies(rep=f"{__name__}:{name}"))


def test_a_class_of_ones_own_keeps_what_it_declares_or_begins_with():
    market = Model(own("Notebook"))
    market.run_model()
    assert [rep.days_seen for rep in market.reps[:2]] == [40, 40]
    assert market.reps[0].told == list(range(40))
    usual = Model(CONFIG)
    usual.run_model()
    assert digest(market.world.records) == digest(usual.world.records)


def test_a_name_misspelt_by_a_class_of_ones_own_is_refused():
    with pytest.raises(ConfigError, match=r"rep 0 has no 'skil' to set \(nearest: skill\)"):
        Model(own("Misspelt")).step()


def test_threads_that_ask_at_once_get_each_customer_once():
    market = Model(replace(CONFIG, market=replace(CONFIG.market, customers=3000)))
    together, found = threading.Barrier(4), []

    def ask():
        together.wait()
        found.append(len(market.agents_by_type[Customer]))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [3000] * 4
    assert sorted(c.row for c in market.agents_by_type[Customer]) == list(range(3000))


def test_a_seat_that_is_given_to_a_class_of_ones_own_is_that_class_s_alone():
    market, usual = Model(CONFIG), Model(CONFIG)
    market.seat({1: Notebook})
    while market.running:
        market.step()
        usual.step()
    assert [type(rep) for rep in market.reps] == [SalesRep, Notebook, *[SalesRep] * 4]
    assert market.reps[1].told == list(range(CONFIG.days))
    assert len(market.agents_by_type[SalesRep]) == 5
    assert digest(market.world.records) == digest(usual.world.records)


@pytest.mark.parametrize(("kind", "row", "some"), [
    (SalesRep, seats.RepRow, {"effort": float, "joined": int, "prospector": bool}),
    (Customer, customers.CustomerRow, {"attention": float, "stage": int, "appointed": bool}),
])  # fmt: skip
def test_dir_and_help_tell_what_an_agent_has_with_types(kind, row, some):
    market = Model(CONFIG)
    agent = market.agents_by_type[kind][0]
    assert set(row.__annotations__) <= set(dir(agent))
    for name in row.__annotations__:
        told, value = getattr(kind, name), getattr(agent, name)
        scalar = told.fget.__annotations__["return"] in (bool, float, int)
        assert isinstance(value, told.fget.__annotations__["return"] if scalar else np.ndarray)
        assert scalar or told.__doc__.startswith("numbers")
    for name, held in some.items():
        assert getattr(kind, name).fget.__annotations__["return"] is held
        assert getattr(kind, name).__doc__.startswith(held.__name__)
