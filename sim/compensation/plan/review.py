"""``sim plan``: what a compensation committee asks of a plan, beside the one of today."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from sim.compensation.asked import Asked
from sim.compensation.folder import Outcome
from sim.compensation.numbers import numbers
from sim.compensation.plan.attainments import At, pay_at
from sim.compensation.plan.figures import cost_figure, people_figure
from sim.compensation.plan.tenths import COUNT, Tenths, tenths
from sim.compensation.plan.told import sentences
from sim.config.refusal import Refusal
from sim.config.remarks import unremarked
from sim.metrics.estimates import difference, estimate
from sim.metrics.numbers import in_currency
from sim.metrics.people import people
from sim.metrics.plan_terms import Terms, terms
from sim.plots import FIGURES
from sim.runs.progress import Progress
from sim.runs.scenario import Result, run

# What is run where nobody says how finely: a minute of two cores.
COARSE = {"replicates": 20}
TODAY = "commission"
LEAST = 2
ASKED = (
    "profit", "revenue", "pay_per_rep", "compensation_cost_of_sales", "quota_attainment",
    "reps_at_quota", "rep_turnover",
)  # fmt: skip
OWN_FIGURES = ("payout_curve", "quota_attainment", "pay_for_performance", "compensation_by_month")
ABOUT = {
    "terms.csv": "both plans' promises on target, and what they cost",
    "attainments.csv": "pay and its part of sales at attainments of the year's quota, both plans; "
    "what is no new business is taken on target",
    "tenths.csv": "a row a tenth of skill: pay, change from today's plan, who wins, turnover",
    "kpis.csv": "key figures of both plans and their paired differences, with 95 % intervals",
    "people.parquet": "a row per plan, replicate and person: skill, days, pay, sales, quit",
    "summary.json": "the plans, their terms, the key figures and the sentences",
}


@dataclass(frozen=True)
class Review:
    """A plan beside today's: results of both, terms, pay at attainments, people by tenth."""

    results: tuple[Result, Result]
    terms: tuple[Terms, Terms]
    at: tuple[list[At], list[At]]
    people: tuple[pd.DataFrame, pd.DataFrame]
    tenths: Tenths
    sentences: list[str]

    @property
    def names(self) -> tuple[str, str]:
        """The plan's name, and that of today's."""
        return self.results[0].name, self.results[1].name


def review(asked: Asked) -> Review:
    """Run the market under both plans. Raises :class:`Refusal`."""
    config = asked.plans[0].config
    if config.replicates < LEAST:
        raise Refusal(f"replicates={config.replicates}: an interval takes {LEAST} or more")
    days = config.replicates * (config.warmup_days + config.days)
    with Progress(len(asked.plans) * days) as progress, unremarked():
        found = []
        for plan in asked.plans:
            progress.scenario(plan.name)
            found.append(run(plan.config, name=plan.name, progress=progress))
    mine, today = found
    promised = terms(mine.config, mine.tables), terms(today.config, today.tables)
    who = people(mine.tables, mine.config), people(today.tables, today.config)
    by_skill = tenths(*who, config.replicates)
    with in_currency(config.currency):
        said = sentences((mine, today), promised, by_skill)
    at = pay_at(promised[0]), pay_at(promised[1])
    return Review((mine, today), promised, at, who, by_skill, said)


def outcome_of(found: Review) -> Outcome:
    """Tables, figures and the summary of a review, for its folder."""
    mine, today = found.results
    who = [one.assign(plan=name) for one, name in zip(found.people, found.names, strict=True)]
    kpis = [_kpi(found, name) for name in ASKED]
    promised = [
        {"plan": name, "salary": plan.salary, "variable": plan.variable, **plan.named()}
        | numbers(plan.paid, "paid")
        for name, plan in zip(found.names, found.terms, strict=True)
    ]
    tables = {
        "terms.csv": pd.DataFrame(promised),
        "attainments.csv": pd.DataFrame(_attainments(found)),
        "tenths.csv": pd.DataFrame([_tenth(found.tenths, n) for n in range(COUNT)]),
        "kpis.csv": pd.DataFrame(kpis),
        "people.parquet": pd.concat(who, ignore_index=True),
    }
    figures: dict[str, Callable[[], Figure]] = {
        "cost.png": partial(cost_figure, found.terms, found.names),
        "skill.png": partial(people_figure, found.tenths, found.names, len(mine.tables["runs"])),
    }
    for name in OWN_FIGURES:
        figures[f"{name}.png"] = partial(FIGURES[name], mine.tables, mine.config)
    summary: dict[str, Any] = {"plan": mine.name, "today": today.name, "sentences": found.sentences}
    summary |= {"terms": promised, "kpis": kpis}
    opening = (
        f"What {mine.name} pays, to whom and who would leave, by smarketing: beside {today.name}, "
        "in the same worlds with the same luck."
    )
    return Outcome(opening, tables, figures, ABOUT, summary)


def _kpi(found: Review, name: str) -> dict[str, Any]:
    mine, today = found.results
    row: dict[str, Any] = {"kpi": name, **numbers(estimate(mine, name), "plan")}
    row |= numbers(estimate(today, name), "today")
    return row | numbers(difference(today, mine, name), "difference")


def _attainments(found: Review) -> list[dict[str, Any]]:
    return [
        {"plan": name, **one._asdict(), "cost_of_sales": one.cost}
        for name, some in zip(found.names, found.at, strict=True)
        for one in some
    ]


def _tenth(found: Tenths, n: int) -> dict[str, Any]:
    row: dict[str, Any] = {"tenth": n + 1, "skill": found.skill[n], "persons": found.persons[n]}
    for name in ("pay", "pay_today", "more", "winners", "quits", "quits_today", "more_quits"):
        its = getattr(found, name)
        row |= numbers(its._replace(mean=its.mean[n], low=its.low[n], high=its.high[n]), name)
    for plan, text in enumerate(("", "_today")):
        for part, quantile in enumerate(("p10", "p50", "p90")):
            row[f"pay{text}_{quantile}"] = found.spread[plan, part, n]
    return row
