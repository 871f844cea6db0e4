"""``python -m experiments.benchmarks``: measure, and say of each figure if its budget is met."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from rich.text import Text

from experiments.benchmarks import pairs
from experiments.benchmarks.figure import Figure
from experiments.benchmarks.machine import description
from experiments.benchmarks.plan import measure
from experiments.benchmarks.sizes import QUICK, SMALL, Sizes
from experiments.benchmarks.told import row, table, verdict
from experiments.command import DOCS, FOLDER, OUTPUTS, Option, Program, alone, keep
from sim.config.refusal import Refusal

LARGEST = 10_000_000
PAGE, DRAWN = "speed.md", "speed.png"


def main(words: Sequence[str] | None = None) -> int:
    """Take every figure and say which budgets are met; the exit code."""
    return alone("experiments.benchmarks", PROGRAM, words)


def tell(asked: Namespace) -> Iterator[Any]:
    """Take every figure, or read those that are kept; tell them by section, keep, publish."""
    if asked.against is not None:
        yield from _before_and_after(asked)
        return
    found = _kept(asked.kept) if asked.kept is not None else _begun(asked)
    yield f"{found['started']}, {_said(found['machine'])}"
    figures: list[dict[str, Any]] = []
    its = found["figures"] if asked.kept is not None else map(row, _measured(asked))
    for section, members in groupby(its, key=lambda one: str(one["section"])):
        told = list(members)
        yield Text(f"\n{section}", style="bold")
        yield table(told)
        figures += told
    found["figures"] = figures
    yield verdict(figures)
    if asked.save and asked.kept is None:
        yield f"{found['started'].partition('T')[0]}.json", found
    if asked.publish:
        yield from _published(asked, found)


def _begun(asked: Namespace) -> dict[str, Any]:
    """What is kept of a measurement beside its figures: when, by which words, on what machine."""
    words = [f"--{name}" for name in ("full", "large", "small", "sweeps") if getattr(asked, name)]
    started = datetime.now().isoformat(timespec="seconds")
    return {"started": started, "words": words, "machine": description()}


def _measured(asked: Namespace) -> Iterator[Figure]:
    """Every figure as it is found; those of tiny sizes without budgets."""
    sizes = SMALL if asked.small else Sizes() if asked.full or asked.large else QUICK
    if asked.large:
        sizes = replace(sizes, largest=LARGEST)
    for figure in measure(sizes, _say, asked.sweeps):
        yield replace(figure, at_least=None, at_most=None) if asked.small else figure


def _kept(file: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Refusal(f"kept={file} cannot be read: {error}") from None
    if "figures" not in found:
        raise Refusal(f"kept={file} is no file of --save: it has no figures")
    return found


def _before_and_after(asked: Namespace) -> Iterator[Any]:
    started = datetime.now()
    rows = pairs.compared(asked.against, asked.pairs, asked.full or asked.large, _say)
    yield f"{started:%Y-%m-%d %H:%M}, {asked.pairs} alternating pairs, {_said(description())}"
    yield pairs.table(rows)
    if asked.save:
        kept = [{**vars(row), "results": sorted(row.results)} for row in rows]
        yield f"{started:%Y-%m-%d}-pairs.json", {"machine": description(), "rows": kept}


def _published(asked: Namespace, found: dict[str, Any]) -> Iterator[Any]:
    """The page and its figure, in the folder and in the documentation."""
    from experiments.benchmarks.growth_drawn import growth_drawn
    from experiments.benchmarks.page import page

    made = {PAGE: page(found), DRAWN: growth_drawn(found["figures"], _machine(found))}
    yield from made.items()
    if "--small" not in found["words"]:
        keep(Path("docs"), {PAGE: made[PAGE]})
        keep(DOCS, {DRAWN: made[DRAWN]})


def _machine(found: dict[str, Any]) -> str:
    return f"{found['machine']['machine']}, {found['started'].partition('T')[0]}"


def _said(machine: dict[str, Any]) -> str:
    return ", ".join(f"{name} {said}" for name, said in machine.items())


def _say(text: str) -> None:
    print(f"… {text}", file=sys.stderr, flush=True)


OPTIONS = (
    Option("full", False, "the larger sizes: the better part of an hour"),
    Option("large", False, f"those, and {LARGEST:,} customers as well"),
    Option("sweeps", False, "only sweeps beside other engines"),
    Option("small", False, "tiny sizes, to see that all works"),
    Option("against", None, "only this: before and after, the model of another checkout's folder "
           "and this one in alternating processes; with --full the command as well", kind=Path),
    Option("pairs", 5, "so many pairs of them"),
    Option("save", False, "keep all figures in the folder, in a file named by the day"),
    Option("publish", False, f"write docs/{PAGE} and {DOCS}/{DRAWN}, too"),
    Option("kept", None, "tell, and publish, what this file of --save keeps", kind=Path),
    FOLDER._replace(default=OUTPUTS / "bench"),
)  # fmt: skip
PROGRAM = Program(tell, OPTIONS, scenario=False)

if __name__ == "__main__":
    sys.exit(main())
