"""From runs to statements: means with intervals, paired differences, one plain sentence.

Intervals are those of ``sim.metrics.estimates``: over worlds and luck, or over luck in one world
that is fixed. Replicates of two scenarios that share a seed share both, so a difference is taken
seed by seed. It reads *b minus a*: with the first scenario as ``a``, it is what changing from the
first scenario to ``b`` did.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations, islice
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from sim.config import FIXED, Config
from sim.inference.intervals import LEAST, Interval
from sim.metrics.account import account, plain
from sim.metrics.columns import read_once
from sim.metrics.estimates import differences, estimate
from sim.metrics.glossary import KPIS
from sim.metrics.numbers import in_currency, interval_text, mean_text
from sim.metrics.single_runs import single_runs

if TYPE_CHECKING:
    from pandas import DataFrame

FEW = 5
ALL_PAIRS_UP_TO = 6


class Result(Protocol):
    """The outcome of one scenario: its config, its name, what it overrides, and its tables."""

    @property
    def config(self) -> Config:
        """The scenario's config."""

    @property
    def name(self) -> str:
        """The scenario's name."""

    @property
    def overrides(self) -> Any:
        """The words that set it apart: ``key=value`` strings, or a mapping of keys to values."""

    @property
    def tables(self) -> Mapping[str, "DataFrame"]:
        """``runs``, ``daily`` and the event tables, each with a ``replicate`` column."""


def results_of(results: Any) -> Sequence[Result]:
    """One result or many, as many."""
    return [results] if hasattr(results, "tables") else list(results)


def summarise(results: Any, tried: int = 0) -> dict[str, Any]:
    """The content of ``summary.json``: every KPI of every scenario, and paired differences.

    Scenarios are compared with the first, and up to six of them each with each. A number that is
    undefined (no replicate, or no interval with a single one) is None. Several scenarios have an
    ``analysis`` too: differences to the first corrected for their number, ranking, effects of swept
    axes. ``tried`` is how many scenarios there were, where the results are only of the best.
    """
    scenarios = [read_once(one) for one in results_of(results)]
    count, alone = len(scenarios), single_runs(scenarios)
    names = [kpi_columns(one) for one in scenarios]
    kpis = alone.estimates(names[0]) if alone else map(_kpis, scenarios, names)
    gaps = alone.differences(names[0]) if alone and alone.one_luck else None
    every_pair = combinations(range(count), 2)
    pairs = list(every_pair if count <= ALL_PAIRS_UP_TO else islice(every_pair, count - 1))
    found = {
        "scenarios": list(map(_scenario, scenarios, kpis)),
        "differences": [
            _difference(scenarios[a], scenarios[b], gaps[b] if gaps and not a else None)
            for a, b in pairs
        ],
    }
    return found if count == 1 else found | {"analysis": account(scenarios, tried)}


def kpi_columns(result: Result) -> list[str]:
    """The KPIs that a result's runs have, in the glossary's order."""
    runs = result.tables["runs"]
    return [name for name in KPIS if name in runs.columns]


def _kpis(result: Result, names: Sequence[str]) -> dict[str, Interval]:
    return {name: estimate(result, name) for name in names}


def _scenario(result: Result, told: Mapping[str, Interval]) -> dict[str, Any]:
    overrides, runs, kpis = result.overrides, result.tables["runs"], {}
    for name, found in told.items():
        left_out = KPIS[name].left_out
        counts = {"replicates": found.replicates, "unit": KPIS[name].unit}
        if left_out in runs.columns:
            counts["left_out"] = int(np.nansum(runs[left_out]))
        kpis[name] = _numbers(found) | counts
    plain = dict(overrides) if isinstance(overrides, Mapping) else list(overrides)
    return {"name": result.name, "overrides": plain, "kpis": kpis}


def _difference(a: Result, b: Result, told: Mapping[str, Interval] | None) -> dict[str, Any]:
    names = [name for name in kpi_columns(a) if name in b.tables["runs"].columns]
    found = told or dict(zip(names, differences(a, b, names), strict=True))
    kpis = {name: _numbers(one) | {"replicates": one.replicates} for name, one in found.items()}
    return {"a": a.name, "b": b.name, "kpis": kpis}


def _numbers(found: Interval) -> dict[str, float | None]:
    return {
        "mean": plain(found.mean),
        "ci_low": plain(found.low),
        "ci_high": plain(found.high),
    }


def sentence(summary: Mapping[str, Any], results: Any, tried: int | None = None) -> str:
    """One plain sentence of what was found, with its interval and its reservation.

    ``tried`` is how many scenarios there were, where the results are only of the best.
    """
    scenarios = results_of(results)
    with in_currency(scenarios[0].config.currency):
        return _sentence(summary, scenarios, tried)


def _sentence(summary: Mapping[str, Any], scenarios: Sequence[Result], tried: int | None) -> str:
    told = [one for one in scenarios if len(one.tables["runs"])]
    if len(told) == len(scenarios) == 1:
        return _of_one(summary, scenarios[0])
    if len(told) < 2:
        count = tried or len(scenarios)
        return (
            f"Of {count} scenario{'s' * (count > 1)}, {len(told) or 'none'} had a run that "
            "finished."
        )
    return _of_many(summary, scenarios, tried or len(scenarios))


