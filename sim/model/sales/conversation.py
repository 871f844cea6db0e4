"""A conversation between a rep and a customer: discover, offer, inform, and perhaps sign."""

import math

import numpy as np

from sim.engine.compiled import forced_inline
from sim.engine.luck import normal, slot_of, uniform
from sim.engine.rows import Settings
from sim.engine.slots import PURPOSE
from sim.model.customers.journeys import end_journey
from sim.model.customers.mind import (
    NOBODY,
    belief_variance,
    gap_to_best_other,
    look,
    moved_by_talk,
    rule_out,
    sure,
    sureness_of,
)
from sim.model.rules.belief import progress, signal
from sim.model.rules.buying_group import part_told
from sim.model.rules.clarity import clarity
from sim.model.rules.closing import tailored
from sim.model.rules.contact import worthwhile
from sim.model.rules.conversation import ramp
from sim.model.rules.normal import cumulative
from sim.model.rules.waiting import lasting
from sim.model.sales.discovery import ask, fitting_offer, recall
from sim.model.sales.scene import Scene, journeys_in
from sim.model.sales.signing import agree, win
from sim.model.sales.stakes import enough_to_sign, hours_of, people_deciding
from sim.model.state.catalogue import best_value, list_value, offering_value, private_value
from sim.model.state.customers import CustomerRow
from sim.model.state.ledger import close_deal, follow_up
from sim.model.state.seats import RepRow
from sim.records import COLUMN, OUTCOME, ConversationRow, DealRow

_FIXED = np.int64(0)
# Of mean skill at reference effort: below this a beginner's work makes no further difference.
_LEAST = 0.2


@forced_inline
def hours_needed(row: CustomerRow, i: int, firm: int, talks: int, scene: Scene) -> float:
    """Hours of the next conversation of a deal, after so many: closing with somebody who is sure
    takes less, questions are asked in the first, and the offer is demonstrated in the second."""
    buyer, known, settings = scene.buyer, scene.known, scene.settings[firm]
    view = look(row, buyer, known)
    if view.leader == firm and sure(row, view, enough_to_sign(i, scene), buyer, known):
        return float(settings["transact_hours"])
    more = 0.0
    if talks == 0:
        more = settings["questions"] * settings["question_hours"]
    elif talks == 1:
        more = hours_of(settings["demo_hours"], i, firm, scene)
    return float(settings["talk_hours"] + more)


@forced_inline
def stretch(row: CustomerRow, i: int, firm: int, scene: Scene) -> float:
    """Times its usual hours that a conversation takes: 1, or exponential with mean 1."""
    if scene.settings[firm]["talk_spread"] == _FIXED:
        return 1.0
    slot = slot_of(row["journeys"], firm, row["talks"])
    return lasting(uniform(scene.life[PURPOSE.TALK_TIME], i, slot), 1.0)


@forced_inline
def welcome(row: CustomerRow, firm: int, reluctance: float, scene: Scene) -> bool:
    """Whether a customer whom a rep calls is ready to talk: sure, or with enough to learn.

    ``reluctance`` multiplies the cost of a conversation.
    """
    buyer, known, settings = scene.buyer, scene.known, scene.settings[firm]
    view = look(row, buyer, known)
    if view.leader == firm and sure(row, view, scene.made_up, buyer, known):
        return True
    gap = gap_to_best_other(row, firm, view, buyer, known)
    telling = settings["talk_precision"] * clarity(row["clarity"])
    told = moved_by_talk(row, firm, telling, settings["discovery_precision"], buyer)
    return worthwhile(gap, told, reluctance * row["hassle"])


@forced_inline
def refuse(d: int, time: float, scene: Scene) -> None:
    """The customer puts the rep off; after enough of that the deal is given up as cold."""
    floor = scene.floor
    deal = floor.ledger.deals[d]
    settings = scene.settings[deal["firm"]]
    deal["refusals"] += 1
    if deal["refusals"] >= settings["refusals"]:
        close_deal(d, OUTCOME.DROPPED, time, floor.customers, floor.ledger)
    else:
        follow_up(d, _next_talk(time, settings), floor.ledger)


