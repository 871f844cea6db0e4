"""Rules at their edges and in exact figures: each against the law it stands for, written otherwise.

Where a mean over luck is taken, it is over 20,000 evenly spaced quantiles, so nothing is left to
chance.
"""

import math

import numpy as np
import pytest
from scipy import integrate, special, stats

from sim.config.measures import MEASURES
from sim.engine.luck import uniform
from sim.engine.rows import structure_of
from sim.model.rules import measures
from sim.model.rules.audience import reached, strongest_pain, told
from sim.model.rules.belief import mean
from sim.model.rules.calendar import (
    cycle,
    items_in_flight,
    publishes,
    publishing_days,
    week_of,
)
from sim.model.rules.choice import drawn, surely, sureness
from sim.model.rules.closing import (
    BOTHER,
    HARD,
    HOLD,
    NATURAL,
    PUSH,
    answer_to_push,
    best_move,
    credibility,
    day_without_push,
    days_of_paperwork,
    persistence,
    tailored,
)
from sim.model.rules.consideration import comes_to_mind
from sim.model.rules.contact import information_value, worthwhile
from sim.model.rules.content import affordable, kept_per_day, part_of_reach, settled_stock
from sim.model.rules.conversation import ramp, reveals
from sim.model.rules.effort import certain, unpaid_part
from sim.model.rules.follow_up import needed_chance, score_needed
from sim.model.rules.measures import Standing
from sim.model.rules.need import wait
from sim.model.rules.normal import cumulative, density, reaches
from sim.model.rules.payout import marginal_payout, payout
from sim.model.rules.releases import affordable_items, days_to, released
from sim.model.rules.scoring import score
from sim.model.rules.service import booked, satisfaction, terms_lasted
from sim.model.rules.turnover import quits, vacant_days
from sim.model.rules.wear import restored, worn
from sim.model.rules.window import (
    days_gone,
    days_left,
    is_open,
    part_begins,
    part_served,
    whole_days,
)

EVEN = (np.arange(20_000) + 0.5) / 20_000


def average(rule):
    return float(np.mean([rule(u) for u in EVEN]))


# Closing


def test_an_offer_is_believed_on_its_last_day_and_fades_by_the_same_part_a_day():
    """Over all days before the end the parts are a geometric series, 1/(1 − e^(−1/τ))."""
    for fade in (0.5, 3.0, 20.0):
        assert credibility(1.0, fade) == 1.0
        assert credibility(1.0 + fade * math.log(2), fade) == pytest.approx(0.5)
        days = [credibility(float(left), fade) for left in range(1, 1000)]
        assert sum(days) == pytest.approx(1 / (1 - math.exp(-1 / fade)))
    assert [credibility(float(left), 0.0) for left in (1, 2, 65)] == [1.0, 0.0, 0.0]
    assert credibility(1.0, -1.0) == 1.0


def test_a_rep_tries_as_often_as_work_says_on_average_and_never_less_than_once():
    for attempts, work in ((6.0, 1.0), (6.0, 0.55), (2.0, 1.3), (1.0, 1.0)):
        assert average(lambda u: persistence(attempts, work, u)) == pytest.approx(attempts * work)  # noqa: B023
    for attempts, work in ((6.0, 0.0), (6.0, 0.1), (1.0, 0.5)):
        assert {persistence(attempts, work, u) for u in (0.0, 0.3, 0.3999)} == {1}
    assert persistence(6.0, 0.3, 0.1) == 1
    assert persistence(6.0, 0.3, 0.3) == 2


def test_paperwork_takes_a_day_at_least_and_its_mean_on_average():
    for days in (1.0, 1.5, 4.0, 12.0):
        assert average(lambda u: days_of_paperwork(days, u)) == pytest.approx(days, rel=2e-3)  # noqa: B023
        assert days_of_paperwork(days, 1 - 1e-9) == 1
    assert days_of_paperwork(0.5, 0.01) == 1
    assert days_of_paperwork(0.0, 0.01) == 0


