"""Qualification: the scores that a firm's two departments ask of a lead, renewed once a month.

Reps know what their hours bring and how often a lead has a need, and draw from it what a call is
worth. Marketing learns, as far as the two share knowledge (ι), what sales calls qualified and from
which channels leads turned out to have a need.
"""

import numpy as np

from sim.config import CHANNELS
from sim.config.marketing import DEFINITIONS
from sim.config.plan import PERIODS
from sim.config.sales import PRIORITIES
from sim.engine.rows import Floats, Whole
from sim.model.rules.follow_up import (
    DOUBT_OF_CHANNEL,
    DOUBT_OF_HOURS,
    DOUBT_OF_WINS,
    HIGHEST,
    LEAST_SEEN,
    MOST_SEEN,
    channel_worth,
    log_odds,
    needed_chance,
    score_needed,
    score_per_log_odds,
    shrunk,
)
from sim.model.rules.scoring import accuracy, threshold
from sim.model.state.qualification import MET, NEEDY, Qualification
from sim.model.state.world import World
from sim.model.state.worth import Worth
from sim.records import SELLING_HOURS, Origin, Outcome, Rows

_WORTH, _KNOWLEDGE = PRIORITIES.index("worth"), DEFINITIONS.index("knowledge")
# Experience counts for a year; before a quarter has passed there is none to go by.
YEAR, QUARTER = PERIODS["year"], PERIODS["quarter"]


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
    """At the start of a month, learn from the last year's leads which are worth a call."""
    if world.day % PERIODS["month"] or world.day < QUARTER:
        return
    found = world.sales.qualification
    for firm in range(world.firms):
        if world.sales.settings[firm]["priority"] == _WORTH:
            _learn(world, firm)
        if world.alignment[firm]["labels"]:
            found.hint[firm] = _hint(world, firm)
        found.qualified[firm] = _qualified(world, firm, found)


def _qualified(world: World, firm: int, found: Qualification) -> float:
    """Marketing's bar: its own, moved to sales' by shared goals or by a shared definition."""
    marketing, shared = world.marketing.settings[firm], world.alignment[firm]
    sales = float(marketing["threshold_sales"])
    weight = float(shared["goals"])
    if shared["definition"] == _KNOWLEDGE:
        weight = float(shared["information"])
        if world.sales.settings[firm]["priority"] == _WORTH:
            sales = float(found.worthwhile[firm])
    return float(threshold(float(marketing["threshold_marketing"]), sales, weight))


def _learn(world: World, firm: int) -> None:
    """Learn from the last year what leads and other work are worth, and the score from which a lead
    is worth the usual hour."""
    panel = world.records.panel[max(world.day - YEAR, 0) : world.day, firm].sum(axis=0)
    total = {name: float(panel[place]) for name, place in world.column.items()}
    hours = sum(total[name] for name in SELLING_HOURS)
    without, needy = world.sales.qualification.counted[firm]
    if hours <= 0.0 or total["wins"] <= 0.0 or needy <= 0.0 or without <= 0.0:
        return
    usual, share = total["wins"] / hours, float(needy / (needy + without))
    since = world.day - YEAR
    deals = world.records.deals.where(
        lambda all_: (all_["firm"] == firm) & (all_["closed"] >= since)
    )
    wins, talks = _of_a_need(world, firm, deals)
    worth, seen = world.sales.worth, max(_seen(world, firm), LEAST_SEEN)
    worth.odds[firm], worth.wins[firm], worth.talks[firm] = log_odds(share), wins, talks
    worth.per_point[firm] = 1.0 / score_per_log_odds(min(seen, MOST_SEEN))
    _learn_of_deals(world.sales.worth, firm, usual, deals, total)
    settings, goals = world.sales.settings[firm], world.alignment[firm]["goals"]
    reach = float(settings["call_hours"]) / max(float(settings["reach_chance"]), 1e-9)
    chance = needed_chance(usual, reach, wins, talks, float(goals))
    world.sales.qualification.worthwhile[firm] = score_needed(chance, share, _seen(world, firm))


def _of_a_need(world: World, firm: int, deals: Rows) -> tuple[float, float]:
    """Wins and hours of conversations of a lead with a need whom a rep has reached, with doubt as
    far as few were, in which they are like all deals that ended."""
    _, many, talks, won = map(float, _met(world, firm, world.last_day + 1).sum(axis=0))
    of_all, doubt = float((deals["outcome"] == Outcome.WON).mean()), DOUBT_OF_WINS
    talked = shrunk(talks, many, doubt, doubt)
    return shrunk(won, many, doubt * of_all, doubt), talked * float(deals["hours"].mean())


def _learn_of_deals(
    worth: Worth, firm: int, usual: float, deals: Rows, total: dict[str, float]
) -> None:
    """Learn wins an hour of follow-ups, of customers who ask, and of strangers, from the deals that
    ended, with a week of doubt at the usual rate."""
    won, asked = deals["outcome"] == Outcome.WON, deals["origin"] == Origin.REQUEST
    cold = deals["origin"] == Origin.COLD_CALL
    for rates, wins, hours in (
        (worth.follow_up, won & (deals["talks"] > 1), total["hours_follow_up"]),
        (worth.inquiry, won & asked, float(deals["hours"][asked].sum())),
        (
            worth.stranger,
            won & cold,
            total["hours_prospecting"] + float(deals["hours"][cold].sum()),
        ),
    ):
        rates[firm] = shrunk(float(wins.sum()), hours, DOUBT_OF_HOURS * usual, DOUBT_OF_HOURS)


def _hint(world: World, firm: int) -> Floats:
    """Points that a channel adds to a score [channel], as far as marketing hears of its leads."""
    labelled = world.day - int(world.alignment[firm]["labels_days"])
    met, found = _met(world, firm, labelled), np.zeros(len(CHANNELS))
    many, with_need = float(met[:, MET].sum()), float(met[:, NEEDY].sum())
    if with_need in (0.0, many):
        return found
    share, doubt = with_need / many, DOUBT_OF_CHANNEL
    there, needy = met[:, MET].tolist(), met[:, NEEDY].astype(np.float64).tolist()
    told, seen = float(world.alignment[firm]["information"]), _seen(world, firm)
    for channel, (cases, of) in enumerate(zip(needy, there, strict=True)):
        chance = min(max(shrunk(cases, of, doubt * share, doubt), 1e-9), 1.0 - 1e-9)
        found[channel] = channel_worth(chance, share, told, seen)
    return found


def _met(world: World, firm: int, day: int) -> Whole:
    """The outcomes of a firm's leads that a rep called and reached within the last year, by the
    beginning of a day, and that have ended [channel, what is told]."""
    first, end = 2 * max(world.day - YEAR, 0), 2 * max(day, -1) + 1
    met: Whole = world.sales.met[firm, first : max(first, end)].sum(axis=0)
    return met


def _seen(world: World, firm: int) -> float:
    """Correlation of score and need."""
    shared = float(world.alignment[firm]["information"])
    return float(accuracy(float(world.marketing.settings[firm]["score_accuracy"]), shared))