@forced_inline
def _next_talk(time: float, settings: Settings) -> float:
    """The time of a deal's follow-up: at the hour of the last talk, or when that day begins."""
    day = math.floor(time) + settings["follow_up_days"]
    return float(day + (time - math.floor(time) if settings["appointments"] else 0.0))


@forced_inline
def talk(d: int, time: float, hours: float, origin: int, scene: Scene) -> float:
    """Hold one conversation of a deal: the customer learns, then signs, leaves, or thinks on.

    Return its hours, with those of the proposal if the customer says yes.
    """
    deal = scene.floor.ledger.deals[d]
    i, firm = np.int64(deal["customer"]), np.int64(deal["firm"])
    row, settings = scene.floor.customers[i], scene.settings[firm]
    buyer, known, enough = scene.buyer, scene.known, enough_to_sign(i, scene)
    before = look(row, buyer, known)
    ready = before.leader == firm and sure(row, before, enough, buyer, known)
    how_far = progress(belief_variance(row, firm, buyer), buyer.prior_variance)
    decided = sure(row, before, scene.made_up, buyer, known)
    _note_first_contact(deal, row, time, how_far, decided, before.leader)
    if deal["talks"] == 0 and deal["lead"] >= 0:
        _confirm_need(np.int64(deal["lead"]), time, scene)
    row["considered"] |= int(1 << firm)
    row["waiting"] = NOBODY
    row["talks"] += 1
    row["talked"] = int(time)
    deal["talks"] += 1
    deal["refusals"] = 0
    if ready:
        _take_order(deal, row, i, scene)
    else:
        _discover_and_inform(deal, row, i, int(time), scene)
    after = look(row, buyer, known)
    ready = after.leader == firm and sure(row, after, enough, buyer, known)
    outcome = OUTCOME.OPEN
    slot = slot_of(row["journeys"], firm, row["talks"])
    agrees = False
    if ready and uniform(scene.life[PURPOSE.CLOSING], i, slot) >= settings["closing_failure"]:
        deal["cut"] = known.cut[firm]
        agrees = agree(d, row, i, time, slot, scene)
        hours += hours_of(settings["proposal_hours"], i, firm, scene)
        outcome = OUTCOME.OPEN if agrees else OUTCOME.WON
    elif after.leader == NOBODY and sure(row, after, scene.made_up, buyer, known):
        outcome = OUTCOME.NO_DECISION
    elif deal["talks"] >= buyer.max_talks:
        outcome = OUTCOME.DROPPED
    if outcome == OUTCOME.OPEN and not agrees:
        follow_up(d, _next_talk(time, settings), scene.floor.ledger)
    deal["hours"] += hours
    record = _recorded(d, time, hours, origin, scene)
    record["progress"] = how_far
    record["confidence"] = cumulative(sureness_of(row, after, buyer, known))
    record["outcome"] = OUTCOME.AGREED if agrees else outcome
    _settle(d, outcome, time, scene)
    return hours


@forced_inline
def _confirm_need(n: int, time: float, scene: Scene) -> None:
    """The first conversation with somebody who asked: the inquiry is answered, its need is real."""
    ledger = scene.floor.ledger
    lead = ledger.leads[n]
    if lead["inquiry"] and math.isnan(lead["reached"]):
        lead["attempts"], lead["last_attempt"] = 1, int(time)
        lead["first_attempt"], lead["reached"] = time, time
        ledger.panel[lead["firm"], COLUMN.sqls] += 1.0


