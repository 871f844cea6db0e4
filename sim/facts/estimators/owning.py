"""Ownership of customers: their firms, their tenure, and the reps who sold to them."""

from typing import Any, NamedTuple

import numpy as np

from sim.config import CHANNELS, Config
from sim.config.working_days import YEAR
from sim.metrics.attribution import CREDIT_DAYS
from sim.records import PANEL, Outcome, Records, Rows

Numbers = np.ndarray[Any, np.dtype[np.float64]]
TERMS = 6


class Owning(NamedTuple):
    """Accounts and purchases of one run after its warm-up, of all firms unless said otherwise.

    ``tenure`` [number of the renewal, from 1; accounts that came to it or left before, renewed].
    ``referred`` [others, referred; deals won, their value, accounts that came to the first renewal
    or left before, renewed]. ``brands`` [firm; customers who bought, purchases, purchases after
    which the same customer bought again, and from the same firm]. ``base``: the focal firm's
    accounts at the end and their yearly value. ``knowledge``: its correlation in conversations
    with new revenue, over reps and years.
    """

    tenure: Numbers
    referred: Numbers
    brands: Numbers
    base: Numbers
    knowledge: float


def owning(records: Records, config: Config) -> Owning:
    """Look at one run, after its warm-up."""
    start, firms = config.warmup_days, 1 + config.rivals.count
    deals = records.deals.happened
    won = deals[(deals["outcome"] == Outcome.WON) & (deals["closed"] >= start)]
    ended = _ended(records.renewals.happened, start)
    base = records.panel[-1, 0, [PANEL.index(name) for name in ("accounts", "account_value")]]
    return Owning(
        _tenure(ended, config.market.service.term_days),
        _referred(won, records.leads.happened, ended, config.market.service.term_days),
        brands(records.journeys.happened, start, firms),
        np.asarray(base, np.float64),
        _knowledge(records, won, config),
    )


def _ended(terms: Rows, start: int) -> Rows:
    """Terms that ended in a renewal or in the account's leaving; a new contract is neither."""
    ends = (Outcome.RENEWED, Outcome.CHURNED, Outcome.SWITCHED)
    return terms[(terms["day"] >= start) & np.isin(terms["outcome"], ends)]


def _tenure(ended: Rows, term: int) -> Numbers:
    number = np.ceil((ended["day"] - ended["since"]) / term).astype(np.int64)
    return _came_and_kept(ended, np.minimum(number, TERMS + 1), TERMS + 2)[1 : TERMS + 1]


def _came_and_kept(ended: Rows, group: Any, groups: int) -> Numbers:
    kept = (ended["outcome"] == Outcome.RENEWED).astype(np.float64)
    return np.array([np.bincount(group, one, groups) for one in (np.ones(len(kept)), kept)]).T


def _referred(won: Rows, leads: Rows, ended: Rows, term: int) -> Numbers:
    """Deals and first terms by whether the customer had been referred to the firm."""
    is_referred = referred(won, leads)
    sums = [np.bincount(is_referred, one, 2) for one in (np.ones(len(won)), won["value"])]
    names = [_name(row["customer"], row["firm"], int(row["closed"])) for row in won]
    sold = dict(zip(names, map(bool, is_referred), strict=True))
    first = ended[ended["day"] - ended["since"] <= term]
    was = [sold.get(_name(row["customer"], row["firm"], row["since"])) for row in first]
    known = np.array([one is not None for one in was], np.bool_)
    group = np.array([bool(one) for one in was], np.int64)[known]
    return np.column_stack([*sums, _came_and_kept(first[known], group, 2)])


def _name(customer: int, firm: int, day: int) -> tuple[int, int, int]:
    return int(customer), int(firm), int(day)


def referred(won: Rows, leads: Rows, days: float = CREDIT_DAYS) -> Any:
    """Whether a friend had named the firm to the customer in the days before each win."""
    leads = leads[leads["channel"] == CHANNELS.index("referral")]
    pair = leads["customer"].astype(np.int64) * 8 + leads["firm"]
    order = np.lexsort((leads["created"], pair))
    pair, created = pair[order], leads["created"][order]
    mine = won["customer"].astype(np.int64) * 8 + won["firm"]
    # Days are fewer than a million, so that pair and time sort as one number.
    last = np.searchsorted(pair * 1e6 + created, mine * 1e6 + won["closed"], side="right") - 1
    if not len(pair):
        return np.zeros(len(won), np.int64)
    there = np.maximum(last, 0)
    close = (pair[there] == mine) & (won["closed"] - created[there] <= days)
    return ((last >= 0) & close).astype(np.int64)


def brands(journeys: Rows, start: int, firms: int) -> Numbers:
    """By firm: buyers, purchases, purchases followed by another, and by one from the same firm."""
    bought = journeys[(journeys["outcome"] == Outcome.WON) & (journeys["ended"] >= start)]
    bought = bought[np.lexsort((bought["ended"], bought["customer"]))]
    again = bought["customer"][1:] == bought["customer"][:-1]
    earlier, later = bought["firm"][:-1][again], bought["firm"][1:][again]
    buyers = np.unique(bought["customer"].astype(np.int64) * firms + bought["firm"]) % firms
    groups = (buyers, bought["firm"], earlier, earlier[earlier == later])
    return np.array([np.bincount(one, minlength=firms) for one in groups], np.float64).T


def _knowledge(records: Records, won: Rows, config: Config) -> float:
    """Correlation of a rep's mean knowledge in the year's conversations with new revenue.

    Of every firm's reps who were there all year.
    """
    staff, talks = records.staff.happened, records.conversations.happened
    seats = int(staff["rep"].max()) + 1 if len(staff) else 0
    known, sold = [], []
    start = config.warmup_days
    for first in range(start, start + config.days - YEAR + 1, YEAR):
        end = first + YEAR
        there = (staff["joined"] <= first) & (staff["stays"] | (staff["day"] >= end))
        held = talks[(talks["time"] >= first) & (talks["time"] < end)]
        ours = won[(won["closed"] >= first) & (won["closed"] < end)]
        number = np.bincount(held["rep"], minlength=seats)
        total = np.bincount(held["rep"], held["knowledge"], minlength=seats)
        money = np.bincount(ours["rep"], ours["value"], minlength=seats)
        seat = staff["rep"][there]
        seat = seat[number[seat] > 0]
        known.append(total[seat] / number[seat])
        sold.append(money[seat])
    if not known or len(np.concatenate(known)) < 3:
        return float("nan")
    return float(np.corrcoef(np.concatenate(known), np.concatenate(sold))[0, 1])
