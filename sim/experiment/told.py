"""Estimates and bands in words, in the unit of the statistic."""

import math
from dataclasses import dataclass

from sim.metrics.glossary import KPIS
from sim.metrics.summary import money


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
        """A mean with its interval."""
        if mean is None or low is None or high is None or not math.isfinite(mean):
            return "undefined"
        said = self.number(mean)
        return said if low == high else f"{said} ({self._range(low, high)})"

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
