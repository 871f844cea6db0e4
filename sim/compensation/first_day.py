"""One first day for all plans that are compared: where dates in one of them say it, for all."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from sim.config import Config
from sim.config.pay_dates import has_dates
from sim.config.refusal import Refusal
from sim.request import plans_of

_KEY = "cadence.first_date"


def words_of_first_day(
    names: Sequence[str], ours: Sequence[Sequence[str]], folder: Path
) -> list[str]:
    """The words that say the first day to all plans, as the dates in some of them have it.

    Where all have the same, or the first day is said, there are none. Raises :class:`Refusal`
    for two different first days. What else is wrong with a plan its own request says.
    """
    found = dict[str, str]()
    with suppress(Refusal):
        for name, words in zip(names, ours, strict=True):
            found[name] = _by_its_dates(words, folder)
    if len(set(found.values())) < 2:
        return []
    dated = {name: first for name, first in found.items() if first}
    if len(set(dated.values())) > 1:
        (one, its), (other, theirs) = list(dated.items())[:2]
        raise Refusal(
            f"by their dates day 0 of {one} is {its}, of {other} {theirs}: two plans are compared "
            f"in one market, say {_KEY}"
        )
    first = next(iter(dated.values()))
    return [f"{key}={first}" for key in (_KEY, f"rivals.{_KEY}") if not _said(key, ours)]


def from_one_day(configs: Sequence[Config]) -> list[Config]:
    """Scenarios in which nothing but days is left, with the first day of those that have one."""
    dates = {one.cadence.first_date for one in configs} - {""}
    if len(dates) != 1:
        return list(configs)
    first = dates.pop()
    return [_beginning(one, first) for one in configs]


def _by_its_dates(words: Sequence[str], folder: Path) -> str:
    """The first day that the dates of one plan give; empty if there are none, or it is said."""
    said, made = plans_of(words, [folder])
    dated = has_dates(said.incentive) or has_dates(said.rivals.incentive)
    return made.cadence.first_date if dated and not said.cadence.first_date else ""


def _said(key: str, ours: Sequence[Sequence[str]]) -> bool:
    return any(word.lstrip("+~").partition("=")[0] == key for word in ours[0])


def _beginning(config: Config, first: str) -> Config:
    own, theirs = config.cadence, config.rivals.cadence
    rivals = replace(config.rivals, cadence=replace(theirs, first_date=theirs.first_date or first))
    return replace(config, cadence=replace(own, first_date=own.first_date or first), rivals=rivals)
