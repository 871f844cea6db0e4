"""Remarks: what a config holds that can be run and yet will not be as it looks, in a line each."""

import contextlib
import warnings
from collections.abc import Iterator
from typing import Any

from sim.config.plan import DOUBLED


class Remark(UserWarning):
    """A word about a config that runs, in one line: what, which value, what comes of it."""


def remarks(config: Any) -> list[str]:
    """Items, releases and price cuts that never come out or never end, credit that nobody gets, pay
    periods that never end, and people who never come, in a line each."""
    firms = [("", config), *([("rivals.", config.rivals)] if config.rivals.count else [])]
    return [
        line
        for where, one in firms
        for line in (
            *_of(f"{where}cadence", one.cadence, config),
            *_of_credit(where, one),
            *_of_periods(where, one.incentive, config),
            *_late(where, one.sales, config),
        )
    ]


@contextlib.contextmanager
def unremarked() -> Iterator[None]:
    """While this lasts, remarks are not given as warnings: somebody else says them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Remark)
        yield


def _late(where: str, sales: Any, config: Any) -> Iterator[str]:
    """People who would begin when the run is over."""
    late = [one for one in sales.people if (one.start or 0) >= config.days]
    if late:
        yield (
            f"{where}sales.people: {len(late)} of {len(sales.people)} begin after the last of "
            f"days={config.days}: their seats stay empty"
        )


def _of(where: str, cadence: Any, config: Any) -> Iterator[str]:
    """Remarks on one calendar."""
    never = f"after the last of days={config.days}"
    late = [one for one in cadence.planned if one.day >= config.days]
    if late:
        yield (
            f"{where}.planned: {len(late)} of {len(cadence.planned)} rows are {never} and left "
            f"out, the first of them on day {min(one.day for one in late)}"
        )
    for number, one in enumerate(cadence.releases):
        if one.day >= config.days:
            yield f"{where}.releases[{number}].day={one.day} is {never}: it never comes out"
    if cadence.price_cut == 0.0:
        return
    if cadence.cut_from_day >= config.days:
        yield f"{where}.cut_from_day={cadence.cut_from_day} is {never}: no price is ever cut"
    elif 0 < cadence.cut_every_days <= cadence.cut_days:
        yield (
            f"{where}.cut_days={cadence.cut_days} are no fewer than cut_every_days="
            f"{cadence.cut_every_days}: the price cut never ends"
        )


def _of_credit(where: str, firm: Any) -> Iterator[str]:
    """Remarks on credit on top of a closer's, in a firm in which nobody is an overlay."""
    for number, part in enumerate(firm.incentive.components):
        if part.credit == DOUBLED and firm.sales.prospectors == 0:
            here = f"{where}incentive.components[{number}]"
            yield (
                f"{here}.credit=doubled with {where}sales.prospectors=0: there is nobody to be "
                "credited on top of closers"
            )


def _of_periods(where: str, plan: Any, config: Any) -> Iterator[str]:
    """Remarks on curves over a period of which the run does not count a whole one."""
    for number, part in enumerate(plan.components):
        whole = config.fiscal.lengths[part.period]
        if part.to_day is None and whole > config.days and len(part.at) > 1:
            yield (
                f"{where}incentive.components[{number}].period={part.period} is {whole:.12g} days, "
                f"longer than days={config.days}: no attainment of a whole one is known"
            )