def test_who_gains_too_little_to_bother_lets_things_be():
    for move, gains in ((HOLD, (1, 0, 0)), (PUSH, (0, 1, 0)), (HARD, (0, 0, 1))):
        for size, chosen in ((BOTHER, NATURAL), (BOTHER * 1.01, move), (3.0, move)):
            assert best_move(*(gain * size for gain in gains)) == chosen
    assert BOTHER < 1e-3
    assert best_move(1.0, 1.0, 1.0) == HOLD
    assert best_move(0.0, 1.0, 1.0) == PUSH


def test_chances_of_nothing_and_of_all_are_kept_at_every_luck():
    """Luck may be drawn equal to a chance, and 0 is never below a chance of nothing."""
    assert answer_to_push(0.0, 0.0, 0.0, 1.0, 1.0) == 0
    assert answer_to_push(0.0, 0.0, 0.5, 0.0, 1.0) == -1
    assert answer_to_push(0.25, 0.25, 0.5, 0.5, 0.5) == 0
    assert answer_to_push(0.2, 0.2, 0.5, 0.5, 0.5) == 1
    assert answer_to_push(0.3, 0.2, 0.5, 0.5, 0.5) == -1
    assert day_without_push(0.0, 0.0, 0.0, 0.0) == 0
    assert day_without_push(0.1, 0.1, 0.2, 0.2) == -1
    assert day_without_push(0.3, 0.1, 0.2, 0.2) == 1


def test_twice_the_skill_adds_as_much_wherever_one_is():
    step = tailored(0.4, 1.0, 1.0, 0.05)
    assert step == 0.0
    for able, work in ((0.5, 1.0), (1.0, 0.7), (2.0, 3.0)):
        gain = tailored(0.4, 2 * able, work, 0.05) - tailored(0.4, able, work, 0.05)
        assert gain == pytest.approx(0.4 * math.log(2))
    assert tailored(0.4, 0.0, 1.0, 0.05) == pytest.approx(-0.4 * math.log(20))


# Contact


def gain(gap, spread):
    """E max(0, N(−|gap|, spread²)) in closed form, by SciPy."""
    z = abs(gap) / spread
    return spread * (stats.norm.pdf(z) - z * special.ndtr(-z))


def test_information_is_worth_the_expected_gain_of_switching():
    for spread in (0.1, 1.0, 3.0):
        for z in (0.0, 0.3, 1.0, 4.0, 7.9):
            expected = integrate.quad(
                lambda x, z=z: (x - z) * math.exp(-x * x / 2) / math.sqrt(2 * math.pi),
                z, z + 12, epsabs=0, epsrel=1e-10,
            )[0]  # fmt: skip
            for gap in (z * spread, -z * spread):
                found = information_value(gap, spread**2)
                assert found == pytest.approx(spread * expected, rel=1e-6, abs=1e-18)
    assert information_value(8.001, 1.0) == 0.0
    assert information_value(7.999, 1.0) > 0.0
    assert information_value(0.5, 0.0) == information_value(0.0, 0.0) == 0.0


@pytest.mark.parametrize("spread", [0.02, 0.7, 1.0, 5.0])
def test_asking_is_worthwhile_exactly_where_the_gain_exceeds_the_cost(spread):
    """Over gaps between, on and beyond the tabled ones, at costs a millionth from the gain."""
    for z in (*np.linspace(0, 6, 193), 0.03, 1.01, 5.99):
        worth = gain(z * spread, spread)
        for gap in (z * spread, -z * spread):
            for part, answer in ((0.2, True), (1 - 1e-6, True), (1 + 1e-6, False), (5.0, False)):
                assert worthwhile(gap, spread**2, part * worth) == answer, (z, part)
    for z in (8.0, 9.0, 40.0):
        assert not worthwhile(z * spread, spread**2, 1e-12)
    assert worthwhile(7.9 * spread, spread**2, 0.0)
    assert not worthwhile(40 * spread, spread**2, 0.0)


