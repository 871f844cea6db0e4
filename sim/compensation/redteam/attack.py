"""``sim redteam``: let part of the reps game a plan, and see what they gain and on which clause."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.compensation.asked import Asked
from sim.compensation.folder import Outcome
from sim.compensation.numbers import numbers
from sim.compensation.redteam.best import Best, best_crossed
from sim.compensation.redteam.clauses import Clause, clauses
from sim.compensation.redteam.exploits import FAMILIES, Exploit, exploits
from sim.compensation.redteam.figure import figure
from sim.compensation.redteam.play import a_year, counted_pay, named, outcome, play
from sim.compensation.redteam.reckon import counted_renewals, without
from sim.compensation.redteam.together import everyone_honest, together
from sim.compensation.redteam.told import sentences
from sim.compensation.work import over
from sim.config import PERIODS, Component, Config
from sim.config.refusal import Refusal
from sim.config.working_days import QUARTER
from sim.metrics.numbers import in_currency
from sim.metrics.plan_explained import stretches

# What is run where nobody says how finely: a minute of two cores.
COARSE = {"market.customers": 5000, "warmup_days": 130, "replicates": 6}
LEAST = 4
# The part of a gain that must go with a clause for it to be earned on that clause.
ENOUGH = 0.5
ABOUT = {
    "exploits.csv": "a row a kind of exploit: the best one, what it brings a gamer a year in pay "
    "and with the worth of time saved, what it costs the firm, with 95 % intervals; the clause of "
    "the plan that it earns on, and the gain that is left without it",
    "clauses.csv": "a row a kind of exploit and clause: the gain of the best exploit of that kind, "
    "if the plan had no such clause",
    "runs.parquet": "a row per replicate, exploit and plan: with the plan as it is and without "
    "each clause, pay, margin and hours a gamer and year",
    "summary.json": "the plan, every kind of exploit, and the sentences",
}


class Finding(NamedTuple):
    """A kind of exploit: its best one; where it pays, the clause without which the best of its kind
    gains least, and what that is."""

    best: Best
    clause: Clause | None
    left: Best | None

    @property
    def pays(self) -> bool:
        """Whether it surely pays a rep."""
        return bool(self.best.gain.low > 0.0)

    @property
    def carried(self) -> bool:
        """Whether at least half of the gain goes with the clause."""
        left = self.left
        return left is not None and left.gain.mean <= (1.0 - ENOUGH) * self.best.gain.mean


@dataclass(frozen=True)
class Attack:
    """Every kind of exploit against one plan, from the one that brings most."""

    plan: str
    findings: list[Finding]
    every: list[Best]
    clauses: list[Clause]
    runs: pd.DataFrame
    replicates: int
    sentences: list[str]


def attack(asked: Asked) -> Attack:
    """Play every exploit against the plan. Raises :class:`Refusal`."""
    (plan,) = asked.plans
    config = plan.config
    if config.replicates < LEAST:
        raise Refusal(
            f"replicates={config.replicates}: {LEAST} or more, as half of them choose the exploit "
            "by which the others are measured"
        )
    if config.policies.rep:
        raise Refusal(f"policies.rep={config.policies.rep} does not answer to pay as others do")
    if not config.incentive.components:
        raise Refusal(f"{plan.name} pays a salary alone: there is nothing to game")
    _refuse_unreckoned(plan.name, config)
    honest = everyone_honest(config, together({plan.name: _seen(config)}))
    parts, grid = clauses(config.incentive, config.days), grid_of(config)
    every: list[Exploit | None] = [None, *grid]
    tasks = {
        f"replicate {number}, exploit {place}": (honest, config, seed, number, place)
        for number, seed in enumerate(asked.seeds)
        for place in range(len(every))
    }
    runs = pd.DataFrame([row for rows in over(_one, tasks, honest, "gaming") for row in rows])
    found = best_crossed(runs, config.sales.outside_pay)
    findings = _findings(found, plan.name, parts)
    with in_currency(config.currency):
        said = sentences(findings, plan.name, config.replicates)
    return Attack(plan.name, findings, found, parts, runs, config.replicates, said)


def _refuse_unreckoned(name: str, config: Config) -> None:
    """Refuse what cannot be reckoned anew from the rows of pay without a clause."""
    plan = config.incentive
    if plan.guarantee.days:
        raise Refusal(
            f"{name} has guarantee.a_month={plan.guarantee.a_month:.12g}, whose topping up is not "
            "reckoned here: add incentive.guarantee.a_month=0 to see the plan without it"
        )
    for place, one in enumerate(config.sales.people):
        if one.ote is not None:
            raise Refusal(
                f"sales.people[{place}].ote={one.ote:.12g}: only the plan's own pay is reckoned "
                "here, so leave on-target earnings of persons out"
            )
    for place, part in enumerate(plan.components):
        gate = plan.components[part.gate] if part.gate is not None else part
        windows = [(one.from_day, one.to_day, one.every_days) for one in (part, gate)]
        if windows[0] != windows[1] or gate.last_day != part.last_day:
            raise Refusal(
                f"{name} has components[{place}].gate={part.gate}, which is reckoned on other "
                "days: of these alone it is known whether it is open"
            )


def grid_of(config: Config) -> list[Exploit]:
    """The exploits at the ends of the plan's own periods."""
    days = [
        PERIODS[part.period]
        for part in config.incentive.components
        if part.to_day is None and part.counted.new_business
    ] or [QUARTER]
    return exploits(min(days), max(days) if max(days) > min(days) else None)


