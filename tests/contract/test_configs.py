"""Every shipped option composes, is what its name says, and opens with a line about itself."""

import dataclasses
import pickle
import subprocess
import sys
from functools import cache
from pathlib import Path

import hydra
import pytest
import yaml
from omegaconf import OmegaConf

from sim.config import CHANNELS, KINDS, Config
from sim.config.parameter import walk
from sim.grammar.options import config_dir, groups, nested_choices
from sim.grammar.schema import read_config, twin
from sim.metrics.plan_terms import promised
from sim.request import request
from tests.shipped import options_of

GROUPS = groups([config_dir()])
OPTIONS = [(name, option) for name, group in GROUPS.items() for option in group.options]


@cache
def composed(*words: str) -> Config:
    asked = request(words)
    assert len(asked.scenarios) == 1
    return asked.scenarios[0].config


def test_the_default_scenario_is_the_typed_defaults() -> None:
    assert composed() == Config()


def chosen(group: str, option: str) -> Config:
    return options_of(group)[option].config


@pytest.mark.parametrize(
    ("group", "option"), [(group, option) for group, option in OPTIONS if GROUPS[group].default]
)
def test_every_option_composes(group: str, option: str) -> None:
    """But for experiments, which are composed in test_experiments.py."""
    assert option in options_of(group)


@pytest.mark.parametrize(("group", "option"), OPTIONS)
def test_every_option_opens_with_a_line_about_itself(group: str, option: str) -> None:
    assert 10 < len(GROUPS[group].options[option]) <= 75


def test_every_group_has_its_default() -> None:
    for group in ("market", "incentive", "cadence", "rivals", "alignment", "network"):
        assert GROUPS[group].default in GROUPS[group].options


@pytest.mark.parametrize("path", sorted(config_dir().rglob("*.yaml")), ids=lambda path: path.stem)
def test_no_option_repeats_a_whole_config(path: Path) -> None:
    content = yaml.safe_load(path.read_text())
    assert isinstance(content, dict)
    most = 80 if path.parent.name in ("experiment", "market") else 60
    assert len(path.read_text().splitlines()) < most


@pytest.mark.parametrize("group", [name for name in GROUPS if GROUPS[name].default])
def test_a_glob_finds_the_options_and_nothing_else(group: str) -> None:
    assert sorted(options_of(group)) == sorted(GROUPS[group].options)


def test_a_year_of_burst_has_as_much_content_as_a_year_of_weekly() -> None:
    def items(option: str) -> int:
        cadence = chosen("cadence", option).cadence
        cycle = cadence.on_weeks + cadence.off_weeks
        assert 52 % cycle == 0
        per_day = sum(cadence.items_a_day.values())
        on_air = 52 // cycle * cadence.on_weeks
        return per_day * len(cadence.weekdays) * on_air // cadence.every_weeks

    assert items("burst") == items("weekly") == 208
    assert items("daily") == 5 * items("weekly") == 20 * items("monthly")
    assert items("pulsing") == items("weekly")
    assert items("silent") == 0


@pytest.mark.parametrize(("option", "share"), [("balanced_60_40", 0.60), ("balanced_46_54", 0.46)])
def test_a_balance_is_of_money(option: str, share: float) -> None:
    """Binet & Field's split of the budget between what lasts and activation, to two digits."""
    config = chosen("cadence", option)
    money = {kind: getattr(config.cadence, kind) * getattr(config.market.content, kind).cost
             for kind in KINDS}  # fmt: skip
    lasting = (money["education"] + money["product"]) / sum(money.values())
    assert round(lasting, 2) == share


def test_the_nineties_differ_in_technology_only() -> None:
    modern, nineties = composed(), chosen("market", "nineties")
    for kind in KINDS:
        now, then = (getattr(one.market.content, kind) for one in (modern, nineties))
        assert then.reach == pytest.approx(0.02 * now.reach)
        assert dataclasses.replace(then, reach=now.reach) == now
    for firm in (nineties, nineties.rivals):
        assert firm.sales.cold_calls == 15
    before, after = ({key: value for key, _, value in walk(one)} for one in (modern, nineties))
    changed = {key.rsplit(".", 1)[1] for key in before if before[key] != after[key]}
    assert changed == {"reach", "cold_calls"}


def test_markets_by_size_differ_in_deals_and_not_in_what_a_rep_sells() -> None:
    """The same plan means the same in all: a quota of four to six times on-target earnings."""
    names = ("smb", "modern", "mid_market", "enterprise")
    markets = {name: chosen("market", name) for name in names}
    prices = [one.market.catalogue.price for one in markets.values()]
    assert prices == sorted(prices)
    for name, one in markets.items():
        sold = one.market.catalogue.price / one.sales.reps_per_thousand
        # Groups of five who see a demonstration take more of a rep: about as many hours are scarce.
        near = 0.15 if name == "enterprise" else 0.01
        assert sold == pytest.approx(24_000 / Config().sales.reps_per_thousand, rel=near)
        assert 4.0 <= promised(one.incentive).quota_to_ote <= 6.0
        for firm in (one.sales, one.rivals.sales):
            assert firm.talk_hours == one.sales.talk_hours
        assert one.timing == one.rivals.timing
    for wait in ("talk_hours", "follow_up_days"):
        assert sorted(getattr(one.sales, wait) for one in markets.values()) == [
            getattr(one.sales, wait) for one in markets.values()
        ]


