"""Each rule does what its docstring says, whatever numbers it is given."""

import inspect
import math
import pkgutil
from importlib import import_module

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

import sim.model.rules
from sim.config.measures import COUNT, DEAL, MEASURES, NIGHT, REGISTER, TERM
from sim.engine.luck import quantile
from sim.engine.rows import structure_of
from sim.model.rules import measures, quota
from sim.model.rules.bandit import upper_bound
from sim.model.rules.belief import (
    faded,
    forgetting_noise,
    mean,
    moved,
    private_prior,
    progress,
    public_prior,
    remembered,
    signal,
    variance,
)
from sim.model.rules.calendar import is_on, items_in_flight, publishes
from sim.model.rules.choice import aspiration, drawn, surely, sureness
from sim.model.rules.clarity import clarity, relapse
from sim.model.rules.closing import (
    BOTHER,
    HARD,
    HOLD,
    NATURAL,
    PUSH,
    answer_to_push,
    best_move,
    day_without_push,
    days_of_paperwork,
    of_move,
)
from sim.model.rules.consideration import comes_to_mind
from sim.model.rules.contact import information_value
from sim.model.rules.content import kept_per_day, part_of_reach, reach, reference_stock
from sim.model.rules.conversation import leads_with_dearest, ramp, reveals, skill
from sim.model.rules.effort import effort, responding, tries, unpaid_part, work, working_time
from sim.model.rules.fit import cosine, pain, pains_of
from sim.model.rules.follow_up import (
    MOST_POINTS,
    channel_worth,
    log_odds,
    score_per_log_odds,
    shrunk,
)
from sim.model.rules.need import among, pulled_forward, spreads, wait
from sim.model.rules.normal import cumulative, density, reaches, relative_variance
from sim.model.rules.ownership import as_seen, has_account, leaves_per_year
from sim.model.rules.payout import marginal_payout, payout, period_spread
from sim.model.rules.planning import (
    believed_share,
    days_at_need,
    leads_drawn,
    objective,
    share_searching,
    told,
)
from sim.model.rules.releases import affordable_items, days_to, hours_of_preparation, released
from sim.model.rules.routing import claim, days_to_rep
from sim.model.rules.scoring import accuracy, score, threshold
from sim.model.rules.service import (
    churn,
    churn_slope,
    renewed,
    rep_changed,
    satisfaction,
    terms_lasted,
    units,
)
from sim.model.rules.service import remembered as service_remembered
from sim.model.rules.smoothing import smoothed
from sim.model.rules.traits import times_mean, times_median
from sim.model.rules.turnover import quits, tenure, vacant_days
from sim.model.rules.utility import (
    fit_sd,
    fit_utility,
    offer_utility,
    private_utility,
    relative_size,
    utility,
)
from sim.model.rules.waiting import lasting, rounds
from sim.model.rules.wear import restored, settled, worn
from sim.model.rules.window import days_gone, days_left, is_open, part_served
from sim.model.rules.word_of_mouth import (
    compromise,
    hears_strong,
    listed_neighbour,
    strong_neighbour,
    weak_neighbour,
)

MODULES = [
    import_module(f"sim.model.rules.{m.name}")
    for m in pkgutil.iter_modules(sim.model.rules.__path__)
]


def floats(low, high):
    return st.floats(low, high, allow_subnormal=False)


share, positive, real = floats(0, 1), floats(1e-3, 1e3), floats(-50, 50)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.split(".")[-1])
def test_a_rule_is_one_documented_concept_of_scalar_functions(module):
    assert module.__doc__
    assert module.__doc__.splitlines()[0].rstrip().endswith((".", ":", ","))
    rules = [
        getattr(f, "py_func", f)
        for name, f in vars(module).items()
        if callable(f)
        and not inspect.isclass(f)
        and not name.startswith("_")
        and getattr(f, "__module__", "") == module.__name__
    ]
    assert rules
    for rule in rules:
        assert rule.__doc__, rule.__name__
        assert inspect.signature(rule).return_annotation in (
            float,
            int,
            bool,
            "float",
            "int",
            "bool",
        )


# Belief


@given(floats(0, 1e3), floats(0.01, 25), real)
def test_belief_narrows_with_precision(precision, prior_variance, prior_mean):
    v = variance(precision, prior_variance)
    assert 0 < v <= prior_variance * (1 + 1e-12)
    assert variance(precision + 1.0, prior_variance) < v
    assert math.isclose(v, 1 / (1 / prior_variance + precision), rel_tol=1e-12)
    assert -1e-12 <= progress(v, prior_variance) < 1
    share = precision / (precision + 1 / prior_variance)
    assert math.isclose(progress(v, prior_variance), share, abs_tol=1e-12)
    assert math.isclose(mean(0.0, 0.0, prior_mean, prior_variance), prior_mean, abs_tol=1e-12)


@given(floats(0, 1e3), real)
def test_a_part_that_is_not_there_is_known_for_certain(precision, evidence):
    assert variance(precision, 0.0) == 0
    assert mean(precision, evidence, 0.0, 0.0) == 0
    assert moved(0.0, precision) == 0


@given(floats(0.001, 25), floats(0, 1e3))
def test_a_step_takes_what_doubt_it_removes(spread, precision):
    """The variance of the mean's step is the fall of the belief's variance: a martingale."""
    left = variance(1 / spread + precision, 1e12)
    assert math.isclose(moved(spread, precision), spread - left, rel_tol=1e-6, abs_tol=1e-9)
    assert moved(spread, precision) <= spread * (1 + 1e-12)
    assert moved(spread, 0.0) == 0


