"""A page of facts from ``facts.json``: a table with a line per comparison, for people to read.

``python -m sim.facts.page facts.json docs/facts.md`` writes the tables between the marks of a page;
without a page they are printed. Facts that were checked in parts are put together from several
files; where two have the same fact, the later one's counts.
"""

import json
import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.config.refusal import Refusal
from sim.facts import CLASSES

BEGIN, END = "<!-- made by sim.facts.page: begin -->", "<!-- made by sim.facts.page: end -->"
HEAD = "| fact | compared | found (95 %) | band | seeds | |\n| --- | --- | --- | --- | --- | --- |"
# Exact limits have no interval and are many: they stay on the screen.
TOLD = tuple(kind for kind in CLASSES if kind != "limits")


def main(argv: Sequence[str]) -> int:
    """Print the tables of files of facts, or write them into a page."""
    *first, last = argv or [""]
    paper = last if last.endswith(".md") else ""
    files = first if paper else [*first, last]
    try:
        if not files or "" in files:
            raise Refusal("facts page: give facts.json, and a page to write into or none")
        made = tables(together([_read(Path(name)) for name in files]))
        if paper:
            write(Path(paper), made)
        else:
            print(made)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 2
    return 0


def together(parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Facts of several files by class, in the order of their numbers, counted anew."""
    whole = {}
    for kind in CLASSES:
        of_kind = [part[kind] for part in parts if kind in part]
        if of_kind:
            each = [fact for one in of_kind for fact in one.get("facts", [])]
            found = {(fact.get("letter", ""), fact["number"]): fact for fact in each}
            facts = [found[number] for number in sorted(found)]
            hold = sum(fact["holds"] for fact in facts)
            whole[kind] = {"count": len(facts), "hold": hold, "facts": facts}
            if gone := of_kind[-1].get("left"):
                whole[kind]["left"] = gone
    return whole


def write(page: Path, made: str) -> None:
    """Put the tables between a page's marks. Raises :class:`Refusal` if it has none."""
    text = page.read_text(encoding="utf-8") if page.is_file() else ""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise Refusal(f"{page}: a page with the lines {BEGIN} and {END}")
    page.write_text(f"{before}{BEGIN}\n\n{made}\n{END}{after}", encoding="utf-8")


def tables(classes: Mapping[str, Any]) -> str:
    """A table for each class of published facts that was checked."""
    parts = []
    for kind in TOLD:
        if kind in classes:
            found = classes[kind]
            lines = [line for fact in found["facts"] for line in _lines(fact)]
            title = f"### {CLASSES[kind][0].upper()}{CLASSES[kind][1:]}"
            parts.append("\n".join([title, "", _count(found), "", HEAD, *lines, ""]))
    return "\n".join(parts)


def _count(found: Mapping[str, Any]) -> str:
    """The number of facts that hold, and those that are no longer in the class."""
    text = f"{found['hold']} of {found['count']} hold."
    if gone := found.get("left"):
        text += f" {len(gone)} that were held out at first are no longer: {', '.join(gone)}."
    return text


def _lines(fact: Mapping[str, Any]) -> list[str]:
    """The fact's verdict beside its first comparison; conditions decide nothing and are named."""
    lines = []
    for number, finding in enumerate(fact["findings"]):
        verdict = "in" if finding["holds"] else "out"
        label = f"{fact.get('letter', '')}{fact['number']}"
        name = f"**{label}** {fact['name']}" if number == 0 else ""
        if number == 0:
            verdict = "**holds**" if fact["holds"] else "**misses**"
        what, under = finding["what"], finding["under"]
        if under:
            what += f" (`{under}`)" if "=" in under else f" ({under})"
        cells = (name, what, _found(finding), _band(finding), len(finding["seeds"]), verdict)
        lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return lines


def _found(finding: Mapping[str, Any]) -> str:
    if finding["found"] is None:
        return "undefined"
    text = _short(finding["found"])
    if finding["interval"] and None not in finding["interval"]:
        low, high = (_short(end) for end in finding["interval"])
        text += f" ({low} to {high})"
    return text


def _band(finding: Mapping[str, Any]) -> str:
    low, high = finding["low"], finding["high"]
    if high is None:
        return f"at least {_short(low)}"
    if low is None:
        return f"at most {_short(high)}"
    return f"{_short(low)} to {_short(high)}"


def _short(value: float) -> str:
    return (f"{value:.3g}" if math.isfinite(value) else "undefined").replace("-", "−")


def _read(path: Path) -> Mapping[str, Any]:
    try:
        classes: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))["classes"]
    except (OSError, ValueError, KeyError, TypeError):
        raise Refusal(f"{path}: not a file of facts, such as sim facts leaves behind") from None
    return classes


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