def test_olist_is_fed_with_the_counted_demand() -> None:
    config = composed("market=olist")
    arrivals = config.market.arrivals
    assert arrivals.per_weekday == pytest.approx(47.8 + 2 * 18.9 / 5)
    counts = {"organic_search": 2296, "paid_search": 1586, "social": 1350, "email": 493,
              "display": 118, "direct": 499, "referral": 284, "other": 215,
              "unknown": 1159}  # fmt: skip
    assert dict(zip(arrivals.channels, arrivals.shares, strict=True)) == pytest.approx(
        {channel: count / 8000 for channel, count in counts.items()}
    )
    assert set(arrivals.channels) <= set(CHANNELS)
    assert config.sales.reps == 22 + 32
    assert config.rivals.count == config.sales.cold_calls == 0
    assert config.market.buyer.entry_per_year == 0
    assert config.days == arrivals.until_day + 180


def test_the_words_win_over_what_a_market_sets() -> None:
    assert composed("market=olist", "rivals=like_us").rivals.count == 2
    assert composed("market=small", "replicates=7").replicates == 7


def test_rivals_have_a_pay_plan_of_their_own() -> None:
    assert "incentive@rivals.incentive" in nested_choices([config_dir()])
    config = composed("incentive@rivals.incentive=salary")
    assert config.rivals.incentive.components == ()
    assert config.incentive == Config().incentive


def test_an_element_of_a_list_can_be_swept() -> None:
    asked = request(["-m", "incentive.components.0.slope=[0.05],[0.09]"])
    slopes = [one.config.incentive.components[0].slope for one in asked.scenarios]
    assert slopes == [(0.05,), (0.09,)]


def test_a_range_of_fractions_has_no_noise() -> None:
    asked = request(["-m", "alignment.goals=range(0.1,0.4,0.1)"])
    assert [one.config.alignment.goals for one in asked.scenarios] == [0.1, 0.2, 0.3, 0.4]


def test_an_experiment_is_added_last_and_may_ask_for_a_sweep(tmp_path: Path) -> None:
    folder = tmp_path / "experiment"
    folder.mkdir()
    (folder / "paced.yaml").write_text(
        "# @package _global_\n# Two cadences\ndefaults:\n  - override /incentive: salary\nseed: 5\n"
        "hydra:\n  mode: MULTIRUN\n  sweeper:\n    params:\n      cadence: daily,weekly\n"
    )
    asked = request(["--config-dir", str(tmp_path), "+experiment=paced", "replicates=3"])
    assert asked.sweep
    assert [one.choices["cadence"] for one in asked.scenarios] == ["daily", "weekly"]
    assert {(one.config.seed, one.config.replicates) for one in asked.scenarios} == {(5, 3)}
    assert {one.choices["incentive"] for one in asked.scenarios} == {"salary"}


def test_options_of_ones_own_are_found(tmp_path: Path) -> None:
    (tmp_path / "incentive").mkdir()
    (tmp_path / "incentive" / "mine.yaml").write_text("# Mine\nsalary: 1.0\ncomponents: []\n")
    asked = request(["--config-dir", str(tmp_path), "incentive=mine"])
    assert asked.scenarios[0].config.incentive.salary == 1.0


def test_the_configs_compose_without_this_command_line_too() -> None:
    composed()  # makes the schema known to Hydra
    with hydra.initialize_config_dir(str(config_dir()), version_base="1.3"):
        assert hydra.compose("config", ["market=small"]).market.customers == 5500


def test_a_config_survives_the_trip_through_a_file(tmp_path: Path) -> None:
    config = composed("market=olist", "incentive=quota_bonus", "rivals=aggressive")
    path = tmp_path / "config.yaml"
    path.write_text(yaml.safe_dump(dataclasses.asdict(config), sort_keys=False))
    assert read_config(path) == config


def test_the_schema_is_the_same_in_another_process():
    schema = OmegaConf.structured(twin(Config))
    code = (
        "import pickle, sys; schema = pickle.load(sys.stdin.buffer);"
        "from omegaconf import OmegaConf; from sim.config import Config;"
        "from sim.grammar.schema import config_from, twin;"
        "assert OmegaConf.get_type(schema.incentive) is twin(Config().incentive.__class__);"
        "assert config_from(OmegaConf.to_container(schema)) == Config(); print('same')"
    )
    sent = subprocess.run(
        [sys.executable, "-c", code], input=pickle.dumps(schema), capture_output=True, check=False
    )
    assert sent.stdout == b"same\n", sent.stderr.decode()
