"""The goals of a search: KPIs to raise or lower, ranges to try, a number of trials."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.config.refusal import Refusal, hint
from sim.designs.ranges import Range, ranges_from
from sim.metrics.glossary import KPIS

PREFIX = "optimise"
DIRECTIONS = {"max": 1, "min": -1}
NAMES = ("goals", "ranges", "trials", "seed")
MOST = 100_000


@dataclass(frozen=True)
class Search:
    """KPIs with 1 to raise and −1 to lower them, the ranges to search, the number of trials."""

    goals: dict[str, int]
    ranges: tuple[Range, ...]
    trials: int = 50
    seed: int = 1

    def better(self, means: Mapping[str, float], others: Mapping[str, float]) -> bool:
        """Whether means are at least as good on every goal, and better on one."""
        gaps = [sign * (means[kpi] - others[kpi]) for kpi, sign in self.goals.items()]
        return all(gap >= 0 for gap in gaps) and any(gap > 0 for gap in gaps)


def search_from(settings: Mapping[str, Any]) -> Search:
    """The search that plain settings describe. Raises :class:`Refusal` for one that is none."""
    for name in settings:
        if name not in NAMES:
            near = hint(name, NAMES)
            raise Refusal(f"{PREFIX}.{name} is not a setting: {', '.join(NAMES)}{near}")
    if settings.get("ranges") is None:
        raise Refusal(f"nothing to search: say {PREFIX}.ranges={{sales.reps:[2,9],…}}")
    return Search(
        _goals(settings.get("goals", {"profit": "max"})),
        ranges_from(settings["ranges"], f"{PREFIX}.ranges"),
        _whole("trials", settings.get("trials", 50), 1),
        _whole("seed", settings.get("seed", 1), 0),
    )


def _goals(content: Any) -> dict[str, int]:
    if not isinstance(content, Mapping) or not content:
        raise Refusal(f"{PREFIX}.goals={content} names no goals: write {{profit:max,wins:max}}")
    for kpi, direction in content.items():
        if kpi not in KPIS:
            raise Refusal(f"{PREFIX}.goals: {kpi} is not a KPI{hint(str(kpi), KPIS)}")
        if not isinstance(direction, str) or direction not in DIRECTIONS:
            raise Refusal(f"{PREFIX}.goals: {kpi}:{direction} is neither max nor min")
    return {str(kpi): DIRECTIONS[direction] for kpi, direction in content.items()}


def _whole(name: str, value: Any, least: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= MOST:
        raise Refusal(f"{PREFIX}.{name}={value} is not a whole number: {least} to {MOST:,}")
    return value
