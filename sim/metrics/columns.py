"""A scenario whose table of runs is asked for many numbers: each column is read once."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

if TYPE_CHECKING:
    from pandas import DataFrame

    from sim.metrics.summary import Result


class Columns:
    """The columns of a table by their names, each as the array that it was at the first look."""

    def __init__(self, table: "DataFrame") -> None:
        self.columns = dict.fromkeys(table.columns)
        self._table = table
        self._known: dict[str, NDArray[Any]] = {}

    def __len__(self) -> int:
        return len(self._table)

    def __contains__(self, name: str) -> bool:
        return name in self.columns

    def __getitem__(self, name: str) -> NDArray[Any]:
        if name not in self._known:
            self._known[name] = self._table[name].to_numpy()
        return self._known[name]


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
    tables = {"runs": Columns(result.tables["runs"])}
    target = getattr(result, "target", None)
    return ReadOnce(result.config, result.name, result.overrides, tables, target)
