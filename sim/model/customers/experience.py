"""Experience: each term with a supplier tells a customer how good it is.

Like content, it is looked up when it matters: when a need arises, or as the account is lost.
"""

from typing import Any, NamedTuple

from sim.engine.compiled import compiled
from sim.engine.luck import Purpose, normal, slot_of
from sim.model.customers.attention import catch_up
from sim.model.rules.belief import signal
from sim.model.state.catalogue import Catalogue, private_value
from sim.model.state.fading import Fading, with_own_room
from sim.model.state.world import World


class Past(NamedTuple):
    """What customers without a need lived through: content by day, and terms with suppliers."""

    reach: Any
    total: Any
    kinds: Any
    fading: Fading
    exposure_keys: Any
    memory_key: Any
    experience_key: Any
    service: Any
    catalogue: Catalogue


def past_of(world: World, rows: Any) -> Past:
    """The past of customers without a need, with room to write down the touches of these rows."""
    customers, marketing = world.customers, world.marketing
    touches = 0
    if world.config.touches:
        seen = customers.rows["seen"][rows]
        touches = int((world.day - seen).sum()) * world.firms
    return Past(
        marketing.dormant_reach,
        marketing.dormant_total,
        marketing.kinds,
        with_own_room(customers.fading, touches),
        customers.exposure_keys,
        world.key(Purpose.MEMORY),
        world.life[Purpose.EXPERIENCE],
        world.service,
        world.catalogue,
    )


@compiled
def recall(row: Any, i: int, day: int, past: Past, buyer: Any) -> None:
    """Catch up with all that a customer lived through without a need, up to the end of a day."""
    seen = row["seen"]
    catch_up(
        row, i, day, past.reach, past.total, past.kinds, buyer, past.fading, past.exposure_keys,
        past.memory_key,
    )  # fmt: skip
    if row["supplier"] < 0:
        return
    ended = row["renews"]
    while ended > seen and ended >= 0:
        if ended <= day:
            gain_experience(row, i, ended, day, past, buyer)
        ended -= past.service.term_days


@compiled
def gain_experience(row: Any, i: int, ended: int, day: int, past: Past, buyer: Any) -> None:
    """What the term that ended some day has left by now, in what can be told and what cannot."""
    firm, kept = row["supplier"], past.fading.memory[day - ended]
    term = (ended - row["since"]) // past.service.term_days
    slot = slot_of(row["journeys"], firm, term)
    private = private_value(i, firm, past.catalogue, buyer)
    precision = past.service.experience_precision
    luck = normal(past.experience_key, i, slot)
    row["evidence"][firm] += _left_of(
        row["account_utility"] - private, precision, kept, luck, buyer
    )
    row["precision"][firm] += kept * precision
    if buyer.private_share > 0.0:
        luck = normal(past.experience_key, i, slot + 32768)
        row["impression"][firm] += _left_of(private, precision, kept, luck, buyer)
        row["insight"][firm] += kept * precision


@compiled
def _left_of(value: float, precision: float, kept: float, luck: float, buyer: Any) -> float:
    """What is left of a signal's evidence: noisy memory makes it a weaker one, equally honest."""
    if buyer.memory_noise:
        return signal(value, kept * precision, luck)
    return kept * signal(value, precision, luck)