def test_nothing_that_cannot_move_the_mind_is_worth_a_cost():
    assert not worthwhile(0.0, 0.0, 0.0)
    assert not worthwhile(1.0, 0.0, 1e-9)
    assert not worthwhile(0.0, 0.0, 1e-9)


# Payout


def test_on_a_breakpoint_the_piece_that_begins_there_is_what_one_more_unit_earns():
    """Without doubt the worth is the curve's right-hand derivative, at a breakpoint too."""
    at, slope = np.array([0.0, 0.5, 1.0, 1.5]), np.array([0.02, 0.05, 0.15, 0.0])
    jump, step = np.array([0.0, 0.3, 0.0, 1.0]), 1e-6
    for x in (0.0, 0.2, 0.5, 0.7, 1.0, 1.4999, 1.5, 2.0):
        right = (payout(x + step, at, jump, slope, 4) - payout(x, at, jump, slope, 4)) / step
        assert marginal_payout(x, 0.0, at, jump, slope, 4) == pytest.approx(right, abs=1e-9)
        assert marginal_payout(x, -1.0, at, jump, slope, 4) == pytest.approx(right, abs=1e-9)
    assert marginal_payout(-0.1, 0.0, at, jump, slope, 4) == 0.0


def test_a_bonus_on_nothing_is_no_pull():
    """The first piece begins where credit does; what it pays at once, it pays in any case."""
    at, slope = np.array([0.0, 1.0]), np.array([0.5, 0.5])
    for jump in (0.0, 3.0):
        assert marginal_payout(0.2, 0.4, at, np.array([jump, 0.0]), slope, 2) == pytest.approx(0.5)


# Turnover


def test_the_hazard_of_leaving_follows_relative_pay_from_none_to_three_times():
    """At none it is h·e^r; at three times h·e^(−2r), and no less beyond."""

    def hazard(pay, outside=50_000.0):
        return -260 * math.log(1 - quits(0.3, pay, outside, 1.2))

    for pay, relative in ((0.0, -1.0), (25_000.0, -0.5), (50_000.0, 0.0), (75_000.0, 0.5),
                          (125_000.0, 1.5), (150_000.0, 2.0)):  # fmt: skip
        assert hazard(pay) == pytest.approx(0.3 * math.exp(-1.2 * relative), rel=1e-9)
    assert hazard(-9e9) == pytest.approx(hazard(0.0))
    assert hazard(9e9) == pytest.approx(hazard(150_000.0))
    # Nobody offers less than one unit of money: relative pay stays a number.
    for outside in (0.0, -5.0, 1.0):
        assert hazard(2.0, outside) == pytest.approx(0.3 * math.exp(-1.2), rel=1e-9)


def test_seats_stay_empty_for_whole_days_that_have_their_mean():
    for days in (0.5, 5.0, 30.0):
        assert average(lambda u: vacant_days(u, days)) == pytest.approx(days, rel=5e-3)  # noqa: B023
        assert vacant_days(1 - 1e-9, days) == 0
    assert vacant_days(1e-9, -1.0) == 0


# Audience, choice, content


def test_the_strongest_pain_is_that_of_the_smallest_draw():
    key = np.uint64(7)
    for customer in range(200):
        for pains in (1, 2, 5):
            draws = [uniform(key, customer, k) for k in range(pains)]
            assert strongest_pain(key, customer, pains) == int(np.argmin(draws))


def test_what_a_topic_gains_with_some_it_loses_with_others():
    for pains in (2, 5):
        for part in (0.0, 0.3, 1.0):
            all_reach = reached(True, part, pains) + (pains - 1) * reached(False, part, pains)
            assert all_reach / pains == pytest.approx(1.0)
            assert reached(False, part, pains) == pytest.approx(1 - part)
        for more in (0.0, 1.0, 1.8):
            all_told = told(True, more, pains) + (pains - 1) * told(False, more, pains)
            assert all_told / pains == pytest.approx(1.0)
            assert told(True, more, pains) == more


