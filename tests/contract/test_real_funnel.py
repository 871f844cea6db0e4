"""The real funnel beside a simulated one, from leads that can be counted by hand."""

import math
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest

from sim.config import CHANNELS, Config, Market
from sim.config.market import Arrivals
from sim.real_funnel import CLOSED_BY, MIX, WON_BY_CHANNEL, comparison, days_to_win
from sim.records import Outcome

WARMUP = 10
EMAIL, SOCIAL = CHANNELS.index("email"), CHANNELS.index("social")


@dataclass
class Scenario:
    config: Config
    tables: dict
    name: str = "olist"
    overrides: tuple = ()


def config(per_weekday=2.0, until_day=5):
    arrivals = Arrivals(
        per_weekday=per_weekday,
        until_day=until_day,
        channels=["email", "social"],
        shares=[0.5, 0.5],
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


def test_the_table_has_its_columns_roles_and_source():
    frame = comparison(Scenario(config(), TABLES))
    assert list(frame) == [
        "fact", "simulated", "ci_low", "ci_high", "real", "real_low", "real_high", "role"
    ]  # fmt: skip
    assert set(frame["role"]) == {"input", "output"}
    inputs = frame.loc[frame["role"] == "input", "fact"]
    assert all(fact.startswith(("leads from", "leads a week")) for fact in inputs)
    assert "CC BY-NC-SA" in frame.attrs["source"]
    assert "7/5" in frame.attrs["note"]


def test_leads_that_arrived_in_the_window_are_the_cohort():
    assert simulated("leads won") == pytest.approx((3 / 4 + 1 / 2) / 2)
    assert simulated("leads won, email") == pytest.approx((1 / 2 + 0) / 2)
    assert simulated("leads a week") == pytest.approx((4 + 2) / 2)
    assert simulated("leads from email") == pytest.approx(0.5)


def test_working_days_are_counted_as_calendar_days():
    waits = days_to_win(TABLES, config())
    assert sorted(waits[0]) == pytest.approx([7, 28, 140])
    assert waits[1] == pytest.approx([7])
    assert simulated("days from lead to win, median") == pytest.approx((28 + 7) / 2)
    assert simulated("wins closed by day 7") == pytest.approx((1 / 3 + 1) / 2)
    assert simulated("wins closed by day 30") == pytest.approx((2 / 3 + 1) / 2)


def test_the_top_fifth_of_closers_and_the_shape_of_the_wait():
    assert simulated("wins of the top fifth of closers") == pytest.approx((2 / 3 + 1) / 2)
    expected = np.log([7, 28, 140]).std(ddof=1)
    assert simulated("log-SD of days from lead to win") == pytest.approx(expected)


def test_a_fact_about_nothing_is_undefined():
    assert math.isnan(simulated("leads won, referral"))


def test_the_published_facts_are_coherent():
    shares = [share for share, _, _ in CLOSED_BY.values()]
    assert shares == sorted(shares)
    assert sum(share for share, _, _ in MIX.values()) == pytest.approx(1.0, abs=0.01)
    for real in (*CLOSED_BY.values(), *MIX.values(), *WON_BY_CHANNEL.values()):
        estimate, low, high = real
        assert low < estimate < high
    assert set(MIX) | set(WON_BY_CHANNEL) <= set(CHANNELS)
