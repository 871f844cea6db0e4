"""The real funnel's levels: fitted by a fixed point, written into the option, met in a run."""

from dataclasses import replace

import pandas as pd
import pytest
import yaml

from experiments.fitting.__main__ import main as fits
from experiments.fitting.real_funnel.fit import OPTION, SEED, fitting, given, steps, with_intents
from experiments.fitting.real_funnel.option import option
from sim.config import Config, Market
from sim.config.market import Arrivals
from sim.metrics.real_funnel import FITTED, WON_BY_CHANNEL, WON_OF_ALL, compared, share_of, won_of
from sim.request import request
from sim.runs.scenario import run

SHARES = {"organic_search": 0.75, "email": 0.25}
ABOUT = {"date": "2018-05-31", "command": "a command", "per_need": 0.25, "seed": 7, "replicates": 3}


def config(**parts):
    arrivals = Arrivals(per_weekday=1.0, channels=list(SHARES), shares=list(SHARES.values()))
    return replace(Config(), market=Market(arrivals=replace(arrivals, **parts)))


def crowded(tried):
    """A world in which reps win less of the needs the more there are."""
    intents = given(tried)
    needs = sum(SHARES[channel] * part for channel, part in intents.items())
    per_need = 0.4 - 0.2 * needs
    facts = {WON_OF_ALL: per_need * needs}
    for channel, part in intents.items():
        facts |= {won_of(channel): per_need * part, share_of(channel): SHARES[channel]}
    return pd.DataFrame({"fact": list(facts), "simulated": list(facts.values())})


def test_at_the_fixed_point_every_channel_is_won_as_often_as_really():
    done = list(steps(config(), crowded, rounds=20))
    assert 2 <= len(done) < 20
    for channel, won in done[-1].won.items():
        assert won == pytest.approx(WON_BY_CHANNEL[channel][0], rel=0.02)


def test_the_rounds_end_where_they_are_told_to():
    assert len(list(steps(config(), crowded, rounds=1))) == 1


def test_the_parts_begin_as_given_and_are_set_channel_by_channel():
    assert given(config(intent=0.3)) == {"organic_search": 0.3, "email": 0.3}
    made = with_intents(config(), {"email": 0.1, "organic_search": 0.9})
    assert made.market.arrivals.intents == (0.9, 0.1)
    assert given(made) == {"organic_search": 0.9, "email": 0.1}


def test_no_more_than_all_leads_have_a_need():
    parts = fitting(0.1, SHARES)
    assert parts["organic_search"] == 1.0
    assert parts["email"] == pytest.approx(WON_BY_CHANNEL["email"][0] / 0.1)


def test_the_option_keeps_all_but_the_parts_and_their_comment():
    before = OPTION.read_text()
    parts = {channel: 0.01 * (n + 1) for n, channel in enumerate(WON_BY_CHANNEL)}
    after = option(before, parts, ABOUT)
    old, new = yaml.safe_load(before), yaml.safe_load(after)
    assert new["market"]["arrivals"].pop("intents") == pytest.approx(list(parts.values()))
    del old["market"]["arrivals"]["intents"]
    assert new == old
    assert "a command" in after
    assert "Counts among all 8,000 leads" in after
    assert option(after, parts, ABOUT) == after


def test_an_option_without_the_line_is_not_written():
    with pytest.raises(ValueError, match="0 lines"):
        option("market:\n  customers: 5\n", SHARES, ABOUT)


def test_only_the_option_as_it_is_can_be_written(capsys):
    words = ["real_funnel", "--write", "market.customers=5000"]
    assert fits(words) == 2
    assert "leave the overrides out" in capsys.readouterr().err


def test_run_on_other_luck_the_option_wins_leads_as_often_as_really():
    words = ["market=olist", "replicates=2", "market.arrivals.until_day=60", "days=150"]
    option_as_is = request(words).scenarios[0].config
    assert option_as_is.seed != SEED
    facts = compared(run(option_as_is).tables, option_as_is).set_index("fact")
    assert (facts.loc[facts.index.str.startswith(WON_OF_ALL), "role"] == FITTED).all()
    assert facts.loc[WON_OF_ALL, "simulated"] == pytest.approx(
        facts.loc[WON_OF_ALL, "real"], abs=0.015
    )
    leads = 2 * 60 * option_as_is.market.arrivals.per_weekday
    for channel, (rate, low, high) in WON_BY_CHANNEL.items():
        own = leads * facts.loc[share_of(channel), "simulated"]
        luck = 2.0 * (rate * (1.0 - rate) / own) ** 0.5
        assert low - luck < facts.loc[won_of(channel), "simulated"] < high + luck, channel
