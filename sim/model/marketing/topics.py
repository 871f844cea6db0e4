"""Topics: the pains that a firm's marketers write about.

Problem first, they write about the pains that customers have, as far as they know them: with the
part ι those that reps found in the last quarter, else any. Product first, they write about the pain
that their dearest offering answers best.
"""

import numpy as np

from sim.config.plan import PERIODS
from sim.engine.luck import uniform
from sim.engine.rows import Floats
from sim.engine.slots import Purpose
from sim.model.rules.planning import believed_share
from sim.model.state.streams import TOPICAL
from sim.model.state.world import World


def on_topic(world: World, firm: int, made: list[float]) -> list[float]:
    """The items made [stream], those of kinds that go on topics moved to the topic of the day."""
    if world.marketing.topics[firm] == "none":
        return made
    moved = made.copy()
    for kind in TOPICAL:
        if made[kind] > 0.0:
            place = world.marketing.streams.about(kind, _topic(world, firm, kind))
            moved[place] += made[kind]
            moved[kind] = 0.0
    return moved


def _topic(world: World, firm: int, kind: int) -> int:
    if world.marketing.topics[firm] == "product_first":
        return int(world.catalogue.direction[firm, world.catalogue.dearest[firm]].argmax())
    edges = np.cumsum(shares_of_pains(world, firm))
    luck = uniform(world.key(Purpose.TOPIC), firm, kind)
    return min(int(np.searchsorted(edges, luck)), len(edges) - 1)


def shares_of_pains(world: World, firm: int) -> Floats:
    """Shares that marketers believe pains to have among customers [pain], adding up to 1."""
    pains = world.customers.buyer.pains
    deals = world.records.deals.happened
    recent = deals[(deals["firm"] == firm) & (deals["opened"] >= world.day - PERIODS["quarter"])]
    found = np.array([((recent["revealed"] >> k) & 1).sum() for k in range(pains)], float)
    total = float(found.sum())
    known = float(world.alignment["information"][firm]) if total > 0.0 else 0.0
    return np.array([believed_share(float(one), total, pains, known) for one in found])


def shown_to_the_concerned(world: World) -> Floats:
    """Today's exposures [firm, stream] of customers at whom topical content is aimed; others have
    as many of the rest, and a part of these."""
    marketing, reach = world.marketing, world.marketing.reach[world.page]
    return reach * marketing.kinds["bound"] if marketing.topical else reach
