"""One number, one interval: table, sentence, JSON and figures' titles agree to the digit."""

from dataclasses import replace
from functools import cache
from io import StringIO

import pytest
from rich.console import Console

from sim.cli.first_screen import DEALS, FUNNEL, MONEY, PEOPLE, key_figures
from sim.cli.report import kpi_table
from sim.metrics.estimates import estimate
from sim.metrics.numbers import interval_text, mean_text
from sim.metrics.sections import shown_unit
from sim.metrics.summary import sentence, summarise
from sim.plots import FIGURES, NoDataError
from sim.plots.words import TIED
from sim.request import request
from sim.runs.scenario import Result, run

TINY = ("market=small", "market.customers=300", "days=90", "warmup_days=65")
RUNS = (
    ("replicates=3",),
    ("replicates=6", "incentive=quota_bonus", "seed=2"),
    ("replicates=2", "cadence=daily", "seed=3"),
    ("replicates=5", "world=fixed", "world_seed=4"),
    ("replicates=4", "incentive=salary", "alignment=aligned", "seed=5"),
)
# The KPI that a figure's title states.
TITLES = {
    "market_share": "market_share",
    "quota_attainment": "reps_at_quota",
    "progress_at_contact": "decided_before_contact",
    "funnel": "lead_to_win",
    "won_from": "won_with_lead_on_file",
    "rep_time_use": "selling_time_share",
    "speed": "leads_unpursued",
}


@cache
def result_of(words: tuple[str, ...]) -> Result:
    (one,) = request([*TINY, *words]).scenarios
    return run(replace(one.config, workers=1))


@pytest.mark.parametrize("words", RUNS, ids=" ".join)
def test_every_place_says_the_same_of_a_kpi(words: tuple[str, ...]) -> None:
    result = result_of(words)
    summary = summarise(result)
    kpis = summary["scenarios"][0]["kpis"]
    for name, told in kpis.items():
        found = estimate(result, name)
        ends = [None if end != end else end for end in found[:3]]
        assert [told[key] for key in ("mean", "ci_low", "ci_high")] == ends
    page = Console(width=160, record=True, file=StringIO())
    page.print(kpi_table(summary["scenarios"][0]))
    rows = {line.split()[0]: line for line in page.export_text().splitlines() if line.split()}
    said = sentence(summary, result)
    for name in ("wins", "win_rate", "new_revenue", "market_share", "decided_before_contact"):
        told, unit = kpis[name], kpis[name]["unit"]
        assert f" {mean_text(told, unit)} " in rows[name]
        if told["mean"] is not None:
            assert mean_text(told, unit) in said
        if told["ci_low"] is not None:
            assert interval_text(told, unit) in rows[name]
            assert f"[{interval_text(told, unit)}]" in said
    assert ("in this world" in said) == ("world=fixed" in words)


@pytest.mark.parametrize("words", RUNS, ids=" ".join)
def test_the_first_screen_says_what_the_full_table_says(words: tuple[str, ...]) -> None:
    result = result_of(words)
    summary = summarise(result)
    kpis = summary["scenarios"][0]["kpis"]
    text = "\n".join(line.plain for line in key_figures(result, summary, 100))
    for one in (*FUNNEL, *DEALS, *PEOPLE, *MONEY):
        told, unit = kpis[one.kpi], shown_unit(one.kpi)
        if told["mean"] is None:
            assert f"{one.words} " not in text
            continue
        mark = one.mark or (" %" if unit == "share" else "")
        assert f" {mean_text(told, unit)}{mark}" in text, one.kpi
        if told["ci_low"] is not None:
            assert interval_text(told, unit) in text, one.kpi


@pytest.mark.parametrize("words", RUNS, ids=" ".join)
def test_the_bars_of_a_figure_are_the_numbers_of_the_table(words: tuple[str, ...]) -> None:
    result = result_of(words)
    kpis = summarise(result)["scenarios"][0]["kpis"]
    won = FIGURES["funnel"](result.tables, result.config).axes[1].texts[-1].get_text()
    assert won == mean_text(kpis["lead_to_win"], "share")
    drawn = FIGURES["won_from"](result.tables, result.config).axes
    begun = drawn[0].lines[-1].get_xdata()
    assert begun[1] + begun[2] == pytest.approx(kpis["won_with_lead_on_file"]["mean"])
    if len(drawn) > 1:
        names = [label.get_text().split(",")[0] for label in drawn[1].get_yticklabels()]
        rates = dict(zip(names, drawn[1].lines[-1].get_xdata(), strict=True))
        for name, kpi in (("asked for a rep", "inquiry_to_win"), ("social", "lead_to_win_social"),
                          ("paid search", "lead_to_win_paid")):  # fmt: skip
            if name in rates:
                assert rates[name] == pytest.approx(kpis[kpi]["mean"]), name


@pytest.mark.parametrize("words", RUNS, ids=" ".join)
def test_a_figures_title_says_what_the_table_says(words: tuple[str, ...]) -> None:
    result, stated = result_of(words), 0
    kpis = summarise(result)["scenarios"][0]["kpis"]
    for figure, name in TITLES.items():
        try:
            drawn = FIGURES[figure](result.tables, result.config)
        except NoDataError:
            continue
        texts = " ".join(text.get_text() for text in drawn.texts)
        text = " ".join(texts.replace(TIED, " ").split())
        if "points of market share" in text:
            continue  # the title is on a change
        told = kpis[name]
        assert f"{mean_text(told, 'share')} %" in text, figure
        if told["ci_low"] is not None and told["ci_high"] > told["ci_low"]:
            low, high = interval_text(told, "share").split(" to ")
            assert f"95 % CI {low}–{high}" in text, figure
        stated += 1
    assert stated >= 3
