"""Pressing: an offer that ends today, made to a customer who is nearly ready."""

from typing import Any

import numpy as np

from sim.compiled import forced_inline
from sim.draws import Purpose, slot_of, uniform
from sim.foresight.bellman import HARD, HOLD, PUSH
from sim.records import Outcome
from sim.rules.belief import shifted
from sim.rules.closing import discounted
from sim.world.mind import look, sure

_OPEN, _WON, _LOST = np.int64(Outcome.OPEN), np.int64(Outcome.WON), np.int64(Outcome.LOST)
_LUCK = np.int64(Purpose.PUSH)
# Slots beside those of conversations, of which a journey has fewer.
_OF_LOSS, _OF_HOLDING = 1024, 2048


@forced_inline
def press(deal: Any, row: Any, i: int, slot: int, closes: bool, scene: Any) -> Any:
    """What comes of it: the deal stays open, is won at a lower price, or is lost.

    Nothing comes of it when the rep lets deals take their course, or when the customer does not
    believe in the deadline.
    """
    firm, rep = np.int64(deal["firm"]), scene.reps[deal["rep"]]
    move = rep["move"]
    if move < PUSH or uniform(scene.life[_LUCK], i, slot) >= rep["pressure"]:
        return _OPEN
    its, hard = scene.timing[firm], move == HARD
    discount = its["hard_discount"] if hard else its["push_discount"]
    gained = discounted(scene.buyer.price_weight, discount)
    if _signs_at(row, firm, gained, scene):
        if not closes:
            return _OPEN
        deal["push"] = move - PUSH
        deal["utility"] += gained
        return _WON
    loses = its["hard_loss"] if hard else its["push_loss"]
    return _LOST if uniform(scene.life[_LUCK], i, slot + _OF_LOSS) < loses else _OPEN


@forced_inline
def _signs_at(row: Any, firm: int, gained: float, scene: Any) -> bool:
    """Whether the customer would sign if the offer were so much better."""
    buyer, prior = scene.buyer, scene.catalogue.prior
    public = buyer.prior_variance * (1.0 - buyer.private_share)
    evidence = row["evidence"][firm]
    row["evidence"][firm] = shifted(evidence, row["precision"][firm], gained, public)
    view = look(row, buyer, prior)
    signs = view.leader == firm and sure(row, view, scene.signs, buyer, prior)
    row["evidence"][firm] = evidence
    return bool(signs)


@forced_inline
def made_to_wait(row: Any, i: int, rep: Any, ready: bool, scene: Any) -> bool:
    """Whether the rep puts off signing with a customer who is ready, since later pays more."""
    if not ready or rep["move"] != HOLD:
        return False
    firm = np.int64(rep["firm"])
    luck = uniform(scene.life[_LUCK], i, slot_of(row["journeys"], firm, _OF_HOLDING))
    return bool(luck < scene.timing[firm]["control"])


@forced_inline
def price_off(deal: Any, its: Any) -> float:
    """The part of the list price that the customer did not have to pay."""
    if deal["push"] < 0:
        return 0.0
    return float(its["hard_discount"] if deal["push"] == 1 else its["push_discount"])