@given(floats(0.01, 100), real, real, floats(0.01, 25))
def test_belief_lies_between_the_prior_and_what_was_heard(precision, value, prior, prior_variance):
    believed = mean(precision, precision * value, prior, prior_variance)
    assert min(prior, value) - 1e-9 <= believed <= max(prior, value) + 1e-9


@given(real, floats(0, 100), floats(-8, 8))
def test_a_signal_is_worth_its_precision(value, precision, luck):
    assert signal(value, 0.0, luck) == 0.0
    noise = signal(value, precision, luck) - precision * value
    assert math.isclose(noise, math.sqrt(precision) * luck, rel_tol=1e-9, abs_tol=1e-9)


@given(floats(0, 100), share)
def test_forgetting_is_quiet_when_all_or_nothing_is_kept(precision, kept):
    assert forgetting_noise(precision, 1.0) == forgetting_noise(precision, 0.0) == 0.0
    assert 0 <= forgetting_noise(precision, kept) <= math.sqrt(precision) / 2 + 1e-12


# Calendar


@given(st.sets(st.integers(0, 4)), st.integers(1, 5), st.integers(1, 4), st.integers(0, 4))
def test_a_calendar_publishes_on_its_weekdays_in_its_weeks(weekdays, every, on, off):
    bits = sum(1 << day for day in weekdays)
    cycle = every * (on + off)
    found = {d for d in range(5 * cycle) if publishes(d, bits, every, on, off)}
    weeks = {w for w in range(cycle) if w % every == 0 and w % (on + off) < on}
    assert found == {5 * week + day for week in weeks for day in weekdays}


# Choice and contact


@given(real, floats(0, 100), floats(0.001, 4))
@example(0.0, 0.0, 0.5)
@example(1.0, 0.0, 0.5)
def test_surely_is_sureness_without_the_root(gap, spread, enough):
    sure = sureness(gap, spread)
    assert (sure > 0) == (gap > 0)
    assume(not math.isclose(sure, enough, rel_tol=1e-9))
    assert surely(gap, spread, enough) == (sure >= enough)


@given(real, floats(0, 25), floats(0, 20))
def test_information_never_hurts_and_less_so_when_the_matter_is_settled(gap, spread, precision):
    step = moved(spread, precision)
    worth = information_value(gap, step)
    assert worth >= 0
    assert worth == information_value(-gap, step)
    assert information_value(gap, 0.0) == 0
    assert information_value(2 * gap + math.copysign(0.1, gap), step) <= worth
    assert information_value(gap, moved(spread, precision + 0.5)) >= worth - 1e-12
    # Never more than knowing for certain which is better: E max(0, N(−|gap|, v)).
    if spread > 0:
        z = abs(gap) / math.sqrt(spread)
        perfect = math.sqrt(spread) * (density(z) - z * cumulative(-z))
        assert worth <= perfect + 1e-12


eighths = st.integers(-40, 40).map(lambda n: n / 8)
utilities = st.lists(eighths, min_size=1, max_size=6)


@given(utilities, floats(1e-6, 1 - 1e-6), floats(0, 50))
def test_a_choice_by_chance_is_one_of_the_options(options, luck, scale):
    utility = np.array([*options, 99.0])
    place = drawn(luck, utility, len(options), scale)
    assert 0 <= place < len(options)
    # Only differences of utility count; those of eighths are exact.
    assert drawn(luck, utility + 3.0, len(options), scale) == place
    assert drawn(luck, utility, len(options), 0.0) == int(luck * len(options))
    best = int(np.argmax(options))
    others = [u for n, u in enumerate(options) if n != best]
    if not others or options[best] > max(others) + 1:
        assert drawn(luck, utility, len(options), 50.0) == best


@given(floats(0, 1000), floats(-5, 5), floats(-5, 5), floats(1, 2600))
def test_what_is_good_enough_falls_to_doing_nothing(days, first, nothing, patience):
    now = aspiration(days, first, nothing, patience)
    assert aspiration(0.0, first, nothing, patience) == pytest.approx(first)
    assert min(first, nothing) - 1e-9 <= now <= max(first, nothing) + 1e-9
    later = aspiration(days + patience, first, nothing, patience)
    assert later - nothing == pytest.approx((now - nothing) / math.e, abs=1e-9)


# Clarity, consideration, content, conversation


@given(floats(0, 1e3), floats(0, 50), share)
def test_clarity_is_a_share_and_relapses_to_its_start(now, start, kept):
    assert 0 <= clarity(now) < 1
    assert clarity(now + 1) > clarity(now)
    later = relapse(now, start, kept)
    assert min(now, start) - 1e-9 <= later <= max(now, start) + 1e-9
    assert relapse(now, start, 1.0) == pytest.approx(now, abs=1e-9)
    assert relapse(now, start, 0.0) == start


@given(floats(0, 100), positive)
def test_more_salience_comes_to_mind_more_often(salience, scale):
    assert comes_to_mind(0.0, scale) == 0
    assert 0 <= comes_to_mind(salience, scale) <= comes_to_mind(salience + 1, scale) <= 1
    assert math.isclose(comes_to_mind(scale, scale), 1 - math.exp(-1))


