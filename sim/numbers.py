"""Numbers as a person reads them: as many digits as the interval supports, shares in per cent."""

import math
from collections.abc import Mapping
from typing import Any

UNDEFINED = "–"


def mean_text(kpi: Mapping[str, Any], unit: str) -> str:
    """A KPI's mean."""
    return number(kpi["mean"], unit, half_width(kpi))


def interval_text(kpi: Mapping[str, Any], unit: str) -> str:
    """A KPI's 95 % interval."""
    half = half_width(kpi)
    if half is None:
        return UNDEFINED
    return f"{number(kpi['ci_low'], unit, half)} to {number(kpi['ci_high'], unit, half)}"


def difference_text(kpi: Mapping[str, Any], unit: str) -> str:
    """A paired difference with its sign and half its interval."""
    half = half_width(kpi)
    if kpi["mean"] is None:
        return UNDEFINED
    text = number(abs(kpi["mean"]), unit, half)
    text = ("−" if kpi["mean"] < 0 else "+") + text
    return text if half is None else f"{text} ±{number(half, unit, half)}"


def shows(kpi: Mapping[str, Any]) -> bool:
    """True of a difference whose interval excludes zero."""
    low, high = kpi["ci_low"], kpi["ci_high"]
    return low is not None and high is not None and (low > 0 or high < 0)


def half_width(kpi: Mapping[str, Any]) -> float | None:
    """Half the width of an interval; None where there is none."""
    if kpi["ci_low"] is None or kpi["ci_high"] is None:
        return None
    return (float(kpi["ci_high"]) - float(kpi["ci_low"])) / 2


def number(value: float | None, unit: str, precision: float | None = None) -> str:
    """A number in its unit's scale, to two digits of the precision, or to three of its own."""
    if value is None or not math.isfinite(value):
        return UNDEFINED
    scale = 100.0 if unit == "share" else 1.0
    shown, step = value * scale, (precision or 0) * scale
    size = step if step > 0 else abs(shown) / 10
    decimals = 0 if size <= 0 else min(max(1 - math.floor(math.log10(size)), 0), 3)
    text = f"{shown:,.{decimals}f}".replace("-", "−")
    return "0" if shown == 0 else text


def unit_text(unit: str) -> str:
    """A unit as printed beside a number."""
    return {"share": "%", "ratio": "ratio"}.get(unit, unit)
