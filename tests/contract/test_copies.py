"""A copy of a market, or one that was saved, goes on as the market itself would have."""

import copy
import pickle
import subprocess
import sys
from contextlib import suppress
from dataclasses import fields, is_dataclass, replace
from itertools import combinations

import numpy as np
import pytest
from test_day import BUSY, EVERYTHING, OPINIONATED
from test_policies import with_

from sim import ConfigError, Customer, SalesRep
from sim.config import Marketing, Timing
from sim.config.plan import Component, Incentive
from sim.model import market as module
from sim.model.market import Market as Model
from sim.runs.one_run import digest

DAYS = 24


def short(config):
    return replace(config, days=DAYS, seed=3)


BONUS = Component(
    at=[0.0, 1.0],
    jump=[0.0, 0.5],
    slope=[0.0, 0.0],
    target_pay=9000.0,
    unit="attainment",
    period="month",
)
MARKETS = {
    "busy": short(BUSY),
    "logit": short(EVERYTHING[1]),
    "listed ties, cold": short(EVERYTHING[2]),
    "opinions": short(OPINIONATED),
    "looking ahead, a planner, touches": short(replace(
        BUSY, touches=True, incentive=Incentive(components=[BONUS]),
        marketing=Marketing(decides="planner"), timing=Timing(),
    )),
    "a bandit, one line": short(replace(
        BUSY, marketing=Marketing(decides="bandit"), sales=replace(BUSY.sales, routing="pool"))),
}  # fmt: skip
WAYS = {"deepcopy": copy.deepcopy, "pickle": lambda market: pickle.loads(pickle.dumps(market))}


def ended(market):
    market.run_model()
    return digest(market.world.records)


def arrays(thing, where="", seen=None):
    """Every array that can be reached from a thing, by the way that leads to it."""
    seen = set() if seen is None else seen
    if id(thing) in seen:
        return
    seen.add(id(thing))
    if isinstance(thing, np.ndarray):
        yield where, thing
    elif isinstance(thing, dict):
        for key, value in thing.items():
            yield from arrays(value, f"{where}[{key!r}]", seen)
    elif isinstance(thing, tuple) and hasattr(thing, "_fields"):
        for name in thing._fields:
            yield from arrays(getattr(thing, name), f"{where}.{name}", seen)
    elif isinstance(thing, list | tuple):
        for number, value in enumerate(thing):
            yield from arrays(value, f"{where}[{number}]", seen)
    elif is_dataclass(thing):
        for entry in fields(thing):
            if entry.name not in ("staff", "config", "books", "views"):
                yield from arrays(getattr(thing, entry.name), f"{where}.{entry.name}", seen)
    elif hasattr(thing, "__dict__") and type(thing).__module__.startswith("sim."):
        yield from arrays(vars(thing), where, seen)


def layout(array):
    """What compiled code knows of an array's place in memory."""
    flags, steps = array.flags, array.strides if array.size > 1 else ()
    return steps, flags.c_contiguous, flags.f_contiguous, flags.aligned, flags.writeable


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", MARKETS)
def test_a_copy_of_any_evening_ends_as_the_run_that_was_never_stopped(name, way):
    whole = ended(Model(MARKETS[name]))
    market = Model(MARKETS[name])
    for day in range(DAYS):
        if day % 5 == 0 or day == DAYS - 1:
            assert ended(WAYS[way](market)) == whole, day
        market.step()
    assert ended(WAYS[way](market)) == ended(market) == whole


@pytest.mark.parametrize("way", WAYS)
def test_arrays_of_a_copy_share_memory_as_those_of_the_market_do(way):
    market = Model(MARKETS["listed ties, cold"])
    for _ in range(7):
        market.step()
    mine, its = dict(arrays(market.world)), dict(arrays(WAYS[way](market).world))
    assert mine.keys() == its.keys()
    assert len(mine) > 80
    for name, array in mine.items():
        assert its[name].dtype == array.dtype, name
        assert layout(its[name]) == layout(array), name
        assert not np.shares_memory(array, its[name]), name
    for one, other in combinations(mine, 2):
        assert np.may_share_memory(mine[one], mine[other]) == np.may_share_memory(
            its[one], its[other]
        ), (one, other)


