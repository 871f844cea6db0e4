"""The terminal's report on a run: a table with intervals, one sentence, the folder."""

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sim.cli.first_screen import Story, following, heading, key_figures
from sim.cli.influence import influence
from sim.cli.plain_table import plain_table
from sim.cli.plan_on_target import plan_table
from sim.metrics.comparisons import COMPARED
from sim.metrics.coverage import covered
from sim.metrics.glossary import FOCAL, KPIS
from sim.metrics.numbers import (
    difference_text,
    in_currency,
    interval_text,
    mean_text,
    unit_text,
    with_range,
)
from sim.metrics.sections import SECTIONS
from sim.metrics.worlds import told

if TYPE_CHECKING:
    from pandas import DataFrame

    from sim.experiment.verdict import Verdict
    from sim.metrics.summary import Result

WIDTH = 100
MOST_SCENARIOS = 20


def console(width: int | None = None) -> Console:
    """The screen for reports: up to 100 columns of a terminal, exactly 100 in a pipe."""
    screen = Console(highlight=False)
    wide = min(screen.width, WIDTH) if screen.is_terminal else WIDTH
    return Console(highlight=False, width=width or wide, soft_wrap=False)


def show_first(
    screen: Console,
    result: "Result",
    summary: Mapping[str, Any],
    sentence: str,
    where: tuple[Path, Sequence[str]],
    story: Story,
) -> None:
    """Print the first screen of one scenario: the sentence, the key figures, what comes next."""
    with screen.capture() as page, in_currency(result.config.currency):
        screen.print(heading(result, story, screen.width), no_wrap=True, overflow="crop")
        screen.print()
        screen.print(Text(sentence, style="bold"))
        screen.print()
        for figures in key_figures(result, summary, screen.width):
            screen.print(figures, no_wrap=True, overflow="crop")
        screen.print(told(summary.get("worlds", [])) or _replicates([result]), style="dim")
        screen.print(_where(*where))
        for command in following(story, screen.width):
            screen.print(Text(command), soft_wrap=True)  # whole, so that it can be typed
    for line in page.get().splitlines():
        print(line.rstrip())


def show(
    screen: Console,
    results: Sequence["Result"],
    summary: Mapping[str, Any],
    sentence: str,
    folder: Path,
    figures: Sequence[str],
) -> None:
    """Print the outcome of one scenario in full, or of a sweep."""
    single = len(results) == 1
    with screen.capture() as page, in_currency(results[0].config.currency):
        screen.print()
        screen.print(kpi_table(summary["scenarios"][0]) if single else sweep_table(summary))
        if single and "pay" in results[0].tables:
            screen.print(plan_table(results[0]))
        for table in influence(summary.get("sensitivity", [])):
            screen.print()
            screen.print(table)
        screen.print(_replicates(results), style="dim")
        of_worlds = told(summary.get("worlds", []))
        if of_worlds:
            screen.print(of_worlds, style="dim")
        comparison = _beside_reality(results[0]) if single else None
        if comparison is not None:
            screen.print()
            screen.print(reality_table(comparison))
        screen.print()
        screen.print(Text(sentence, style="bold"))
        screen.print()
        screen.print(_where(folder, figures))
    for line in page.get().splitlines():
        print(line.rstrip())


def show_verdict(screen: Console, found: "Verdict", folder: Path, figures: Sequence[str]) -> None:
    """Print an experiment's verdict: every hypothesis with its estimate and its band."""
    from sim.experiment.finding import finding
    from sim.experiment.told import ENDED, band, estimate, without
    from sim.experiment.verdict import account

    table, content = plain_table(), account(found)
    for name in ("hypothesis", "found", "band", "", "without the mechanism"):
        table.add_column(name)
    for one in content["hypotheses"]:
        cells = (one["says"], estimate(one), band(one), ENDED[one["verdict"]], without(one))
        table.add_row(*cells)
    flips = sorted({word for one in content["hypotheses"] for word in one["flips"]})
    with screen.capture() as page:
        screen.print()
        screen.print(table)
        if content["assumptions"]:
            screen.print(f"Assumptions that flip a verdict: {', '.join(flips) or 'none'}")
        screen.print()
        screen.print(Text(finding(content), style="bold"))
        screen.print()
        screen.print(_where(folder, figures))
    for line in page.get().splitlines():
        print(line.rstrip())


def kpi_table(scenario: Mapping[str, Any]) -> Table:
    """Every KPI of the focal firm with its interval, unit and formula, in sections."""
    table = plain_table()
    for name, justify in (("KPI", "left"), ("mean", "right"), ("95 % interval", "right")):
        table.add_column(name, justify=justify, no_wrap=True)  # type: ignore[arg-type]
    table.add_column("unit", no_wrap=True)
    table.add_column("formula", style="dim", ratio=1)
    for title, names in SECTIONS.items():
        known = [name for name in names if name in FOCAL and name in scenario["kpis"]]
        if known:
            table.add_row(Text(title.upper(), style="bold"))
        for name in known:
            kpi, unit, formula = scenario["kpis"][name], KPIS[name].unit, KPIS[name].formula
            texts = (mean_text(kpi, unit), interval_text(kpi, unit), unit_text(unit))
            missing = kpi.get("left_out", 0)
            note = f" ({missing:,} part periods left out)" if missing else ""
            table.add_row(name, *texts, formula.split(";")[0] + note)
    return table


