"""The real funnel beside a simulated one, from leads that can be counted by hand."""

import math
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest

from sim.cli.report import console, reality_table
from sim.config import CHANNELS, Config, Market
from sim.config.market import Arrivals
from sim.folder.readme import readme
from sim.metrics.published_funnel import FIT, MIX, SCORE
from sim.metrics.real_funnel import OTHER, ROLES, comparison, days_to_win, is_level
from sim.plots.real_funnel import figure
from sim.records import Outcome

WARMUP = 10
EMAIL, SOCIAL = CHANNELS.index("email"), CHANNELS.index("social")


@dataclass
class Scenario:
    config: Config
    tables: dict
    name: str = "olist"
    overrides: tuple = ()


def config(per_weekday=2.0, until_day=5, intents=()):
    arrivals = Arrivals(
        per_weekday=per_weekday,
        until_day=until_day,
        channels=["email", "social"],
        shares=[0.5, 0.5],
        intents=list(intents),
    )
    return replace(Config(), days=100, warmup_days=WARMUP, market=Market(arrivals=arrivals))


def leads(*rows):
    """A lead is (replicate, created, channel, working days to win or None, rep)."""
    made, deals = [], []
    for replicate, created, channel, wait, rep in rows:
        number = sum(deal["replicate"] == replicate for deal in deals)
        won = wait is not None
        made.append({
            "replicate": replicate, "firm": 0, "channel": channel, "created": created, "mql": True,
            "inquiry": False,
            "ended": created + (wait if won else 3.0), "deal": number if won else -1,
            "outcome": Outcome.WON if won else Outcome.UNREACHED,
        })  # fmt: skip
        if won:
            deals.append({"replicate": replicate, "rep": rep})
    runs = pd.DataFrame({"replicate": sorted({row[0] for row in rows})})
    return {"leads": pd.DataFrame(made), "deals": pd.DataFrame(deals), "runs": runs}


TABLES = leads(
    (0, 10.0, EMAIL, 5.0, 1),
    (0, 11.0, EMAIL, None, 0),
    (0, 12.0, SOCIAL, 20.0, 1),
    (0, 13.0, SOCIAL, 100.0, 2),
    (1, 10.0, SOCIAL, 5.0, 3),
    (1, 11.0, EMAIL, None, 0),
    (1, 16.0, EMAIL, 1.0, 3),  # after the last day with arrivals
    (1, 9.0, EMAIL, 1.0, 3),  # in the warm-up
)


def simulated(name):
    frame = comparison(Scenario(config(), TABLES)).set_index("fact")
    return frame.loc[name, "simulated"]


def test_without_arrivals_from_outside_there_is_nothing_to_compare():
    assert comparison(Scenario(config(per_weekday=0.0), TABLES)) is None


def test_the_table_has_its_columns_and_source():
    frame = comparison(Scenario(config(), TABLES))
    assert list(frame) == [
        "fact", "simulated", "ci_low", "ci_high", "real", "real_low", "real_high", "role"
    ]  # fmt: skip
    assert "CC BY-NC-SA" in frame.attrs["source"]
    assert "7/5" in frame.attrs["note"]


def role_of(frame):
    return dict(zip(frame["fact"], frame["role"], strict=True))


def test_where_needs_are_set_by_channel_all_but_the_other_months_is_fitted():
    fitted = role_of(comparison(Scenario(config(intents=[0.2, 0.4]), TABLES)))
    for fact, role in fitted.items():
        if fact.startswith(("leads from", "leads a week")):
            assert role == "input"
        else:
            assert role == ("output" if fact.endswith(OTHER) else "fitted")
    free = role_of(comparison(Scenario(config(), TABLES)))
    assert {free[fact] for fact, role in fitted.items() if role == "fitted"} == {"output"}
    assert set(free.values()) == {"input", "output"}


def test_eight_shapes_are_compared_with_both_halves_of_the_months():
    frame = comparison(Scenario(config(intents=[0.2, 0.4]), TABLES)).set_index("fact")
    shapes = [fact for fact in frame.index
              if frame.loc[fact, "role"] == "fitted" and not is_level(fact)]  # fmt: skip
    assert len(shapes) == 8
    for fact in shapes:
        half, other = frame.loc[fact], frame.loc[fact + OTHER]
        assert half["simulated"] == other["simulated"]
        assert half["real"] != other["real"]
    assert frame.loc["leads won", "real"] == FIT.won[0]
    assert frame.loc["leads won" + OTHER, "real"] == SCORE.won[0]


