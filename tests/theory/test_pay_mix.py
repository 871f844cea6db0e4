"""The pay mix: signs that hold, and that turn round when the conditions do."""

import pytest

from sim.facts.conditions.linear_contract import best_rate, salary_share
from sim.facts.held_out import pay_mix


def test_all_seven_signs_hold():
    found = pay_mix.check()
    assert len(found) == 7
    assert all(one.holds for one in found)


def test_none_holds_the_other_way_round_or_where_nothing_changes():
    assert not any(one.holds for one in pay_mix.check(raised=0.8))
    assert not any(one.holds for one in pay_mix.check(raised=1.0))


def test_the_salary_leaves_the_rep_as_well_off_as_elsewhere():
    """By hand for a rep who does not mind risk: the rate is the margin, effort βk/d."""
    here = pay_mix.changed(pay_mix.default(), "aversion", 0.0)
    rate = best_rate(here)
    effort = rate * here.effectiveness / here.cost
    paid = rate * (here.base + here.effectiveness * effort)
    salary = here.outside - paid + here.cost * effort**2 / 2
    assert rate == pytest.approx(here.margin, abs=1e-6)
    assert salary_share(here) == pytest.approx(salary / (salary + paid), rel=1e-5)
