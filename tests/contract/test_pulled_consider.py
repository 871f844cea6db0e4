"""Customers whom a promotion calls think of rivals as far as said, and else as anybody does."""

from dataclasses import replace

import numpy as np
import pytest

from sim.config import Cadence
from sim.model.customers.pull_forward import pulled
from sim.model.day.notice import wake
from sim.model.market import Market as Model
from sim.model.rules.consideration import comes_to_mind, comes_to_mind_when_called
from sim.runs.one_run import digest
from tests import plain

EAGER = plain.buyer(entry_per_year=2.0, pull_forward=10.0, pull_days=40)
CONFIG = plain.config(
    market=plain.market(customers=2000, buyer=EAGER), days=60, warmup_days=0,
    sales=plain.sales(reps=3), rivals=plain.rivals(sales=plain.sales(reps=3)),
    cadence=Cadence(price_cut=0.25, cut_from_day=20, cut_days=10),
)  # fmt: skip


def model(part=1.0, **changes):
    buyer = replace(EAGER, pulled_consider=part)
    return Model(replace(CONFIG, market=replace(CONFIG.market, buyer=buyer), **changes), 4)


def lived(market):
    while market.running:
        market.step()
    return market.world


def test_without_a_promotion_it_leaves_no_trace():
    usual, other = (lived(model(part, cadence=Cadence())) for part in (1.0, 0.2))
    assert digest(usual.records) == digest(other.records)


def called(part):
    """The world on the eve of the promotion's first day, and those whom it would call."""
    market = model(part)
    while market.world.day < 19:
        market.step()
    world = market.world
    world.customers.known.cut[0] = 0.25
    rows = pulled(world, 0)
    wake(world, rows, part)
    return world.customers.rows[rows]


@pytest.mark.parametrize("part", [0.0, 0.4, 1.0])
def test_rivals_are_thought_of_with_that_part_of_the_chance(part):
    """In expectation over the salience of those called, within five standard errors; seed 4."""
    rows = called(part)
    assert len(rows) > 200
    for firm in (1, 2):
        others = rows[rows["supplier"] != firm]
        scale = EAGER.salience_scale
        usual = np.array([comes_to_mind(one, scale) for one in others["salience"][:, firm]])
        chance = part * usual
        thought = (others["considered"] >> firm) & 1
        error = np.sqrt((chance * (1 - chance)).sum())
        assert thought.sum() == pytest.approx(chance.sum(), abs=5 * error + 1e-9)
        assert ((rows["considered"][rows["supplier"] == firm] >> firm) & 1).all()


def test_what_is_pulled_forward_goes_to_the_promoting_firm():
    """The part that the focal firm has of all deals opened in the promotion and the month after."""
    shares = []
    for part in (0.0, 1.0):
        deals = lived(model(part)).records.deals.happened
        of_then = deals[(deals["opened"] >= 20) & (deals["opened"] < 50)]
        shares.append((of_then["firm"] == 0).mean())
    assert shares[0] > 1.1 * shares[1]


def test_the_rule():
    assert comes_to_mind_when_called(0.6, 1.0) == 0.6
    assert comes_to_mind_when_called(0.6, 0.5) == 0.3
