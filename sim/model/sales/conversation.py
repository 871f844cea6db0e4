"""A conversation between a rep and a customer: discover, offer, inform, and perhaps sign."""

import math
from typing import Any

import numpy as np

from sim.engine.compiled import forced_inline
from sim.engine.luck import Purpose, normal, slot_of, uniform
from sim.model.customers.journeys import end_journey
from sim.model.customers.mind import (
    NOBODY,
    belief_variance,
    gap_to_best_other,
    look,
    moved_by_talk,
    sure,
    sureness_of,
)
from sim.model.rules.belief import progress, signal
from sim.model.rules.clarity import clarity
from sim.model.rules.closing import tailored
from sim.model.rules.contact import worthwhile
from sim.model.rules.conversation import ramp
from sim.model.rules.normal import cumulative
from sim.model.sales.discovery import ask, fitting_offer, recall
from sim.model.sales.scene import Scene
from sim.model.sales.signing import agree, win
from sim.model.state.catalogue import best_value, offering_value, private_value
from sim.model.state.ledger import TALKS, Ledger, close_deal, follow_up
from sim.model.state.offers import Known
from sim.records import Outcome

_WON, _LOST, _OPEN = np.int64(Outcome.WON), np.int64(Outcome.LOST), np.int64(Outcome.OPEN)
_NO_DECISION, _DROPPED = np.int64(Outcome.NO_DECISION), np.int64(Outcome.DROPPED)
_AGREED = np.int64(Outcome.AGREED)
_SIGNAL, _CLOSING = np.int64(Purpose.TALK_SIGNAL), np.int64(Purpose.CLOSING)
_OFFER, _FIXED = np.int64(Purpose.OFFER), np.int64(0)
_INSIGHT = np.int64(Purpose.INSIGHT)
# Of mean skill at reference effort: below this a beginner's work makes no further difference.
_LEAST = 0.2


@forced_inline
def hours_needed(
    row: Any, firm: int, buyer: Any, known: Known, signs: float, its: Any, first: bool
) -> float:
    """Hours of the next conversation: closing with somebody who is sure takes less, and questions
    are asked in the first."""
    view = look(row, buyer, known)
    if view.leader == firm and sure(row, view, signs, buyer, known):
        return float(its["transact_hours"])
    asking = its["questions"] * its["question_hours"] if first else 0.0
    return float(its["talk_hours"] + asking)


@forced_inline
def stretch(row: Any, i: int, firm: int, its: Any, key: int) -> float:
    """Times its usual hours that a conversation takes: 1, or exponential with mean 1."""
    if its["talk_spread"] == _FIXED:
        return 1.0
    return -math.log(uniform(key, i, slot_of(row["journeys"], firm, row["talks"])))


@forced_inline
def welcome(
    row: Any, firm: int, buyer: Any, known: Known, made_up: float, its: Any, reluctance: float
) -> bool:
    """Whether a customer whom a rep calls is ready to talk: sure, or with enough to learn."""
    view = look(row, buyer, known)
    if view.leader == firm and sure(row, view, made_up, buyer, known):
        return True
    gap = gap_to_best_other(row, firm, view, buyer, known)
    telling = its["talk_precision"] * clarity(row["clarity"])
    told = moved_by_talk(row, firm, telling, its["discovery_precision"], buyer)
    return worthwhile(gap, told, reluctance * row["hassle"])


@forced_inline
def refuse(d: int, time: float, its: Any, customers: Any, ledger: Ledger) -> None:
    """The customer puts the rep off; after enough of that the deal is given up as cold."""
    deal = ledger.deals[d]
    deal["refusals"] += 1
    if deal["refusals"] >= its["refusals"]:
        close_deal(d, _DROPPED, time, customers, ledger)
    else:
        follow_up(d, int(time) + its["follow_up_days"], ledger)


@forced_inline
def talk(d: int, time: float, hours: float, origin: int, scene: Scene) -> None:
    """Hold one conversation of a deal: the customer learns, then signs, leaves, or thinks on."""
    deal = scene.ledger.deals[d]
    i, firm = np.int64(deal["customer"]), np.int64(deal["firm"])
    row, its = scene.customers[i], scene.sales[firm]
    buyer, known = scene.buyer, scene.known
    before = look(row, buyer, known)
    ready = before.leader == firm and sure(row, before, scene.signs, buyer, known)
    how_far = progress(belief_variance(row, firm, buyer), buyer.prior_variance)
    decided = sure(row, before, scene.made_up, buyer, known)
    _note_first_contact(deal, row, time, how_far, decided, before.leader)
    row["considered"] |= 1 << firm
    row["waiting"] = NOBODY
    row["talks"] += 1
    row["talked"] = int(time)
    deal["talks"] += 1
    deal["hours"] += hours
    deal["refusals"] = 0
    if ready:
        _take_order(deal, row, i, scene)
    else:
        _discover_and_inform(deal, row, i, its, int(time), scene)
    after = look(row, buyer, known)
    ready = after.leader == firm and sure(row, after, scene.signs, buyer, known)
    outcome = _OPEN
    slot = slot_of(row["journeys"], firm, row["talks"])
    agrees = False
    if ready and uniform(scene.life[_CLOSING], i, slot) >= its["closing_failure"]:
        deal["cut"] = scene.known.cut[firm]
        agrees = agree(d, row, i, time, slot, scene)
        outcome = _OPEN if agrees else _WON
    elif after.leader == NOBODY and sure(row, after, scene.made_up, buyer, known):
        outcome = _NO_DECISION
    elif deal["talks"] >= buyer.max_talks:
        outcome = _DROPPED
    if outcome == _OPEN and not agrees:
        follow_up(d, int(time) + its["follow_up_days"], scene.ledger)
    confidence = cumulative(sureness_of(row, after, buyer, known))
    _record(d, time, hours, origin, how_far, confidence, _AGREED if agrees else outcome, scene)
    _settle(d, outcome, time, scene)


