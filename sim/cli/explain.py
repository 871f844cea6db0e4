"""The verb explain: a pay plan in the trade's words, what it compiles to, and what it pays."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml  # type: ignore[import-untyped]

from sim.cli.asides import say
from sim.cli.help import VERB_USAGE
from sim.config import Config, Incentive
from sim.config.dates import iso
from sim.config.refusal import Refusal
from sim.config.remarks import remarks
from sim.grammar.in_short import in_short, plain
from sim.grammar.plan_files import laid_out, parted


def explain(words: Sequence[str]) -> int:
    """Print what a plan says, what that is as components, and what it pays at ten attainments."""
    from sim.metrics.numbers import in_currency
    from sim.metrics.odd_plans import oddities_of

    said, config = _plans(words)
    with in_currency(config.currency):
        print("\n".join(_text(said, config)))
    say([*remarks(config), *oddities_of(config, said)])
    return 0


def _plans(words: Sequence[str]) -> tuple[Config, Config]:
    """The config with its plan as it is said, and as it runs."""
    from sim.request import plans_of

    names, others = parted(words)
    if len(names) > 1:
        got = " ".join(names)
        raise Refusal(f"explain takes one plan, and got {got}: sim {VERB_USAGE['explain']}")
    with laid_out(names) as laid:
        return plans_of([*map(laid.word, names), *others], [laid.folder])


def _text(as_said: Config, config: Config) -> Iterator[str]:
    from sim.metrics.plan_explained import (
        CAMPAIGNS,
        advances,
        dated_from,
        lines_of,
        salary_and_target,
        stretches,
    )

    said, plan, lengths = as_said.incentive, config.incentive, config.fiscal.lengths
    dated = dated_from(config.cadence.first_date)
    days = [day for day in stretches(plan) if day < config.days]
    for day in days:
        told = salary_and_target(plan, lengths, day)
        yield f"From day {dated(day)}: {told[0].lower()}{told[1:]}" if day else told
    for number, one in enumerate(plan.components):
        first, *rest = lines_of(plan, one, lengths, dated)
        yield f"{number}: {first}"
        yield from rest
    yield from advances(plan)
    yield from _day_0(as_said, config)
    if said.words_said:
        yield from ("", "In words", _yaml(_words(said)))
    yield from ("", "Compiled" if said.words_said else "As components", _yaml(_components(plan)))
    for day, after in zip(days, [*days[1:], None], strict=True):
        ends = f"to day {dated(after - 1)}" if after else "on"
        when = f", from day {dated(day)} {ends}" if len(days) > 1 else ""
        yield from ("", f"What it pays a year in which every period ends there{when}")
        yield from _examples(plan, lengths, day)
    if any(one.to_day is not None for one in plan.components):
        yield f"  {CAMPAIGNS}"


def _day_0(said: Config, config: Config) -> Iterator[str]:
    """The date of the first day that counts, and who says so."""
    if not iso(config.cadence.first_date):
        return
    by_itself = "" if said.cadence.first_date else (
        ", as the earliest date has it; cadence.first_date says another"
    )  # fmt: skip
    yield f"Day 0 is {config.cadence.first_date}{by_itself}"


def _components(plan: Incentive) -> dict[str, Any]:
    """The plan as it runs: salary, components, and all else that it says."""
    made: dict[str, Any] = {"salary": plan.salary}
    if plan.salaries:
        made["salaries"] = plain(plan.salaries)
    return made | {"components": plain(plan.components)} | _rules(plan)


def _rules(plan: Incentive) -> dict[str, Any]:
    """Rules of quotas, advances and guarantees, as far as the plan says any."""
    parts = {name: in_short(getattr(plan, name)) for name in ("quota", "draw", "guarantee")}
    return {name: said for name, said in parts.items() if said}


def _words(said: Incentive) -> dict[str, Any]:
    """The plan in its own words, without those that it leaves out."""
    found = in_short(said)
    return _components(said) | found if said.words_said == ["changes"] else found


def _yaml(content: dict[str, Any]) -> str:
    plain = yaml.safe_dump(content, sort_keys=False, default_flow_style=None, width=94)
    return "\n".join(f"  {line}" for line in plain.rstrip().splitlines())


def _examples(plan: Incentive, lengths: Mapping[str, float], day: int) -> Iterator[str]:
    """The table of worked examples by what is in force on a day, and what it leaves out."""
    from sim.metrics.plan_explained import worked

    found = worked(plan, lengths, day)
    rows = [found.heads, *found.rows]
    wide = [max(len(row[n]) for row in rows) for n in range(len(found.heads))]
    yield from ("  " + "  ".join(cell.rjust(w) for cell, w in zip(row, wide, strict=True))
                for row in rows)  # fmt: skip
    if found.left_out:
        yield f"  {found.left_out}"
