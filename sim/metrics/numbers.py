"""Numbers as a person reads them: as many digits as the interval supports, shares in per cent."""

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

UNDEFINED = "–"
HUGE = 1e7
SIZES = ((1e9, " bn"), (1e6, " m"), (1e4, " k"))
_SHORT = ((1e3, " k"), (1e6, " m"), (1e9, " bn"))
# The name of the currency where none is said, as units have it.
MONEY = "money"
# An interval whose middle is this near its estimate, in halves of its width, reads ± half.
EVEN = 0.05
_SIGN: ContextVar[str] = ContextVar("sign", default="")


@contextmanager
def in_currency(sign: str) -> Iterator[None]:
    """While this lasts, money is printed with this sign before it; nothing is converted."""
    before = _SIGN.set(sign)
    try:
        yield
    finally:
        _SIGN.reset(before)


def mean_text(kpi: Mapping[str, Any], unit: str) -> str:
    """A KPI's mean."""
    return amount((kpi["mean"],), unit, half_width(kpi))


def interval_text(kpi: Mapping[str, Any], unit: str) -> str:
    """A KPI's 95 % interval, in the scale of its mean."""
    half = half_width(kpi)
    if half is None:
        return UNDEFINED
    return amount((kpi["ci_low"], kpi["ci_high"]), unit, half, kpi["mean"])


def difference_text(kpi: Mapping[str, Any], unit: str) -> str:
    """A paired difference with its sign, and half its interval or, if lopsided, its ends."""
    mean, half = kpi["mean"], half_width(kpi)
    if mean is None:
        return UNDEFINED
    if mean == 0 and not half:
        return "same"
    sign = "−" if mean < 0 else "+" if mean > 0 else ""
    if half is None:
        return sign + amount((abs(mean),), unit)
    size = max(abs(mean), half)
    if abs((kpi["ci_low"] + kpi["ci_high"]) / 2 - mean) <= EVEN * half:
        return sign + amount((abs(mean), half), unit, half, size, " ±")
    ends = amount((kpi["ci_low"], kpi["ci_high"]), unit, half, size)
    return f"{sign}{amount((abs(mean),), unit, half, size)} ({ends})"


def in_full(value: float, digits: int = 4) -> str:
    """A number to so many digits, never in powers of ten."""
    text = f"{value:.{digits}g}"
    return text if "e" not in text else f"{float(text):,.12f}".rstrip("0").rstrip(".")


def with_range(value: float, low: float, high: float) -> tuple[str, str]:
    """A number and its interval, both as precise as the interval allows."""
    half = (high - low) / 2 if math.isfinite(high - low) else None
    return amount((value,), precision=half), amount((low, high), precision=half)


def half_width(kpi: Mapping[str, Any]) -> float | None:
    """Half the width of an interval; None where there is none."""
    if kpi["ci_low"] is None or kpi["ci_high"] is None:
        return None
    return (float(kpi["ci_high"]) - float(kpi["ci_low"])) / 2


def amount(
    values: tuple[float | None, ...],
    unit: str = "",
    precision: float | None = None,
    size: float | None = None,
    between: str = " to ",
) -> str:
    """Numbers in one scale, to two digits of the precision, or to three of their own.

    The scale is that of ``size``, or of the first number.
    """
    known = [value for value in values if value is not None and math.isfinite(value)]
    if len(known) < len(values):
        return UNDEFINED
    scale, suffix = _scale(unit, known[0] if size is None else size)
    precision = precision if precision is not None and math.isfinite(precision) else 0.0
    decimals = _decimals(max(map(abs, known)) / scale, precision / scale)
    texts = [_digits(value / scale, decimals) for value in known]
    if unit.startswith(MONEY):
        texts = [signed(text) for text in texts]
    return between.join(texts).replace("-", "−") + suffix


def money(value: float) -> str:
    """An amount of money, short enough for a sentence."""
    return signed(short(value))


def short(value: float) -> str:
    """A number in three digits, thousands and more by their names."""
    sign, size = "−" if value < 0 else "", abs(value)
    for limit, unit in reversed(_SHORT):
        if size >= 0.9995 * limit:
            return f"{sign}{size / limit:.3g}{unit}"
    return f"{sign}{size:.3g}"


def signed(text: str) -> str:
    """An amount in figures with the currency's sign before its first digit."""
    figures = text.lstrip("-−")
    return text[: len(text) - len(figures)] + _SIGN.get() + figures


def _digits(value: float, decimals: int) -> str:
    """A number with so many decimals; a huge one, as an end of an interval may be, by its power."""
    return f"{value:,.{decimals}f}" if abs(value) < HUGE else f"{value:.0e}".replace("e+", "e")


def unit_text(unit: str) -> str:
    """A unit as printed beside a number."""
    return "%" if unit == "share" else in_sign(unit)


def in_sign(text: str) -> str:
    """Words in which money is called by the currency's sign, where there is one."""
    return text.replace(MONEY, _SIGN.get() or MONEY)


def _decimals(size: float, precision: float) -> int:
    """Decimals for two digits of the precision; where it is nil, for three of the size."""
    if precision <= 1e-9 * size:
        if abs(size - round(size)) <= 1e-9 * size:
            return 0
        precision = size / 10
    return min(max(1 - math.floor(math.log10(precision)), 0), 3)


def _scale(unit: str, size: float) -> tuple[float, str]:
    if unit == "share":
        return 0.01, ""
    if unit.startswith(MONEY):
        for limit, suffix in SIZES:
            if abs(size) >= limit:
                return (1e3 if suffix == " k" else limit), suffix
    return 1.0, ""
