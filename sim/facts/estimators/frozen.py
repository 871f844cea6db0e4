"""All that registered facts read of a run, so that a scenario runs once for all of them."""

import math
from typing import Any, NamedTuple

import numpy as np

from sim.config import Config
from sim.facts.estimators.answers import by_hour, first_answers
from sim.facts.estimators.leads import pursuit
from sim.facts.estimators.opportunity import Closed, closed
from sim.facts.estimators.pipeline import Pipeline, pipeline
from sim.facts.estimators.selling import RAMPED, sold_by_rep
from sim.facts.estimators.spells import ramped
from sim.facts.estimators.tenure_and_leads import by_tenure
from sim.metrics.kpis import measured
from sim.records import Outcome, Records
from sim.records.opportunities import opportunities

Numbers = np.ndarray[Any, np.dtype[np.float64]]


class Frozen(NamedTuple):
    """One run after its warm-up, of all firms unless said otherwise.

    What each is stands with the function of its name. ``journeys``: ended, and ended in a purchase.
    ``sold``: new revenue of a year, of each of the focal firm's reps who was there all of it.
    ``kpis``: key figures of the focal firm, and the sums that they are over.
    """

    by_hour: Numbers
    first_answers: Numbers
    closed: Closed
    pipeline: Pipeline
    ramped: Numbers
    pursuit: Numbers
    by_tenure: Numbers
    journeys: Numbers
    sold: Numbers
    kpis: dict[str, float]


def frozen(records: Records, config: Config) -> Frozen:
    """Look at one run, after its warm-up."""
    start, end = config.warmup_days, len(records.panel)
    leads, deals = records.leads.happened, records.deals.happened
    counted, journeys = leads[leads["created"] >= start], records.journeys.happened
    found = opportunities(deals).rows
    won = deals[(deals["outcome"] == Outcome.WON) & (deals["closed"] >= start)]
    ended = journeys[journeys["ended"] >= start]
    return Frozen(
        by_hour(counted, end),
        first_answers(leads, journeys, start),
        closed(found, start),
        pipeline(found, records, config),
        ramped(records, won, start, ramp(config)),
        pursuit(counted),
        by_tenure(counted, records.staff.happened),
        np.array([len(ended), (ended["outcome"] == Outcome.WON).sum()], np.float64),
        sold_by_rep(records, won[won["firm"] == 0], start, config.days),
        measured(records, config),
    )


def ramp(config: Config) -> Numbers:
    """Days by firm after which a rep sells with nearly all of the own skill."""
    rivals = [config.rivals.sales.ramp_days] * config.rivals.count
    constants: Numbers = np.array([config.sales.ramp_days, *rivals], np.float64)
    return constants * -math.log(1.0 - RAMPED)
