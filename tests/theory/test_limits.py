"""Exact limits: every one holds, and each fails as soon as its mechanism or its number is wrong.

The checks are those of ``sim facts limits``, with the seeds fixed there: each comparison of an
estimate has a false-alarm probability of 6e-7, once, when it was written.
"""

import numpy as np
import pytest

from sim.facts import Fact, Outcome, equal, estimate
from sim.facts.check import examine
from sim.facts.limits import FACTS, adstock, belief, little, persistence
from sim.world.attention import learn


@pytest.mark.parametrize("fact", FACTS, ids=[fact.name for fact in FACTS])
def test_the_limit_holds(fact):
    outcome = examine(fact)
    assert outcome.holds, [finding for finding in outcome.findings if not finding.holds]


def broken(findings):
    """What was compared and does not hold."""
    return [finding.what for finding in findings if not finding.holds]


def test_a_comparison_with_what_is_no_number_does_not_hold():
    assert not equal("", 1.0, float("nan"), 1e-9).holds
    assert not estimate("", 1.0, 1.0, float("nan"), (1,)).holds
    assert not Outcome(Fact(0, "nothing", "nobody", tuple), ()).holds


def test_a_path_that_is_not_empty_at_its_end_breaks_littles_law():
    failed = broken(little.check(days=70))
    assert "customers in the market: left at the end" in failed
    assert "customers in the market: L against λW" in failed


def test_one_forgotten_departure_breaks_littles_law():
    path = little.walk(little.reduced(4000, 300), little.SEED)
    journeys = path.records.journeys.happened
    for rows, same in ((journeys, True), (journeys[1:], False)):
        flow, stock = little.both_sides(path.in_market, rows["entered"], rows["ended"])
        assert (flow == pytest.approx(stock, rel=1e-12)) == same


def test_another_carry_over_is_not_this_adstock():
    assert len(broken(adstock.check(claimed=0.931))) == 7


def test_decaying_variance_in_place_of_precision_is_not_adstock():
    """Variance that reverts to the prior's forgets what is well known much faster."""
    kept, prior = adstock.KEPT, 1.0

    def hear(row, firm, precision, luck):
        v = 1.0 / (1.0 / prior + row["precision"][firm])
        row["precision"][firm] = 1.0 / (prior - (prior - v) * kept) - 1.0 / prior
        learn(row, firm, precision, luck)

    told = [adstock.TOLD] * 400
    right = adstock.remembered(told)
    wrong = adstock.remembered(told, hear=hear, kept=1.0)
    assert broken(adstock.laws("", right, right, kept)[-2:]) == []
    assert len(broken(adstock.laws("", wrong, wrong, kept)[-2:])) == 2
    assert np.mean(wrong) < 0.6 * np.mean(right)


def test_another_chance_to_be_reached_is_rejected():
    assert broken(persistence.check(claimed=0.40))


def test_forgetting_without_memorys_noise_leaves_beliefs_under_confident():
    """Value on belief has a slope above 1 then (1.1 at λ = .93): they say less than they know."""
    failed = broken(belief.check(memory_noise=False))
    assert failed
    assert all("with forgetting" in what for what in failed)
