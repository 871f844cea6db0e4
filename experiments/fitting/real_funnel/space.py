"""The parameters that are fitted beside the parts with a need, and between what bounds.

They say when a win comes and to whom; all else is that of the default market and of the option.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sim.config.dotted import Settings


class Range(NamedTuple):
    """A parameter by its dotted key, its bounds, whether by ratio and whether a whole number."""

    key: str
    low: float
    high: float
    log: bool = False
    whole: bool = False

    def at(self, place: float) -> float | int:
        """The value at a place from 0, the lowest, to 1, to three digits: as it is written."""
        if self.log:
            value = self.low * (self.high / self.low) ** place
        else:
            value = self.low + (self.high - self.low) * place
        return round(value) if self.whole else float(f"{value:.3g}")


SPACE = (
    Range("sales.territory_sd", 0.0, 1.2),
    Range("sales.follow_up_days", 5, 60, log=True, whole=True),
    Range("timing.paperwork_days", 0.5, 15, log=True),
    Range("sales.selling_share", 0.2, 0.8),
    Range("sales.refusals", 1, 8, log=True, whole=True),
)


def settings(places: Sequence[float], space: tuple[Range, ...] = SPACE) -> Settings:
    """The values at places, a parameter each."""
    return {one.key: one.at(place) for one, place in zip(space, places, strict=True)}