@given(floats(0.5, 2600), floats(0, 5), floats(0, 1e3))
def test_reach_is_concave_and_equal_to_its_rate_at_the_reference(half_life, per_day, stock):
    kept, usual = kept_per_day(half_life), reference_stock(half_life)
    assert math.isclose(kept**half_life, 0.5, rel_tol=1e-9)
    assert math.isclose(usual * 5 * (1 - kept), 1.0, rel_tol=1e-9)
    assert math.isclose(reach(per_day, usual, usual), per_day, abs_tol=1e-12)
    assert reach(per_day, 0.0, usual) == 0
    more, most = reach(per_day, stock + 1, usual), reach(per_day, stock + 2, usual)
    assert reach(per_day, stock, usual) <= more <= most
    assert most - more <= more - reach(per_day, stock, usual) + 1e-12


@given(floats(0, 5000), positive, floats(0, 5), floats(0, 20))
def test_skill_ramps_up_and_reveals(days, constant, skill, power):
    assert 0 < ramp(days, constant) <= ramp(days + 1, constant) <= 1
    assert ramp(days, 0.0) == 1
    assert reveals(0.0, power) == reveals(skill, 0.0) == 0
    assert 0 <= reveals(skill, power) <= reveals(skill + 1, power) <= 1


# Effort, payout, turnover


@given(floats(0, 10), floats(0, 10), floats(0, 0.9), floats(0, 5))
def test_effort_follows_pay_and_other_pay_draws_it_away(own, other, substitution, highest):
    found = effort(own, other, substitution, highest)
    assert 0 <= found <= highest
    assert effort(own + 1, other, substitution, highest) >= found
    assert effort(own, other + 1, substitution, highest) <= found
    assert effort(0.0, other, substitution, highest) == 0
    assert effort(own, other, 0.0, highest) == min(own, highest)


@given(floats(0.1, 16), share, share, share, floats(0, 5))
def test_working_time_stays_within_the_hours(hours, part, floor, gain, tried):
    spent = working_time(hours, part, work(floor, gain, tried))
    assert 0 <= spent <= hours
    assert spent <= working_time(hours, part, work(floor, gain, tried + 1))
    assert math.isclose(working_time(hours, part, floor), min(hours, hours * part * floor))


def curve(steps, jumps, slopes):
    at = np.cumsum([0.0, *steps])
    return at, np.array(jumps[: len(at)]), np.array(slopes[: len(at)]), len(at)


curves = st.builds(
    curve,
    st.lists(floats(0.1, 10), max_size=3),
    st.lists(floats(0, 5), min_size=4, max_size=4),
    st.lists(floats(0, 3), min_size=4, max_size=4),
)


@given(curves, floats(0, 60))
def test_a_payout_rises_and_jumps_at_its_breakpoints(shape, x):
    at, jump, _, pieces = shape
    assert payout(-1.0, *shape) == 0
    assert payout(x, *shape) <= payout(x + 1, *shape) + 1e-12
    for s in range(pieces):
        below = payout(float(np.nextafter(at[s], -1.0)), *shape)
        assert payout(float(at[s]), *shape) - below == pytest.approx(jump[s], abs=1e-9)


@given(curves, floats(0, 40), floats(0, 20))
def test_what_one_more_unit_is_worth_is_never_negative_and_finite(shape, expected, spread):
    worth = marginal_payout(expected, spread, *shape)
    assert math.isfinite(worth)
    assert worth >= 0


@given(floats(-1, 1e4), floats(0, 1e5), floats(0, 5), floats(-5, 260))
def test_what_is_still_to_come_is_less_certain_the_more_days_are_left(pace, value, spread, days):
    now = period_spread(pace, value, spread, days)
    assert now >= 0
    assert now <= period_spread(pace, value, spread, days + 1)
    assert period_spread(pace, value, spread, 0.0) == 0


@given(floats(0, 5), floats(0, 3e5), floats(0, 3e5), floats(0, 20))
def test_well_paid_reps_stay(hazard, pay, outside, response):
    today = quits(hazard, pay, outside, response)
    assert 0 <= today <= 1
    assert quits(hazard, pay + 1e4, outside, response) <= today
    assert quits(0.0, pay, outside, response) == 0
    at_par = quits(hazard, outside, outside, response)
    if outside >= 1:
        assert math.isclose(at_par, 1 - math.exp(-hazard / 260), abs_tol=1e-12)


# Fit, scoring, service, word of mouth


@given(st.integers(0, 2**63), st.integers(0, 10**6), st.integers(2, 8))
def test_fit_is_a_cosine_of_positive_pains(key, customer, pains):
    offering = np.ones(pains) / math.sqrt(pains)
    felt, room = (
        np.array([pain(np.uint64(key), customer, k) for k in range(pains)]),
        np.zeros(pains),
    )
    assert (felt > 0).all()
    fit = cosine(room, pains_of(np.uint64(key), customer, room), offering)
    assert (room == felt).all()
    assert 0 < fit <= 1 + 1e-12
    assert fit == pytest.approx(felt @ offering / math.sqrt(felt @ felt), rel=1e-12)


@given(share, share, floats(-5, 5))
def test_scores_know_as_much_as_the_departments_share(alone, information, luck):
    seen = accuracy(alone, information)
    assert alone - 1e-12 <= seen <= 1
    assert accuracy(alone, 1.0) == 1
    assert score(True, seen, luck) - score(False, seen, luck) == pytest.approx(2 * seen, abs=1e-9)
    assert score(True, 1.0, luck) == 1
    assert score(True, 0.0, luck) == score(False, 0.0, luck) == luck


