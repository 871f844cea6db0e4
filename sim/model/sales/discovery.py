"""Discovery: what a rep learns of a customer's pains, and which offering answers them."""

from typing import Any

import numpy as np

from sim.engine.compiled import forced_inline
from sim.engine.luck import Purpose, slot_of, uniform
from sim.model.customers.mind import public_variance
from sim.model.rules.belief import progress
from sim.model.rules.conversation import reveals
from sim.model.rules.fit import pain
from sim.model.sales.scene import Scene
from sim.records import Origin

_DISCOVERY, _ENGAGEMENT = np.int64(Purpose.DISCOVERY), np.int64(Purpose.ENGAGEMENT)
_COLD, _PROBLEM_FIRST = np.int64(Origin.COLD_CALL), np.int64(0)


@forced_inline
def recall(deal: Any, row: Any, i: int, scene: Scene) -> None:
    """What a customer read tells the rep of pains before the first question, if marketing shares
    it: more, the more the customer has come to know of the firm. Nothing is known of strangers."""
    firm = np.int64(deal["firm"])
    shared = scene.alignment[firm]
    if shared["engagement"] == 0 or deal["origin"] == _COLD:
        return
    prior = scene.buyer.prior_variance * (1.0 - scene.buyer.private_share)
    chance = shared["information"] * progress(public_variance(row, firm, scene.buyer), prior)
    key, slot = scene.life[_ENGAGEMENT], slot_of(row["journeys"], firm, 0)
    for q in range(shared["engagement"]):
        if uniform(key, i, slot + 2 * q) < chance:
            deal["revealed"] |= 1 << int(uniform(key, i, slot + 2 * q + 1) * scene.buyer.pains)


@forced_inline
def ask(deal: Any, i: int, slot: int, skill: float, its: Any, scene: Scene) -> None:
    """Each question is about one pain and may reveal it."""
    chance = reveals(skill, its["question_power"])
    key, pains = scene.life[_DISCOVERY], scene.buyer.pains
    for q in range(its["questions"]):
        if uniform(key, i, slot + 2 * q) < chance:
            deal["revealed"] |= 1 << int(uniform(key, i, slot + 2 * q + 1) * pains)


@forced_inline
def fitting_offer(deal: Any, i: int, scene: Scene) -> int:
    """The offering that best answers the revealed pains; the one that earns most if none are, or
    if the firm sells solutions first."""
    firm = np.int64(deal["firm"])
    if deal["revealed"] == 0 or scene.sales[firm]["offer"] != _PROBLEM_FIRST:
        return int(scene.catalogue.dearest[firm])
    best, most = 0, -1.0
    direction = scene.catalogue.direction
    for o in range(direction.shape[1]):
        answered = 0.0
        for k in range(direction.shape[2]):
            if (deal["revealed"] >> k) & 1:
                answered += pain(scene.catalogue.pain_key, i, k) * direction[firm, o, k]
        if answered > most:
            best, most = o, answered
    return best
