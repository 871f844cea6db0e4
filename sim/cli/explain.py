"""The verb explain: a pay plan in the trade's words, what it compiles to, and what it pays."""

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

from sim.cli.help import VERB_USAGE
from sim.config import Component, Config, Incentive
from sim.config.parameter import key_of
from sim.config.plan import QUOTA_WORDS
from sim.config.refusal import Refusal
from sim.grammar.options import config_dir, groups, read_text

GROUP, FILES = "incentive", (".yaml", ".yml")
WITH_VALUE = ("--config-dir", "-cd", "--config-path", "-cp", "--config-name", "-cn")


def explain(words: Sequence[str]) -> int:
    """Print what a plan says, what that is as components, and what it pays at ten attainments."""
    from sim.metrics.numbers import in_currency

    said, config = _plans(words)
    with in_currency(config.currency):
        print("\n".join(_text(said.incentive, config)))
    return 0


def _plans(words: Sequence[str]) -> tuple[Config, Config]:
    """The config with its plan as it is said, and as it runs."""
    from sim.request import plans_of

    files: list[str] = []
    others: list[str] = []
    value = False
    for word in words:
        is_plan = not value and not word.startswith(("-", "~", "+")) and "=" not in word
        (files if is_plan else others).append(word)
        value = word in WITH_VALUE
    if len(files) > 1:
        got = " ".join(files)
        raise Refusal(f"explain takes one plan, and got {got}: sim {VERB_USAGE['explain']}")
    if not files:
        return plans_of(others)
    if not files[0].endswith(FILES):
        return plans_of([f"{GROUP}={files[0]}", *others])
    with _laid(Path(files[0])) as (folder, option):
        return plans_of([f"{GROUP}={option}", *others], [folder])


@contextmanager
def _laid(path: Path) -> Iterator[tuple[Path, str]]:
    """A file laid where options are found; a refusal names the file as the person did."""
    option, known = re.sub(r"\W", "_", path.stem) or "plan", groups([config_dir()])[GROUP].options
    while option in known:
        option += "_own"
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch).resolve() / GROUP / f"{option}.yaml"
        copy.parent.mkdir()
        copy.write_text(read_text(path), encoding="utf-8")
        try:
            yield copy.parent.parent, option
        except Refusal as refusal:
            raise Refusal(str(refusal).replace(str(copy), str(path))) from None


def _text(said: Incentive, config: Config) -> Iterator[str]:
    from sim.metrics.plan_explained import lines_of, salary_and_target

    plan, lengths = config.incentive, config.fiscal.lengths
    yield salary_and_target(plan, lengths)
    for step in plan.salaries:
        yield f"From day {step.from_day} the salary is {step.salary:,.12g}"
    for number, one in enumerate(plan.components):
        first, *rest = lines_of(plan, one, lengths)
        yield f"{number}: {first}"
        yield from rest
    if plan.draw.a_month:
        kind = "recoverable" if plan.draw.recoverable else "not recoverable"
        yield f"Draw: {plan.draw.a_month:,.12g} a month in advance, {kind}"
    if plan.quota.ramp:
        parts = ", ".join(f"{100 * one:.4g}" for one in plan.quota.ramp)
        yield f"New reps: {parts} % of quota in their first months, of 20 days each"
    if plan.guarantee.days:
        least = f"{plan.guarantee.a_month:,.12g} a month"
        yield f"New reps: {least} of variable pay at least, for {plan.guarantee.months} months"
    if said.words_said:
        yield from ("", "In words", _yaml(_words(said)))
    yield from ("", "Compiled" if said.words_said else "As components")
    yield _yaml({"salary": plan.salary, "components": [_short(one) for one in plan.components]})
    yield from (
        "",
        "What it pays a year in which every period ends there",
        *_examples(plan, lengths),
    )


def _words(said: Incentive) -> dict[str, Any]:
    """What a plan says in words, without what it leaves out."""
    found = {name: _plain(getattr(said, name)) for name in said.words_said if "." not in name}
    quota = {name: text for name in QUOTA_WORDS if (text := getattr(said.quota, name))}
    return found | ({"quota": quota} if quota else {})


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value if isinstance(value, str) else _short(value)


def _short(part: Any) -> dict[str, Any]:
    """A part of a config by its keys, without what is as it is by default."""
    usual = type(part)()
    shown = {key_of(one): getattr(part, one.name) for one in fields(part)
             if getattr(part, one.name) != getattr(usual, one.name)}  # fmt: skip
    if isinstance(part, Component):
        shown = {"measure": part.measure, "unit": part.unit, "period": part.period} | shown
        shown |= {name: list(getattr(part, name)) for name in ("at", "jump", "slope")}
    return shown


def _yaml(content: dict[str, Any]) -> str:
    plain = yaml.safe_dump(content, sort_keys=False, default_flow_style=None, width=94)
    return "\n".join(f"  {line}" for line in plain.rstrip().splitlines())


def _examples(plan: Incentive, lengths: Mapping[str, float]) -> Iterator[str]:
    """The table of worked examples, and what it leaves out."""
    from sim.metrics.plan_explained import examples, figures, follows

    shown = [n for n, one in enumerate(plan.components) if one.to_day is None and not one.first_day]
    found = examples(plan, lengths=lengths)
    sells = any(one.sold for one in found)
    names = [f"from {n}" for n in shown]
    margin = bool(shown) and plan.components[shown[0]].measure == "margin"
    counted, over = ("margin", "of margin") if margin else ("sold", "of sales")
    heads = ["attainment", *([counted] if sells else []), *names, "variable", "pay",
             *([over] if sells else [])]  # fmt: skip
    rows = [heads]
    for one in found:
        parts = [figures(one.by_component[n]) for n in shown]
        sold = [figures(one.sold)] if sells else []
        share = [f"{100 * one.of_sales:.2f} %"] if sells else []
        rows.append([f"{100 * one.attainment:.0f} %", *sold, *parts, figures(one.variable),
                     figures(one.total), *share])  # fmt: skip
    wide = [max(len(row[n]) for row in rows) for n in range(len(heads))]
    yield from ("  " + "  ".join(cell.rjust(w) for cell, w in zip(row, wide, strict=True))
                for row in rows)  # fmt: skip
    at_goal = [str(n) for n in shown if not follows(plan.components[n])]
    if at_goal:
        yield f"  Taken at its goal in every row: component {', '.join(at_goal)}"
    if any(one.first_day for one in plan.components):
        yield "  Of what is in force from the first day"
    if any(one.to_day is not None for one in plan.components):
        yield "  Campaigns are on top, by what is sold in them"
