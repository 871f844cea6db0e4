"""Exact limits: every one holds, and each fails as soon as its mechanism or its number is wrong.

The checks are those of ``sim facts limits``, with the seeds fixed there: each comparison of an
estimate has a false-alarm probability of 6e-7, once, when it was written.
"""

from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest

from sim.config import Network
from sim.facts import Fact, Outcome, equal, estimate
from sim.facts.conditions import linear_contract
from sim.facts.limits import (
    FACTS,
    adstock,
    bass,
    belief,
    contract,
    lifetime,
    little,
    logit,
    opinion,
    ownership,
    persistence,
    pulsing,
    purchases,
    queue,
    retention,
    sales_response,
)
from sim.model.customers.attention import learn
from sim.model.foresight.period import Curve

# Where the command takes a larger market than a test needs.
SMALLER = {
    bass.FACT: {"customers": 10_000, "seeds": (1, 2), "small": {2: 40, 10: 40}},
    queue.FACT: {"requests": 100_000},
}


@pytest.mark.parametrize("fact", FACTS, ids=[fact.name for fact in FACTS])
def test_the_limit_holds(fact):
    outcome = Outcome(fact, tuple(fact.check(**SMALLER.get(fact, {}))))
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
    failed = broken(adstock.check(claimed=0.931))
    assert len([what for what in failed if what.startswith("belief")]) == 7


def test_another_restoration_is_another_force_before_a_pulse():
    assert broken(pulsing.check(claimed=0.09)) == ["force before a pulse, (1 − R)/(1 − AR)"]


def test_another_churn_is_another_response_to_content():
    failed = broken(sales_response.check(claimed_churn=0.13, customers=4000))
    shares = [what for what in failed if what.startswith("share at")]
    assert len(shares) == len(sales_response.SPENT)
    assert "left 100 days after the last content, e^(−λt)" in failed


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


def test_another_contagion_is_rejected():
    mixed = bass.adopters(Network(kind="fully_mixed"), 1, 20_000)
    assert broken(bass.curve(mixed, bass.Q, 20_000, (1,))) == []
    for q in (0.30, 0.46):
        assert "fully mixed: F(5)" in broken(bass.curve(mixed, q, 20_000, (1,)))


def test_golden_values_of_diffusion():
    """Published and derived for p = .03, q = .38, to the digits given."""
    assert bass.share(5.0) == pytest.approx(0.3312, abs=5e-5)
    assert bass.share(10.0) == pytest.approx(0.8128, abs=5e-5)
    assert bass.share(6.1926) == pytest.approx(0.46053, abs=5e-5)
    assert bass.circle(10.0) == pytest.approx(0.5583, abs=5e-5)
    assert bass.two_nodes(10.0) == pytest.approx(0.4056, abs=5e-5)


def test_small_complete_graphs_fall_short_of_the_curve_by_a_part_in_their_number():
    """The exact chain in steps of a week: N times the shortfall tends to a constant.

    With two customers it is F₂ but for the step.
    """
    p, q, weeks = bass.P / 52, bass.Q / 52, 520
    level = 0.0
    for _ in range(weeks):
        level = 1.0 - (1.0 - level) * np.exp(-p) * (1.0 - q * level)
    short = [n * (level - bass.birth_chain(n, weeks, p, q)[0]) for n in (100, 200, 400)]
    assert short[0] == pytest.approx(short[2], rel=0.1)
    assert short[1] == pytest.approx(short[2], rel=0.05)
    assert short[2] > 1.0
    assert bass.birth_chain(2, weeks, p, q)[0] == pytest.approx(bass.two_nodes(10.0), abs=0.002)


def test_the_fluctuation_of_a_finite_market_is_that_of_its_chain():
    """Linear noise against the exact variance for 400 customers: 3 %."""
    weekly = bass.birth_chain(400, 260, bass.P / 52, bass.Q / 52)[1] * 400
    assert bass.fluctuation(np.array([5.0]), bass.Q)[0, 0] == pytest.approx(weekly, rel=0.03)


def test_who_hears_nobody_does_not_diffuse():
    alone = bass.adopters(Network(kind="none"), 1, 20_000, days=1300)
    assert alone[1299] == pytest.approx(1.0 - np.exp(-0.15), abs=0.013)
    assert alone[1299] < bass.share(5.0) - 0.1


@pytest.mark.parametrize("scale", [1.8, 2.2])
def test_another_weight_of_utility_is_rejected(scale):
    failed = broken(logit.check(claimed_scale=scale))
    assert {"market: share of firm 0", "rule: share farthest from e^u/Σe^u"} <= set(failed)