@given(floats(-5, 5), floats(-5, 5), share)
def test_the_bar_lies_between_the_departments(marketing, sales, goals):
    bar = threshold(marketing, sales, goals)
    assert min(marketing, sales) - 1e-9 <= bar <= max(marketing, sales) + 1e-9
    assert threshold(marketing, sales, 0.0) == marketing
    assert threshold(marketing, sales, 1.0) == pytest.approx(sales, abs=1e-12)


@given(floats(-5, 5), floats(0, 3), share, floats(0, 10), floats(0, 10))
def test_service_and_fit_keep_accounts(fit, service, base, by_service, by_fit):
    assert 0 < satisfaction(fit, service) < satisfaction(fit, service + 1) <= 1
    leaves = churn(base, service, by_service, fit, by_fit)
    assert 0 <= leaves <= 1
    assert churn(base, service + 1, by_service, fit, by_fit) <= leaves
    assert churn(base, service, by_service, fit + 1, by_fit) <= leaves
    assert churn(base, 0.0, by_service, 0.0, by_fit) == base


@given(st.integers(0, 99), st.integers(1, 11))
def test_the_own_circle_is_those_next_on_a_ring(customer, ties):
    ring = [strong_neighbour(customer, slot, 100, ties) for slot in range(ties)]
    half = ties // 2
    steps = {step for step in range(half - ties, half + 1) if step}
    assert len(ring) == len(steps) == ties
    assert set(ring) == {(customer + step) % 100 for step in steps}


@given(st.integers(0, 9), st.integers(0, 40), st.integers(1, 10), st.integers(0, 2**63))
def test_an_acquaintance_is_somebody_else_and_stays_the_same(customer, slot, customers, key):
    customer %= customers
    other = weak_neighbour(customer, slot, customers, np.uint64(key))
    assert 0 <= other < customers
    assert (other == customer) == (customers == 1)
    assert other == weak_neighbour(customer, slot, customers, np.uint64(key))


@given(floats(1e-9, 1 - 1e-9), st.integers(0, 200), st.integers(0, 200), floats(0, 100))
def test_a_strong_tie_is_heard_so_many_times_as_often(luck, strong, weak, weight):
    assume(strong * weight + weak > 0)
    part = strong * weight / (strong * weight + weak)
    assume(not math.isclose(luck, part, rel_tol=1e-9))
    assert hears_strong(luck, strong, weak, weight) == (luck < part)
    assert not hears_strong(luck, 0, max(weak, 1), weight)
    assert hears_strong(luck, max(strong, 1), 0, max(weight, 0.01))


@given(real, real, floats(0, 10), floats(0, 0.5))
def test_two_who_talk_move_by_the_same_amount_or_not_at_all(own, other, bound, rate):
    step = compromise(own, other, bound, rate)
    assert step == -compromise(other, own, bound, rate)
    assert step == (rate * (other - own) if abs(other - own) < bound else 0)
    assert abs((other - step) - (own + step)) <= abs(other - own) + 1e-9


# Need


@given(floats(1e-9, 1 - 1e-9), floats(0.01, 50))
def test_a_need_comes_sooner_at_a_higher_hazard_and_never_at_none(luck, hazard):
    days = wait(luck, hazard)
    assert days >= 0
    assert days == int(-math.log(luck) * 260 / hazard)
    assert wait(luck, 2 * hazard) <= days
    assert wait(luck, 0.0) > 10**6


@given(floats(0, 1), floats(0, 50))
def test_need_spreads_at_a_hazard_a_year(luck, hazard):
    assert spreads(luck, hazard) == (luck < hazard / 260)
    assert not spreads(luck, 0.0)


@given(st.lists(real, min_size=1, max_size=9), floats(0, 0.999999))
def test_the_own_value_is_one_of_the_table_in_its_order(values, luck):
    place = int(luck * len(values))
    assert among(luck, np.array(values)) == values[place]


@given(st.lists(st.integers(0, 5), min_size=1, max_size=6), floats(0, 0.999999))
def test_a_listed_neighbour_is_on_the_list(counts, luck):
    start = np.concatenate([[0], np.cumsum(counts)])
    others = np.arange(start[-1], dtype=np.int32) + 100
    for customer, count in enumerate(counts):
        found = listed_neighbour(customer, luck, start, others)
        if count == 0:
            assert found == -1
        else:
            assert found - 100 in range(start[customer], start[customer + 1])


# Two parts of a belief, what memory leaves, traits, promotions


@given(floats(0.01, 25), floats(0, 0.9), floats(0, 100), floats(0, 100), real, real)
def test_the_two_parts_of_a_belief_make_the_whole(prior, private_share, told, shown, one, other):
    public, private = public_prior(prior, private_share), private_prior(prior, private_share)
    assert public + private == pytest.approx(prior, rel=1e-12)
    assert variance(0.0, public) + variance(0.0, private) == pytest.approx(prior, rel=1e-12)
    # Independent parts: what is told of one changes nothing about the other.
    whole = variance(told, public) + variance(shown, private)
    assert variance(told, public) - 1e-9 <= whole <= prior + 1e-9
    believed = mean(told, told * one, one, public) + mean(shown, shown * other, other, private)
    assert believed == pytest.approx(one + other, rel=1e-9, abs=1e-9)
    assert public_prior(prior, 0.0) == prior
    assert private_prior(prior, 0.0) == 0


