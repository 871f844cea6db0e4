"""A measured number and the budget it is held against."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured number, how to read it, and the budget it is held against, if any.

    What could not be measured is NaN. An exponent keeps the sizes and amounts it was found from.
    """

    section: str
    what: str
    value: float
    unit: str
    at_least: float | None = None
    at_most: float | None = None
    note: str = ""
    sizes: tuple[float, ...] = ()
    amounts: tuple[float, ...] = ()

    @property
    def met(self) -> bool | None:
        """Whether the budget is kept; None without one, or where nothing was measured."""
        if math.isnan(self.value) or (self.at_least is None and self.at_most is None):
            return None
        low = -math.inf if self.at_least is None else self.at_least
        high = math.inf if self.at_most is None else self.at_most
        return low <= self.value <= high
