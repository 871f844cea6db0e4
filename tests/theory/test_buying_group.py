"""A buying group signs as often as theory says, beliefs being what they are.

With one firm considered, doing nothing certain and beliefs fixed at N(m, v), m being N(μ, τ²) over
customers, a group of g signs where Φ(m/√v)^g ≥ s, so that the part 1 − Φ((√v·z_g − μ)/τ) does.
"""

import math

import numpy as np
import pytest
from scipy import stats

from sim.config.buyer import Buyer
from sim.engine.compiled import compiled
from sim.engine.luck import key_of, normal, quantile
from sim.engine.slots import Purpose
from sim.model.customers.mind import look, sure
from sim.model.rules.buying_group import LARGEST, deciders, part_told, sureness_needed
from sim.model.state.customers import born
from sim.model.state.offers import nothing_offered
from sim.model.state.parameters import numbers

MANY, MEAN, SPREAD, PRECISION, SIGNS = 40_000, 0.9, 0.8, 3.0, 0.9


@compiled
def _draw(rows, key, precision):
    """Beliefs of variance 1/(1 + T) whose means are N(μ, τ²)."""
    for i in range(len(rows)):
        b = MEAN + SPREAD * normal(key, i, 0)
        rows[i]["precision"][0] = precision
        rows[i]["evidence"][0] = b * (1.0 + precision)
        rows[i]["considered"] = 1


@compiled
def _signing(rows, enough, buyer, known):
    count = 0
    for i in range(len(rows)):
        view = look(rows[i], buyer, known)
        if view.leader == 0 and sure(rows[i], view, enough, buyer, known):
            count += 1
    return count


@pytest.fixture(scope="module")
def beliefs():
    rows = born(MANY, 1)
    _draw(rows, key_of(4, Purpose.SIGNAL, 0), PRECISION)
    buyer = numbers(Buyer(prior_variance=1.0, private_share=0.0, no_decision_value=0.0))
    return rows, buyer, nothing_offered(np.zeros(1))


@pytest.mark.parametrize("people", [1, 2, 3, 6, 20])
def test_the_part_of_groups_that_sign(beliefs, people):
    """Within five standard errors of the closed form; seed 4."""
    z = sureness_needed(SIGNS, people)
    found = _signing(beliefs[0], z, *beliefs[1:]) / MANY
    expected = stats.norm.sf((z / math.sqrt(1.0 + PRECISION) - MEAN) / SPREAD)
    assert found == pytest.approx(expected, abs=5 * math.sqrt(expected * (1 - expected) / MANY))


@pytest.mark.parametrize("people", range(1, LARGEST + 1))
def test_all_are_right_with_the_chance_at_which_a_group_signs(people):
    for signs in (0.5, 0.9676, 0.9999):
        z = sureness_needed(signs, people)
        assert stats.norm.cdf(z) ** people == pytest.approx(signs, rel=1e-12)
        assert part_told(people) * people == pytest.approx(1.0)


def test_one_person_signs_as_surely_as_without_groups():
    for signs in (0.5, 0.832, 0.9676):
        assert sureness_needed(signs, 1) == quantile(signs)


def test_more_people_decide_on_what_is_larger():
    assert [deciders(1.0, group, 0.0) for group in (1.0, 1.4, 1.6, 6.0, 20.0)] == [1, 1, 2, 6, 20]
    sizes = (0.01, 0.25, 1.0, 4.0, 16.0, 1e6)
    assert [deciders(size, 4.0, 0.5) for size in sizes] == [1, 2, 4, 8, 16, 20]
    assert [deciders(size, 4.0, 0.0) for size in sizes] == [4] * 6
