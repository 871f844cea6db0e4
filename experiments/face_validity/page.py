"""The page: 41 rows with their verdicts, the counts, and what misses."""

import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from experiments.face_validity import verdict
from experiments.face_validity.readings import NOTHING
from experiments.face_validity.row import HELD_OUT, MONEY, NUMBER, SHARE, Part, Row
from sim.inference.intervals import Interval

FIRST = 10
HEAD = "| # | figure | published | ours (95 %) | | class |\n| --- | --- | --- | --- | --- | --- |"
ALL = (*verdict.ORDER, verdict.NO_RANGE, verdict.WITHHELD)


class Judged(NamedTuple):
    """A row with the verdict on it, its numbers in words, and where its parts lie."""

    row: Row
    verdict: str
    found: str
    said: tuple[str, ...]


def judged(row: Row, runs: pd.DataFrame, held_out: bool) -> Judged:
    """Read a row from runs; what is held out only where that is asked for."""
    shown = [part for part in row.parts if held_out or not _is_held_out(row, part)]
    if not shown:
        return Judged(row, verdict.WITHHELD, "", ())
    found = [NOTHING if part.read is None else part.read(runs) for part in shown]
    marks = [
        verdict.of(one.mean, part.low, part.high) for part, one in zip(shown, found, strict=True)
    ]
    texts = [_text(part, one) for part, one in zip(shown, found, strict=True)]
    said = tuple(
        f"{text} against {_range(part)}: {mark}"
        for part, text, mark in zip(shown, texts, marks, strict=True)
        if mark in verdict.ORDER[1:]
    )
    return Judged(row, verdict.worst(marks), "; ".join(texts), said)


def page(made: Sequence[Judged], about: str) -> str:
    """The page as Markdown."""
    counts = Counter(one.verdict for one in made)
    first = Counter(one.verdict for one in made[:FIRST])
    lines = [
        "# Face validity",
        "",
        "Figures that people who run sales departments know by heart, beside the default market's. "
        "The first ten, in bold, are read first.",
        "",
        f"Of {len(made)}: {_counted(counts)}. Of the first {FIRST}: {_counted(first)}.",
        "",
        f"**How it is judged.** {verdict.RULE} Where one number is published and no fact has a "
        "band for it, the range is from half to twice that number. Ranges of vendors disagree: "
        "each row takes the widest of them. They are no evidence of the first rank. The class "
        "says what a match proves: of *input* nothing, as the number is a parameter; of "
        "*calibrated* and *design* little, as the market may be fitted or was built with it in "
        "view.",
        "",
        f"**How it is measured.** {about} Key figures are the focal firm's, by the "
        "[glossary](glossary.md); other numbers are sums that stand in "
        "`experiments/face_validity/seen.py`. Rows that are held out ([facts](facts.md)) are "
        "withheld until a fit is frozen, and running them has a line in [looks.csv](looks.csv).",
        "",
        HEAD,
        *(_line(one) for one in made),
        "",
        "## What misses",
        "",
        *(_missed(one) for one in made if one.verdict in verdict.ORDER[1:]),
    ]
    return "\n".join(lines) + "\n"


def _line(one: Judged) -> str:
    row = one.row
    name = f"**{row.number}**" if row.number <= FIRST else str(row.number)
    figure = f"**{row.figure}**" if row.number <= FIRST else row.figure
    kind = row.kind + (f" ({row.fact})" if row.fact else "")
    mark = one.verdict if one.verdict != verdict.FAIL else "**fail**"
    return f"| {name} | {figure} | {row.published} | {one.found} | {mark} | {kind} |"


def _missed(one: Judged) -> str:
    note = f" {one.row.note}" if one.row.note else ""
    said = "; ".join(one.said)
    return f"- **{one.row.number} {one.row.figure}**: {said}.{note}"


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{counts[name]} {name}" for name in ALL if counts[name])


def _is_held_out(row: Row, part: Part) -> bool:
    return row.kind == HELD_OUT or part.held_out


def _text(part: Part, found: Interval) -> str:
    text = f"{part.of} " if part.of else ""
    if not math.isfinite(found.mean):
        return f"{text}none"
    text += f"{_number(found.mean, part.unit)}{_unit(part.unit)}"
    if math.isfinite(found.low) and found.low < found.high:
        text += f" ({_number(found.low, part.unit)} to {_number(found.high, part.unit)})"
    return text + ("*" if verdict.at_an_end(found, part.low, part.high) else "")


def _range(part: Part) -> str:
    if part.low is None or part.high is None:
        return "nothing published"
    return f"{_number(part.low, part.unit)} to {_number(part.high, part.unit)}{_unit(part.unit)}"


def _number(value: float, unit: str) -> str:
    if unit == MONEY:
        return f"{value:,.0f}"
    return f"{100 * value if unit == SHARE else value:.3g}".replace("-", "−")


def _unit(unit: str) -> str:
    """A unit behind a number; a part is told in per cent, and money has no sign."""
    return "" if unit in (MONEY, NUMBER) else " %" if unit == SHARE else f" {unit}"
