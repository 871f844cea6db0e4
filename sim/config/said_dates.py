"""Refusals of a pay plan with its dates as they were said, as nobody wrote the days they became."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from typing import Any

from sim.config.dates import WEEKDAYS
from sim.config.parameter import ConfigError
from sim.config.pay_dates import dates_in, day_of, first_counted_day, is_last
from sim.config.working_days import WEEK


@contextmanager
def with_dates_as_said(config: Any) -> Iterator[None]:
    """While this lasts, a refusal of a config's plans names dates where it would name their days.

    ``config`` is as it was said.
    """
    try:
        yield
    except ConfigError as error:
        raise ConfigError(_as_said(str(error), config)) from None


def _as_said(refusal: str, config: Any) -> str:
    said = dates_in(config)
    with suppress(ConfigError):
        begin = first_counted_day(config, [then for *_, then in said]) if said else None
        for where, key, then in said:
            if begin and f"{where}." in refusal:
                day = day_of(f"{where}.{key}", then, begin, is_last(key))
                refusal = re.sub(rf"(?<!\w){key}={day}(?![\w.-])", f"{key}={_named(then)}", refusal)
        if begin and "after the last of" in refusal:
            refusal += f", where day 0 is {begin}"
    return refusal


def _named(then: date) -> str:
    """A date as it is written, with the day of the week where that is why it moves."""
    weekday = then.weekday()
    return f"{then}" + (f" (a {WEEKDAYS[weekday]})" if weekday >= WEEK else "")