@given(real, floats(0, 100), share, floats(-5, 5))
def test_what_memory_leaves_is_as_honest_as_its_precision_says(value, precision, kept, luck):
    told = signal(value, precision, luck)
    assert faded(told, precision, kept, False, luck) == told * kept
    noise = faded(told, precision, kept, True, luck) - told * kept
    assert noise == pytest.approx(forgetting_noise(precision, kept) * luck, abs=1e-9)
    assert faded(told, precision, 1.0, True, luck) == told
    assert faded(told, precision, 0.0, True, luck) == 0
    assert remembered(value, precision, kept, True, luck) == signal(value, kept * precision, luck)
    assert remembered(value, precision, kept, False, luck) == kept * told
    assert remembered(value, precision, 1.0, True, luck) == told


@given(floats(-5, 5), floats(0, 2))
def test_a_log_normal_trait_has_the_mean_or_the_median_it_says(luck, log_sd):
    assert times_median(0.0, log_sd) == times_mean(luck, 0.0) == times_median(luck, 0.0) == 1
    above = times_median(luck, log_sd) / times_mean(luck, log_sd)
    assert above == pytest.approx(math.exp(log_sd**2 / 2), rel=1e-9)
    z = np.linspace(-12, 12, 4001)
    weight = np.exp(-z * z / 2) / np.exp(-z * z / 2).sum()
    assert weight @ [times_mean(x, log_sd) for x in z] == pytest.approx(1, rel=1e-6)


@given(floats(0, 10), share, share)
def test_a_price_promotion_pulls_needs_at_a_hazard(hazard, cut, more):
    chance = pulled_forward(hazard, cut)
    assert chance == pytest.approx(1 - math.exp(-hazard * cut), abs=1e-12)
    # Cuts that add up leave as few needs as they do one after the other.
    left = (1 - chance) * (1 - pulled_forward(hazard, more))
    assert 1 - pulled_forward(hazard, cut + more) == pytest.approx(left, abs=1e-12)
    assert pulled_forward(hazard, 0.0) == pulled_forward(0.0, cut) == 0


# Selling

EVEN = (np.arange(20_000) + 0.5) / 20_000


@given(floats(0.05, 100), floats(0.01, 0.99))
@example(3.0, 0.5)
def test_waits_have_the_mean_and_the_law_they_say(mean, goes_on):
    assert np.mean([lasting(u, 1.0) for u in EVEN]) == pytest.approx(1.0, rel=1e-3)
    assert lasting(0.3, mean) == pytest.approx(mean * lasting(0.3, 1.0))
    assert rounds(goes_on * 1.0000001, goes_on) == 0
    assert rounds(goes_on * 0.9999999, goes_on) == 1
    assert vacant_days(0.5, 0.0) == days_of_paperwork(0.0, 0.5) == 0
    assert days_of_paperwork(mean, goes_on) >= 1
    assert tenure(math.exp(-mean / 260), 1.0) in (int(mean), int(mean + 1e-9), int(mean - 1e-9))


@given(positive, floats(0, 1), share)
def test_turns_go_by_skill_and_a_lead_waits_unless_it_is_routed_at_once(able, luck, at_once):
    assert claim(able, False) == able
    assert claim(able, True) == 0.0
    assert days_to_rep(luck, 0.5, at_once, 2.0) == (0.0 if luck < at_once else lasting(0.5, 2.0))


@given(floats(0.01, 2))
def test_skill_is_one_on_average(spread):
    drawn_skills = [skill(quantile(u), spread) for u in EVEN]
    assert np.mean(drawn_skills) == pytest.approx(1.0, rel=0.05)


@given(real, real, real)
def test_the_move_gains_most_or_deals_take_their_course(hold, push, hard):
    move, gains = best_move(hold, push, hard), {HOLD: hold, PUSH: push, HARD: hard}
    if max(gains.values()) <= BOTHER:
        assert move == NATURAL
    else:
        assert gains[move] == max(gains.values())
    assert of_move(move, 0.05, 0.15) == {PUSH: 0.05, HARD: 0.15}.get(move, 0.0)


@given(share, share, share)
def test_a_push_signs_then_loses_and_touches_only_those_who_believe(believed, closes, loses):
    answers = [
        answer_to_push(u, v, believed, closes, loses) for u in EVEN[::200] for v in EVEN[::200]
    ]
    signs = believed * closes
    assert answers.count(1) / 1e4 == pytest.approx(signs, abs=0.02)
    assert answers.count(-1) / 1e4 == pytest.approx((1 - signs) * believed * loses, abs=0.02)
    assert answer_to_push(1e-9, 1e-9, 0.0, closes, loses) == 0


@given(floats(0, 1), floats(0, 1), share, share)
def test_without_a_push_deals_fall_through_first_and_wait_only_when_held(fall, wait, hazard, held):
    fate = day_without_push(fall, wait, hazard, held)
    assert (fate == -1) == (fall < hazard)
    assert (fate == 1) == (fall >= hazard and wait < held)


@given(floats(0, 100), floats(0, 5), share, share)
def test_effort_answers_in_part_and_pay_crowds_out_what_was_free(best, usual, part, floor):
    assert responding(usual, best, 0.0) == usual
    assert responding(usual, best, 1.0) == pytest.approx(best)
    assert work(floor, 1.0 - floor, 1.0) == pytest.approx(1.0)
    assert tries(best, 0.0) == 1.0
    assert tries(best, 1.0) == best
    assert unpaid_part(floor, part, 0.0) == floor
    assert unpaid_part(floor, part, 1.0) == floor * (1.0 - part)


