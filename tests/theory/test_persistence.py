"""Persistence, the exact limit D11: after n calls 1 − (1 − p)ⁿ of the leads have been reached."""

import math

import numpy as np
import pytest

from sim.config import Cadence
from sim.config.content_kinds import News
from sim.records import Outcome
from sim.runs.one_run import run_once
from tests import plain

SILENT = Cadence(education=0, product=0, news=0, promotion=0)
ATTEMPTS = 6


@pytest.fixture(scope="module", params=[0.15, 0.38, 0.47])
def called(request):
    """Leads of customers without a need, all qualified, and reps with time to call each daily."""
    config = plain.config(
        seed=3,
        market=plain.market(
            customers=20_000,
            buyer=plain.buyer(entry_per_year=0.0),
            content=plain.content(news=News(dormant_lead_chance=0.3)),
        ),
        days=40,
        warmup_days=0,
        cadence=Cadence(weekdays=[0, 1, 2, 3, 4], education=0, product=0, promotion=0),
        marketing=plain.marketing(
            threshold_marketing=-5.0, threshold_sales=-5.0, score_accuracy=0.0, routed_at_once=1.0
        ),
        sales=plain.sales(
            reps=40,
            reach_chance=request.param,
            lead_attempts=ATTEMPTS,
            lead_max_age_days=100,
            call_hours=0.01,
            hours_per_day=16.0,
            selling_share=1.0,
            cold_calls=0,
            turnover_per_year=0.0,
        ),
        rivals=plain.rivals(sales=plain.sales(reps=0), cadence=SILENT),
    )
    leads = run_once(config).leads.happened
    # Called daily from the day after at the latest: early enough to be done with by the last day.
    return request.param, leads[leads["created"] < 40 - ATTEMPTS - 2]


def test_every_lead_is_called_until_reached_or_given_up(called):
    _, leads = called
    assert len(leads) > 5000
    assert set(leads["outcome"].tolist()) == {Outcome.NO_NEED, Outcome.UNREACHED}
    given_up = leads["outcome"] == Outcome.UNREACHED
    assert (leads["attempts"][given_up] == ATTEMPTS).all()
    assert (np.isnan(leads["reached"]) == given_up).all()


def test_reached_by_the_nth_call(called):
    """Seed 3; each share within five standard errors: false alarm 6e-7 for each of 18 shares."""
    p, leads = called
    reached = ~np.isnan(leads["reached"])
    for n in range(1, ATTEMPTS + 1):
        expected = 1 - (1 - p) ** n
        found = (reached & (leads["attempts"] <= n)).mean()
        error = math.sqrt(expected * (1 - expected) / len(leads))
        assert found == pytest.approx(expected, abs=5 * error), n


def test_half_are_reached_by_the_second_call_and_nearly_all_by_the_sixth():
    """Velocify: over half not on the first call, 93 to 95 % by the sixth; at .38: 38, 62, 94 %."""
    p = 0.38
    assert [round(1 - (1 - p) ** n, 2) for n in (1, 2, 6)] == [0.38, 0.62, 0.94]
