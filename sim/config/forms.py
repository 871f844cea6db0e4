"""Forms of what people write by hand in a plan: how each looks, as a pattern and as an example.

A pattern is a regular expression that Python and a JSON schema understand alike; what it lets
through is read by ``sim/config/written.py``.
"""

from dataclasses import dataclass

_GROUPED = "|".join(f"[0-9]{{1,3}}(?:{mark}[0-9]{{3}})+" for mark in (",", " ", "'", "_"))
# 180.000 is a hundred and eighty here, and a hundred and eighty thousand there.
_EITHER = r"(?![^0-9]*[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?![0-9]))"
_POWER = r"[1-9](?:\.[0-9]+)?e\+?[0-9]{1,2}"
NUMBER = rf"(?:{_POWER}|(?:{_GROUPED}|0|[1-9][0-9]*)(?:\.[0-9]+)?)"
_SIGN = "(?:[$€£¥]|[A-Z]{3})"
_SIGNED = rf"(?:{_SIGN} ?{NUMBER} ?[kKmM]?|{NUMBER} ?[kKmM]? ?{_SIGN}|{NUMBER} ?[kKmM])"
_MONEY = rf"{_EITHER}(?:{_SIGNED}|{NUMBER})"
_PART = rf"{NUMBER} ?%"
_TIMES = rf"{NUMBER} ?[xX×]"
_PLACE = rf"(?:{_PART}|{_EITHER}(?:{_SIGNED}|{NUMBER}))"
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


@dataclass(frozen=True)
class Form:
    """A form of text: its pattern, in words what it may be, and which bare numbers are one.

    ``bare`` is least and most of them (None: no bound), or None where no bare number is.
    """

    pattern: str
    example: str
    bare: tuple[float, float | None] | None = (0, None)


FORMS = {
    "money": Form(_MONEY, "money, as 180000, 180,000, $180k or 1.2M"),
    "mix": Form(
        r"[0-9]{1,3}(?:\.[0-9]+)? ?%? ?[/:] ?[0-9]{1,3}(?:\.[0-9]+)? ?%?",
        "fixed to variable, as 60/40",
        bare=None,
    ),
    "share": Form(rf"(?:{_PART}|0\.[0-9]+)", "a part, as 10% or 0.1", bare=(0, 1)),
    "rate": Form(rf"(?:{_PART}|{_TIMES}|{_SIGNED}|0)",
                 "times the base rate, as 1.5x, or of money, as 10%; of units $500", bare=(0, 0)),
    "part": Form(_PART, "a part of money sold, as 10%", bare=None),
    "times": Form(_TIMES, "times, as 1.5x", bare=None),
    "faster": Form(rf"{_TIMES}(?: from {_PLACE})?", "1.5x, or 1.5x from 120%", bare=None),
    "slower": Form(rf"{_TIMES}(?: below {_PLACE})?", "0.5x, or 0.5x below 80%", bare=None),
    "place": Form(_PLACE, "attainment of quota, as 100%, or sales, as 600k or 600000"),
    "most": Form(rf"(?:{_PART}|{_TIMES}|{_MONEY})",
                 "of variable pay on target, as 150% or 1.5x, or money, as 20k"),
    "prize": Form(rf"(?:{_PART}|{_TIMES}|{_MONEY})",
                  "of sales, as 2%, of the base rate, as 0.5x, or money, as 2000"),
    "goal": Form(rf"(?:{_PART}|{_TIMES}|{_MONEY})",
                 "in the measure's own unit, as 90%, 0.9, 40, 1.1x or 600k"),
    "day": Form(rf"(?:{_DATE}|[0-9]{{1,5}})", "a working day from 0, or a date as 2026-11-01"),
    "word": Form(r".*", ""),
}  # fmt: skip
