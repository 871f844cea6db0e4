"""What is kept of a config part is that part's, and never what a list in it once held."""

import gc
from dataclasses import replace

import pytest

from sim.config import Config, ConfigError, Planned
from sim.config.per_part import PerPart, fixed
from sim.folder.provenance import config_hash


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


def test_a_part_with_a_list_is_looked_at_whenever_it_is_asked_about() -> None:
    config = Config()
    assert fixed(config.market.buyer)
    assert not fixed(config.cadence)
    assert not fixed(config)
    before = config_hash(config)
    config.cadence.weekdays.append(4)
    assert config_hash(config) != before
    config.cadence.weekdays.append(5)
    with pytest.raises(ConfigError, match=r"cadence.weekdays=5 is out of range"):
        replace(config, seed=2)


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
