"""The real funnel's levels: fitted by a fixed point, written into the option, met in a run."""

from dataclasses import replace

import pandas as pd
import pytest
import yaml

from experiments.fitting.__main__ import main as fits
from experiments.fitting.real_funnel.fit import OPTION, SEED, begun
from experiments.fitting.real_funnel.option import option
from experiments.fitting.real_funnel.parts import fitting, given, steps, with_intents
from experiments.fitting.real_funnel.search import SEEDS, Effort, Trial, distance, search, unlike
from experiments.fitting.real_funnel.space import SPACE, Range, settings
from sim.config import Config, Market
from sim.config.dotted import value_of
from sim.config.market import Arrivals
from sim.metrics.published_funnel import FIT
from sim.metrics.real_funnel import FITTED, OTHER, OUTPUT, WON_OF_ALL, compared, share_of, won_of
from sim.request import request
from sim.runs.scenario import run

SHARES = {"organic_search": 0.75, "email": 0.25}
ABOUT = {"date": "2018-05-31", "command": "a command", "per_need": 0.25, "trials": 3,
         "distance": 1.5, "seeds": "7 to 9"}  # fmt: skip


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
        assert won == pytest.approx(FIT.by_channel[channel][0], rel=0.02)


def test_the_rounds_end_where_they_are_told_to():
    assert len(list(steps(config(), crowded, rounds=1))) == 1


def test_the_parts_begin_as_given_and_are_set_channel_by_channel():
    assert given(config(intent=0.3)) == {"organic_search": 0.3, "email": 0.3}
    made = with_intents(config(), {"email": 0.1, "organic_search": 0.9})
    assert made.market.arrivals.intents == (0.9, 0.1)
    assert given(made) == {"organic_search": 0.9, "email": 0.1}


def test_a_fit_begins_alike_whatever_an_earlier_one_wrote():
    assert begun(config(intent=0.3)) == begun(config(intent=0.3, intents=(0.1, 0.9)))


def test_no_more_than_all_leads_have_a_need():
    parts = fitting(0.1, SHARES)
    assert parts["organic_search"] == 1.0
    assert parts["email"] == pytest.approx(FIT.by_channel["email"][0] / 0.1)


def test_the_option_keeps_all_but_what_was_fitted_and_its_comment():
    before = OPTION.read_text()
    parts = {channel: 0.01 * (n + 1) for n, channel in enumerate(FIT.by_channel)}
    chosen = settings([0.25] * len(SPACE))
    after = option(before, chosen, parts, ABOUT)
    old, new = yaml.safe_load(before), yaml.safe_load(after)
    assert new["market"]["arrivals"].pop("intents") == pytest.approx(list(parts.values()))
    del old["market"]["arrivals"]["intents"]
    for key, value in chosen.items():
        group, name = key.split(".")
        assert new[group].pop(name) == value
        del old[group][name]
    assert new == old
    assert "a command" in after
    assert "Counts among all 8,000 leads" in after
    assert option(after, chosen, parts, ABOUT) == after


def test_an_option_without_the_lines_is_not_written():
    with pytest.raises(ValueError, match="0 lines of intents"):
        option("market:\n  customers: 5\n", {}, SHARES, ABOUT)
    with pytest.raises(ValueError, match="0 lines of refusals"):
        option("  intents: [1]\n  refusals: 3,\n", {"sales.refusals": 2}, SHARES, ABOUT)


def test_the_option_is_what_its_file_says_and_in_the_bounds_of_the_fit():
    written = yaml.safe_load(OPTION.read_text())
    config = request(["market=olist"]).scenarios[0].config
    for one in SPACE:
        group, name = one.key.split(".")
        assert value_of(config, one.key) == written[group][name]
        assert one.low <= written[group][name] <= one.high


def test_places_become_values_between_their_bounds():
    assert Range("a", 2.0, 4.0).at(0.5) == 3.0
    assert Range("a", 1.0, 100.0, log=True).at(0.5) == 10.0
    assert Range("a", 1, 8, log=True, whole=True).at(1.0) == 8
    assert settings([0.0] * len(SPACE)) == {one.key: one.low for one in SPACE}


def told(simulated, role=FITTED, fact="wins closed by day 7", real=(0.5, 0.4, 0.7)):
    names = ("fact", "simulated", "role", "real", "real_low", "real_high")
    return dict(zip(names, (fact, simulated, role, *real), strict=True))


@pytest.mark.parametrize(
    ("simulated", "far"), [(0.5, 0.0), (0.4, 1.0), (0.9, 4.0), (50.0, 100.0), (float("nan"), 100.0)]
)
def test_distance_is_in_halves_of_the_real_interval_on_its_side(simulated, far):
    assert distance(pd.DataFrame([told(simulated)])) == pytest.approx(far)


def test_distance_looks_at_nothing_but_what_is_fitted_and_at_no_channel():
    rows = [told(0.4), told(9.0, OUTPUT, "wins closed by day 7" + OTHER)]
    rows.append(told(9.0, FITTED, won_of("email")))
    assert distance(pd.DataFrame(rows)) == pytest.approx(1.0)


def test_of_trials_with_the_same_settings_the_first_counts():
    made = [Trial((n / 10,), {"a": n // 2}, float(n)) for n in range(4)]
    assert unlike(made) == [made[0], made[2]]


def small():
    words = ["market=olist", "market.customers=300", "days=60", "market.arrivals.until_day=40"]
    words += ["market.arrivals.per_weekday=4", "sales.reps=4", "sales.prospectors=2"]
    return replace(request(words).scenarios[0].config, replicates=1)


def test_a_search_repeats_itself_with_any_number_of_workers():
    effort = Effort(design=4, rounds=1, proposals=2, replicates=1, finalists=2, again=1)
    alone, together = (list(search(small(), effort, workers)) for workers in (1, 2))
    assert alone == together
    assert [stage for stage, _ in alone] == ["design", "round 1", "finalists"]
    for _, found in alone:
        assert [one.distance for one in found] == sorted(one.distance for one in found)
    assert set(alone[-1][1][0].settings) == {one.key for one in SPACE}
    assert len({SEED, *SEEDS}) == 5


def test_only_the_option_as_it_is_can_be_written(capsys):
    words = ["real_funnel", "--write", "market.customers=5000"]
    assert fits(words) == 2
    assert "leave the overrides out" in capsys.readouterr().err


def test_run_on_other_luck_the_option_wins_leads_as_often_as_really():
    option_as_is = replace(request(["market=olist"]).scenarios[0].config, replicates=3)
    assert option_as_is.seed not in {SEED, *SEEDS}
    facts = compared(run(option_as_is).tables, option_as_is).set_index("fact")
    levels = facts.index.str.startswith(WON_OF_ALL) & ~facts.index.str.endswith(OTHER)
    assert (facts.loc[levels, "role"] == FITTED).all()
    assert facts.loc[WON_OF_ALL, "simulated"] == pytest.approx(FIT.won[0], abs=0.015)
    leads = 3 * 105 * option_as_is.market.arrivals.per_weekday
    for channel, (rate, low, high) in FIT.by_channel.items():
        own = leads * facts.loc[share_of(channel), "simulated"]
        luck = 2.0 * (rate * (1.0 - rate) / own) ** 0.5
        assert low - luck < facts.loc[won_of(channel), "simulated"] < high + luck, channel
