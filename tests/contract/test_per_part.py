"""What is kept of a config part is that part's, which never changes."""

import gc
from collections.abc import Callable
from dataclasses import replace

import pytest

from sim.config import (
    Cadence,
    Component,
    Config,
    ConfigError,
    Incentive,
    Planned,
    Policies,
    Quota,
    Rivals,
)
from sim.config.parameter import walk
from sim.config.per_part import PerPart


def test_a_part_is_looked_at_once() -> None:
    seen = []
    days = PerPart(lambda part: seen.append(part) or len(seen))
    buyer, other = Config().market.buyer, replace(Config().market.buyer, rest_days=1)
    assert [days(buyer), days(other), days(buyer), days(other)] == [1, 2, 1, 2]
    assert seen == [buyer, other]


def test_what_is_known_goes_with_its_part() -> None:
    known = PerPart(lambda part: part.rest_days)
    for days in range(200):  # freed memory is used again, by a part at the same address
        buyer = replace(Config().market.buyer, rest_days=days)
        assert known(buyer) == days
        del buyer
    gc.collect()
    assert len(known._known) == 0


def test_no_list_in_a_config_can_change() -> None:
    config = Config(cadence=Cadence(weekdays=[0, 2], planned=[Planned(day=1)]))
    assert config.cadence.weekdays == (0, 2)
    assert not [where for where, _, value in walk(config) if isinstance(value, list)]
    days = [0, 1]
    cadence = Cadence(weekdays=days)
    days.append(9)
    assert cadence.weekdays == (0, 1)


REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "a mapping for a group": (lambda: Config(sales={"reps": 3}), "Config.sales={'reps': 3} is not"),
    "a number for a group": (lambda: Rivals(cadence=2), "Rivals.cadence=2 is not a sim.config.Cad"),
    "a mapping in a list": (
        lambda: Cadence(releases=[{"day": 3}]), "Cadence.releases[0]={'day': 3} is not a sim.conf"),
    "another group in a list": (
        lambda: Incentive(components=[Component(), Quota()]), "Incentive.components[1]=Quota("),
    "a number for a list": (lambda: Cadence(weekdays=3), "Cadence.weekdays=3 is not a list"),
    "a set for a list": (lambda: Cadence(weekdays={3}), "Cadence.weekdays={3} is not a list"),
    "text for a list": (lambda: Cadence(pulse_kinds="news"), "pulse_kinds='news' is not a list"),
    "a class for a name": (
        lambda: Policies(rep=Quota), "Policies.rep is a class: name it in words that others can "
        "read, 'sim.config.quota:Quota'"),
    "a number for a name": (lambda: Policies(marketer=3), "Policies.marketer=3 is not text"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_part_is_refused_by_name_when_it_is_made(what: str) -> None:
    make, why = REFUSED[what]
    with pytest.raises(ConfigError) as refusal:
        make()
    assert why in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_refusals_name_the_first_value_from_the_top() -> None:
    config = Config()
    bad = replace(config.cadence, planned=[Planned(day=1, kind="news"), Planned(kind="new")])
    for _ in range(2):  # that a part fails is kept too
        with pytest.raises(ConfigError, match=r"^cadence.planned\[1\].kind=new is not allowed"):
            replace(config, cadence=bad)
    buyer = replace(config.market.buyer, rest_days=-1, made_up=7)
    for days, first in ((1, "market.buyer.rest_days=-1"), (0, "days=0")):
        with pytest.raises(ConfigError, match=f"^{first} is out of range"):
            replace(config, days=days, market=replace(config.market, buyer=buyer))
