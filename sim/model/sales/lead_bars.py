"""Qualification: what the two departments of a firm hold of leads, renewed once a month.

Reps know what their hours bring and how often a lead has a need, and draw from it the score from
which a lead is worth a call. Marketing learns, as far as the two share knowledge (ι), what sales
calls qualified and from which channels leads turned out to have a need.
"""

import math
from typing import Any

import numpy as np

from sim.config import CHANNELS
from sim.config.firm import DEFINITIONS, FOLLOWED
from sim.config.working_days import MONTH, QUARTER, YEAR
from sim.model.rules.follow_up import HIGHEST, needed_chance, score_needed, score_per_log_odds
from sim.model.rules.scoring import accuracy, threshold
from sim.model.state.qualification import Qualification
from sim.model.state.world import World
from sim.records import HOURS_BY_ACTIVITY, Outcome

_WORTHWHILE, _KNOWLEDGE = FOLLOWED.index("worthwhile"), DEFINITIONS.index("knowledge")
_SELLING = HOURS_BY_ACTIVITY[:4]
# Experience counts for a year; before a quarter has passed there is none to go by.
# How many leads' worth of doubt there is about a channel, or about how often a need is won.
_DOUBT_OF_CHANNEL, _DOUBT_OF_WINS = 20.0, 5.0
_MOST = 2.0


def no_bars(firms: int) -> Qualification:
    """Before anything has happened, reps call all leads, and no channel is better."""
    channels = np.zeros((firms, len(CHANNELS)))
    return Qualification(np.full(firms, -HIGHEST), np.zeros(firms), channels, np.zeros((firms, 2)))


def set_first_bars(world: World) -> None:
    """Set the score from which marketing calls a lead qualified."""
    found = world.sales.qualification
    for firm in range(world.firms):
        found.qualified[firm] = _qualified(world, firm, found)


def renew(world: World) -> None:
    """At the start of a month, hold against each other what was called and what came of it."""
    if world.day % MONTH or world.day < QUARTER:
        return
    found = world.sales.qualification
    for firm in range(world.firms):
        if world.sales.settings[firm]["follows_up"] == _WORTHWHILE:
            found.worthwhile[firm] = _worthwhile(world, firm)
        if world.alignment[firm]["labels"]:
            found.hint[firm] = _hint(world, firm)
        found.qualified[firm] = _qualified(world, firm, found)


def _qualified(world: World, firm: int, found: Qualification) -> float:
    """Marketing's bar: its own, moved to sales' by shared goals or by a shared definition."""
    its, shared = world.marketing.settings[firm], world.alignment[firm]
    sales = float(its["threshold_sales"])
    weight = float(shared["goals"])
    if shared["definition"] == _KNOWLEDGE:
        weight = float(shared["information"])
        if world.sales.settings[firm]["follows_up"] == _WORTHWHILE:
            sales = float(found.worthwhile[firm])
    return float(threshold(float(its["threshold_marketing"]), sales, weight))


def _worthwhile(world: World, firm: int) -> float:
    """The score from which a lead is worth a call, by the last year's experience."""
    panel = world.records.panel[max(world.day - YEAR, 0) : world.day, firm].sum(axis=0)
    total = {name: float(panel[place]) for name, place in world.column.items()}
    hours = sum(total[name] for name in _SELLING)
    deals = total["wins"] + total["losses"] + total["no_decisions"]
    without, needy = world.sales.qualification.counted[firm]
    if hours <= 0.0 or total["wins"] <= 0.0 or needy <= 0.0:
        return -HIGHEST
    met = _met(world, firm)
    met = met[met["outcome"] != Outcome.NO_NEED]
    won = float((met["outcome"] == Outcome.WON).sum())
    its, doubt = world.sales.settings[firm], _DOUBT_OF_WINS
    wins_per_need = (won + doubt * total["wins"] / deals) / (len(met) + doubt)
    talked = (float((met["deal"] >= 0).sum()) + doubt) / (len(met) + doubt)
    chance = needed_chance(
        total["wins"] / hours, float(its["call_hours"]) / max(float(its["reach_chance"]), 1e-9),
        wins_per_need, talked * float(its["talk_hours"]) * total["talks"] / deals,
        float(world.alignment[firm]["goals"]),
    )  # fmt: skip
    return score_needed(chance, float(needy / (needy + without)), _seen(world, firm))


def _hint(world: World, firm: int) -> Any:
    """What earlier leads of a channel add to a score [channel], as far as marketing hears of it."""
    met = _met(world, firm)
    met = met[met["reached"] <= world.day - world.alignment[firm]["labels_days"]]
    need = met["outcome"] != Outcome.NO_NEED
    if not need.any() or need.all():
        return np.zeros(len(CHANNELS))
    share = float(need.mean())
    there = np.bincount(met["channel"], minlength=len(CHANNELS))
    needy = np.bincount(met["channel"], need, minlength=len(CHANNELS))
    part = (needy + _DOUBT_OF_CHANNEL * share) / (there + _DOUBT_OF_CHANNEL)
    part = np.clip(part, 1e-9, 1.0 - 1e-9)
    odds = np.log(part / (1.0 - part)) - math.log(share / (1.0 - share))
    seen = max(_seen(world, firm), 0.05)
    told = float(world.alignment[firm]["information"]) * odds * score_per_log_odds(seen)
    return np.clip(told, -_MOST, _MOST)


def _met(world: World, firm: int) -> Any:
    """A firm's leads that a rep has reached within the last year, and what came of them."""
    leads = world.records.leads.happened
    mine = leads[(leads["firm"] == firm) & (leads["reached"] >= world.day - YEAR)]
    return mine[mine["outcome"] != Outcome.OPEN]


def _seen(world: World, firm: int) -> float:
    shared = float(world.alignment[firm]["information"])
    return float(accuracy(float(world.marketing.settings[firm]["score_accuracy"]), shared))
