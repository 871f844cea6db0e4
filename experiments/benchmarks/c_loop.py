"""The searching customer's day in C: compiled with the machine's ``cc``, run on a market's rows.

The header that ``searching_day.c`` includes is made here from the package's own rows, kinds of
content, parameters and slots of luck, so that none of their places is written a second time.
"""

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from sim.config.channels import CHANNELS
from sim.engine import slots
from sim.model.state.world import World

SOURCE = Path(__file__).with_name("searching_day.c")
FLAGS = ("-O3", "-march=native", "-ffp-contract=off", "-fno-math-errno")
_SLOTS = (
    "NOTICED", "LEARNT", "FORGOTTEN", "INSIGHT_FORGOTTEN", "CONSIDERED_LATE", "LEAVES_NAME",
    "IS_REFERRED", "HEARS", "TIE", "TIE_PLACE", "PEER_TOLD", "GIVES_UP", "TURNS_ELSEWHERE",
)  # fmt: skip
_PURPOSES = ("EXPOSURE", "SIGNAL", "CONSIDER", "LEAD", "PEER", "PATIENCE", "WIRING")
_TYPES = {"i1": "int8_t", "i2": "int16_t", "i4": "int32_t", "i8": "int64_t", "u8": "uint64_t",
          "b1": "uint8_t", "f4": "float", "f8": "double"}  # fmt: skip
Rows = np.ndarray[Any, np.dtype[Any]]


def compiler() -> str | None:
    """The machine's C compiler; None where there is none."""
    return shutil.which("cc")


class CLoop:
    """The two passes over searching customers, compiled for a world's rows and given its day."""

    def __init__(self, world: World) -> None:
        self._rows = world.customers.rows
        self._day = _today(world)
        made = world.marketing.kinds.dtype
        header = _header(self._rows.dtype, made, self._day.dtype, world.firms)
        self._code = _compiled(header)
        self._code.notice.restype = self._code.row_size.restype = ctypes.c_int64
        if self._code.row_size() != self._rows.dtype.itemsize:
            raise RuntimeError("a customer's row has another size in C")

    def notice(self, searching: Rows) -> Rows:
        """Let these rows notice and listen; (customer, firm, channel) of new leads."""
        leads = np.empty((len(searching) * (len(self._day["prior"]) + 1), 3), np.int64)
        count = self._code.notice(*self._given(searching), _at(leads))
        return leads[:count]

    def research(self, searching: Rows) -> tuple[Rows, Rows]:
        """Let these rows weigh what they know; (customer, firm, decided) of requests, leavers."""
        requests, leavers = np.empty((2, len(searching), 3), np.int64)
        made = np.zeros(2, np.int64)
        self._code.research(*self._given(searching), _at(requests), _at(leavers), _at(made))
        return requests[: made[0]], leavers[: made[1]]

    def _given(self, searching: Rows) -> Sequence[Any]:
        return _at(self._rows), _at(searching), ctypes.c_int64(len(searching)), _at(self._day)


def _at(array: Rows) -> ctypes.c_void_p:
    return ctypes.c_void_p(array.ctypes.data)


def _compiled(header: str) -> ctypes.CDLL:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "day.h").write_text(header, encoding="utf-8")
        library = Path(folder, "day.so")
        command = [compiler() or "cc", *FLAGS, "-shared", "-fPIC", f"-I{folder}", str(SOURCE)]
        subprocess.run([*command, "-o", str(library), "-lm"], check=True)
        return ctypes.CDLL(str(library))


def _header(row: np.dtype[Any], kind: np.dtype[Any], day: np.dtype[Any], firms: int) -> str:
    numbers = {"FIRMS": firms, "STREAMS": day["kinds"].shape[0]}
    numbers |= {name: int(getattr(slots, name)) for name in _SLOTS}
    numbers |= {name: int(slots.Purpose[name]) for name in _PURPOSES}
    numbers["REFERRAL"] = CHANNELS.index("referral")
    defined = [f"#define {name} {number}" for name, number in numbers.items()]
    groups = {"Customer": row, "Kind": kind, "Buyer": day["buyer"], "Network": day["network"]}
    known = {made: name for name, made in groups.items()}
    structs = [_struct(name, made, known) for name, made in {**groups, "Day": day}.items()]
    return "\n".join([*defined, *structs, ""])


def _struct(name: str, made: np.dtype[Any], known: dict[np.dtype[Any], str]) -> str:
    """A structure's columns in the order in which they lie in memory, as C declares them."""
    places = made.fields or {}
    lines = []
    for column in sorted(made.names or (), key=lambda column: places[column][1]):
        kind, lengths = made[column].base, made[column].shape
        if kind.itemsize * int(np.prod(lengths, dtype=int)) == 0:
            continue
        said = known.get(kind) or _TYPES[f"{kind.kind}{kind.itemsize}"]
        lines.append(f"    {said} {column}{''.join(f'[{length}]' for length in lengths)};")
    return "\n".join(["typedef struct {", *lines, f"}} {name};"])


def _today(world: World) -> Rows:
    """What customers are given today, as one record: parameters, content, offers and luck."""
    config, firms = world.config, world.firms
    kinds, reach = world.marketing.kinds, world.marketing.reach[world.page]
    by_firm = {
        "total": reach.sum(axis=1),
        "prior": world.customers.known.prior,
        "offer": world.customers.known.offer,
        "content": reach @ kinds["precision"],
        "talk": world.sales.settings["talk_precision"],
        "discovery": world.sales.settings["discovery_precision"],
    }
    buyer, network = _numbers(config.market.buyer), _numbers(config.network)
    columns = [
        ("seed", "u8"), ("world_seed", "u8"), ("day", "i8"), ("customers", "i8"),
        ("made_up", "f8"), ("buyer", buyer.dtype), ("network", network.dtype),
        ("kinds", kinds.dtype, len(kinds)), ("reach", "f8", reach.shape),
        *((name, "f8", firms) for name in by_firm),
    ]  # fmt: skip
    today = np.zeros((), np.dtype(columns, align=True))  # type: ignore[call-overload]
    today["seed"], today["world_seed"] = world.seed, config.world_seed
    today["day"], today["customers"] = world.day, config.market.customers
    today["made_up"] = world.customers.made_up
    today["buyer"], today["network"] = buyer, network
    today["kinds"], today["reach"] = kinds, reach
    for name, values in by_firm.items():
        today[name] = values
    return today


def _numbers(group: Any) -> Rows:
    """The parameters of a group that are numbers, as a record of doubles."""
    given = {one.name: getattr(group, one.name) for one in fields(group)}
    values = {name: value for name, value in given.items() if isinstance(value, int | float)}
    made = np.zeros((), np.dtype([(name, "f8") for name in values]))
    for name, value in values.items():
        made[name] = value
    return made