def outcome_of(found: Attack) -> Outcome:
    """Tables, figures and the summary of an attack, for its folder."""
    rows = [_row(one) for one in found.findings]
    words = {clause.text: clause.instead for clause in found.clauses}
    left = [
        {"clause": one.plan, "instead": words[one.plan], "exploit": FAMILIES[one.family]}
        | {"best": one.text} | numbers(one.gain, "gain")
        for one in found.every if one.plan in words
    ]  # fmt: skip
    tables = {
        "exploits.csv": pd.DataFrame(rows),
        "clauses.csv": pd.DataFrame(left),
        "runs.parquet": found.runs,
    }
    opening = (
        f"What gaming {found.plan} brings a rep and costs the firm, by smarketing: one in three "
        "reps plays, all others are honest, and so are all in the run beside it with the same luck."
    )
    summary = {"plan": found.plan, "sentences": found.sentences, "exploits": rows}
    draw = partial(figure, found.findings, found.plan, found.replicates)
    return Outcome(opening, tables, {"exploits.png": draw}, ABOUT, summary)


def _seen(config: Config) -> Any:
    """The plan, with quotas of the periods at whose ends gamers look at attainment, unpaid."""
    plan = config.incentive
    starts = [day for day in stretches(plan) if day < config.days]
    there = {
        period
        for period in PERIODS
        if all(
            any(_is_seen(part) and part.period == period and part.in_force_on(day)
                for part in plan.components)
            for day in starts
        )
    }  # fmt: skip
    needed = {part.period for part in plan.components if part.counted.new_business} or {"quarter"}
    unpaid = [
        Component(unit="attainment", period=period, target_pay=0.0, slope=[0.0])
        for period in PERIODS
        if period in needed - there
    ]
    return replace(plan, components=[*plan.components, *unpaid])


def _is_seen(part: Component) -> bool:
    return part.measure == "new" and part.unit == "attainment" and part.to_day is None


def _one(
    honest: Config, config: Config, seed: int, number: int, place: int
) -> list[dict[str, Any]]:
    """One run: a row with the plan as it is, and one without each clause."""
    exploit = None if place == 0 else grid_of(config)[place - 1]
    records, gamers = play(honest, seed, exploit)
    pay, start = counted_pay(records, honest), honest.warmup_days
    own = pay[np.isin(pay["component"], range(len(config.incentive.components)))]
    same = {"replicate": number, "seed": seed, **named(exploit), **outcome(records, gamers, honest)}
    ways = {"as it is": (np.asarray(own["pay"], np.float64), own["rep"])}
    renewals = counted_renewals(records, honest)
    for clause in clauses(config.incentive, config.days):
        ways[clause.text] = without(own, clause, renewals, start)
    return [
        {"plan": name, **same, **a_year(paid, np.isin(reps, gamers), len(gamers), honest)}
        for name, (paid, reps) in ways.items()
    ]


def _findings(found: Sequence[Best], plan: str, parts: Sequence[Clause]) -> list[Finding]:
    """Every kind of exploit with the clause without which its best one gains least."""
    by_cell = {(one.plan, one.family): one for one in found}
    made = []
    for one in found:
        if one.plan != "as it is":
            continue
        clause, left = None, None
        if one.gain.low > 0.0 and parts:
            others = {part: by_cell[part.text, one.family] for part in parts}
            clause = min(others, key=lambda part: float(others[part].gain.mean))
            left = others[clause]
            if left.gain.mean >= one.gain.mean:
                clause, left = None, None
        made.append(Finding(one._replace(plan=plan), clause, left))
    return sorted(made, key=lambda finding: -finding.best.gain.mean)


def _row(found: Finding) -> dict[str, Any]:
    one, clause = found.best, found.clause
    row: dict[str, Any] = {"exploit": FAMILIES[one.family], "best": one.text}
    for name in ("pay", "gain", "cost"):
        row |= numbers(getattr(one, name), name)
    row |= {"pays": found.pays, "clause": clause.text if clause else ""}
    row |= {"instead": clause.instead if clause else "", "carried": found.carried}
    return row | (numbers(found.left.gain, "left") if found.left else {})