def _of_one(summary: Mapping[str, Any], result: Result) -> str:
    known = {
        name: kpi
        for name, kpi in summary["scenarios"][0]["kpis"].items()
        if kpi["mean"] is not None and (name != "market_share" or result.config.rivals.count)
    }
    text = f"In {result.config.days} working days the firm won "
    text += f"{_said(known['wins'], 'deals')}"
    if "win_rate" in known:
        text += f", {_said(known['win_rate'])} of the opportunities that it closed"
    more = [
        said.format(_said(known[name]))
        for name, said in {
            "new_revenue": "new revenue of {}",
            "market_share": "{} of what the market bought",
        }.items()
        if name in known
    ]
    text += f": {', '.join(more)}." if more else "."
    if "decided_before_contact" in known:
        text += f" Of its buyers, {_said(known['decided_before_contact'])} had made up their minds "
        text += "before they talked to a rep."
    return f"{text}{_of_reps(known)} ({_covers(result, len(result.tables['runs']))}.)"


def _of_reps(known: Mapping[str, Any]) -> str:
    """The quota that reps reached and what they were paid, where there is a quota or revenue."""
    parts = []
    if "quota_attainment" in known:
        reached = {**known["quota_attainment"], "unit": "share"}
        parts.append(f"reps reached {_said(reached)} of quota")
    if "compensation_cost_of_sales" in known:
        paid = _said(known["compensation_cost_of_sales"])
        parts.append(f"what {'they' if parts else 'reps'} are paid is {paid} of revenue")
    text = "; ".join(parts)
    return f" {text[0].upper()}{text[1:]}." if text else ""


def _covers(result: Result, runs: int) -> str:
    """The replicates that the intervals are over, and the worlds for which they hold."""
    if runs < 2:
        return "one replicate, so no interval"
    if runs < LEAST:
        return f"{runs} replicates, too few for an interval"
    fixed = result.config.world == FIXED
    over = f"95 % CI over {runs} replicates" + (" in this world" if fixed else ", worlds and luck")
    return over + (", too few for a narrow one" if runs < FEW else "")


def _of_many(summary: Mapping[str, Any], scenarios: Sequence[Result], tried: int) -> str:
    """Name the scenario of highest profit, against the runner-up, and of revenue if another one."""
    analysis, names = summary["analysis"], [one.name for one in scenarios]
    found = analysis["highest"][0]
    place = names.index(found["name"])
    most = mean_text(summary["scenarios"][place]["kpis"]["profit"], "money")
    if analysis["all_alike"] and len(scenarios) == tried:
        same = "in each of their runs" if found["replicates"] > 1 else "in their one run"
        return f"All {tried} scenarios came out the same, {same}: mean profit {most}."
    text = f"Of {tried} scenarios, {found['name']} earned the highest mean profit ({most})"
    text += _ahead(found, analysis["comparisons"])
    if "revenue" in kpi_columns(scenarios[place]):
        earner = _highest(scenarios, "revenue")
        if earner is not scenarios[place]:
            text += f"; revenue is highest with {earner.name}"
    if tried > 2:
        text += "; the best of many was picked after the fact, so expect a little less"
    return text + "."


def _ahead(found: Mapping[str, Any], comparisons: int) -> str:
    """The lead of the best over the next, and whether the two are told apart."""
    runs, second = found["replicates"], found["next"]
    if not runs or found["mean"] is None:
        return f", next {second}; no two replicates share a seed, so no interval judges it"
    lead = {**found, "ci_low": found["joint_low"], "ci_high": found["joint_high"]}
    more = f"{mean_text(lead, 'money')} more than" if found["mean"] else "the same as"
    text = f", {more} the next best, {second}"
    if runs < LEAST:
        many = "one replicate" if runs == 1 else f"{runs} replicates"
        return f"{text} ({many}, so no interval judges it)"
    if found["joint_low"] is None:
        return f"{text}, in each of {runs} replicates alike"
    corrected = f", corrected for {comparisons} comparisons" if comparisons > 1 else ""
    told = "told apart" if found["told"] else "not told apart"
    ends = interval_text(lead, "money")
    return f"{text} (95 % CI {ends}{corrected}, paired over {runs} replicates: {told})"


def _highest(scenarios: Sequence[Result], name: str) -> Result:
    """The scenario with the highest mean of a KPI."""
    means = np.array([estimate(result, name).mean for result in scenarios], np.float64)
    return scenarios[int(np.argmax(np.nan_to_num(means, nan=-np.inf)))]


def _said(kpi: Mapping[str, Any], what: str = "") -> str:
    """A KPI in a sentence with its interval, to the digits of the table; shares in per cent."""
    unit = kpi["unit"]
    text = f"{mean_text(kpi, unit)} {'%' if unit == 'share' else what}".rstrip()
    return f"{text} [{interval_text(kpi, unit)}]" if kpi["ci_low"] is not None else text
