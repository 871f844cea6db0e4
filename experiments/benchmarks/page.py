"""The page on speed: what takes how long, in how much memory, and from where a cluster pays."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from experiments.benchmarks.growth_figures import MEMORY, TIME
from experiments.benchmarks.plan import SPEED, WHOLE
from experiments.benchmarks.slopes import slope
from experiments.benchmarks.told import against, number

NIGHT = 12 * 3600.0
LAPTOP_CORES, LAPTOP_MIB = 8, 16 * 1024.0
_FREE = 0.75 * LAPTOP_MIB  # what the system and a browser leave
INTRODUCTION = """# What takes how long

Made by `{command}` on {date}, on: {machine}.

Times are of one thread and of the processor unless they are said to be by the clock, as the machine
may have had other things to do; the question and the method are in
[experiments/benchmarks](../experiments/benchmarks/README.md). Budgets are what was meant, and a row
that misses says so.

**Cost is per event.** A customer without a need is not visited: what happened meanwhile is caught
up with when the need arises. So time goes with the customers who search, the leads, calls,
conversations and terms, and customers alone say little. At {customers} customers an event takes
{per_event} ns. What a day costs whatever its size, {fixed} ms, is what small markets are made of.

**What grows with what.** Exponents of time are in brackets; 1 is in proportion.

{grows}

Scenarios and replicates are runs beside each other, and share the cores that there are.
"""
OF_SIZES = """
## Which size fits where

Runs of {days} days, building included. *A night* is {hours:.0f} hours on a laptop of {cores} cores
with {gib:.0f} GiB, a run a core as far as memory goes, at this machine's speed. A cluster pays from
the sweep on that takes longer than that: more runs than the last column says. One run alone gains
from it only where it does not fit into a laptop: {misfits}.

| customers | one run | memory | runs at once | runs a night |
| --- | ---: | ---: | ---: | ---: |
"""
OF_GROWTH = """
## Growth

![Time and memory as each thing becomes more](figures/speed.png)
"""


LESS, LIKE, MORE = "Less than in proportion to", "In proportion to", "More than in proportion to"
OPEN = "Too few sizes, or too unequal times, to tell:"
# Half of an interval within which an exponent around 1 is called 1.
NARROW = 0.1


def page(content: dict[str, Any]) -> str:
    """The whole page from what a measurement kept."""
    figures = content["figures"]
    command = f'make bench ARGS="{" ".join([*content["words"], "--publish"])}"'
    machine = ", ".join(f"{name} {said}" for name, said in content["machine"].items())
    date = content["started"].partition("T")[0]
    events = [one for one in figures if one["section"] == SPEED and one["what"].endswith("events")]
    fixed = next(one for one in figures if one["what"].startswith("a day of "))
    per_event = re.match(r"[\d,]+", events[-1]["note"])
    text = [
        INTRODUCTION.format(
            command=command, date=date, machine=machine, fixed=number(fixed["value"]),
            customers=events[-1]["what"].split()[0], per_event=per_event and per_event[0],
            grows=_grows(figures),
        ),
        *_sizes(figures),
    ]  # fmt: skip
    for section, members in groupby(figures, key=lambda one: str(one["section"])):
        if section == TIME:
            text.append(OF_GROWTH)
        text += _section(section, list(members), "###" if section in (TIME, MEMORY) else "##")
    return "\n".join(text) + "\n"


def _grows(figures: Sequence[dict[str, Any]]) -> str:
    """What makes time grow less than in proportion, in proportion and more, as far as the intervals
    of the exponents tell."""
    said: dict[str, list[str]] = {how: [] for how in (LESS, LIKE, MORE, OPEN)}
    for one in figures:
        if one["section"] == TIME:
            text = f"{one['what']} ({one['value']:.2f} ± {_width(one):.2f})"
            said[_how(one["value"], _width(one))].append(text)
    return "\n".join(f"- {how} {', '.join(names)}." for how, names in said.items() if names)


def _how(exponent: float, width: float) -> str:
    if exponent + width < 1.0:
        return LESS
    if exponent - width > 1.0:
        return MORE
    return LIKE if width <= NARROW else OPEN


def _width(one: dict[str, Any]) -> float:
    return slope(one["sizes"], one["amounts"]).half_width


def _sizes(figures: Sequence[dict[str, Any]]) -> Iterator[str]:
    """How many runs of each size a laptop does in a night."""
    whole = [one for one in figures if one["section"] == WHOLE and "customers" in one["what"]]
    days = whole[0]["what"].partition(", ")[2].split()[0]
    misfits = [one["what"].split()[0] for one in whole[1::2] if one["value"] > _FREE]
    head = OF_SIZES.format(
        days=days, hours=NIGHT / 3600, cores=LAPTOP_CORES, gib=LAPTOP_MIB / 1024,
        misfits=f"{' and '.join(misfits)} customers" if misfits else "none of these sizes",
    )  # fmt: skip
    rows = []
    for took, held in zip(whole[::2], whole[1::2], strict=True):
        at_once = max(1, min(LAPTOP_CORES, int(_FREE / held["value"])))
        night = float(f"{at_once * NIGHT / took['value']:.2g}")
        cells = (took["what"].split()[0], f"{number(took['value'])} s",
                 f"{number(held['value'])} MiB", at_once, f"{night:,.0f}")  # fmt: skip
        rows.append(f"| {' | '.join(map(str, cells))} |")
    yield head + "\n".join(rows)


def _section(name: str, members: list[dict[str, Any]], heading: str) -> Iterator[str]:
    """One section as a table."""
    yield f"\n{heading} {name}\n"
    yield "| what | | | meant | |"
    yield "| --- | ---: | --- | --- | --- |"
    for one in members:
        budget, met = against(one)
        said = {"": "", "met": "met", "MISSED": "**missed**"}[met]
        budget = f"{budget}: {said}" if budget else ""
        yield (
            f"| {one['what']} | {number(one['value'])} | {one['unit']} | {budget} | {one['note']} |"
        )
