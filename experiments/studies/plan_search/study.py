"""``python -m experiments.studies.plan_search``: try the plans, confirm the best on fresh seeds, and say
where it stops paying. Keeps what was measured in outputs/plan_search; ``--redraw`` draws it again.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from experiments.runs import counted, each
from experiments.studies.plan_search.figure import ALONE, figure
from experiments.studies.plan_search.plans import COMMISSION, Plan, candidates, linear, option
from experiments.studies.plan_search.score import Score, best, score
from experiments.studies.plan_search.value import Worth, worth
from sim.metrics.summary import Interval

FOLDER = Path("outputs/plan_search")
DOCS = Path("docs/figures/plan_search.png")
# Root seeds, each with a world of its own: of the search, the confirmation, and the conditions.
SEARCH, FRESH, ELSEWHERE = 90_001, 91_001, 92_001
# What differs from the default market, in words and as overrides.
CONDITIONS = {
    "service hardly matters": ("market.service.service_effect=0.1",),
    "few leave anyway (churn .05)": ("market.service.churn=0.05",),
    "many leave (churn .30)": ("market.service.churn=0.30",),
    "service takes all from selling (γ = .9)": ("sales.substitution=0.9",),
    "reps' service ignores pay": ("sales.service_response=0",),
}


def main(words: Sequence[str] | None = None) -> None:
    """Search (or read what is kept), print and draw."""
    asked = _parser().parse_args(words)
    asked.folder.mkdir(parents=True, exist_ok=True)
    kept = asked.folder / "plans.json"
    if not asked.redraw:
        kept.write_text(json.dumps(measure(asked), indent=1) + "\n", encoding="utf-8")
    told = json.loads(kept.read_text(encoding="utf-8"))
    searched, under = (
        {name: _score(one) for name, one in told[part].items()} for part in ("searched", "under")
    )
    confirmed = _score(told["confirmed"])
    screen = Console(width=160, highlight=False)
    if searched:
        screen.print(table(f"Tried on {told['seeds']} seeds", searched))
    screen.print(table(f"On {told['fresh']} fresh seeds", {told["chosen"]: confirmed, **under}))
    page = figure(searched, told["chosen"], confirmed, under, note(told))
    for path in [asked.folder / "plan_search.png", *([DOCS] if asked.docs else [])]:
        path.parent.mkdir(parents=True, exist_ok=True)
        page.savefig(path)
        print(f"figure in {path}")


def measure(asked: argparse.Namespace) -> dict[str, Any]:
    """Run the search, the confirmation of the best, and the same two plans elsewhere."""
    size = (f"market.customers={asked.customers}", *asked.overrides)
    searched, chosen = {}, linear(*asked.only, size) if asked.only else None
    if chosen is None:
        plans = candidates(size)
        runs = _runs(plans, range(SEARCH, SEARCH + asked.seeds), asked.workers)
        searched = {name: score(one, runs[COMMISSION]) for name, one in runs.items()}
        rivals = {name: one for name, one in searched.items() if name != COMMISSION}
        chosen = next(plan for plan in plans if plan.name == best(rivals))
    fresh = range(FRESH, FRESH + asked.fresh)
    alone = _without_renewals(chosen, size)
    confirmed = _against([chosen, *alone], size, fresh, asked.workers)
    under = dict(zip((ALONE,), [confirmed[one.name] for one in alone], strict=False))
    elsewhere = range(ELSEWHERE, ELSEWHERE + asked.elsewhere)
    for words, terms in CONDITIONS.items() if asked.elsewhere else ():
        there = (*size, *terms)
        same = _again(chosen, there)
        under[words] = _against([same], there, elsewhere, asked.workers)[same.name]
    return {
        "customers": asked.customers, "seeds": asked.seeds, "fresh": asked.fresh,
        "elsewhere": asked.elsewhere, "chosen": chosen.name, "searched": searched,
        "confirmed": confirmed[chosen.name], "under": under,
    }  # fmt: skip


def _again(plan: Plan, words: tuple[str, ...]) -> Plan:
    """The same plan in the market of these words."""
    return linear(plan.new, plan.renewed, words) if plan.new else option(plan.name, words)


def _without_renewals(plan: Plan, words: tuple[str, ...]) -> list[Plan]:
    """The plan's commission on new revenue alone, where it pays for renewals beside."""
    return [linear(plan.new, 0.0, words)] if plan.new and plan.renewed else []


def _against(
    plans: Sequence[Plan], words: tuple[str, ...], seeds: range, workers: int
) -> dict[str, Score]:
    """Plans against commission, all in the market of these words, by their names."""
    commission = linear(0.3, 0.0, words)
    others = [plan for plan in plans if plan.name != commission.name]
    runs = _runs([commission, *others], seeds, workers)
    return {name: score(one, runs[COMMISSION]) for name, one in runs.items()}


def _runs(plans: Sequence[Plan], seeds: range, workers: int) -> dict[str, list[Worth]]:
    tasks = [(replace(plan.config, world_seed=seed), seed) for plan in plans for seed in seeds]
    found = each(worth, tasks, workers, counted("plans"))
    return {plan.name: found[n * len(seeds) : (n + 1) * len(seeds)] for n, plan in enumerate(plans)}


def _score(told: Sequence[Any]) -> Score:
    return Score(*(Interval(*part) for part in told[:3]), *told[3:])


def table(title: str, scores: dict[str, Score]) -> Table:
    """A plan a line."""
    made = Table(title=title, box=None, title_justify="left")
    for heading in ("plan", "three-year value", "three years' money", "first quarter",
                    "pay a seat", "value kept a year", "passes"):  # fmt: skip
        made.add_column(heading, justify="left" if heading == "plan" else "right", no_wrap=True)
    for name, one in scores.items():
        changes = [_said(part) for part in one[:3]]
        verdict = "yes" if one.passes else "on average" if one.may_pass else "no"
        made.add_row(name, *changes, f"{one.pay:,.0f}", f"{one.kept:.3f}", verdict)
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m experiments.studies.plan_search", description=__doc__)
    parser.add_argument("--customers", type=int, default=10_000)
    parser.add_argument("--seeds", type=int, default=4, help="seeds a plan of the search")
    parser.add_argument("--fresh", type=int, default=30, help="seeds that confirm the best")
    parser.add_argument("--elsewhere", type=int, default=6, help="seeds a condition")
    parser.add_argument("--only", type=float, nargs=2, metavar=("NEW", "RENEWED"),
                        help="no search: confirm a plan of these rates")  # fmt: skip
    parser.add_argument("--workers", type=int, default=0, help="processes; 0 is one per core")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--redraw", action="store_true", help="from what is kept")
    parser.add_argument("--docs", action="store_true", help=f"write {DOCS} too")
    parser.add_argument("overrides", nargs="*", help="key=value for every plan")
    return parser


if __name__ == "__main__":
    main()
