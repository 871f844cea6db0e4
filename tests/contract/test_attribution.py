"""Attribution: rules by hand, a regression that finds what was put in, gaps by hand."""

import numpy as np
import pandas as pd
import pytest

from experiments.studies.attribution.estimators import CARRY_OVER, by_rule, regression
from experiments.studies.attribution.figure import LOOKS, figure
from experiments.studies.attribution.score import misses, told
from experiments.studies.attribution.study import headline, table
from sim.config import KINDS
from sim.exports.truth import CAUSES
from sim.exports.truth import table as truth_table
from tests.figure_faults import faults

DAY = pd.Timestamp("2024-06-03")
NONE = dict.fromkeys(KINDS, 0.0)


def days(*ages):
    return [DAY - pd.Timedelta(days=age) for age in ages]


@pytest.fixture
def tables():
    """Two wins, of which one has four tracked touches and an old one, the other none."""
    chances = pd.DataFrame({
        "Id": ["a", "b", "lost", "renewal", "early"], "ContactId": ["x", "y", "x", "y", "y"],
        "CloseDate": [DAY] * 4 + days(900), "IsWon": [True, True, False, True, True],
        "Type": ["New Business"] * 3 + ["Renewal", "New Business"],
    })  # fmt: skip
    log = pd.DataFrame({
        "contact_id": ["x"] * 6 + ["z", ""], "date": days(1, 9, 8, 5, 300, -2, 1, 1),
        "content": ["news", "education", "product", "product", "promotion", "promotion", "news",
                    "news"],
    })  # fmt: skip
    return {"crm/Opportunity": chances, "touch_log": log}


def test_rules_by_hand(tables):
    found = {name: dict(zip(KINDS, shares, strict=True))
             for name, shares in by_rule(tables, days(30)[0]).items()}  # fmt: skip
    assert found["last touch"] == {**NONE, "news": 0.5}
    assert found["linear"] == {**NONE, "education": 1 / 8, "product": 1 / 4, "news": 1 / 8}
    hand = {**NONE, "education": 0.2, "product": 0.1, "news": 0.2}
    assert found["position-based"] == pytest.approx(hand)


def test_one_or_two_touches_share_evenly(tables):
    log = tables["touch_log"]
    for count, credit in ((1, {"news": 0.5}), (2, {"news": 0.25, "education": 0.25})):
        shares = by_rule(tables | {"touch_log": log.iloc[:count]}, days(30)[0])
        for rule in shares.values():
            assert rule.sum() == pytest.approx(0.5)
        found = dict(zip(KINDS, shares["position-based"], strict=True))
        assert {kind: share for kind, share in found.items() if share} == credit


def test_a_regression_finds_what_was_put_in():
    """Without noise exactly; 200 weeks, carry-over and saturation of its own kind, seed 1."""
    luck, weeks = np.random.default_rng(1), 200
    media = {f"{kind}_spend": luck.integers(0, 3, weeks).astype(float) for kind in KINDS}
    stock = np.zeros(weeks)
    for t in range(weeks):
        stock[t] = media["news_spend"][t] + (CARRY_OVER[2] * stock[t - 1] if t else 0.0)
    made = 5.0 * np.log1p(stock / stock.mean())
    mix = pd.DataFrame({"time": pd.date_range("2024-01-01", periods=weeks, freq="7D"),
                        "conversions": 3.0 + made, **media})  # fmt: skip
    since = mix["time"].iloc[20]
    found = dict(zip(KINDS, regression(mix, "spend", since), strict=True))
    assert found["news"] == pytest.approx(made[20:].sum() / (3.0 + made[20:]).sum(), abs=1e-6)
    assert sum(found.values()) == pytest.approx(found["news"], abs=1e-6)


MORE = [0.0] * (len(KINDS) - 4)
TRUE, FOUND = np.array([0.3, 0.4, 0.1, 0.1, *MORE]), np.array([0.1, 0.6, 0.2, 0.1, *MORE])
SHARES = {"truth": TRUE, **dict.fromkeys(LOOKS, FOUND)}
SHIFTS = (0.0, 0.02, -0.02)


@pytest.fixture
def runs():
    rows = [
        (seed, method, kind, share + shift)
        for seed, shift in enumerate(SHIFTS, 1)
        for method, shares in SHARES.items()
        for kind, share in zip(KINDS, shares, strict=True)
    ]
    return pd.DataFrame(rows, columns=["seed", "method", "cause", "value"])


def test_gaps_by_hand(runs):
    off = misses(runs)[0]
    assert off.method == "last touch"
    assert off.bias.mean == pytest.approx((0.2 + 0.2 + 0.1 + 0.0) / len(KINDS))
    alone = [abs(FOUND + shift - TRUE).mean() for shift in SHIFTS]
    assert off.alone.mean == pytest.approx(np.mean(alone))


def test_what_is_found_is_said_and_drawn(runs):
    found = told(runs)
    assert headline(found) == ("Last touch credits education with 10 % of the wins; taken away, it "
                               "costs 30 %")  # fmt: skip
    assert table(found).loc["product", "truth"].startswith("40.0 (")
    page = figure(found, headline(found), "a note")
    assert faults(page) == []
    labels = [text.get_text() for text in page.axes[0].get_legend().get_texts()]
    assert labels[0] == "last touch"
    assert len(labels) == 6


def test_the_truth_from_outcomes_by_hand():
    found = np.zeros((1 + len(CAUSES), 3, 2))
    found[0] = [[10, 100], [12, 110], [14, 120]]
    found[1] = [[8, 90], [11, 100], [11, 110]]
    row = truth_table(found).set_index(["cause", "outcome"]).loc[(next(iter(CAUSES)), "wins")]
    assert (row["with_it"], row["without_it"], row["effect"]) == (12, 10, 2)
    half = 4.302652729911275 * 1.0 / np.sqrt(3)
    assert row["effect_high"] - row["effect"] == pytest.approx(half)
    assert row["share"] == pytest.approx(1 / 6)
