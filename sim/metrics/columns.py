"""A scenario whose table of runs is asked for many numbers: each column is read once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

if TYPE_CHECKING:
    from sim.metrics.summary import Result


class Columns:
    """The columns of a table by their names, each as the array that it was at the first look."""

    def __init__(
        self, names: Iterable[str], count: int, read: Callable[[str], NDArray[Any]]
    ) -> None:
        self.columns = dict.fromkeys(names)
        self._count = count
        self._read = read
        self._known: dict[str, NDArray[Any]] = {}

    def __len__(self) -> int:
        return self._count

    def __contains__(self, name: str) -> bool:
        return name in self.columns

    def __getitem__(self, name: str) -> NDArray[Any]:
        if name not in self._known:
            self._known[name] = self._read(name)
        return self._known[name]

    def rows(self, first: int, last: int) -> "Columns":
        """Some rows, one below the other."""
        return Columns(self.columns, last - first, lambda name: self[name][first:last])


@dataclass(frozen=True)
class ReadOnce:
    """A scenario's result with nothing but its table of runs, for as long as it is summarised."""

    config: Any
    name: str
    overrides: Any
    tables: dict[str, Any]
    target: Any


def read_once(result: "Result") -> ReadOnce:
    """A result whose columns are read once."""
    table: Any = result.tables["runs"]
    runs = table
    if not isinstance(table, Columns):
        runs = Columns(table.columns, len(table), lambda name: table[name].to_numpy())
    target = getattr(result, "target", None)
    return ReadOnce(result.config, result.name, result.overrides, {"runs": runs}, target)