@given(floats(0.01, 0.99), floats(0.01, 0.99), share, floats(0.05, 0.95))
def test_a_channel_is_worth_its_log_odds_as_far_as_marketing_hears(chance, usual, told, seen):
    found = channel_worth(chance, usual, told, seen)
    exact = told * (log_odds(chance) - log_odds(usual)) * score_per_log_odds(seen)
    assert found == pytest.approx(min(max(exact, -MOST_POINTS), MOST_POINTS))
    assert channel_worth(usual, usual, told, seen) == pytest.approx(0.0, abs=1e-12)


@given(floats(0, 50), floats(50, 1e3), share, floats(0.1, 50))
def test_few_cases_leave_a_share_near_what_it_was(cases, of, usual, doubt):
    assert shrunk(0.0, 0.0, doubt * usual, doubt) == pytest.approx(usual, abs=1e-12)
    found = shrunk(cases, of, doubt * usual, doubt)
    assert min(cases / of, usual) - 1e-12 <= found <= max(cases / of, usual) + 1e-12


def test_what_earns_most_is_offered_for_want_of_a_pain_or_on_principle():
    assert leads_with_dearest(0, True)
    assert leads_with_dearest(5, False)
    assert not leads_with_dearest(5, True)


@given(floats(0, 3), floats(0, 3), floats(0.01, 1), floats(0, 3))
def test_service_is_remembered_for_a_quarter_and_slows_churn(level, today, base, effect):
    found = service_remembered(level, today)
    assert min(level, today) - 1e-12 <= found <= max(level, today) + 1e-12
    assert service_remembered(level, 100.0) == service_remembered(level, 3.0)
    for _ in range(65):
        level = service_remembered(level, 1.0)
    assert abs(level - 1.0) <= 2.0 * math.exp(-1.0)
    assert units(2.0, 10, 52.0) == pytest.approx(1.0)
    step = 1e-6
    fall = churn(base, 0.0, effect, 0.0, 0.0) - churn(base, step, effect, 0.0, 0.0)
    assert fall / step == pytest.approx(churn_slope(base, effect), rel=1e-3, abs=1e-8)


@given(st.integers(-500, 500), st.integers(1, 300), share, positive)
def test_a_new_rep_costs_a_renewal_its_part_once(took_over, term, cost, value):
    changed = rep_changed(took_over, 100 - term, 100)
    assert changed == (took_over in range(100 - term + 1, 101))
    assert sum(rep_changed(took_over, 100 + n * term - term, 100 + n * term) for n in range(4)) <= 1
    assert renewed(value, changed, cost) == value * (1.0 - cost if changed else 1.0)


def test_accounts_have_lasted_the_terms_that_a_constant_loss_leaves():
    assert terms_lasted(0.5, 0.0) == 40
    assert np.mean([terms_lasted(u, 0.25) for u in EVEN]) == pytest.approx(3.0, rel=0.01)


# Utility


@given(real, floats(0, 5), real, floats(0, 10), positive)
def test_at_the_mean_price_an_offering_is_worth_what_it_does(mean, severity, fit, weight, price):
    assert utility(mean, severity, fit, weight, 1.0) == mean + severity + fit
    dearer = utility(mean, severity, fit, weight, price + 1.0)
    assert dearer <= utility(mean, severity, fit, weight, price)
    assert fit_utility(0.7, 0.7, weight) == 0.0
    assert offer_utility(0.0, weight, 0.0) == 0.0
    off = utility(mean, severity, fit, weight, 0.8) - utility(mean, severity, fit, weight, 1.0)
    assert offer_utility(0.0, weight, 0.2) == pytest.approx(off, abs=1e-9)


@given(floats(0.1, 5), share)
def test_the_shared_and_the_private_part_make_up_the_whole_variance(value_sd, private):
    parts = fit_sd(value_sd, private, 0.0) ** 2 + private_utility(1.0, value_sd, private) ** 2
    assert parts == pytest.approx(value_sd**2)


def test_deals_have_their_list_price_on_average():
    luck = [quantile((n + 0.5) / 20_000) for n in range(20_000)]
    assert np.mean([relative_size(one, 0.6) for one in luck]) == pytest.approx(1.0, abs=1e-3)
    assert relative_size(-2.0, 0.0) == 1.0


# Ownership


@given(floats(1e-3, 5), floats(0, 5), st.integers(1, 2600))
def test_the_share_with_an_account_is_that_of_the_chain(acquired, switched, term):
    leaves = leaves_per_year(0.15, term, switched)
    assert leaves == pytest.approx(0.15 * 260 / term + switched)
    owned = sum(has_account((n + 0.5) / 2000, acquired, leaves) for n in range(2000)) / 2000
    assert owned == pytest.approx(acquired / (acquired + leaves), abs=1e-3)


def test_a_supplier_was_chosen_half_as_unsure_as_at_first():
    assert as_seen(1.0, 2.0, 0.0) == 1.0
    assert as_seen(1.0, 2.0, -1.0) == 0.0


# Content, calendars and releases


@given(floats(0.01, 5), floats(0, 1e3), floats(0, 1e3), positive)
def test_streams_that_share_a_public_reach_as_many_as_one(per_day, one, other, reference):
    pooled = one + other
    both = sum(part_of_reach(per_day, stock, pooled, reference) for stock in (one, other))
    assert both == pytest.approx(reach(per_day, pooled, reference), abs=1e-12)


@given(st.integers(-50, 400), st.integers(0, 100), st.integers(1, 30), st.integers(31, 90))
def test_what_recurs_is_on_as_it_was_a_cycle_ago(since, first, days, every):
    assert is_on(since, first, days, 0) == (first <= since < first + days)
    if since >= first:
        assert is_on(since + every, first, days, every) == is_on(since, first, days, every)
    assert released(since, first, every) == sum(day <= since for day in range(first, 500, every))
    assert released(since + days_to(since, first, every), first, every) >= 1


