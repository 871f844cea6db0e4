"""Output: items of content come out, and are seen from then on."""

from sim.model.marketing.fatigue import note_sent
from sim.model.rules.wear import worn
from sim.model.state.world import World


def put_out(world: World, firm: int, marketer: int, place: int, items: float, hours: float) -> None:
    """Add items of a stream to its stock, wear its kind out, and record their hours and cost.

    ``place`` is that of the stream, ``marketer`` −1 for nobody in particular.
    """
    marketing = world.marketing
    stream, behind = marketing.streams.all[place], float(marketing.behind[firm, place])
    wear_out = world.config.market.content.wear_out
    marketing.stock[firm, place] += items * behind
    note_sent(world, firm, place, items * behind)
    if wear_out > 0.0 and place < len(marketing.streams.published):
        force = marketing.force[firm, place]
        marketing.force[firm, place] = worn(force, items * behind, wear_out)
        marketing.aired[firm, place] = world.day
    cost = float(items * marketing.kinds["cost"][place] * behind)
    made = {"items": items, "hours": hours, "cost": cost}
    world.records.content.append(
        day=world.day, firm=firm, marketer=marketer, **stream._asdict(), **made
    )
    world.add(firm, "items", items)
    world.add(firm, "content_cost", cost)