@forced_inline
def _note_first_contact(
    deal: DealRow, row: CustomerRow, time: float, how_far: float, decided: bool, leader: int
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
def _discover_and_inform(deal: DealRow, row: CustomerRow, i: int, day: int, scene: Scene) -> None:
    """Ask about pains, offer what answers them, and say honestly how well it fits."""
    firm, buyer = np.int64(deal["firm"]), scene.buyer
    rep, settings = scene.floor.reps[deal["rep"]], scene.settings[firm]
    able, first = skill_at_work(rep, day, settings), deal["talks"] == 1
    if first:
        recall(deal, row, i, scene)
        knows = able * rep["knows"]
        ask(deal, i, slot_of(row["journeys"], firm, 64 * row["talks"]), knows, scene)
        row["clarity"] += settings["discovery_clarity"]
    _offer(deal, fitting_offer(deal, i, scene), i, scene)
    worth, private = _worth_of_offer(deal, i, scene)
    private += tailored(settings["tailoring"], able, rep["work"], _LEAST)
    deal["utility"] = worth + private
    part = part_told(people_deciding(i, scene))
    precision = part * settings["talk_precision"] * able * clarity(row["clarity"])
    if first:
        precision *= settings["first_talk"]
    slot = slot_of(row["journeys"], firm, row["talks"])
    luck = normal(scene.life[PURPOSE.TALK_SIGNAL], i, slot)
    row["evidence"][firm] += signal(worth, precision, luck)
    row["precision"][firm] += precision
    if buyer.private_share > 0.0:
        insight = part * settings["discovery_precision"] * able
        luck = normal(scene.life[PURPOSE.INSIGHT], i, slot)
        row["impression"][firm] += signal(private, insight, luck)
        row["insight"][firm] += insight


@forced_inline
def skill_at_work(rep: RepRow, day: int, settings: Settings) -> float:
    """A rep's skill, as far as the job is learned."""
    return float(rep["skill"] * ramp(day - rep["joined"], settings["ramp_days"]))


@forced_inline
def _take_order(deal: DealRow, row: CustomerRow, i: int, scene: Scene) -> None:
    """A customer who is sure orders what fits best, as far as the own problem is clear."""
    firm = np.int64(deal["firm"])
    if deal["offering"] < 0:
        slot = slot_of(row["journeys"], firm, row["talks"])
        if uniform(scene.life[PURPOSE.OFFER], i, slot) < clarity(row["clarity"]):
            _offer(deal, best_value(i, firm, scene.catalogue, scene.buyer)[0], i, scene)
        else:
            _offer(deal, fitting_offer(deal, i, scene), i, scene)
    worth, private = _worth_of_offer(deal, i, scene)
    deal["utility"] = worth + private


@forced_inline
def _offer(deal: DealRow, offering: int, i: int, scene: Scene) -> None:
    deal["offering"] = offering
    goods, catalogue = scene.goods, scene.catalogue
    deal["list_value"] = list_value(i, np.int64(deal["firm"]), offering, goods, catalogue)


@forced_inline
def _worth_of_offer(deal: DealRow, i: int, scene: Scene) -> tuple[float, float]:
    """True utility of what a deal offers the customer: the part that can be told, and the rest."""
    firm, offering = np.int64(deal["firm"]), np.int64(deal["offering"])
    catalogue, buyer = scene.catalogue, scene.buyer
    worth = offering_value(i, firm, offering, catalogue, buyer)
    return worth, private_value(i, firm, catalogue, buyer)


@forced_inline
def _recorded(d: int, time: float, hours: float, origin: int, scene: Scene) -> ConversationRow:
    ledger, deal = scene.floor.ledger, scene.floor.ledger.deals[d]
    rep, settings = scene.floor.reps[deal["rep"]], scene.settings[deal["firm"]]
    revealed, bits = 0, int(deal["revealed"])
    while bits:
        revealed += bits & 1
        bits >>= 1
    n = ledger.conversation_count[0]
    ledger.conversation_count[0] = n + 1
    record = ledger.conversations[n]
    record["time"], record["hours"], record["origin"] = time, hours, origin
    record["customer"], record["firm"], record["rep"] = deal["customer"], deal["firm"], deal["rep"]
    record["deal"], record["number"], record["offering"] = d, deal["talks"], deal["offering"]
    record["pains_revealed"] = revealed
    record["skill"] = skill_at_work(rep, int(time), settings)
    record["knowledge"] = record["skill"] * rep["knows"]
    ledger.panel[deal["firm"], COLUMN.talks] += 1.0
    return record


@forced_inline
def _settle(d: int, outcome: int, time: float, scene: Scene) -> None:
    floor = scene.floor
    deal = floor.ledger.deals[d]
    i, firm = np.int64(deal["customer"]), np.int64(deal["firm"])
    if outcome == OUTCOME.WON:
        win(d, time, 0.0, scene)
    elif outcome == OUTCOME.NO_DECISION:
        end_journey(i, NOBODY, time, journeys_in(scene))
    elif outcome == OUTCOME.DROPPED:
        close_deal(d, OUTCOME.DROPPED, time, floor.customers, floor.ledger)
        rule_out(floor.customers[i], firm)