@given(floats(0.001, 0.999), st.integers(0, 9), st.integers(1, 52))
def test_a_flight_has_all_items_of_its_weeks_or_none(luck, items, flights):
    assert items_in_flight(luck, items, 1) == items
    assert items_in_flight(luck, items, flights) == (items * flights if luck < 1 / flights else 0)


@given(floats(0, 1e3), floats(0, 1e4), floats(0, 1e3))
def test_a_team_prepares_and_places_what_it_can(hours, money, cost):
    assert hours_of_preparation(hours, 40.0, 4) == min(hours, 10.0)
    placed = affordable_items(5.0, money, cost)
    assert 0.0 <= placed <= 5.0
    assert placed * cost <= money * (1.0 + 1e-12) or cost == 0.0


@given(share, st.integers(1, 60), floats(0.01, 1))
def test_settled_force_is_where_a_cycle_ends_where_it_began(force, idle, wear_out):
    def cycled(force):
        for day in range(idle):
            force = restored(force, float(6 + day), 0.5)
        return worn(force, 1.0, wear_out)

    resting = settled(cycled(0.0), cycled(1.0))
    assert cycled(resting) == pytest.approx(resting)
    assert 0.0 <= resting <= 1.0


# Planning


@given(share, share, floats(0, 9), floats(0, 9), floats(0, 9))
def test_a_marketer_weighs_leads_goodwill_and_bookings(present, goals, leads, goodwill, bookings):
    assert objective(1.0, leads, goodwill, 0.0, bookings) == leads
    assert objective(0.0, leads, goodwill, 0.0, bookings) == goodwill
    assert objective(present, leads, goodwill, 1.0, bookings) == bookings
    found = objective(present, leads, goodwill, goals, bookings)
    known = [leads, goodwill, bookings]
    assert min(known) - 1e-9 <= found <= max(known) + 1e-9


@given(share, share, share)
def test_content_brings_what_reaches_those_in_need(searching, chance, asleep):
    assert leads_drawn(searching, chance, 0.0, 1.0, 3.0) == searching * chance
    assert days_at_need(searching, 20.0, asleep, 0.0, 99.0) == searching * 20.0
    assert told(1.0, 0.0, 1.0, 7.0) == 0.5
    assert told(0.0, 1.0, 1.0, 8.0) == 2.0
    assert share_searching(4.0, 26.0) == pytest.approx(0.4)
    assert share_searching(4.0, 260.0) == 1.0


@given(st.lists(st.integers(0, 50), min_size=2, max_size=8), share)
def test_believed_shares_add_up_to_one(found, known):
    known = known if sum(found) else 0.0
    shares = [believed_share(one, sum(found), len(found), known) for one in found]
    assert sum(shares) == pytest.approx(1.0)


@given(st.integers(1, 50), st.integers(51, 500), share)
def test_a_bandit_doubts_what_it_has_tried_less(few, many, mean):
    assert upper_bound(mean, 1.0, few, 600) > upper_bound(mean, 1.0, many, 600)
    assert upper_bound(1.0, 1.0, few, 1) == 1.0


# Pay: measures, quotas, windows


@given(st.integers(0, 400), st.integers(0, 90), st.integers(1, 40), st.integers(0, 90))
def test_a_window_is_open_for_its_length_and_again_after_each_gap(day, opens, length, gap):
    every = length + gap
    assert is_open(day, opens, length, every) == (day >= opens and (day - opens) % every < length)
    assert is_open(day, opens, length, 0) == (opens <= day < opens + length)
    left, gone = days_left(day, opens, length, every), days_gone(day, opens, length, every)
    ahead = [is_open(one, opens, length, every) for one in range(day, day + length + 1)]
    # With no gap one window follows the other.
    assert (
        left == ahead.index(False)
        if gap or day < opens
        else (left == length - (day - opens) % length)
    )
    assert left + gone == (length + 1 if left else 0)


