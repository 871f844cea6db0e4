"""A verdict in words: the one home of what terminal, figure and page say of ``verdict.json``."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.experiment.verdict import FAILS, HOLDS, IN_PART, OPEN, STAYS, TURNS, VANISHES
from sim.metrics.glossary import KPIS
from sim.metrics.numbers import money

ENDED = {
    HOLDS: "holds",
    IN_PART: "holds in part",
    FAILS: "does not hold",
    OPEN: "stays open",
}
# How the parts of a claim that holds in part are introduced.
PARTS = {
    HOLDS: "It holds in part",
    FAILS: "Not so",
    OPEN: "Open",
    STAYS: "Not for the reason given",
    TURNS: "Without the mechanism not gone but turned round",
}
Content = Mapping[str, Any]


@dataclass(frozen=True)
class Scale:
    """The scale of a hypothesis: a KPI (over another), and the form of the statistic."""

    kpi: str
    form: str
    per: str = ""

    def number(self, value: float) -> str:
        """One number."""
        unit = KPIS[self.kpi].unit
        if self.form in ("change", "best"):
            text = f"{100 * value:{'+' if self.form == 'change' else ''}.1f} %"
        elif unit == "share" and not self.per:
            text = f"{100 * value:.1f}" + (" %" if self.form == "level" else " points")
        elif unit.startswith("money"):
            text = money(value)
        else:
            text = f"{value:.3g}"
        return text.replace("-", "−")

    def estimate(self, mean: float | None, low: float | None, high: float | None) -> str:
        """A number with its interval, where it has one."""
        if mean is None:
            return "undefined"
        said = self.number(mean)
        return said if low is None or high is None else f"{said} ({self._range(low, high)})"

    def band(self, low: float | None, high: float | None) -> str:
        """Bounds, of which one may be open."""
        if high is None or not math.isfinite(high):
            return f"{self.number(low or 0.0)} or more"
        if low is None or not math.isfinite(low):
            return f"{self.number(high)} or less"
        return self._range(low, high)

    def _range(self, low: float, high: float) -> str:
        bare = self.number(low).removesuffix(" points").removesuffix(" %")
        return f"{bare} to {self.number(high)}"


def title(found: Content) -> str:
    """The verdict in a sentence; of a claim that holds in part, what holds and what does not."""
    where = " in this world" if found["one_world"] else ""
    if found["verdict"] != IN_PART:
        return f"It {ENDED[found['verdict']]}{where}: {found['claim']}"
    parts = {words: found["parts"][end] for end, words in PARTS.items()}
    if len(parts[PARTS[HOLDS]]) == len(found["hypotheses"]) > 1:
        parts[PARTS[HOLDS]] = ["every hypothesis does"]
    said = [f"{words}: {'; '.join(says)}." for words, says in parts.items() if says]
    return " ".join(said).replace(":", f"{where}:", 1)


def estimate(one: Content) -> str:
    """The finding on a hypothesis in its own unit, or the reason why there is none."""
    said = _scale(one).estimate(one["estimate"], one["low"], one["high"])
    return f"{said}: {one['why']}" if one["why"] else said


def band(one: Content) -> str:
    """The band of a hypothesis."""
    return _scale(one).band(*one["band"])


def without(one: Content) -> str:
    """The same with the mechanism switched off, and the part of the effect that is left."""
    ablated = one["ablated"]
    if ablated is None:
        return ""
    said = _scale(one).estimate(ablated["estimate"], ablated["low"], ablated["high"])
    left, effect = ablated["left"], ablated["effect"]
    if left is None or left["low"] is None:
        return f"{said}: {effect}" if effect else said
    low, high = 100 * left["low"], 100 * left["high"]
    much = {
        VANISHES: f"at most {math.ceil(max(-low, high))} % of it is left",
        STAYS: f"at least {math.floor(low)} % of it is left",
        TURNS: f"to {math.floor(-high)} % or more of it",
        OPEN: f"{low:.0f} to {high:.0f} % of it may be left".replace("-", "−"),
    }
    return f"{said}: {effect}, {much[effect]}"


def _scale(one: Content) -> Scale:
    return Scale(one["kpi"], one["form"], one["per"] or "")
