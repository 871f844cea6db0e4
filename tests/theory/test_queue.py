"""The reps' queue: the chain that the limit compares with, and wrong claims, which are found."""

import math
from dataclasses import replace

import pytest

from sim.facts.limits import queue


def test_golden_values_of_waiting():
    """c = 10, A = 8: C = .4092, W_q = .2046/μ; c = 1, ρ = .8: W_q = 4/μ; B(10, 8) = .1217."""
    ten, one = queue.birth_and_death(8.0, 10, 0.0), queue.birth_and_death(0.8, 1, 0.0)
    assert ten.waits == pytest.approx(0.4092, abs=5e-5)
    assert ten.mean_wait == pytest.approx(0.2046, abs=5e-5)
    assert one.waits == pytest.approx(0.8)
    assert one.mean_wait == pytest.approx(4.0)
    assert queue.birth_and_death(8.0, 10, math.inf).unanswered == pytest.approx(0.1217, abs=5e-5)


@pytest.mark.parametrize(("load", "reps"), [(8.0, 10), (0.5, 1), (3.0, 4)])
def test_the_chain_is_erlangs_formula(load, reps):
    whole = load**reps / math.factorial(reps) * reps / (reps - load)
    chance = whole / (sum(load**k / math.factorial(k) for k in range(reps)) + whole)
    found = queue.birth_and_death(load, reps, 0.0)
    assert found.waits == pytest.approx(chance, rel=1e-12)
    assert found.mean_wait == pytest.approx(chance / (reps - load), rel=1e-9)


def test_who_leaves_as_fast_as_reps_serve_makes_a_poisson_crowd():
    """With impatience 1 the number there is Poisson, whatever the reps: Erlang A, exactly."""
    found = queue.birth_and_death(8.0, 10, 1.0)
    below = sum(math.exp(-8.0) * 8.0**k / math.factorial(k) for k in range(10))
    assert found.waits == pytest.approx(1.0 - below, rel=1e-12)


def test_another_length_of_conversations_is_rejected():
    """A tenth longer than they are, on a quarter of the requests."""
    failed = [one.what for one in queue.check(1.1, 96_000) if not one.holds]
    for what in ("1 rep: mean wait, W_q·μ", "10 reps: has to wait, C", "patience: unanswered",
                 "no waiting: unanswered"):  # fmt: skip
        assert what in failed


def test_territories_are_not_one_line():
    """Territories in place of one line: ten queues of their own, in which many more wait."""
    config = queue.reduced(10, queue.TEN, 8_000)
    path = queue.requests_of(replace(config, sales=replace(config.sales, routing="territory")))
    waits = path.wait * queue.HOURS / queue.TEN
    assert waits.mean() > 5 * queue.birth_and_death(8.0, 10, 0.0).mean_wait
    assert (waits > 1e-6).mean() == pytest.approx(0.8, abs=0.08)
