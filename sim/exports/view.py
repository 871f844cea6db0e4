"""The firm's view: its own rows of one replicate, less the events that its systems miss."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.config import Config
from sim.config.refusal import Refusal
from sim.engine.compiled import allocating
from sim.engine.luck import key_of, uniform
from sim.engine.slots import Purpose
from sim.exports.dates import Dates, dates_of
from sim.folder.repeat.examined import RunFolder
from sim.folder.repeat.stored import Stored, rows, scenarios
from sim.folder.repeat.tables import read_table
from sim.metrics.attribution import touches
from sim.records import SOURCES
from sim.records import TABLES as TABLES_OF_A_RUN
from sim.records.opportunities import opportunities

if TYPE_CHECKING:
    from pandas import DataFrame

    Tables = Mapping[str, DataFrame]

FOCAL = 0
_WORD_OF_MOUTH = SOURCES.index("word_of_mouth")
TABLES = ("leads", "deals", "conversations", "renewals", "content", "touches")


class Loss(NamedTuple):
    """The parts of visits and of conversations, from 0 to 1, that the firm's systems miss."""

    dark: float = 0.3
    unlogged: float = 0.2


@dataclass(frozen=True)
class View:
    """One replicate as the focal firm's systems hold it; an index is a row of the run's table.

    ``opportunities`` are deals as a CRM counts them, by the number of the first deal, with the
    first and the last lead of the contact; a deal's ``opportunity`` is that number, −1 where nobody
    talked. ``touches`` are those that were tracked; ``visits`` is every exposure of people who
    search to the firm's content, which servers count without knowing whose it is.
    """

    config: Config
    replicate: int
    seed: int
    dates: Dates
    tables: "Tables"

    def __getitem__(self, name: str) -> "DataFrame":
        return self.tables[name]


def view(folder: RunFolder, replicate: int, loss: Loss, dates: Dates | None = None) -> View:
    """Read the focal firm's view of one replicate from a run folder.

    Args:
        folder: A finished folder of one scenario, run with ``touches=true``.
        replicate: Its number, from 0.
        loss: The parts of visits and conversations that the firm's systems miss.
        dates: The calendar; None for that of the firm's own content.

    Returns:
        The firm's own rows of each event table, less those missed.

    Raises:
        Refusal: The folder holds no events, no touches or no such replicate.
    """
    config = only_scenario(folder).config
    if not folder.holds("touches.parquet"):
        raise Refusal(f"{folder.path} holds no touches.parquet: run it again with touches=true")
    seeds = {row["replicate"]: row["seed"] for row in rows(folder)}
    if replicate not in seeds:
        raise Refusal(f"--replicate {replicate} is none of {folder.path}: 0 to {len(seeds) - 1}")
    tables = {name: _own(folder, name, replicate) for name in TABLES}
    seed = int(seeds[replicate])
    return seen(config, replicate, seed, dates or dates_of(config), tables, loss)


def only_scenario(folder: RunFolder) -> Stored:
    """The scenario of a folder with events. Raises :class:`Refusal` for a folder without any."""
    known = scenarios(folder)
    if len(known) > 1 or not folder.holds("leads.parquet"):
        raise Refusal(f"{folder.path} holds no events, as of a sweep: run the one scenario alone")
    return known[0]


def seen(
    config: Config, replicate: int, seed: int, dates: Dates, tables: "Tables", loss: Loss
) -> View:
    """Keep the focal firm's rows of one replicate, less the events that its systems miss."""
    kept = {name: tables[name][tables[name]["firm"] == FOCAL] for name in TABLES}
    visits = kept["touches"]
    visits = visits[visits["searching"] & (visits["source"] != _WORD_OF_MOUTH)]
    customers, days = (visits[name].to_numpy(np.int64) for name in ("customer", "day"))
    missed = _missed(key_of(seed, Purpose.TRACKED, 0), customers, days, loss.dark)
    talks = kept["conversations"]
    deals, numbers = (talks[name].to_numpy(np.int64) for name in ("deal", "number"))
    silent = _missed(key_of(seed, Purpose.LOGGED, 0), deals, numbers, loss.unlogged)
    kept |= _chances(kept["deals"], kept["leads"], config)
    kept |= {"visits": visits, "touches": visits[~missed], "conversations": talks[~silent]}
    return View(config, replicate, seed, dates, kept)


def _chances(deals: "DataFrame", leads: "DataFrame", config: Config) -> "Tables":
    """Opportunities with their leads, and deals that know their opportunity."""
    found, of_deal = opportunities(deals.to_records(index=False))
    known = touches(found, leads.to_records(index=False), config.marketing.lookback_days)
    numbers = deals.index.to_numpy()
    chances = type(deals)(found, index=numbers[found["first"]])
    for name, place in known._asdict().items():
        chances[f"{name}_lead"] = np.append(leads.index.to_numpy(), -1)[place]
    number = np.append(chances.index.to_numpy(), -1)[of_deal]
    return {"opportunities": chances, "deals": deals.assign(opportunity=number)}


def _own(folder: RunFolder, name: str, replicate: int) -> "DataFrame":
    import pyarrow as pa
    import pyarrow.compute as pc

    kinds = {one: pa.from_numpy_dtype(TABLES_OF_A_RUN[name][one]) for one in _columns(name)}
    path = folder.path / f"{name}.parquet"
    table = read_table(path, {"replicate": "whole numbers", **kinds})
    mine = table.filter(pc.equal(table["replicate"], replicate))
    frame: DataFrame = mine.select(list(kinds)).to_pandas()
    return frame


def _columns(name: str) -> tuple[str, ...]:
    return TABLES_OF_A_RUN[name].names or ()


@allocating
def _missed(key: int, agents: Any, slots: Any, part: float) -> Any:
    """True for the events that leave no trace: this part of them, by luck of their own."""
    found = np.empty(len(agents), np.bool_)
    for n in range(len(agents)):
        found[n] = uniform(key, agents[n], slots[n]) < part
    return found