@pytest.mark.parametrize("scale", [0.0, 0.7, 3.0])
def test_options_are_chosen_in_proportion_to_their_exponentials(scale):
    utility = np.array([0.3, -0.4, 1.1, 0.0, 99.0])
    weight = np.exp(scale * utility[:4])
    chosen = np.bincount([drawn(u, utility, 4, scale) for u in EVEN], minlength=4)
    np.testing.assert_allclose(chosen / len(EVEN), weight / weight.sum(), atol=1e-4)
    assert drawn(0.0, utility, 4, scale) == 0
    # Utilities may be large: only their differences enter an exponential.
    assert drawn(0.5, utility + 900.0, 4, scale) == drawn(0.5, utility, 4, scale)
    # Rounding never leaves nobody chosen.
    assert drawn(1.0, utility, 4, scale) == 3


def test_where_nothing_is_unsure_a_lead_is_certain_and_a_tie_is_none():
    assert sureness(0.1, 0.0) == sureness(1e-9, -1.0) == 40.0
    assert sureness(0.0, 0.0) == sureness(-3.0, 0.0) == 0.0
    assert sureness(2.0, 4.0) == 1.0
    assert surely(2.0, 4.0, 1.0)
    assert not surely(0.0, 0.0, 0.5)
    assert not surely(-9.0, 1.0, 0.5)
    assert surely(0.1, 0.0, 0.5)


def test_the_settled_stock_is_the_sum_over_a_past_without_beginning():
    kept = kept_per_day(9.0)
    for bits, every, on, off in ((0b00001, 1, 1, 0), (0b10110, 2, 1, 0), (0b01001, 1, 2, 3)):
        for day in (0, 3, 11):
            past = [kept**age for age in range(4000) if publishes(day - age, bits, every, on, off)]
            found = settled_stock(day, kept, bits, every, on, off)
            assert found == pytest.approx(sum(past), rel=1e-12)
        round_ = cycle(every, on, off)
        days = [publishes(day, bits, every, on, off) for day in range(3 * round_)]
        assert days[:round_] == days[round_ : 2 * round_]
        assert publishing_days(bits, every, on, off) == sum(days[:round_])
        assert round_ == 5 * every * (on + off)


def test_hours_and_money_afford_what_they_pay_for():
    assert affordable(10.0, 4.0) == 0.4
    assert affordable(4.0, 10.0) == affordable(4.0, 4.0) == affordable(0.0, 0.0) == 1.0
    assert affordable(0.5, 0.25) == 0.5
    assert affordable_items(5.0, 7.0, 2.0) == 3.5
    assert affordable_items(5.0, 0.0, 0.0) == affordable_items(5.0, 99.0, 0.5) == 5.0
    assert affordable_items(5.0, 1.0, 0.5) == 2.0
    assert part_of_reach(2.0, 0.0, 0.0, 3.0) == 0.0
    assert part_of_reach(2.0, 0.5, 0.5, 0.5) == pytest.approx(2.0)


# Conversation, consideration, effort


def test_skill_and_salience_close_the_same_part_of_what_is_missing():
    """Each is 1 − e^(−x): the part left over is halved by every ln 2."""
    for scale in (0.5, 3.0, 40.0):
        half = scale * math.log(2)
        assert comes_to_mind(half, scale) == pytest.approx(0.5)
        assert ramp(half - 1.0, scale) == pytest.approx(0.5)
        assert ramp(2 * half - 1.0, scale) == pytest.approx(0.75)
        assert reveals(math.log(2) / scale, scale) == pytest.approx(0.5)
    assert ramp(0.0, -1.0) == ramp(3.0, 0.0) == 1.0
    assert ramp(0.0, 0.5) == pytest.approx(1 - math.exp(-2))


def test_uncertain_pay_is_worth_its_mean_less_half_the_aversion_times_the_variance():
    """Of n deals a Poisson number comes; the certainty equivalent of all is n times one's worth."""
    aversion, pay, deals = 0.02, 5.0, 7.0
    moment = stats.poisson(deals).expect(lambda n: np.exp(-aversion * pay * n))
    assert certain(pay, aversion) * deals == pytest.approx(-math.log(moment) / aversion)
    small = 1e-6
    assert certain(pay, small) == pytest.approx(pay - small * pay**2 / 2, rel=1e-9)
    assert certain(pay, 0.0) == certain(pay, -1.0) == pay
    assert unpaid_part(0.4, 0.25, 1e-9) == pytest.approx(0.3)
    assert unpaid_part(0.4, 0.25, 0.0) == unpaid_part(0.4, 0.25, -1.0) == 0.4


