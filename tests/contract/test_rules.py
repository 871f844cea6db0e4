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
from sim.config.measures import DEAL, MEASURES, NIGHT, REGISTER, TERM
from sim.engine.rows import structure_of
from sim.model.rules import measures, quota
from sim.model.rules.belief import forgetting_noise, mean, moved, progress, signal, variance
from sim.model.rules.calendar import publishes
from sim.model.rules.choice import aspiration, drawn, surely, sureness
from sim.model.rules.clarity import clarity, relapse
from sim.model.rules.consideration import comes_to_mind
from sim.model.rules.contact import information_value
from sim.model.rules.content import kept_per_day, reach, reference_stock
from sim.model.rules.conversation import ramp, reveals
from sim.model.rules.effort import effort, working_time
from sim.model.rules.fit import cosine, pain
from sim.model.rules.need import among, spreads, wait
from sim.model.rules.normal import cumulative, density, reaches, relative_variance
from sim.model.rules.payout import marginal_payout, payout, period_spread
from sim.model.rules.scoring import accuracy, score, threshold
from sim.model.rules.service import churn, satisfaction
from sim.model.rules.smoothing import smoothed
from sim.model.rules.turnover import quits
from sim.model.rules.window import days_left, is_open
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
    spent = working_time(hours, part, floor, gain, tried)
    assert 0 <= spent <= hours
    assert spent <= working_time(hours, part, floor, gain, tried + 1)
    assert math.isclose(working_time(hours, part, floor, gain, 0.0), hours * part * floor)


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
    felt = np.array([pain(np.uint64(key), customer, k) for k in range(pains)])
    assert (felt > 0).all()
    fit = cosine(np.uint64(key), customer, offering, pains)
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


# Pay: measures, quotas, windows


@given(st.integers(0, 400), st.integers(0, 90), st.integers(1, 40), st.integers(1, 90))
def test_a_window_is_open_for_its_length_and_again_after_each_gap(day, opens, length, gap):
    every = length + gap
    assert is_open(day, opens, length, every) == (day >= opens and (day - opens) % every < length)
    assert is_open(day, opens, length, 0) == (opens <= day < opens + length)
    left = days_left(day, 65, opens, length, every)
    ahead = [is_open(one, opens, length, every) for one in range(day, day - day % 65 + 65)]
    assert left == [*ahead, False].index(False)


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
        assert more - mean == pytest.approx(sold, rel=1e-6, abs=1e-5)
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
