"""Numbers as people write them: read as they are meant, or refused by name, never misread.

Every reader takes the name of what is read, for refusals, and its text, which has one of the forms
of ``sim/config/forms.py``. Raises :class:`ConfigError` in one line.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from sim.config.forms import FORMS, NUMBER
from sim.config.parameter import ConfigError

MONEY, PART, TIMES, NOTHING = "money", "part", "times", "nothing"
# From here on a bare number is sales, as no plan speaks of a thousand times quota; below, it may
# be meant as either.
LEAST_BARE = 1000
# Up to here it may as well be a part in the way of a spreadsheet, where 0.5 is a half.
MOST_TIMES = 1.5
_LETTERS = {"k": 1000, "K": 1000, "m": 1_000_000, "M": 1_000_000, "": 1}
_ANY = re.compile(rf"({NUMBER}) ?([kKmM](?![a-zA-Z]))?")


class Amount(NamedTuple):
    """A number and what it is of: money (or units), a part of something, or times something."""

    kind: str
    value: float


def money(where: str, text: str) -> float:
    """An amount of money, or a number of units."""
    return _value(_shaped(where, text, "money"))


def share(where: str, text: str, least: float = 0.0) -> float:
    """A part between ``least`` and 1."""
    found = _value(_shaped(where, text, "share")) / (100.0 if "%" in text else 1.0)
    if not least <= found <= 1.0:
        raise ConfigError(f"{where}={text} is out of range: {100 * least:g} % to 100 %")
    return found


def mix(where: str, text: str) -> float:
    """The fixed part of what is written as fixed to variable."""
    fixed, variable = (Decimal(one.strip(" %")) for one in re.split("[/:]", _shaped(where, text,
                       "mix")))  # fmt: skip
    if fixed + variable != 100:
        raise ConfigError(f"{where}={text} makes {fixed + variable}: the two make 100, as 60/40")
    if not variable:
        raise ConfigError(f"{where}={text} leaves nothing variable: say salary instead")
    return float(fixed / 100)


def part_of_sales(where: str, text: str) -> float:
    """A rate of money sold."""
    return _at_most_all(where, text, _amount(_shaped(where, text, "part"))).value


def rate(where: str, text: str) -> Amount:
    """Times the base rate, a part of money sold, or money a unit."""
    return _at_most_all(where, text, _amount(_shaped(where, text, "rate")))


def prize(where: str, text: str) -> Amount:
    """A part of money sold, times the base rate, or an amount of money."""
    return _at_most_all(where, text, _amount(_shaped(where, text, "prize")))


def most(where: str, text: str) -> Amount:
    """A part of variable pay, or money; times is a part."""
    return _sure(where, text, _amount(_shaped(where, text, "most")))


def times_and_place(where: str, text: str, form: str) -> tuple[float, str]:
    """A multiple of the base rate, and the text of where it begins or ends; empty if unsaid."""
    said = re.split(" (?:from|below) ", _shaped(where, text, form), maxsplit=1)
    return _amount(said[0]).value, said[1] if len(said) > 1 else ""


def place(where: str, text: str, units: bool = False) -> Amount:
    """A part of quota, or sales in money (in units, where those are counted)."""
    found = _amount(_shaped(where, text, "place"))
    return found if units and _is_bare(text) else _sure(where, text, found)


def goal(where: str, text: str, unit: str) -> float:
    """A goal in its measure's own unit: money, count, share, gain (of share), or multiple."""
    if unit in ("share", "gain"):
        return share(where, text)
    if unit in ("money", "count"):
        return money(where, text)
    found = _amount(_shaped(where, text, "goal"))
    if found.kind == MONEY and not _is_bare(text):
        raise ConfigError(f"{where}={text} is money: a multiple is meant, as 1.1x or 110%")
    return found.value


def _shaped(where: str, text: str, form: str) -> str:
    """The text, without space around it, if it has the form."""
    text, known = text.strip(), FORMS[form]
    if re.fullmatch(known.pattern, text):
        return text
    raise ConfigError(f"{where}={text[:80]!r} {_fault(text)}: {known.example}")


def _fault(text: str) -> str:
    if not text:
        return "is missing"
    if re.search(r"(?<![0-9.])[1-9][0-9]{0,2}(\.[0-9]{3})+(?![0-9])", text):
        return "is ambiguous, as a point may part thousands or decimals"
    if re.search(r"[0-9],[0-9]{1,2}(?![0-9])", text):
        return "is ambiguous, as a comma parts thousands here"
    return "cannot be read"


def _value(text: str) -> float:
    """The one number in a text, with its k or M."""
    found = _ANY.search(text)
    assert found is not None
    plain = re.sub("[, '_]", "", found[1])
    return float(Decimal(plain) * _LETTERS[found[2] or ""])


def _amount(text: str) -> Amount:
    value = _value(text)
    if "%" in text:
        return Amount(PART, float(f"{value / 100:.15g}"))
    if text[-1] in "xX×":
        return Amount(TIMES, value)
    return Amount(MONEY, value) if value else Amount(NOTHING, 0.0)


def _is_bare(text: str) -> bool:
    return re.fullmatch(NUMBER, text.strip()) is not None


def _sure(where: str, text: str, found: Amount) -> Amount:
    """Refuse a bare number that may be a part as well as an amount."""
    if found.kind == MONEY and _is_bare(text) and found.value < LEAST_BARE:
        if found.value <= MOST_TIMES:
            raise ConfigError(f"{where}={text} may be {100 * found.value:.12g}% or {found.value:g}%"
                              ": write the one that is meant, or $ before it")  # fmt: skip
        raise ConfigError(
            f"{where}={text} may be a part or money: write {_value(text):g}%, or $ before it"
        )
    return found


def _at_most_all(where: str, text: str, found: Amount) -> Amount:
    if found.kind == PART and found.value > 1.0:
        raise ConfigError(
            f"{where}={text} is more than all that is sold: times the base rate is written "
            f"{found.value:g}x"
        )
    return found
