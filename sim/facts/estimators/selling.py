"""The work of the focal firm's reps in a run: the numbers behind all facts about selling.

A scenario runs once for every fact that needs it, since every such fact looks with :func:`selling`.
"""

from typing import Any, NamedTuple

import numpy as np

from sim.config import Config
from sim.config.working_days import YEAR
from sim.metrics.kpis import kpis
from sim.records import Outcome, Records, Rows

Numbers = np.ndarray[Any, np.dtype[np.float64]]
# Full output is when a rep talks to customers with this part of the own skill.
RAMPED = 0.9


class Selling(NamedTuple):
    """One run after its warm-up.

    Per counted day: deals the focal firm ``won`` and ``lost``, the ``list_value`` of those won and
    the ``value`` signed for, and deals that all firms won (``won_by_all``).
    ``attainment`` of quota, one number a rep and whole period. ``sold``: new revenue of each rep
    who was there all of a counted year. ``ramp_days``: until a new rep talked with nearly all of
    the own skill. ``kept`` [changed, before and after]: value of renewed accounts whose rep stayed
    and whose rep changed. ``kpis``: the key figures.
    """

    won: Numbers
    lost: Numbers
    list_value: Numbers
    value: Numbers
    won_by_all: Numbers
    attainment: Numbers
    sold: Numbers
    ramp_days: Numbers
    kept: Numbers
    kpis: dict[str, float]


def selling(records: Records, config: Config) -> Selling:
    """Look at one run, after its warm-up."""
    start, days = config.warmup_days, config.days
    deals = records.deals.happened
    counted = deals[(deals["outcome"] != Outcome.OPEN) & (deals["closed"] >= start)]
    focal = counted[counted["firm"] == 0]
    won, lost = (focal[focal["outcome"] == end] for end in (Outcome.WON, Outcome.LOST))
    return Selling(
        _daily(won, start, days),
        _daily(lost, start, days),
        _daily(won, start, days, "list_value"),
        _daily(won, start, days, "value"),
        _daily(counted[counted["outcome"] == Outcome.WON], start, days),
        _attainment(records, start),
        sold_by_rep(records, won, start, days),
        _ramp_days(records, start),
        _kept(records, start, config.market.service.term_days),
        kpis(records, config),
    )


def _daily(deals: Rows, start: int, days: int, value: str = "") -> Numbers:
    """Number of deals a counted day, or their sum of a value."""
    day = deals["closed"].astype(np.int64) - start
    weights = deals[value] if value else None
    return np.bincount(day, weights, minlength=days).astype(np.float64)


def _attainment(records: Records, start: int) -> Numbers:
    """Attainment in whole periods, by the plan's first component; without one, of quotas alone."""
    pay = records.pay.happened
    pay = pay[(pay["firm"] == 0) & (pay["day"] >= start) & (pay["quota"] > 0)]
    pay = pay[pay["share"] == 1.0]
    first = pay["component"].min() if len(pay) else 0
    return np.asarray(pay["attainment"][pay["component"] == first], np.float64)


def sold_by_rep(records: Records, won: Rows, start: int, days: int) -> Numbers:
    """New revenue a counted year of every rep who was there all of it."""
    staff = records.staff.happened
    staff = staff[staff["firm"] == 0]
    found = []
    for first in range(start, start + days - YEAR + 1, YEAR):
        end = first + YEAR
        there = (staff["joined"] <= first) & (staff["stays"] | (staff["day"] >= end))
        ours = won[(won["closed"] >= first) & (won["closed"] < end)]
        found += [ours["value"][ours["rep"] == seat].sum() for seat in staff["rep"][there]]
    return np.array(found, np.float64)


def _ramp_days(records: Records, start: int) -> Numbers:
    """Working days from the first until the first conversation at nearly full skill."""
    talks, found = records.conversations.happened, []
    for person in records.staff.happened:
        if person["firm"] != 0 or person["joined"] < start:
            continue
        last = np.inf if person["stays"] else person["day"]
        its = (talks["rep"] == person["rep"]) & (talks["time"] >= person["joined"])
        its &= (talks["time"] <= last) & (talks["skill"] >= RAMPED * person["skill"])
        if its.any():
            found.append(float(talks["time"][its].min() - person["joined"]))
    return np.array(found, np.float64)


def _kept(records: Records, start: int, term_days: int) -> Numbers:
    """Value before and after of renewals: row 0, the same rep all term; row 1, a new one."""
    terms, staff = records.renewals.happened, records.staff.happened
    terms = terms[(terms["firm"] == 0) & (terms["day"] >= start)]
    terms = terms[terms["outcome"] == Outcome.RENEWED]
    changed = np.zeros(len(terms), np.bool_)
    for seat in np.unique(terms["rep"]):
        began = np.sort(staff["joined"][staff["rep"] == seat])
        mine = terms["rep"] == seat
        latest = np.searchsorted(began, terms["day"][mine], side="right") - 1
        changed[mine] = began[np.maximum(latest, 0)] > terms["day"][mine] - term_days
    values = [terms[name] for name in ("value_before", "value_after")]
    return np.array([[value[changed == new].sum() for value in values] for new in (False, True)])


def within(numbers: Numbers, period: int, first: int, end: int) -> float:
    """Mean over those days of every period that lie from ``first`` up to ``end``."""
    days = np.arange(len(numbers)) % period
    return float(numbers[(days >= first) & (days < end)].mean())


def middle(numbers: Numbers, period: int) -> float:
    """The mean of a day in the middle three fifths of the periods."""
    return within(numbers, period, period // 5, period - period // 5)
