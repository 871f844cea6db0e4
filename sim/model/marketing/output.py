"""Output: items of content come out, and are seen from then on."""

from typing import NamedTuple

from sim.config.working_days import MONTH
from sim.engine.compiled import compiled
from sim.engine.rows import Floats, Settings, Table, Whole
from sim.model.rules.wear import worn
from sim.model.state.world import World
from sim.records import COLUMN
from sim.records.rows import ContentRow


class Output(NamedTuple):
    """All that a new item touches: what is seen of earlier ones and the money behind today's [firm,
    stream], the records of content, and today's panel. The first ``wearing`` streams wear out."""

    stock: Floats
    force: Floats
    aired: Floats
    sent: Floats
    behind: Floats
    kinds: Table[Settings]
    streams: Whole  # kind, channel and topic [stream]
    wearing: int
    wear_out: float
    rows: Table[ContentRow]
    written: Whole  # rows so far
    panel: Floats


def output_of(world: World, more: int) -> Output:
    """Output as it is today, with room in the records for so many more rows."""
    its, records = world.marketing, world.records.content
    records.make_room(more)
    sent, wear_out = its.sent[world.day % MONTH], world.config.market.content.wear_out
    seen = its.stock, its.force, its.aired, sent, its.behind
    of_streams = its.kinds, its.streams.numbers, len(its.streams.published), wear_out
    return Output(*seen, *of_streams, records.rows, records.count, world.panel_today)


def put_out(world: World, firm: int, marketer: int, place: int, items: float, hours: float) -> None:
    """Let items of a stream come out; ``place`` is that of the stream, ``marketer`` −1 for nobody
    in particular."""
    output = output_of(world, 1)
    world.entry[come_out](world.day, firm, marketer, place, items, hours, output)


@compiled
def come_out(
    day: int, firm: int, marketer: int, place: int, items: float, hours: float, output: Output
) -> None:
    """Add items of a stream to its stock, wear its kind out, and record their hours and cost."""
    behind, kind = output.behind[firm, place], output.kinds[place]
    output.stock[firm, place] += items * behind
    output.sent[firm, place] += items * behind
    if output.wear_out > 0.0 and place < output.wearing:
        force = output.force[firm, place]
        output.force[firm, place] = worn(force, items * behind, output.wear_out)
        output.aired[firm, place] = day
    n = output.written[0]
    output.written[0] = n + 1
    row, stream = output.rows[n], output.streams[place]
    row["day"], row["firm"], row["marketer"] = day, firm, marketer
    row["kind"], row["channel"], row["topic"] = stream[0], stream[1], stream[2]
    row["items"], row["hours"], row["cost"] = items, hours, items * kind["cost"] * behind
    output.panel[firm, COLUMN.items] += items
    output.panel[firm, COLUMN.content_cost] += items * kind["cost"] * behind