def test_a_lead_is_called_where_its_hours_bring_as_much_as_elsewhere():
    """At the chance that is needed, p·(wins − price·talks) just pays for the hours of reaching."""
    for goals in (0.0, 0.4):
        price = 0.05 * (1 - goals)
        chance = needed_chance(0.05, 3.0, 0.9, 4.0, goals)
        assert chance * (0.9 - price * 4.0) == pytest.approx(price * 3.0)
    assert needed_chance(0.5, 3.0, 0.9, 4.0, 0.0) == math.inf
    assert needed_chance(0.25, 3.0, 1.0, 4.0, 0.0) == math.inf
    assert score_needed(0.0, 0.5, 0.5) == score_needed(0.5, 1.0, 0.5) == -5.0
    assert score_needed(1.0, 0.5, 0.5) == score_needed(0.5, 0.0, 0.5) == 5.0
    assert score_needed(0.2, 0.2, 0.0) == -5.0
    # Bayes' rule at the score found, by the densities themselves.
    for chance, base, rho in ((0.3, 0.1, 0.6), (0.05, 0.2, 0.4), (0.5, 0.5, 0.9)):
        found, sd = score_needed(chance, base, rho), math.sqrt(1 - rho**2)
        need, none = (stats.norm(sign * rho, sd).pdf(found) for sign in (1, -1))
        assert base * need / (base * need + (1 - base) * none) == pytest.approx(chance)


# Need, normal law, releases, scoring, service


def test_a_need_comes_after_an_exponential_time_in_whole_days():
    for hazard in (0.5, 4.0):
        times = stats.expon(scale=260 / hazard)
        for day in (0, 10, 100):
            assert wait(times.sf(day + 0.999), hazard) == day
            assert wait(times.sf(day + 1.001), hazard) == day + 1
    assert wait(0.5, 0.0) == wait(0.5, -1.0) == 1 << 30
    assert wait(0.0 + 5e-324, 1e-300) == 10**9


def test_the_normal_law_is_scipys_in_the_middle_and_far_out():
    for z in (0.0, 0.5, 1.96, 5.0, 7.05, 7.09, 9.0, 20.0, 36.9, 38.0):
        assert density(z) == density(-z) == pytest.approx(stats.norm.pdf(z), rel=1e-12, abs=1e-320)
        assert cumulative(-z) == pytest.approx(special.ndtr(-z), rel=1e-7, abs=1e-320)
        assert cumulative(z) == pytest.approx(special.ndtr(z), abs=1e-14)
    assert cumulative(-50.0) == 0.0
    for needed in (-2.0, 1.0, 4.5):
        assert reaches(needed, 1.0, 2.5) == pytest.approx(stats.norm(1.0, 2.5).sf(needed))
    assert reaches(1.0, 1.0, 0.0) == reaches(1.0, 2.0, -1.0) == 1.0
    assert reaches(1.0, 0.999, 0.0) == reaches(1.0, 0.0, -1.0) == 0.0


def test_releases_come_on_their_days_once_or_again():
    for since in range(40):
        days = [10, 17, 24, 31, 38, 45]
        assert released(since, 10, 7) == sum(day <= since for day in days)
        assert days_to(since, 10, 7) == min(day - since for day in days if day >= since)
        assert released(since, 10, 0) == (since >= 10)
        assert days_to(since, 10, 0) == 10 - since


def test_a_score_has_a_variance_of_one_around_the_need():
    for rho in (0.0, 0.6, 1.0):
        drawn_ = np.array([score(True, rho, z) for z in stats.norm.ppf(EVEN)])
        assert drawn_.mean() == pytest.approx(rho, abs=1e-9)
        assert drawn_.var() == pytest.approx(1 - rho**2, abs=2e-3)


