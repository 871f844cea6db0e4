"""The content of a page on several scenarios: of a sweep, or of several folders."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sim.config.figures import ALL
from sim.folder.repeat.diff import values
from sim.metrics.comparisons import COMPARED
from sim.metrics.coverage import covered
from sim.metrics.glossary import KPIS
from sim.metrics.numbers import (
    UNDEFINED,
    difference_text,
    in_currency,
    interval_text,
    mean_text,
)
from sim.metrics.sections import SECTION_OF, capital, shown_beside, words_of
from sim.metrics.summary import sentence, summarise
from sim.plots import drawings
from sim.report import key_figures, origin
from sim.report.drawn_again import laid_over
from sim.report.finished import Finished, Outcome, named_apart
from sim.report.page import filled
from sim.report.pay_plan import Plan, explained
from sim.report.pictures import pictures
from sim.report.trial import Trial, trial_of

Say = Callable[[str], None]
# Scenarios in the table of them; those beside each other, KPI by KPI.
MOST_ROWS, MOST_BESIDE = 48, 6


class Cell(NamedTuple):
    """A KPI of one scenario: its mean, its interval, its difference to the first, if it is told."""

    value: str
    number: float | None
    interval: str
    difference: str
    told: bool


class Scenario(NamedTuple):
    """A scenario in a table: its place among all, its name, its cells."""

    place: int
    name: str
    cells: list[Cell]


class Beside(NamedTuple):
    """A KPI of a few scenarios beside each other."""

    words: str
    name: str
    formula: str
    unit: str
    cells: list[Cell]


def page(folders: Sequence[Finished], say: Say) -> str:
    """The page on several scenarios; ``say`` is told of what cannot be shown."""
    results, tried = named_apart(folders), sum(one.count for one in folders)
    first = results[0].config
    with in_currency(first.currency):
        summary = summarise(results, tried)
        chosen = _best(summary["scenarios"], MOST_ROWS)
        few = _best(summary["scenarios"], MOST_BESIDE)
        some = [results[n] for n in few]
        trial = trial_of(folders[0].folder) if len(folders) == 1 else None
        among = results if all(one.whole for one in folders) else []
        others = folders[0].folder if len(folders) == 1 else None
        content: dict[str, Any] = {
            "title": ", ".join(one.name for one in folders),
            "heading": f"{tried:,} scenarios compared" if trial is None else trial.heading,
            "sentence": sentence(summary, results, tried) if trial is None else trial.verdict,
            "hypotheses": [] if trial is None else trial.hypotheses,
            "asked": list(origin.asked(folders[0])) if len(folders) == 1 else _folders(folders),
            "covered": covered(results),
            "paired": _paired(results),
            "count": tried,
            "comparisons": summary["analysis"]["comparisons"],
            "compared": [(name, _words(name)) for name in _shared(summary, COMPARED)],
            "scenarios": list(_scenarios(summary, chosen)),
            "beside_names": [one.name for one in some],
            "beside": list(_beside(summary, few)),
            "pictures": pictures(_ways(among, some, trial), say, others),
            "plans": _plans(some),
            "differing": _differing(some),
            "settings": origin.settings(first),
            "first": results[0].name,
            "origins": [origin.origin(one) for one in folders],
        }
        return filled("several.html", content)


def _ways(among: Sequence[Outcome], some: Sequence[Outcome], trial: Trial | None) -> dict[str, Any]:
    """The figures of a sweep, if all of it is there, or of a trial, and overlays of a few."""
    if trial is not None:
        return {"claim": trial.draw, **laid_over(some)}
    every = [replace(one, config=replace(one.config, figures=(ALL,))) for one in among]
    return {**(drawings(every) if every else {}), **laid_over(some)}


def _folders(folders: Sequence[Finished]) -> list[tuple[str, str]]:
    counts = sum(one.count for one in folders)
    days = origin.days_of([one for folder in folders for one in folder.outcomes])
    names = ", ".join(one.name for one in folders)
    return [("Folders", names), ("Scenarios", f"{counts:,}"), ("Days", days)]


def _paired(results: Sequence[Outcome]) -> str:
    """Whether differences are taken seed by seed, in a sentence."""
    seeds = [set(one.tables["runs"]["seed"].tolist()) for one in results]
    shared = [len(seeds[0] & own) for own in seeds[1:]]
    if not max(shared, default=0):
        return "The scenarios share no seed, so no difference between them is paired, or judged."
    counts = " to ".join(f"{n}" for n in dict.fromkeys((min(shared), max(shared))))
    if min(shared):
        return (
            f"Differences are paired, seed by seed: each shares {counts} with the first scenario."
        )
    alone = shared.count(0)
    return f"Differences are paired, seed by seed; {alone} share no seed with the first scenario."


def _best(scenarios: Sequence[Mapping[str, Any]], most: int) -> list[int]:
    """The first scenario and the most profitable others, in their order."""
    if len(scenarios) <= most:
        return list(range(len(scenarios)))
    by_profit = sorted(range(1, len(scenarios)), key=lambda n: -_profit(scenarios[n]))
    return [0, *sorted(by_profit[: most - 1])]


def _profit(scenario: Mapping[str, Any]) -> float:
    mean = scenario["kpis"]["profit"]["mean"]
    return float("-inf") if mean is None else float(mean)


def _shared(summary: Mapping[str, Any], names: Sequence[str]) -> list[str]:
    return [name for name in names if all(name in one["kpis"] for one in summary["scenarios"])]


def _words(name: str) -> str:
    return f"{capital(words_of(name))}, {shown_beside(name)}"


def _scenarios(summary: Mapping[str, Any], chosen: Sequence[int]) -> Iterator[Scenario]:
    """Each scenario with the KPIs on which all are compared, corrected for their number."""
    paired = {(one["b"], one["kpi"]): one for one in summary["analysis"]["differences"]}
    names = _shared(summary, COMPARED)
    for n in chosen:
        one = summary["scenarios"][n]
        cells = [_cell(name, one["kpis"][name], paired.get((one["name"], name))) for name in names]
        yield Scenario(n, one["name"], cells)


def _beside(summary: Mapping[str, Any], few: Sequence[int]) -> Iterator[Beside]:
    """Every KPI of a few scenarios, with what each differs in from the first."""
    scenarios = [summary["scenarios"][n] for n in few]
    first = scenarios[0]["name"]
    paired = {one["b"]: one["kpis"] for one in summary["differences"] if one["a"] == first}
    for name in _shared(summary, list(SECTION_OF)):
        about = KPIS[name]
        cells = []
        for one in scenarios:
            found = paired.get(one["name"], {}).get(name)
            told = found is not None and _leaves_zero_out(found)
            cells.append(_cell(name, one["kpis"][name], found and {**found, "told": told}))
        unit = shown_beside(name)
        yield Beside(capital(words_of(name)), name, about.formula, unit, cells)


def _leaves_zero_out(found: Mapping[str, Any]) -> bool:
    low, high = found["ci_low"], found["ci_high"]
    return low is not None and high is not None and (low > 0 or high < 0)


def _cell(name: str, kpi: Mapping[str, Any], difference: Mapping[str, Any] | None) -> Cell:
    unit = key_figures.shown_unit(name)
    interval = interval_text(kpi, unit)
    known = difference is not None and difference["mean"] is not None
    return Cell(
        mean_text(kpi, unit),
        kpi["mean"],
        "" if interval == UNDEFINED else interval,
        difference_text(difference, unit) if difference is not None and known else "",
        bool(difference and difference["told"]),
    )


def _plans(some: Sequence[Outcome]) -> list[tuple[list[str], Plan]]:
    """Each pay plan once, with the scenarios that have it."""
    found: dict[Any, tuple[list[str], Plan]] = {}
    for one in some:
        if one.config.incentive not in found:
            found[one.config.incentive] = ([], explained(one.config))
        found[one.config.incentive][0].append(one.name)
    return list(found.values())


def _differing(some: Sequence[Outcome]) -> list[tuple[str, list[str]]]:
    """The parameters that are not the same in a few scenarios, with the value in each."""
    first = some[0].config
    others = [{one.key: one for one in values(first, other.config)} for other in some[1:]]
    keys = dict.fromkeys(key for found in others for key in found)
    rows = []
    for key in keys:
        usual = next(found[key].a for found in others if key in found)
        here = [origin.said(found[key].b if key in found else usual) for found in others]
        rows.append((key, [origin.said(usual), *here]))
    return rows
