"""The verbs on pay plans: why, redteam and plan."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from sim.cli.help import VERB_USAGE
from sim.cli.plain_table import plain_table
from sim.cli.report import console
from sim.config.refusal import Refusal
from sim.inference.intervals import Interval
from sim.metrics.numbers import UNDEFINED, in_currency, money

if TYPE_CHECKING:
    from rich.table import Table

    from sim.compensation.asked import Asked
    from sim.compensation.plan.review import Review
    from sim.compensation.redteam.attack import Attack
    from sim.compensation.why.decompose import Difference

DONE = 0


def why(words: Sequence[str]) -> int:
    """Take the difference between two plans apart."""
    from sim.compensation.folder import kept
    from sim.compensation.why.decompose import COARSE, decompose, outcome_of

    asked = _asked("why", words, 2, COARSE)
    folder, found = kept(asked, ["why", *words], lambda: decompose(asked), outcome_of)
    _show(asked, lambda: [difference_table(found)], found.sentences, folder)
    return DONE


def redteam(words: Sequence[str]) -> int:
    """Play every exploit against a plan."""
    from sim.compensation.folder import kept
    from sim.compensation.redteam.attack import COARSE, attack, outcome_of

    asked = _asked("redteam", words, 1, COARSE)
    folder, found = kept(asked, ["redteam", *words], lambda: attack(asked), outcome_of)
    _show(asked, lambda: [exploits_table(found), *clauses_table(found)], found.sentences, folder)
    return DONE


def plan(words: Sequence[str]) -> int:
    """Set a plan beside today's."""
    from sim.cli.verbs import option
    from sim.compensation.folder import kept
    from sim.compensation.plan.review import COARSE, TODAY, outcome_of, review

    rest = list(words)
    today = option(rest, "--against")
    (mine,), others = _parted("plan", rest, 1)
    if mine == TODAY and today is None:
        raise Refusal(f"{TODAY} is today's plan where no other is named: add --against PLAN")
    asked = _compose([mine, today or TODAY], others, COARSE)
    folder, found = kept(asked, ["plan", *words], lambda: review(asked), outcome_of)
    _show(asked, lambda: _of_review(found), found.sentences, folder)
    return DONE


def _of_review(found: "Review") -> "Iterator[Table]":
    yield attainments_table(found)
    if not found.tenths.few:
        yield tenths_table(found)
    yield kpis_table(found)


def attainments_table(found: "Review") -> "Table":
    """Pay at attainments of the year's quota, a line a plan, and under it of sales."""
    from sim.compensation.plan.attainments import ATTAINMENTS

    table = plain_table()
    table.add_column("at attainment of", no_wrap=True, ratio=1)
    for one in ATTAINMENTS:
        table.add_column(f"{one:.0%}", justify="right", no_wrap=True)
    for name, some in zip(found.names, found.at, strict=True):
        table.add_row(f"{name}: pay a year", *(money(one.pay) for one in some))
        table.add_row("  of sales", *(_share(one.cost) for one in some))
    return table


def tenths_table(found: "Review") -> "Table":
    """A line a tenth of skill: pay under both plans, the change, who wins, turnover."""
    from sim.compensation.numbers import change

    its, (mine, today) = found.tenths, found.names
    table = plain_table()
    table.add_column("skill", no_wrap=True)
    for heading in ("pay today", "pay", "of a person, more", "winners", "quits today", "quits"):
        table.add_column(heading, justify="right", no_wrap=True)
    for n in range(len(its.skill)):
        more = Interval(*(part[n] for part in its.more))
        pay = (_money(one.mean[n]) for one in (its.pay_today, its.pay))
        quits = (_share(one.mean[n]) for one in (its.quits_today, its.quits))
        wins = _share(its.winners.mean[n])
        table.add_row(f"{n + 1:>2}  {its.skill[n]:.2f}", *pay, change(more), wins, *quits)
    table.caption = f"tenths of skill, the lowest first; a year; {mine} against {today}"
    return table


def _money(value: float) -> str:
    return money(value) if math.isfinite(value) else UNDEFINED


def _share(value: float) -> str:
    return f"{value:.0%}" if math.isfinite(value) else UNDEFINED