def test_satisfaction_is_the_logistic_of_utility_and_service_at_par():
    for utility, service in ((0.0, 1.0), (2.0, 0.5), (-1.0, 3.0)):
        expected = special.expit(utility + service - 1.0)
        assert satisfaction(utility, service) == pytest.approx(expected)


def test_accounts_last_as_long_as_their_loss_leaves_them_up_to_forty_terms():
    for leaves in (0.1, 0.5, 0.9):
        lasted = np.array([terms_lasted(u, leaves) for u in EVEN])
        cut = sum((1 - leaves) ** n for n in range(1, 41))
        assert lasted.mean() == pytest.approx(cut, rel=2e-3)
    assert terms_lasted(1e-300, 0.1) == 40
    assert terms_lasted(0.5, 1e-10) == 40
    # Where everybody leaves, nobody has renewed.
    assert terms_lasted(0.5, 1.0) == 0


# Wear, windows


def test_force_wears_by_the_same_part_an_item_and_comes_back_after_a_week_of_silence():
    for force in (1.0, 0.6):
        assert worn(force, 3.0, 0.2) == pytest.approx(force * math.exp(-0.2) ** 3)
        for days in (1.0, 5.0):
            assert restored(force, days, 0.4) == force
        missing = 1.0 - restored(force, 6.0, 0.4)
        assert missing == pytest.approx((1.0 - force) * math.exp(-0.4 / 5))


def test_a_window_counts_its_days_from_its_first_and_those_left_with_today():
    for opens, days, every in ((10, 5, 0), (0, 3, 10), (-4, 6, 6), (-35, 65, 65)):
        starts = [opens] if not every else range(opens, 40, every)
        for day in range(40):
            inside = [range(start, start + days) for start in starts
                      if day in range(start, start + days)]  # fmt: skip
            gone = inside[0].index(day) + 1 if inside else 0
            assert days_gone(day, opens, days, every) == gone
            assert days_left(day, opens, days, every) == (days + 1 - gone if inside else 0)
            assert is_open(day, opens, days, every) == bool(inside)


def test_a_cut_period_counts_the_days_in_force_and_is_over_with_them():
    """Against periods listed day by day: of 20 days, and thirds of 65, in force on some."""
    for opens, days, parts in ((-5, 20, 1), (-12, 65, 3), (3, 7, 2)):
        cuts = {65: [0, 22, 43, 65], 20: [0, 20], 7: [0, 4, 7]}[days]
        assert [part_begins(n, days, parts) for n in range(parts + 1)] == cuts
        bounds = [opens + turn * days + cut for turn in range(14) for cut in cuts[:-1]]
        for starts, stops in ((-99, 99), (11, 99), (-99, 30), (11, 30), (14, 14)):
            its = opens, days, days, parts, starts, stops
            for day in range(max(opens, 0), 70):
                first = max(one for one in bounds if one <= day)
                last = min(one for one in bounds if one > day) - 1
                whole = last - first + 1
                first, last = max(first, starts), min(last, stops)
                inside = first <= day <= last
                assert days_gone(day, *its) == (day - first + 1 if inside else 0)
                assert days_left(day, *its) == (last - day + 1 if inside else 0)
                assert is_open(day, *its) == inside
                assert whole_days(day, *its[:4]) == whole


def test_days_of_leave_are_not_served_but_one_day_always_is():
    assert part_served(64, 65, -50, 65, 13.0) == 0.8
    assert part_served(64, 65, 60, 65, 2.5) == 2.5 / 65
    assert part_served(64, 65, 60, 65, 5.0) == part_served(64, 65, 60, 65, 4.5) == 1 / 65
    assert part_served(64, 65, 65, 65, 5.0) == 0.0
    assert part_served(64, 65, -50, 65, 0.0) == 1.0