def test_copies_with_seeds_of_their_own_part_ways_from_that_day_on():
    market = Model(MARKETS["busy"])
    for _ in range(10):
        market.step()
    whole = ended(copy.deepcopy(market))
    copies = [copy.deepcopy(market) for _ in range(4)]
    for one, seed in zip(copies, (3, 4, 5, 4), strict=True):
        one.reseed(seed)
    panels = [one.world.records.panel for one in copies]
    digests = [ended(one) for one in copies]
    assert digests[0] == whole
    assert digests[1] == digests[3]
    assert len(set(digests)) == 3
    for panel in panels:
        assert (panel[:10] == panels[0][:10]).all()


def test_a_copy_has_agents_of_its_own():
    market = Model(MARKETS["busy"])
    market.step()
    for asked in (False, True):
        if asked:
            len(market.agents)
        other = copy.deepcopy(market)
        assert {agent.model for agent in other.agents} == {other}
        assert len(other.agents) == len(market.agents)
        ids = [agent.unique_id for agent in other.agents]
        assert len(set(ids)) == len(ids)
        other.reps[0].skill = 50.0
        other.customer(3).hassle = 50.0
        assert market.reps[0].skill != 50.0
        assert market.customer(3).hassle != 50.0
        assert all(rep in other.agents_by_type[SalesRep] for rep in other.reps)
        assert other.customer(3) in other.agents_by_type[Customer]


def test_a_market_with_classes_of_ones_own_is_copied_with_them():
    config = replace(with_("Newsroom", "Caller"), seed=2)
    whole = ended(Model(config))
    market = Model(config)
    for _ in range(9):
        market.step()
    assert ended(copy.deepcopy(market)) == ended(pickle.loads(pickle.dumps(market))) == whole


def test_a_saved_market_goes_on_in_another_process(tmp_path):
    market = Model(MARKETS["busy"])
    for _ in range(9):
        market.step()
    (tmp_path / "evening.pickle").write_bytes(pickle.dumps(market))
    code = (
        "import pickle, sys; from sim.runs.one_run import digest\n"
        "market = pickle.load(open(sys.argv[1], 'rb'))\n"
        "market.run_model(); print(digest(market.world.records))"
    )
    words = [sys.executable, "-c", code, str(tmp_path / "evening.pickle")]
    ran = subprocess.run(words, capture_output=True, text=True, check=False)
    assert ran.stdout.split() == [ended(market)], ran.stderr


def test_a_market_saved_by_other_code_is_refused(monkeypatch):
    saved = pickle.dumps(Model(MARKETS["busy"]))
    monkeypatch.setattr(module, "_code", lambda: "0" * 16)
    with pytest.raises(ConfigError, match="saved by other code"):
        pickle.loads(saved)


class Looker(SalesRep):
    """Wants to try today out before living it."""

    def split(self, day):
        return getattr(self, f"by_{TRIED}")()

    def by_copy(self):
        return copy.deepcopy(self.model)

    def by_customer(self):
        return self.model.customer(0).step()

    def by_reseed(self):
        return self.model.reseed(5)


TRIED = ""


class Hasty(SalesRep):
    """Wants to be in tomorrow already."""

    def split(self, day):
        with suppress(ConfigError):  # Mesa 3.5 ends a step within a step by itself
            self.model.step()
        return super().split(day)


def test_a_step_within_a_step_is_no_step():
    plain, hasty = Model(with_(), 1), Model(with_(rep=f"{__name__}:Hasty"), 1)
    assert ended(plain) == ended(hasty)


@pytest.mark.parametrize("tried", ["copy", "customer", "reseed"])
def test_what_happens_in_a_market_cannot_copy_or_step_it(tried, monkeypatch):
    monkeypatch.setitem(globals(), "TRIED", tried)
    config = with_(rep=f"{__name__}:Looker")
    with pytest.raises(ConfigError, match="only between days"):
        Model(config, 1).step()


def test_a_shallow_copy_is_refused():
    with pytest.raises(ConfigError, match=r"use copy\.deepcopy"):
        copy.copy(Model(MARKETS["busy"]))
