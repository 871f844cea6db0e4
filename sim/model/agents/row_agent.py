"""An agent over a row of the world: it reads all of its row, and sets only what it may."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

import mesa
import numpy as np

from sim.config.parameter import About, ConfigError, check_value
from sim.config.refusal import hint

_FIXED = ("model", "row", "unique_id")


class RowAgent(mesa.Agent):
    """A customer, marketer or rep, of whom the market makes exactly one for each row.

    A class of one's own keeps what it wants under names that its ``__init__`` sets or its body
    declares; any other name is refused, so that none can be misspelt. Raises :class:`ConfigError`.
    """

    kind: ClassVar[str] = "agent"
    number: ClassVar[str] = ""  # the parameter that says how many there are
    columns: ClassVar[Mapping[str, Any]] = MappingProxyType({})  # name → type, of the row
    settable: ClassVar[Mapping[str, About]] = MappingProxyType({})

    def __init_subclass__(cls, **words: Any) -> None:
        """Give the class a property for each column, so that ``dir`` and ``help`` tell of it."""
        super().__init_subclass__(**words)
        for name in vars(cls).get("columns", ()):
            setattr(cls, name, _column(name, cls.columns[name]))

    def __init__(self, model: mesa.Model, row: int) -> None:
        if not getattr(model, "makes_agents", False):
            raise ConfigError(
                f"a {self.kind} cannot be made by hand: a market has one for each row, and "
                f"{self.number} says how many"
            )
        super().__init__(model)
        self.row = row

    @property
    def rows(self) -> Any:
        """The table in which the agent's row lies."""
        raise AttributeError(f"a {self.kind} has no rows")

    def __getattr__(self, name: str) -> Any:
        listed = ", ".join(self.columns) or "none"
        raise AttributeError(f"a {self.kind} has no {name!r}; columns: {listed}")

    def __setattr__(self, name: str, value: Any) -> None:
        if name in self.settable:
            if isinstance(value, np.generic):
                value = value.item()
            check_value(f"{self.kind} {self.row}: {name}", value, self.settable[name])
            self.about_to_set(name)
            self.rows[name][self.row] = value
        elif self._own(name):
            super().__setattr__(name, value)
        else:
            self._refuse(name)

    def about_to_set(self, name: str) -> None:
        """Do what must be done before a value of the row changes."""

    def remove(self) -> None:
        """Refused: a row stays in the market as long as the market lasts."""
        raise ConfigError(
            f"{self.kind} {self.row} cannot be removed: {self.number} says how many there are"
        )

    def _own(self, name: str) -> bool:
        """Whether a name is the agent's own to set: not a column, not one that Mesa relies on."""
        if name in self.columns:
            return False
        known = vars(self)
        if "model" not in known or known["model"].makes_agents:
            return True
        return name not in _FIXED and (name in known or name in _declared(type(self)))

    def _refuse(self, name: str) -> None:
        may = f"what may be set: {', '.join(self.settable) or 'nothing'}"
        if name in self.columns or hasattr(type(self), name) or name in _FIXED:
            raise ConfigError(f"{self.kind} {self.row}: {name} is the market's to set; {may}")
        raise ConfigError(
            f"{self.kind} {self.row} has no {name!r} to set{hint(name, self.settable)}; {may}; a "
            "class of your own has what its __init__ sets"
        )


def _declared(kind: type) -> set[str]:
    """Names that classes of one's own declare in their body."""
    ours = (__package__, *(one.__module__ for one in mesa.Agent.__mro__))
    own = [one for one in kind.__mro__ if not one.__module__.startswith(ours)]
    return {name for one in own for name in (*vars(one), *vars(one).get("__annotations__", {}))}


def _column(name: str, kind: Any) -> property:
    """A property that reads a column of the agent's row."""
    held = getattr(kind, "__origin__", kind)

    def read(self: RowAgent) -> Any:
        value = self.rows[name][self.row]
        return unchanging(value) if isinstance(value, np.ndarray) else value.item()

    read.__annotations__["return"] = held
    told = held.__name__ if isinstance(held, type) else "numbers"
    return property(read, doc=f"{told}: a column of the row.")


def unchanging(values: Any) -> Any:
    """A copy of numbers that refuses to be written to, as writing would change nothing."""
    copied = np.array(values)
    copied.flags.writeable = False
    return copied