def test_the_part_served_is_the_days_of_a_window_in_the_seat():
    """Of a window of ten days on days 20 to 29, at each evening, by who joined when."""
    for until in range(20, 30):
        for joined in (-50, 0, 20, 23, 29, 35):
            served = sum(day >= joined for day in range(20, until + 1))
            assert part_served(until, until - 19, joined, 10) == pytest.approx(served / 10)
    # A run that begins within a window counts from its day 0.
    assert part_served(3, 8, -50, 10) == 0.4


def test_a_price_is_for_a_year_and_what_is_booked_for_the_term():
    assert booked(1200.0, 260.0) == 1200.0
    assert booked(1200.0, 65.0) == 300.0
    assert sum(booked(1200.0, 130.0) for _ in range(2)) == 1200.0


def test_items_come_in_one_week_of_so_many_and_as_many_on_average():
    for flights in (1, 2, 4):
        drawn_ = [items_in_flight(u, 3, flights) for u in EVEN]
        assert set(drawn_) == ({0, 3 * flights} if flights > 1 else {3})
        assert np.mean(drawn_) == pytest.approx(3.0, rel=1e-3)
    assert items_in_flight(0.25, 3, 4) == 0
    assert [week_of(day) for day in (0, 4, 5, 14)] == [0, 0, 1, 2]


# Measures

NOW = Standing(done=700.0, before=400.0, goal=0.8, days=65.0, left=20.0, pace=30.0,
               renewal_pace=12.0)  # fmt: skip
USUAL = {"market_deals": 0.4, "talks": 2.5, "pace": 25.0, "seats": 5.0, "deal": 100.0,
         "deal_spread": 0.5, "margin": 0.6, "content": 0.9, "content_sd": 0.25,
         "retained": 0.85, "retained_sd": 0.36}  # fmt: skip


def usual(**other):
    """What a firm's reps go by, as the world has it: a row of a structured array."""
    row = np.zeros(1, structure_of(measures.Rates))[0]
    for name, rate in {**USUAL, **other}.items():
        row[name] = rate
    return row


def test_what_a_period_comes_to_is_what_is_counted_and_what_goes_on():
    found = {
        name: measures.expected(number, NOW, usual())
        for name, number in (
            ("new", measures.NEW), ("renewal", measures.RENEWAL), ("margin", measures.MARGIN),
            ("team", measures.TEAM), ("activity", measures.ACTIVITY), ("growth", measures.GROWTH),
            ("retention", measures.RETENTION), ("satisfaction", measures.SATISFACTION),
            ("share", measures.SHARE_GAIN), ("deals", measures.DEALS),
        )
    }  # fmt: skip
    assert found == {
        "new": 1300.0, "renewal": 940.0, "margin": 1060.0, "team": 1200.0, "activity": 750.0,
        "growth": 3.25, "retention": 0.85, "satisfaction": 0.8, "share": 0.0,
        "deals": 700.0 + 30.0 * 20.0 / 100.0,
    }  # fmt: skip
    without = NOW._replace(before=0.0)
    assert measures.expected(measures.GROWTH, without, usual()) == 0.8
    assert measures.doubt(measures.GROWTH, without, usual()) == 0.0
    assert measures.per_sale(measures.GROWTH, without, usual()) == 0.0
    tiny = NOW._replace(before=0.5)
    assert measures.expected(measures.GROWTH, tiny, usual()) == 2600.0
    assert measures.per_sale(measures.GROWTH, tiny, usual()) == 2.0