@given(st.integers(-90, 400), st.integers(1, 90), st.integers(-400, 400))
def test_the_part_of_a_window_served_is_the_days_in_the_seat(opens, length, joined):
    for day in (opens, opens + length // 2, opens + length - 1):
        there = sum(max(joined, 0) <= one for one in range(opens, day + 1))
        gone = days_gone(day, opens, length, length)
        assert part_served(day, gone, joined, length) == there / length


standings = st.builds(
    measures.Standing, **{name: floats(0, 1e5) for name in measures.Standing._fields}
)


@st.composite
def rates(draw):
    """What a firm's reps go by, as the world has it: a row of a structured array."""
    row = np.zeros(1, structure_of(measures.Rates))[0]
    for name in row.dtype.names:
        row[name] = draw(share if name == "margin" else floats(0, 1e5))
    return row


@pytest.mark.parametrize("name", MEASURES)
@given(standings, rates())
def test_one_more_unit_moves_what_a_period_comes_to(name, now, usual):
    """What own events credit moves the mean by what it is said to be worth, and nothing else."""
    number, nature = np.int64(MEASURES.index(name)), REGISTER[name]
    now = now._replace(before=now.before + 1.0)
    sold = measures.per_sale(number, now, usual)
    renewed = measures.per_renewal(number, now, usual)
    mean = measures.expected(number, now, usual)
    assert min(sold, renewed) == 0 <= max(sold, renewed)
    assert measures.doubt(number, now, usual) >= 0
    if nature.credited == DEAL:
        credit = measures.deal_credit(number, 1.0, 1.0, 1.0 - float(usual["margin"]))
        more = measures.expected(number, now._replace(done=now.done + credit), usual)
        # A deal counts as one, however large: money sold moves deals by its part of a usual one.
        worth = float(usual["deal"]) if nature.unit == COUNT else 1.0
        assume(worth >= 1.0)
        assert more - mean == pytest.approx(sold * worth, rel=1e-6, abs=1e-5)
    else:
        assert measures.deal_credit(number, 1.0, 1.0, 0.5) == 0
    if nature.is_money or nature.credited == NIGHT:
        over = now._replace(left=0.0)
        assert measures.expected(number, over, usual) == over.done
        assert measures.doubt(number, over, usual) == 0


@given(st.lists(st.tuples(floats(1, 1e4), floats(0, 2), share, st.booleans()), min_size=1))
def test_terms_credit_what_renews_and_shares_of_what_ends(ended):
    terms = [(before, before * part if stays else 0.0, said, stays)
             for before, part, said, stays in ended]  # fmt: skip
    number = {name: np.int64(MEASURES.index(name)) for name in MEASURES}
    total = {
        name: sum(measures.term_credit(number[name], *one) for one in terms) for name in number
    }
    base = {name: sum(measures.term_base(number[name], one[0], one[2]) for one in terms)
            for name in number}  # fmt: skip
    assert {name for name in total if total[name] or base[name]} <= {
        name for name, one in REGISTER.items() if one.credited == TERM
    }
    assert total["renewal"] == pytest.approx(sum(one[1] for one in terms))
    assert base["retention"] == pytest.approx(sum(one[0] for one in terms))
    assert 0 <= total["retention"] <= base["retention"] * (1 + 1e-12)
    assert total["satisfaction"] / base["satisfaction"] == pytest.approx(
        np.mean([one[2] for one in terms])
    )
    for silent in (measures.term_credit(number["satisfaction"], 1.0, 1.0, math.nan, True),
                   measures.term_base(number["satisfaction"], 1.0, math.nan)):  # fmt: skip
        assert silent == 0


@given(floats(0.01, 0.5), floats(0.01, 2))
def test_satisfaction_goes_with_retention_by_the_slopes_of_both(base, effect):
    """At the middle of satisfaction's curve, by the rules of service themselves."""
    step = 1e-6
    content = satisfaction(1.0, step) - satisfaction(1.0, 0.0)
    kept = churn(base, 0.0, effect, 0.0, 0.0) - churn(base, step, effect, 0.0, 0.0)
    said = measures.satisfaction_per_renewal(base, effect)
    assert content / kept == pytest.approx(said, rel=1e-3)


@given(floats(1, 1e6), floats(0, 1e6), share, floats(0, 1))
def test_par_goes_part_of_the_way_and_never_below_its_least(par, mean, ratchet, least):
    after = quota.next_par(par, mean, ratchet, least * par)
    assert min(par, mean) - 1e-6 <= after or after == least * par
    assert after <= max(par, mean) * (1 + 1e-12)
    assert quota.next_par(par, mean, 0.0, 0.0) == par
    assert quota.next_par(par, mean, 1.0, 0.0) == pytest.approx(mean, abs=1e-9)
    assert quota.next_hardness(1.0, 0.0, 1.0) > 0


@given(positive, positive, share, share)
def test_a_quota_sees_as_much_of_skill_and_territory_as_it_is_told(skill, land, a, b):
    assert quota.seen_size(skill, land, 0.0, 0.0) == 1
    assert quota.seen_size(skill, land, 1.0, 1.0) == pytest.approx(skill * land)
    twice = quota.seen_size(2 * skill, land, a, b) / quota.seen_size(skill, land, a, b)
    assert twice == pytest.approx(2**a)


@given(floats(-1e6, 1e6), floats(-1e6, 1e6), share, share, floats(1, 1e6))
def test_own_results_stay_in_quotas_in_part_and_within_bounds(history, beyond, up, down, par):
    after = quota.next_history(history, beyond, up, down)
    assert after - history == pytest.approx((up if beyond > 0 else down) * beyond, abs=1e-6)
    bounded = quota.bounded_history(after, par)
    assert 0.2 * par - 1e-6 <= par + bounded <= 5 * par + 1e-6
    assert bounded == after or not 0.2 * par < par + after < 5 * par


@given(real, real, floats(0, 1), st.integers(1, 20))
def test_what_is_expected_goes_to_what_is_seen(first, seen, weight, times):
    now = first
    for _ in range(times):
        now = smoothed(now, seen, weight)
    assert now - seen == pytest.approx((1 - weight) ** times * (first - seen), abs=1e-9)


@given(real, real, floats(0, 20))
def test_a_chance_to_reach_falls_with_what_is_needed(needed, mean, spread):
    chance = reaches(needed, mean, spread)
    assert 0 <= chance <= 1
    assert reaches(needed + 1, mean, spread) <= chance
    assert reaches(mean, mean, spread) == pytest.approx(0.5 if spread > 0 else 1.0)


@pytest.mark.parametrize("log_sd", [0.0, 0.3, 0.9])
def test_the_relative_variance_of_a_log_normal_amount(log_sd):
    amounts = np.exp(log_sd * np.random.default_rng(1).standard_normal(1_000_000))
    found = float(amounts.var() / amounts.mean() ** 2)
    assert found == pytest.approx(relative_variance(log_sd), rel=0.03, abs=1e-12)