@forced_inline
def _note_first_contact(
    deal: Any, row: Any, time: float, how_far: float, decided: bool, leader: int
) -> None:
    """Record what the customer thought before the first conversation of deal and journey."""
    if deal["talks"] == 0:
        deal["first_talk"] = time
        deal["progress"], deal["decided_before"], deal["favourite"] = how_far, decided, leader
        deal["first_contact"] = math.isnan(row["first_contact"])
    if math.isnan(row["first_contact"]):
        row["first_contact"], row["first_firm"], row["progress"] = time, deal["firm"], how_far
        row["decided_before"], row["favourite"] = decided, leader


@forced_inline
def _discover_and_inform(deal: Any, row: Any, i: int, its: Any, day: int, scene: Scene) -> None:
    """Ask about pains, offer what answers them, and say honestly how well it fits."""
    firm = np.int64(deal["firm"])
    rep = scene.reps[deal["rep"]]
    skill = skill_at_work(rep, day, its)
    first = deal["talks"] == 1
    if first:
        recall(deal, row, i, scene)
        ask(deal, i, slot_of(row["journeys"], firm, 64 * row["talks"]), skill, its, scene)
        row["clarity"] += its["discovery_clarity"]
    deal["offering"] = fitting_offer(deal, i, scene)
    worth = offering_value(i, firm, np.int64(deal["offering"]), scene.catalogue, scene.buyer)
    private = private_value(i, firm, scene.catalogue, scene.buyer)
    private += tailored(its["tailoring"], skill, rep["work"], _LEAST)
    deal["utility"] = worth + private
    precision = its["talk_precision"] * skill * clarity(row["clarity"])
    if first:
        precision *= its["first_talk"]
    luck = normal(scene.life[_SIGNAL], i, slot_of(row["journeys"], firm, row["talks"]))
    row["evidence"][firm] += signal(worth, precision, luck)
    row["precision"][firm] += precision
    if scene.buyer.private_share > 0.0:
        insight = its["discovery_precision"] * skill
        luck = normal(scene.life[_INSIGHT], i, slot_of(row["journeys"], firm, row["talks"]))
        row["impression"][firm] += signal(private, insight, luck)
        row["insight"][firm] += insight


@forced_inline
def skill_at_work(rep: Any, day: int, its: Any) -> float:
    """A rep's skill, as far as the job is learned."""
    return float(rep["skill"] * ramp(day - rep["joined"], its["ramp_days"]))


@forced_inline
def _take_order(deal: Any, row: Any, i: int, scene: Scene) -> None:
    """A customer who is sure orders what fits best, as far as the own problem is clear."""
    firm = np.int64(deal["firm"])
    if deal["offering"] < 0:
        luck = uniform(scene.life[_OFFER], i, slot_of(row["journeys"], firm, row["talks"]))
        if luck < clarity(row["clarity"]):
            deal["offering"] = best_value(i, firm, scene.catalogue, scene.buyer)[0]
        else:
            deal["offering"] = fitting_offer(deal, i, scene)
    deal["utility"] = offering_value(
        i, firm, np.int64(deal["offering"]), scene.catalogue, scene.buyer
    ) + private_value(i, firm, scene.catalogue, scene.buyer)


@forced_inline
def _record(
    d: int, time: float, hours: float, origin: int, how_far: float, confidence: float, outcome: int,
    scene: Scene,
) -> None:  # fmt: skip
    ledger, deal = scene.ledger, scene.ledger.deals[d]
    revealed, bits = 0, int(deal["revealed"])
    while bits:
        revealed += bits & 1
        bits >>= 1
    n = ledger.conversation_count[0]
    ledger.conversation_count[0] = n + 1
    record = ledger.conversations[n]
    record["time"], record["customer"], record["firm"] = time, deal["customer"], deal["firm"]
    record["rep"], record["deal"], record["number"] = deal["rep"], d, deal["talks"]
    record["origin"], record["hours"], record["pains_revealed"] = origin, hours, revealed
    record["skill"] = skill_at_work(scene.reps[deal["rep"]], int(time), scene.sales[deal["firm"]])
    record["offering"], record["progress"], record["confidence"] = (
        deal["offering"],
        how_far,
        confidence,
    )
    record["outcome"] = outcome
    ledger.panel[deal["firm"], TALKS] += 1.0


@forced_inline
def _settle(d: int, outcome: int, time: float, scene: Scene) -> None:
    deal = scene.ledger.deals[d]
    i, firm = np.int64(deal["customer"]), np.int64(deal["firm"])
    if outcome == _WON:
        win(d, time, 0.0, scene)
    elif outcome == _NO_DECISION:
        end_journey(i, NOBODY, time, scene.journeys)
    elif outcome == _DROPPED:
        close_deal(d, _DROPPED, time, scene.customers, scene.ledger)
        rule_out(scene.customers[i], firm)


@forced_inline
def rule_out(row: Any, firm: int) -> None:
    """The customer is through with a firm: neither considers it nor reads up on it any more."""
    row["considered"] &= ~(1 << firm)
    if row["reading"] == firm:
        row["reading"] = NOBODY
    if row["chosen"] == firm:
        row["chosen"] = NOBODY
