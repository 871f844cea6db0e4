"""The first screen: it fits, says what exists, and leads on to commands that can be typed."""

import math
import re
import shlex
from io import StringIO
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from sim.cli.first_screen import FEW, Story, following, heading
from sim.cli.report import show_first
from sim.config import Config, Rivals
from sim.metrics.bases import BASES
from sim.metrics.glossary import KPIS
from sim.metrics.summary import sentence, summarise
from sim.metrics.support import FEWEST, events, too_few
from sim.request import request
from sim.runs.scenario import Result

RUNS = 10
CHOICES = {"market": "modern", "incentive": "commission", "cadence": "weekly"}
SIZES = {"deals": 3e2, "leads": 2.4e4, "opportunities": 1.2e3, "money": 1.2e7, "money/year": 4e4}


def result(config=None, **columns):
    """A scenario in which every key figure has a value of its usual size and some spread."""
    luck = np.random.default_rng(1)
    made = {name: SIZES.get(kpi.unit, 0.4) * luck.normal(1.0, 0.1, RUNS)
            for name, kpi in KPIS.items()}  # fmt: skip
    made |= dict.fromkeys(BASES, np.full(RUNS, 400.0))
    runs = {"replicate": range(RUNS), "seed": range(RUNS), **made, **columns}
    return Result(config or Config(), "default", (), {"runs": pd.DataFrame(runs)})


def screen_of(one, width=100, terminal=False, **story):
    file = StringIO()
    screen = Console(width=width, file=file, highlight=False, force_terminal=terminal)
    summary = summarise(one)
    told = Story(**{"choices": CHOICES, "seconds": 4.84, **story})
    place = (Path("outputs/2026-01-05/12-00-00"), ["a.png"])
    return screen, summary, (sentence(summary, one), place, told)


def shown(one, capsys, width=100, terminal=False, **story):
    screen, summary, rest = screen_of(one, width, terminal, **story)
    show_first(screen, one, summary, *rest)
    return capsys.readouterr().out


def test_a_currency_s_sign_stands_before_money_and_it_still_fits(capsys):
    text = shown(result(Config(currency="CHF")), capsys, words=["currency=CHF"])
    (profit,) = [line for line in text.splitlines() if "profit  " in line]
    assert "CHF1" in profit
    assert max(map(len, text.splitlines())) <= 100
    assert "currency" not in text.splitlines()[0]
    assert "CHF" not in shown(result(), capsys)


def test_it_fits_a_hundred_columns_by_forty_lines(capsys):
    text = shown(result(), capsys)
    lines = text.splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 100
    assert lines[0].startswith("modern market · commission · weekly content · 10 worlds × 260 days")
    assert lines[0].endswith("4.8 s")
    titles = [line for line in lines if "FUNNEL" in line or "PEOPLE AND PAY" in line]
    assert ["DEALS" in titles[0], "MONEY" in titles[1]] == [True, True]
    assert "\033" not in text
    assert "nan" not in text


def test_money_has_its_sign_and_still_fits(capsys):
    text = shown(result(Config(currency="CHF")), capsys)
    lines = text.splitlines()
    assert max(map(len, lines)) <= 100
    assert len(lines) <= 40
    for words in ("deal size", "pipeline", "new revenue", "profit"):
        assert "CHF" in next(line for line in lines if words in line and "win" not in line[:20])


def test_even_with_few_events_everywhere_it_is_two_columns(capsys):
    rare = {name: np.full(RUNS, 1.0) for name in BASES}
    wide = {"deal_size": 6000 + 5000 * np.arange(RUNS) / 9, "rep_turnover": np.zeros(RUNS)}
    text = shown(result(**rare, **wide), capsys)
    assert len(text.splitlines()) <= 40
    assert max(map(len, text.splitlines())) <= 100
    assert text.count(FEW) >= 10


def test_what_does_not_exist_is_left_out(capsys):
    nothing = {name: [math.nan] * RUNS for name in ("quota_attainment", "reps_at_quota", "nrr")}
    text = shown(result(Config(rivals=Rivals(count=0)), **nothing), capsys)
    for words in ("attainment", "at quota", "market share", "competitive", "NRR", "nan", "–"):
        assert words not in text
    whole = shown(result(), capsys)
    for words in ("attainment", "at quota", "market share", "competitive", "NRR"):
        assert words in whole


def test_what_rests_on_too_few_events_says_so(capsys):
    def line(text):
        return next(line for line in text.splitlines() if "win rate" in line)

    few = {"base_closed": [1.0] * RUNS}
    assert FEW in line(shown(result(**few), capsys))
    assert FEW not in line(shown(result(), capsys))
    enough = {"base_closed": [1.3] * RUNS}
    assert not too_few(result(**enough).tables["runs"], "win_rate")


@pytest.mark.parametrize(
    ("kpi", "columns", "count"),
    [("win_rate", {"base_closed": 2.0}, 20.0), ("wins", {"wins": 1.1}, 11.0),
     ("rep_turnover", {"rep_turnover": 0.5, "base_rep_years": 3.0}, 15.0),
     ("cac_payback_months", {"base_won": 1.0}, 10.0), ("profit", {}, None), ("pipeline", {}, None)],
)  # fmt: skip
def test_events_are_what_a_key_figure_counts(kpi, columns, count):
    runs = result(**{name: [value] * RUNS for name, value in columns.items()}).tables["runs"]
    assert events(runs, kpi) == (None if count is None else pytest.approx(count))
    assert too_few(runs, kpi) == (count is not None and count < FEWEST)


def test_a_narrow_terminal_has_one_column(capsys):
    text = shown(result(), capsys, width=60)
    assert max(map(len, text.splitlines())) <= 60
    titles = [line for line in text.splitlines() if "FUNNEL" in line or "DEALS" in line]
    assert len(titles) == 2


def test_a_terminal_has_the_same_words_in_colour(capsys):
    told, plain = shown(result(), capsys, terminal=True), shown(result(), capsys)
    assert "\033[" in told
    bare = re.sub("\033\\[[0-9;]*m", "", told)
    assert [line.rstrip() for line in bare.splitlines()] == plain.splitlines()


@pytest.mark.parametrize("words", [
    [], ["market=small", "replicates=3", "workers=1", "hydra.run.dir=a b"],
    ["incentive=quota_bonus", "incentive.salary=70000"], ["incentive@rivals.incentive=salary"],
    ["report=short", "market.content.news.half_life_days=3"],
])  # fmt: skip
def test_what_comes_next_can_be_typed(words):
    for line in following(Story(words, CHOICES), 200):
        name, *rest = shlex.split(re.split(r" {3,}", line)[1])
        assert name == "sim"
        request(rest)


def test_many_words_are_cut_in_the_heading_and_whole_in_what_can_be_typed(capsys):
    words = [f"market.content.news.half_life_days={n}" for n in range(9)]
    first, second = following(Story(words, CHOICES), 100)
    assert shlex.split(first)[1:] == ["sim", "-m", *words, "incentive=commission,quota_bonus"]
    assert shlex.split(second) == ["sim", *words, "report=full"]
    lines = shown(result(), capsys, words=words).splitlines()
    assert {first, second.rstrip()} <= set(lines)
    text = heading(result(), Story(words, CHOICES), 100).plain
    assert len(text) <= 100
    assert "…" in text