def test_doubt_is_the_spread_of_what_still_arrives():
    """Money is a compound Poisson stream: n deals of mean m and relative variance c, m²n(1+c)."""
    sold, renewed = (
        math.sqrt(pace * 20 / 100 * 100**2 * 1.5) for pace in (NOW.pace, NOW.renewal_pace)
    )
    terms = 12.0 * 65 / 100
    expected = {
        measures.NEW: sold, measures.RENEWAL: renewed, measures.MARGIN: 0.6 * sold,
        measures.TEAM: sold / math.sqrt(5), measures.ACTIVITY: math.sqrt(50.0),
        measures.GROWTH: sold / 400.0, measures.RETENTION: 0.36 / math.sqrt(terms),
        measures.SATISFACTION: 0.25 / math.sqrt(terms),
        measures.SHARE_GAIN: math.sqrt(1 / (2 * 0.4 * 65)),
        measures.DEALS: math.sqrt(30.0 * 20.0 / 100.0),
    }  # fmt: skip
    for number, spread in expected.items():
        assert measures.doubt(number, NOW, usual()) == pytest.approx(spread), number
    # No surer than one term, or one win, would make it, nor than one seat.
    few = NOW._replace(renewal_pace=0.1)
    assert measures.doubt(measures.RETENTION, few, usual()) == 0.36
    assert measures.doubt(measures.SHARE_GAIN, NOW, usual(market_deals=0.0)) == math.sqrt(0.5)
    assert measures.doubt(measures.TEAM, NOW, usual(seats=0.0)) == pytest.approx(sold)
    late = NOW._replace(left=-1.0)
    assert measures.doubt(measures.ACTIVITY, late, usual()) == 0.0
    # Of 1.3 terms the third is worth its part.
    some = NOW._replace(renewal_pace=2.0)
    assert measures.doubt(measures.RETENTION, some, usual()) == pytest.approx(0.36 / 1.3**0.5)


def test_one_more_sale_or_renewal_moves_each_measure_by_its_share():
    worth = {
        measures.NEW: 1.0, measures.MARGIN: 0.6, measures.GROWTH: 1 / 400, measures.TEAM: 1 / 5,
        measures.SHARE_GAIN: 1 / (100 * 0.4 * 65), measures.ACTIVITY: 2.5 / 25,
        measures.RENEWAL: 0.0, measures.RETENTION: 0.0, measures.SATISFACTION: 0.0,
        measures.DEALS: 1 / 100,
    }  # fmt: skip
    for number, one in worth.items():
        assert measures.per_sale(number, NOW, usual()) == pytest.approx(one), number
    ended = 12.0 * 65 / 0.85  # value up for renewal of which so much renews
    again = dict.fromkeys(worth, 0.0) | {
        measures.RENEWAL: 1.0, measures.RETENTION: 1 / ended, measures.SATISFACTION: 0.9 / ended,
    }  # fmt: skip
    for number, one in again.items():
        assert measures.per_renewal(number, NOW, usual()) == pytest.approx(one), number
    assert measures.per_sale(measures.TEAM, NOW, usual(seats=0.0)) == 1.0
    assert measures.satisfaction_per_renewal(0.2, 2.5) == pytest.approx(0.5)


def test_sums_come_in_part_and_ratios_as_a_whole():
    ratios = {measures.RETENTION, measures.SATISFACTION, measures.SHARE_GAIN, measures.GROWTH}
    for number in range(len(MEASURES)):
        assert measures.adds_up(np.int64(number)) == (number not in ratios)


def test_only_margin_counts_what_was_given_away():
    for number, credit in ((measures.NEW, 80.0), (measures.GROWTH, 80.0), (measures.MARGIN, 40.0),
                           (measures.RENEWAL, 0.0), (measures.TEAM, 0.0)):  # fmt: skip
        assert measures.deal_credit(number, 80.0, 100.0, 0.4) == pytest.approx(credit)
    assert measures.term_credit(measures.RENEWAL, 90.0, 70.0, 0.3, False) == 0.0
    assert measures.term_credit(measures.RETENTION, 90.0, 99.0, 0.3, True) == 90.0
    assert measures.term_credit(measures.NEW, 90.0, 99.0, 0.3, True) == 0.0
    assert measures.term_base(measures.SATISFACTION, 90.0, 0.3) == 1.0
    assert measures.term_base(measures.NEW, 90.0, 0.3) == 0.0


def test_evidence_pulls_a_belief_by_its_share_of_all_precision():
    for prior, told_, value in ((0.5, 2.0, 1.4), (-1.0, 0.3, 0.2)):
        exact = (prior / 4.0 + told_ * value) / (1 / 4.0 + told_)
        assert mean(told_, told_ * value, prior, 4.0) == pytest.approx(exact)
