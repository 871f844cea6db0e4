"""Sales and pay of reps of each skill: the numbers behind all facts about pay plans."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.special import ndtr

from sim.config import Config
from sim.config.working_days import YEAR
from sim.inference.ratios import Numbers, ratio, relative
from sim.metrics.costs import cost_by_day
from sim.records import PANEL, Outcome, Records, Rows

# Ranks of skill that are told apart: tenths and thirds are made of them.
RANKS = 30
# Deals of a list value below this part of the mean price count as small: about half of them.
SMALL = 0.8
_COLUMN = {name: number for number, name in enumerate(PANEL)}


class Output(NamedTuple):
    """The focal firm's reps over the counted part of a run.

    By the year and filled seat: new revenue (``sales``), ``pay`` and ``profit`` (money), ``wins``
    (deals), ``service`` (hours). ``effort``: × reference. ``small``: part of the deals that are
    small. ``satisfaction``: accounts', when their terms end. By rank of skill in thirtieths, the
    weakest first: new revenue (``sold``, money) and ``years`` spent in a seat.
    """

    sales: float
    pay: float
    profit: float
    wins: float
    service: float
    effort: float
    small: float
    satisfaction: float
    sold: Numbers
    years: Numbers


def output(records: Records, config: Config) -> Output:
    """Look at one run."""
    panel = records.panel[config.warmup_days :, 0]
    total = {name: float(panel[:, column].sum()) for name, column in _COLUMN.items()}
    years = total["reps"] / YEAR
    paid = total["salary"] + total["variable_pay"]
    cost = float(cost_by_day(panel, config.sales).sum())
    margin = config.market.catalogue.margin
    profit = margin * (total["revenue_new"] + total["revenue_renewal"]) - cost
    won = _won(records, config.warmup_days)
    sold, present = _by_skill(records, config, won)
    small = won["list_value"] < SMALL * config.market.catalogue.price
    each = [total["revenue_new"], paid, profit, len(won), total["hours_service"]]
    part_small = float(small.mean()) if len(won) else np.nan
    content = _satisfaction(records, config.warmup_days)
    sales, pay, gain, wins, service = (one / years for one in each)
    effort = total["effort"] / total["reps"]
    people = (effort, part_small, content)
    return Output(sales, pay, gain, wins, service, *people, sold, present)


def _won(records: Records, start: int) -> Rows:
    deals = records.deals.happened
    mine = (deals["firm"] == 0) & (deals["outcome"] == Outcome.WON)
    return deals[mine & (deals["closed"] >= start)]


def _satisfaction(records: Records, start: int) -> float:
    terms = records.renewals.happened
    known = terms["satisfaction"][(terms["firm"] == 0) & (terms["day"] >= start)]
    known = known[~np.isnan(known)]
    return float(known.mean()) if len(known) else np.nan


def _by_skill(records: Records, config: Config, won: Rows) -> tuple[Numbers, Numbers]:
    """New revenue and years present, by the skill of the rep who sat in the seat at the time."""
    staff = records.staff.happened
    staff = staff[staff["firm"] == 0]
    staff = staff[np.lexsort((staff["joined"], staff["rep"]))]
    begun = np.maximum(staff["joined"].astype(float), config.warmup_days)
    last = float(config.warmup_days + config.days)
    ended = np.where(staff["stays"], last, staff["day"] + 1.0)
    rank = rank_of(staff["skill"], config.sales.skill_sd)
    present = np.bincount(rank, np.maximum(ended - begun, 0.0) / YEAR, RANKS)
    # Spells lie seat by seat in order of joining: whose turn it was is the last that had begun.
    far = float(np.abs(staff["joined"]).max() + last + 1.0)
    keys = staff["rep"] * 2.0 * far + staff["joined"]
    spell = np.searchsorted(keys, won["rep"] * 2.0 * far + won["closed"], side="right") - 1
    sold = np.bincount(rank[spell], won["value"], RANKS)
    return sold.astype(np.float64), present.astype(np.float64)


def rank_of(skill: Any, log_sd: float) -> Any:
    """Rank from 0, the weakest, in the log-normal distribution that skill is drawn from (mean 1).

    So a rank holds people who are alike, under any plan and with any staff.
    """
    z = np.log(skill) / log_sd + 0.5 * log_sd if log_sd > 0.0 else np.zeros(len(skill))
    return np.minimum((ndtr(z) * RANKS).astype(np.int64), RANKS - 1)


def change(seen: Sequence[Output], base: Sequence[Output], name: str) -> Numbers:
    """Relative change of a mean from one scenario to another, paired, one number a seed."""
    after, before = (np.array([getattr(one, name) for one in some]) for some in (seen, base))
    return relative(after, before) - 1.0


def change_by_skill(seen: Sequence[Output], base: Sequence[Output], groups: int) -> Numbers:
    """Relative change of new revenue a year in a seat [group of skill, seed], the weakest first."""
    after, before = _a_year(seen, groups), _a_year(base, groups)
    return np.stack([relative(b, a) - 1.0 for b, a in zip(after, before, strict=True)])


def _a_year(seen: Sequence[Output], groups: int) -> list[Numbers]:
    parts = [[one.sold for one in seen], [one.years for one in seen]]
    sold, years = np.array(parts).reshape(2, len(seen), groups, -1).sum(axis=3)
    return [ratio(sold[:, group], years[:, group]) for group in range(groups)]


def slope(by_group: Numbers) -> Numbers:
    """Least-squares slope over the groups, one number a seed."""
    place = np.arange(len(by_group)) - (len(by_group) - 1) / 2.0
    made: Numbers = place @ by_group / float((place**2).sum())
    return made