def sweep_table(summary: Mapping[str, Any]) -> Table:
    """A few KPIs of each scenario, and their differences to the first."""
    scenarios, analysis = summary["scenarios"], summary["analysis"]
    paired = {(one["b"], one["kpi"]): one for one in analysis["differences"]}
    names = [name for name in COMPARED if name in scenarios[0]["kpis"]]
    table = plain_table()
    shown = _worth_showing(scenarios)
    table.caption = _caption(len(scenarios), analysis["comparisons"])
    if any(_defined(scenario, name) for scenario in shown for name in names):
        table.caption += "\nIn brackets: replicates in which the KPI is defined."
    table.add_column("scenario", overflow="fold", ratio=1)
    for name in names:
        unit = KPIS[name].unit
        table.add_column(f"{name}\n{unit_text(unit)}", justify="right", no_wrap=True)
    for scenario in shown:
        cells = [_cell(scenario, paired.get((scenario["name"], name)), name) for name in names]
        table.add_row(scenario["name"].replace(", ", "\n"), *cells)
    return table


def reality_table(comparison: "DataFrame") -> Table:
    """Simulated numbers beside those counted in real data, with the worth of a match."""
    from sim.metrics.real_funnel import ROLES

    table = plain_table()
    table.title = "Beside the real funnel"
    shown = [role for role in ROLES if role in set(comparison["role"])]
    table.caption = "\n".join(f"{role}: {ROLES[role]}" for role in shown)
    for name in ("fact", "simulated", "95 % interval", "real", "95 % interval", "role"):
        numeric = name not in ("fact", "role")
        table.add_column(name, justify="right" if numeric else "left", overflow="fold")
    for row in comparison.to_dict("records"):
        simulated = with_range(row["simulated"], row["ci_low"], row["ci_high"])
        real = with_range(row["real"], row["real_low"], row["real_high"])
        table.add_row(str(row["fact"]), *simulated, *real, str(row["role"]))
    return table


def _beside_reality(result: "Result") -> "DataFrame | None":
    if not result.config.market.arrivals.per_weekday:
        return None
    from sim.metrics.real_funnel import comparison

    return comparison(result)


def _cell(scenario: Mapping[str, Any], difference: Mapping[str, Any] | None, name: str) -> Text:
    unit, found = KPIS[name].unit, scenario["kpis"][name]
    text = Text(mean_text(found, unit) + _defined(scenario, name))
    if difference is not None:
        mark, style = ("* ", "bold") if difference["told"] else ("", "dim")
        text.append(f"\n{mark}{difference_text(difference, unit)}", style=style)
    return text


def _defined(scenario: Mapping[str, Any], name: str) -> str:
    """The number of replicates in which a KPI is defined; empty where it is so in all."""
    runs = max(kpi["replicates"] for kpi in scenario["kpis"].values())
    known = scenario["kpis"][name]["replicates"]
    return f" ({known} of {runs})" if known < runs else ""


def _worth_showing(scenarios: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """All scenarios, or the first and the most profitable ones, in their order."""
    if len(scenarios) <= MOST_SCENARIOS:
        return list(scenarios)
    by_profit = sorted(range(1, len(scenarios)), key=lambda n: -_profit(scenarios[n]))
    return [scenarios[n] for n in [0, *sorted(by_profit[: MOST_SCENARIOS - 1])]]


def _profit(scenario: Mapping[str, Any]) -> float:
    mean = scenario["kpis"].get("profit", {}).get("mean")
    return float("-inf") if mean is None else float(mean)


def _caption(count: int, comparisons: int) -> str:
    text = "Below each mean: paired difference to the first scenario, ± half its 95 % interval;"
    many = f" after Holm's correction for all {comparisons} comparisons" if comparisons > 1 else ""
    text += f"\n* where it is told from zero{many}."
    if count > MOST_SCENARIOS:
        text += f" The first and the {MOST_SCENARIOS - 1} most profitable of {count}."
    return text


def _replicates(results: Sequence["Result"]) -> str:
    seeds = {tuple(result.tables["runs"]["seed"]) for result in results}
    shared = len(results) > len(seeds) == 1
    return covered(results) + (" Every scenario has the same seeds." if shared else "")


def _where(folder: Path, figures: Sequence[str]) -> str:
    pictures = f"figures ({len(figures)}): {folder}/figures/\n" if figures else ""
    page = f"sim report {shlex.quote(str(folder))}"
    return f"{pictures}tables, all KPIs and a README.txt: {folder}/\nall of it as one page: {page}"
