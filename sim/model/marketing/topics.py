"""Topics: what a firm's marketers write about, starting from customers' problems or their product.

Problem first, they write about the pains that customers have, as far as they know them: with the
part ι those that reps found in the last quarter, else any. Product first, they write about the pain
that their dearest offering answers best.
"""

from typing import Any

import numpy as np

from sim.config.working_days import QUARTER
from sim.engine.luck import Purpose, uniform
from sim.model.state.streams import TOPICAL
from sim.model.state.world import World


def on_topic(world: World, firm: int, made: Any) -> Any:
    """The items made [stream], those of education and product moved to the topic of the day."""
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


def shares_of_pains(world: World, firm: int) -> Any:
    """How marketers think that pains are spread [pain], adding up to 1."""
    pains = world.customers.buyer.pains
    deals = world.records.deals.happened
    recent = deals[(deals["firm"] == firm) & (deals["opened"] >= world.day - QUARTER)]
    found = np.array([((recent["revealed"] >> k) & 1).sum() for k in range(pains)], float)
    known = float(world.alignment["information"][firm]) if found.sum() > 0.0 else 0.0
    return (1.0 - known) / pains + known * found / max(found.sum(), 1.0)


def shown_to_the_concerned(world: World) -> Any:
    """Today's exposures [firm, stream] of customers at whom topical content is aimed; others have
    as many of the rest, and a part of these."""
    reach, kinds = world.marketing.reach[world.page], world.marketing.kinds
    return reach * kinds["bound"] if (kinds["topic"] >= 0).any() else reach
