"""Checks on a whole config: ranges first, then what must fit together."""

import reprlib
import unicodedata
from typing import Any

from sim.config.parameter import ConfigError, check_ranges
from sim.config.pay_dates import has_dates
from sim.config.people_checks import check_people
from sim.config.plan_checks import check_plan

MOST_SIGNS = 3


def check(config: Any) -> None:
    """Refuse the first thing in a config that cannot be run, in one line."""
    check_ranges(config)
    _check_currency(config.currency)
    _check_network(config.network)
    _check_buyer(config.market.buyer)
    _check_arrivals(config.market.arrivals)
    for where, firm in (("", config), ("rivals.", config.rivals)):
        _check_calendar(f"{where}cadence", firm.cadence, config.market.buyer.pains)
        _check_pulse(f"{where}cadence", firm.cadence, config.days)
        _check_sales(f"{where}sales", firm.sales)
        # What is in words, or with dates, is checked once it has become components and days.
        if not (firm.incentive.words_said or has_dates(firm.incentive)):
            check_plan(f"{where}incentive", firm.incentive, firm.sales, config.days, config.fiscal)
            check_people(f"{where}sales", firm.sales, firm.incentive)


def _check_currency(sign: str) -> None:
    known = all(one.isalpha() or unicodedata.category(one) == "Sc" for one in sign)
    if len(sign) > MOST_SIGNS or not known:
        raise ConfigError(
            f"currency={reprlib.repr(sign)} is no sign of a currency: up to three letters or signs "
            "without a digit, such as $ or CHF, and '' for none"
        )


def _check_network(network: Any) -> None:
    heard = network.strong_ties * network.strong_weight + network.weak_ties
    if network.kind == "small_world" and heard == 0.0:
        raise ConfigError(
            f"network.strong_ties={network.strong_ties} of strong_weight="
            f"{network.strong_weight:g} and weak_ties=0 leave nobody to hear: choose network=none"
        )


def _check_buyer(buyer: Any) -> None:
    if buyer.signs < buyer.made_up:
        raise ConfigError(
            f"market.buyer.signs={buyer.signs:g} is below made_up={buyer.made_up:g}: "
            "nobody signs before the mind is made up"
        )
    if buyer.severity_sd**2 >= (1.0 - buyer.private_share) * buyer.value_sd**2:
        raise ConfigError(
            f"market.buyer.severity_sd={buyer.severity_sd:g} leaves nothing of "
            f"value_sd={buyer.value_sd:g} and private_share={buyer.private_share:g} to differ in: "
            "the shared and the private part are less than the whole"
        )


def _check_arrivals(arrivals: Any) -> None:
    if len(arrivals.channels) != len(arrivals.shares):
        raise ConfigError(
            f"market.arrivals.shares has {len(arrivals.shares)} entries for "
            f"{len(arrivals.channels)} channels: one share per channel"
        )
    if len(arrivals.intents) not in (0, len(arrivals.channels)):
        raise ConfigError(
            f"market.arrivals.intents has {len(arrivals.intents)} entries for "
            f"{len(arrivals.channels)} channels: one part per channel, or none"
        )
    if arrivals.per_weekday > 0 and not arrivals.channels:
        raise ConfigError("market.arrivals.channels is empty: name at least one channel")
    if arrivals.channels and abs(sum(arrivals.shares) - 1.0) > 1e-6:
        raise ConfigError(
            f"market.arrivals.shares sum to {sum(arrivals.shares):g}: they must sum to 1"
        )


def _check_calendar(where: str, cadence: Any, pains: int) -> None:
    if not cadence.weekdays and any(cadence.items_a_day.values()):
        raise ConfigError(
            f"{where}.weekdays=[] publishes on no weekday: name days 0 (Monday) to 4 (Friday)"
        )
    if len(set(cadence.weekdays)) != len(cadence.weekdays):
        raise ConfigError(f"{where}.weekdays={list(cadence.weekdays)} names a day twice")
    for number, one in enumerate(cadence.planned):
        if one.topic >= pains:
            raise ConfigError(
                f"{where}.planned[{number}].topic={one.topic} is no pain: market.buyer.pains="
                f"{pains} are 0 to {pains - 1}, and -1 is none in particular"
            )


def _check_pulse(where: str, cadence: Any, days: int) -> None:
    if cadence.pulse_days == 0:
        return
    if cadence.pulse_from_day >= days:
        raise ConfigError(
            f"{where}.pulse_from_day={cadence.pulse_from_day} is after the last of days={days}: "
            "the pulse would never be seen"
        )
    if not cadence.pulse_kinds:
        raise ConfigError(f"{where}.pulse_kinds=[] puts money behind nothing: name a kind")
    if len(set(cadence.pulse_kinds)) != len(cadence.pulse_kinds):
        raise ConfigError(f"{where}.pulse_kinds={list(cadence.pulse_kinds)} names a kind twice")


def _check_sales(where: str, sales: Any) -> None:
    if sales.roster or sales.people:
        return  # seats are those of the people
    if sales.prospectors and (sales.reps is None or sales.prospectors >= sales.reps):
        raise ConfigError(
            f"{where}.prospectors={sales.prospectors} leaves nobody to close: "
            f"{where}.reps={sales.reps} must be larger"
        )