def test_the_halves_share_no_lead():
    assert not set(FIT.months) & set(SCORE.months)
    assert sorted(FIT.months + SCORE.months) == [1, 2, 3, 4, 5]
    assert FIT.leads + SCORE.leads == 5998
    assert FIT.wins + SCORE.wins == 781


@pytest.mark.parametrize(
    ("intents", "shown"), [((), {"input", "output"}), ((0.2, 0.4), {"input", "fitted", "output"})]
)
def test_terminal_and_readme_say_what_a_match_is_worth(intents, shown):
    scenario = Scenario(config(intents=intents), TABLES)
    screen = console(100)
    with screen.capture() as terminal:
        screen.print(reality_table(comparison(scenario)))
    lines = readme([scenario], []).splitlines()
    for role, meaning in ROLES.items():
        assert (f"{role}: {meaning}" in terminal.get()) == (role in shown)
        assert (f"  {role:<10}{meaning}" in lines) == (role in shown)
    won = next(line for line in lines if line.startswith("  leads won "))
    assert won.split()[2] == "0.667", "two replicates have no interval that says how many digits"
    assert won.split()[-1] == ("fitted" if intents else "output")
    assert "real funnel:" not in readme([Scenario(config(per_weekday=0.0), TABLES)], [])


@pytest.mark.parametrize(
    ("intents", "roles"),
    [((), ["INPUT", "OUTPUT", "OUTPUT"]), ((0.2, 0.4), ["INPUT", "FITTED", "OUTPUT"])],
)
def test_each_panel_of_the_figure_stands_under_its_role(intents, roles):
    page = figure(TABLES, config(intents=intents))
    assert [axes.get_title(loc="left").split(":")[0] for axes in page.axes] == roles
    names = [text.get_text() for text in page.axes[-1].get_legend().get_texts()]
    assert ("simulated, fitted" in names) == bool(intents)
    won = page.axes[1].lines
    email = list(MIX).index("email")
    drawn = {round(float(x[email]), 9) for x in (line.get_xdata() for line in won)
             if len(x) == len(MIX)}  # fmt: skip
    assert drawn == {0.333333333, FIT.by_channel["email"][0]}


def test_leads_that_arrived_in_the_window_are_the_cohort():
    assert simulated("leads won") == pytest.approx(4 / 6)
    assert simulated("leads won, email") == pytest.approx(1 / 3)
    assert simulated("leads a week") == pytest.approx((4 + 2) / 2)
    assert simulated("leads from email") == pytest.approx(0.5)


def test_working_days_are_counted_as_calendar_days():
    waits = days_to_win(TABLES, config())
    assert sorted(waits[0]) == pytest.approx([7, 28, 140])
    assert waits[1] == pytest.approx([7])
    assert simulated("days from lead to win, median") == pytest.approx((28 + 7) / 2)
    assert simulated("wins closed by day 7") == pytest.approx(2 / 4)
    assert simulated("wins closed by day 30") == pytest.approx(3 / 4)


def test_a_wait_begins_with_the_leads_day_as_the_data_have_days_only():
    late = leads((0, 10.75, EMAIL, 1.25, 1))
    assert days_to_win(late, config())[0] == pytest.approx([2.0 * 7 / 5])


def test_the_top_fifth_of_closers_and_the_shape_of_the_wait():
    assert simulated("wins of the top fifth of closers") == pytest.approx(3 / 4)
    expected = np.log([7, 28, 140]).std(ddof=1)
    assert simulated("log-SD of days from lead to win") == pytest.approx(expected)


def test_a_fact_about_nothing_is_undefined():
    assert math.isnan(simulated("leads won, referral"))


@pytest.mark.parametrize("half", [FIT, SCORE])
def test_the_published_facts_are_coherent(half):
    shares = [share for share, _, _ in half.closed_by.values()]
    assert shares == sorted(shares)
    assert half.won[0] == pytest.approx(half.wins / half.leads, abs=0.001)
    assert sum(share for share, _, _ in MIX.values()) == pytest.approx(1.0, abs=0.01)
    listed = (half.won, half.sigma, half.top_fifth, *half.closed_by.values(), *half.days.values())
    for real in (*listed, *MIX.values(), *half.by_channel.values()):
        estimate, low, high = real
        assert low < estimate < high
    for day, (share, _, _) in half.closed_by.items():
        for part, quartile in zip((0.25, 0.5, 0.75), half.days.values(), strict=True):
            assert (share < part) == (day < quartile[0])
    assert set(MIX) == set(half.by_channel) <= set(CHANNELS)
