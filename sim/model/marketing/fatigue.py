"""Fatigue: what a firm has sent lately on a channel takes attention from all it shows there."""

import numpy as np

from sim.config.content_kinds import KINDS
from sim.config.working_days import MONTH
from sim.engine.rows import Floats
from sim.model.rules.calendar import publishes
from sim.model.rules.fatigue import attention_left
from sim.model.state.world import World


def attention(world: World) -> Floats:
    """The part of attention that is left today [firm, stream]: 1 where nobody tires."""
    kinds, sent = world.marketing.kinds, world.marketing.sent.sum(axis=0)
    left = np.ones(sent.shape)
    for k in np.flatnonzero(kinds["fatigue"]).tolist():
        there = sent[:, kinds["channel"] == kinds["channel"][k]].sum(axis=1)
        left[:, k] = [attention_left(items, float(kinds["fatigue"][k])) for items in there.tolist()]
    return left


def settle_sent(world: World, firm: int, made: Floats) -> None:
    """Send what the calendar would have sent in the twenty days before the first; ``made`` are
    items a publishing day, by kind."""
    rhythm = world.marketing.calendars[firm].rhythm
    for day in range(-MONTH, 0):
        if publishes(day, *rhythm):
            world.marketing.sent[day % MONTH, firm, : len(KINDS)] = made
