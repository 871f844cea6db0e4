"""Discovery: a rep learns of a customer's pains, and finds the offering that answers them."""

import numpy as np

from sim.engine.compiled import forced_inline
from sim.engine.luck import slot_of, uniform
from sim.engine.slots import PURPOSE
from sim.model.customers.mind import public_variance
from sim.model.rules.belief import progress
from sim.model.rules.conversation import leads_with_dearest, reveals
from sim.model.rules.fit import pain
from sim.model.sales.scene import Scene
from sim.model.state.customers import CustomerRow
from sim.records import ORIGIN, DealRow

_PROBLEM_FIRST = np.int64(0)


@forced_inline
def recall(deal: DealRow, row: CustomerRow, i: int, scene: Scene) -> None:
    """Let content that a customer has read tell the rep of pains, if marketing shares it.

    It tells more, the more the customer knows of the firm, and nothing of strangers.
    """
    firm = np.int64(deal["firm"])
    shared = scene.alignment[firm]
    if shared["engagement"] == 0 or deal["origin"] == ORIGIN.COLD_CALL:
        return
    prior = scene.buyer.prior_variance * (1.0 - scene.buyer.private_share)
    chance = shared["information"] * progress(public_variance(row, firm, scene.buyer), prior)
    key, slot = scene.life[PURPOSE.ENGAGEMENT], slot_of(row["journeys"], firm, 0)
    for q in range(shared["engagement"]):
        if uniform(key, i, slot + 2 * q) < chance:
            deal["revealed"] |= 1 << int(uniform(key, i, slot + 2 * q + 1) * scene.buyer.pains)


@forced_inline
def ask(deal: DealRow, i: int, slot: int, knows: float, scene: Scene) -> None:
    """Ask the questions of a first conversation: each is about one pain and may reveal it, the more
    likely the more the rep knows."""
    settings = scene.settings[deal["firm"]]
    chance = reveals(knows, settings["question_power"])
    key, pains = scene.life[PURPOSE.DISCOVERY], scene.buyer.pains
    for q in range(settings["questions"]):
        if uniform(key, i, slot + 2 * q) < chance:
            deal["revealed"] |= 1 << int(uniform(key, i, slot + 2 * q + 1) * pains)


@forced_inline
def fitting_offer(deal: DealRow, i: int, scene: Scene) -> int:
    """The offering that best answers the pains revealed, or the one that earns most."""
    firm, catalogue = np.int64(deal["firm"]), scene.catalogue
    problem_first = scene.settings[firm]["offer"] == _PROBLEM_FIRST
    if leads_with_dearest(deal["revealed"], problem_first):
        return int(catalogue.dearest[firm])
    best, most = 0, -1.0
    direction = catalogue.direction
    for o in range(direction.shape[1]):
        answered = 0.0
        for k in range(direction.shape[2]):
            if (deal["revealed"] >> k) & 1:
                answered += pain(catalogue.pain_key, i, k) * direction[firm, o, k]
        if answered > most:
            best, most = o, answered
    return best
