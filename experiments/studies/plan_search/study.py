"""Try many pay plans, confirm the best on fresh seeds, and see in which markets it stops paying."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from rich.table import Table

from experiments.command import Kept, Option, Program
from experiments.seeds import some
from experiments.studies.plan_search.figure import ALONE, figure
from experiments.studies.plan_search.plans import COMMISSION, NEW, Plan, candidates, linear, option
from experiments.studies.plan_search.score import Score, best, score
from experiments.studies.plan_search.value import Worth, worth
from sim.inference.intervals import Interval
from sim.runs.progress import counted
from sim.runs.replicates import each

# What differs from the default market, in words and as overrides.
CONDITIONS = {
    "service hardly matters": ("market.service.service_effect=0.1",),
    "few leave anyway (churn .05)": ("market.service.churn=0.05",),
    "many leave (churn .30)": ("market.service.churn=0.30",),
    "service takes all from selling (γ = .9)": ("sales.substitution=0.9",),
    "reps' service ignores pay": ("sales.service_response=0",),
}


def measure(asked: Namespace) -> dict[str, Any]:
    """Run the search, the confirmation of the best, and the same two plans elsewhere."""
    size = (f"market.customers={asked.customers}", *asked.overrides)
    searched, chosen = {}, linear(*asked.only, size) if asked.only else None
    if chosen is None:
        plans = candidates(size)
        runs = _runs(plans, asked.seeds, asked.workers)
        searched = {name: score(one, runs[COMMISSION]) for name, one in runs.items()}
        rivals = {name: one for name, one in searched.items() if name != COMMISSION}
        chosen = next(plan for plan in plans if plan.name == best(rivals))
    fresh = some("plan_search, fresh", asked.fresh)
    alone = _without_renewals(chosen, size)
    confirmed = _against([chosen, *alone], size, fresh, asked.workers)
    under = dict(zip((ALONE,), [confirmed[one.name] for one in alone], strict=False))
    elsewhere = some("plan_search, elsewhere", asked.elsewhere)
    for words, terms in CONDITIONS.items() if elsewhere else ():
        there = (*size, *terms)
        same = _again(chosen, there)
        under[words] = _against([same], there, elsewhere, asked.workers)[same.name]
    told = {
        **{"customers": asked.customers, "seeds": len(asked.seeds), "fresh": asked.fresh},
        **{"elsewhere": asked.elsewhere, "chosen": chosen.name, "searched": searched},
        **{"confirmed": confirmed[chosen.name], "under": under},
    }
    return {"plans.json": told}


def _again(plan: Plan, words: tuple[str, ...]) -> Plan:
    """The same plan in the market of these words."""
    return linear(plan.new, plan.renewed, words) if plan.new else option(plan.name, words)


def _without_renewals(plan: Plan, words: tuple[str, ...]) -> list[Plan]:
    """The plan's commission on new revenue alone, where it pays for renewals beside."""
    return [linear(plan.new, 0.0, words)] if plan.new and plan.renewed else []


def _against(
    plans: Sequence[Plan], words: tuple[str, ...], seeds: Sequence[int], workers: int
) -> dict[str, Score]:
    """Plans against commission, all in the market of these words, by their names."""
    commission = linear(NEW[0], 0.0, words)
    others = [plan for plan in plans if plan.name != commission.name]
    runs = _runs([commission, *others], seeds, workers)
    return {name: score(one, runs[COMMISSION]) for name, one in runs.items()}


def _runs(plans: Sequence[Plan], seeds: Sequence[int], workers: int) -> dict[str, list[Worth]]:
    """Every plan's runs, on a world of its own for every seed."""
    tasks = [
        (replace(plan.config, world="fixed", world_seed=seed), seed)
        for plan in plans
        for seed in seeds
    ]
    found = each(worth, tasks, workers, counted("plans"))
    return {plan.name: found[n * len(seeds) : (n + 1) * len(seeds)] for n, plan in enumerate(plans)}


def tell(asked: Namespace, kept: Kept) -> Iterator[Any]:
    """Say what each plan is worth, and where the best one is."""
    told = kept["plans.json"]
    searched, under = (
        {name: _score(one) for name, one in told[part].items()} for part in ("searched", "under")
    )
    confirmed = _score(told["confirmed"])
    if searched:
        yield table(f"Tried on {told['seeds']} seeds", searched)
    yield table(f"On {told['fresh']} fresh seeds", {told["chosen"]: confirmed, **under})
    yield "plan_search.png", figure(searched, told["chosen"], confirmed, under, note(told))


def _score(told: Sequence[Any]) -> Score:
    return Score(*(Interval(*part) for part in told[:3]), *told[3:])


def table(title: str, scores: dict[str, Score]) -> Table:
    """A plan a line."""
    made = Table(title=title, box=None, title_justify="left")
    made.add_column("plan", no_wrap=True)
    changes = ("three-year value", "three years' money", "first quarter")
    for heading in (*changes, "pay a seat", "value kept a year", "passes"):
        made.add_column(heading, justify="right", no_wrap=True)
    for name, one in scores.items():
        verdict = "yes" if one.passes else "on average" if one.may_pass else "no"
        said = (_said(part) for part in one[:3])
        made.add_row(name, *said, f"{one.pay:,.0f}", f"{one.kept:.3f}", verdict)
    return made


def _said(part: Interval) -> str:
    text = f"{100 * part.mean:+.1f} % ({100 * part.low:+.1f} to {100 * part.high:+.1f})"
    return text.replace("-", "−")


def note(told: dict[str, Any]) -> str:
    """What the figure's numbers are."""
    words = (
        "Value: margin less pay, wages and content over three years at 12 % a year, and accounts"
        f" held then. {told['customers']:,} customers; the chosen plan, with 95 % intervals, of"
        f" {told['fresh']} seeds that no search used"
    )
    words += f"; dots of {told['seeds']}" if told["searched"] else ""
    return words + (f"; each condition of {told['elsewhere']}." if told["elsewhere"] else ".")


ONLY = "no search: confirm a plan of these rates, on new and on renewed revenue"
OPTIONS = (
    Option("customers", 10_000, "of the market"),
    Option("fresh", 30, "seeds that confirm the best"),
    Option("elsewhere", 6, "seeds of every other market, 0 to leave them out", least=0),
    Option("only", None, ONLY, least=0, kind=float, values=2),
)
PROGRAM = Program(tell, OPTIONS, seeds=4, measure=measure, draws=True)