def kpis_table(found: "Review") -> "Table":
    """Key figures under both plans, and what the plan changes."""
    from sim.compensation.plan.review import ASKED
    from sim.metrics.estimates import difference, estimate
    from sim.metrics.glossary import KPIS
    from sim.metrics.numbers import difference_text, mean_text, unit_text

    table = plain_table()
    table.add_column("", no_wrap=True, ratio=1)
    for heading in ("today", "plan", "more"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("unit", no_wrap=True)
    mine, today = found.results
    for name in ASKED:
        unit = KPIS[name].unit
        before, now = (_told(estimate(one, name)) for one in (today, mine))
        change = difference_text(_told(difference(today, mine, name)), unit)
        table.add_row(name, mean_text(before, unit), mean_text(now, unit), change, unit_text(unit))
    return table


def _told(found: Interval) -> dict[str, float | None]:
    from sim.compensation.numbers import numbers

    return numbers(found)


def difference_table(found: "Difference") -> "Table":
    """A line a part: its share of the difference in each outcome."""
    from sim.compensation.numbers import change, level

    table = plain_table()
    table.title = f"From {found.first} to {found.second}, a rep's seat and year (95 % intervals)"
    table.add_column("", no_wrap=True, ratio=1)
    for name in found.outcomes:
        table.add_column(name, justify="right", no_wrap=True)
    every = list(found.outcomes.values())
    table.add_row(found.first, *(level(its.before) for its in every))
    for number, part in enumerate(every[0].parts):
        table.add_row(f"  {part.text}", *(change(its.parts[number].share) for its in every))
    table.add_row("  remainder", *(change(its.remainder) for its in every))
    table.add_row(Text("all of it", style="bold"), *(change(its.whole) for its in every))
    table.add_row(found.second, *(level(its.after) for its in every))
    return table


def exploits_table(found: "Attack") -> "Table":
    """A line a kind of exploit: the best one, what it brings and costs."""
    from sim.compensation.numbers import change

    table = plain_table()
    table.title = f"Gaming {found.plan}: the best exploit of each kind, a gaming rep and year"
    table.add_column("exploit", ratio=1)
    for heading in ("in pay", "with time saved", "cost to the firm"):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in found.findings:
        best = one.best
        mark = "*" if one.pays else " "
        pay = change(best.pay).partition(" (")[0]
        cells = (pay, *(change(value) for value in (best.gain, best.cost)))
        table.add_row(f"{mark} {best.text}", *cells)
    table.caption = "* surely pays a rep, the worth of time saved included (95 % intervals)"
    return table


def clauses_table(found: "Attack") -> "Iterator[Table]":
    """A line a clause that an exploit earns on, and what would be left without it."""
    from sim.compensation.numbers import change
    from sim.compensation.redteam.exploits import FAMILIES

    named = [one for one in found.findings if one.clause is not None and one.left is not None]
    if not named:
        return
    table = plain_table()
    table.title = "Which clause to change: the one without which the best of its kind gains least"
    for heading, part in (("to …", 3), ("clause", 4), ("instead", 4), ("gain left", None)):
        table.add_column(heading, ratio=part, no_wrap=part is None)
    if not all(one.carried for one in named):
        table.caption = "~ more than half of the gain is left"
    for one in named:
        assert one.clause is not None
        assert one.left is not None
        left = ("" if one.carried else "~ ") + change(one.left.gain)
        table.add_row(FAMILIES[one.best.family], one.clause.text, one.clause.instead, left)
    yield table


def _asked(verb: str, words: Sequence[str], count: int, coarse: Mapping[str, float]) -> "Asked":
    """So many plans and their scenarios, after what a person should know before the run."""
    return _compose(*_parted(verb, words, count), coarse)


def _parted(verb: str, words: Sequence[str], count: int) -> tuple[list[str], list[str]]:
    """The plans that are named, exactly so many, and the other words."""
    from sim.grammar.plan_files import parted

    names, others = parted(words)
    if len(names) != count:
        takes, got = f"{count} plan{'s' * (count > 1)}", " ".join(names) or "none"
        raise Refusal(f"{verb} takes {takes}, and got {got}: sim {VERB_USAGE[verb]}")
    return names, others


def _compose(names: Sequence[str], words: Sequence[str], coarse: Mapping[str, float]) -> "Asked":
    from sim.cli.asides import tell
    from sim.compensation.asked import asked

    found = asked(names, words, coarse)
    tell(*found.requests)
    return found


def _show(
    asked: "Asked",
    tables: Callable[[], Iterable["Table"]],
    sentences: Sequence[str],
    folder: Path,
) -> None:
    """Print the tables, what they say, and where the rest is."""
    screen, config = console(), asked.plans[0].config
    with screen.capture() as page, in_currency(config.currency):
        for table in tables():
            screen.print(table)
            screen.print()
        for line in sentences:
            screen.print(Text(line, style="bold"))
        market = f"{config.market.customers:,} customers, {config.days} days after "
        market += f"{config.warmup_days} of warm-up, {config.replicates} replicates"
        screen.print(Text(market, style="dim"))
        screen.print(f"tables, figures and a README.txt: {folder}/")
    for line in page.get().splitlines():
        print(line.rstrip())