@pytest.mark.parametrize("shape", [0.65, 1.0])
def test_another_spread_of_hazards_is_rejected(shape):
    assert "bought nothing, (1 + M/K)^−K" in broken(purchases.check(claimed_shape=shape))


def test_golden_values_of_purchases():
    """M = 2, K = .8: .3671 buy nothing, and buyers buy 3.160 times."""
    none = (1 + purchases.MEAN / purchases.SHAPE) ** -purchases.SHAPE
    assert none == pytest.approx(0.3671, abs=5e-5)
    assert purchases.MEAN / (1 - none) == pytest.approx(3.160, abs=5e-4)


def test_customers_alike_in_their_hazard_buy_as_poisson():
    """Without the Gamma spread the variance is the mean: nowhere near M + M²/K."""
    config = purchases.reduced(5000)
    market = replace(config.market, buyer=replace(config.market.buyer, entry_shape=0.0))
    total = purchases.purchases(replace(config, market=market), 9).sum(axis=1)
    assert total.var() == pytest.approx(total.mean(), rel=0.12)
    assert (total == 0).mean() == pytest.approx(np.exp(-2), abs=0.025)


def test_another_spread_of_loyalty_is_rejected():
    assert {"retention at renewal 1, r_1", "survived 12 renewals, S_12"} <= set(
        broken(retention.check(claimed_alpha=0.75))
    )


def test_accounts_alike_in_their_loyalty_never_renew_more():
    config = retention.reduced(20_000)
    service = replace(config.market.service, churn_shape=0.0)
    alike = replace(config, market=replace(config.market, service=service))
    at_risk, kept = retention.renewals(alike, retention.SEED)
    rates = kept / at_risk
    assert rates == pytest.approx(np.full(12, 1 - service.churn), abs=0.03)
    assert rates[-1] < 0.9


def test_another_churn_is_rejected():
    failed = broken(ownership.check(claimed_churn=0.11))
    assert {"share with a supplier, πP = π", "days with a supplier, 1/c"} <= set(failed)


def test_another_substitution_between_tasks_is_rejected():
    failed = broken(contract.check(claimed_substitution=0.31))
    assert len(failed) == 3


def test_one_sided_compromise_does_not_keep_the_mean(monkeypatch):
    def one_sided(world):
        before = world.customers.rows["evidence"].copy()
        discuss(world)
        world.customers.rows["evidence"][::2] = before[::2]

    notice = import_module("sim.model.day.notice")
    discuss = notice.discuss
    monkeypatch.setattr(notice, "discuss", one_sided)
    assert "mean opinion, ε = 0.5" in broken(opinion.check(customers=1000))


def test_a_wider_bound_leaves_fewer_camps():
    """Theory's number for one bound is rejected for another."""
    _, after, stayed = opinion.opinions(opinion.reduced(4000, 0.3, 0.5), opinion.SEED)
    assert len(opinion.camps(after[stayed], 0.3)) == 1
    _, after, stayed = opinion.opinions(opinion.reduced(4000, 0.12, 0.5), opinion.SEED)
    assert len(opinion.camps(after[stayed], 0.12)) == 4


def test_another_aversion_gives_another_effort_and_other_best_rates():
    failed = broken(contract.check(claimed_aversion=0.49))
    assert "one task paid: effort of an averse rep, (1−e^(−ρβ))/ρ" in failed
    assert sum(what.startswith("best rate") for what in failed) == 6


def test_the_best_rate_is_a_limit_of_small_deals():
    """With deals as large as the default's, the formula is off by more than the limit allows."""
    here = contract.YEAR
    off = linear_contract.best_rate(here) / linear_contract.closed_form(here) - 1.0
    assert abs(off) > 0.01
    assert linear_contract.best_rate(replace(here, aversion=0.0)) == pytest.approx(0.7, abs=1e-6)


def test_a_bonus_looked_ahead_on_is_not_flat():
    bonus = Curve((0.0, 1.0), (0.0, 0.5), (0.5, 1.5), 8000.0, 1.0)  # as quota_bonus pays
    worth = contract.solved(bonus)[..., 0]
    assert (worth[-1] / worth[32]).max() > 2.0


def test_another_retention_or_discount_is_another_lifetime_value():
    failed = broken(lifetime.check(claimed_retention=0.79))
    assert "worth of an account over its yearly value, mr/(1+i−r)" in failed
    failed = broken(lifetime.check(claimed_discount=0.08))
    assert "elasticity in retention, (1+i)/(1+i−r)" in failed
