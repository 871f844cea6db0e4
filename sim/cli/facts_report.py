"""The report on facts: a table and a sentence on the terminal, and ``facts.json``."""

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from sim.cli.plain_table import plain_table
from sim.cli.report import console
from sim.facts import CLASSES, FALSE_ALARM, HELD_OUT, MUST_HOLD, Finding, Outcome, left
from sim.folder import provenance
from sim.folder.claim import MANIFEST
from sim.folder.write import write_json

DIGITS = 5
_OF_A_FACT = ("letter", "number", "name", "source")


def show(outcomes: Mapping[str, Sequence[Outcome]], folder: Path) -> None:
    """Print each class as a table, then the count and where to look."""
    screen = console()
    with screen.capture() as page:
        for kind, some in outcomes.items():
            screen.print()
            screen.print(table(kind, some))
        screen.print()
        screen.print(Text(sentence(outcomes), style="bold"))
        screen.print()
        screen.print(f"every comparison with its bounds and seeds: {folder}/facts.json")
    for line in page.get().splitlines():
        print(line.rstrip())


def table(kind: str, outcomes: Sequence[Outcome]) -> Table:
    """One class: a line per comparison, each fact's name above its own."""
    made = plain_table()
    made.title = CLASSES[kind]
    made.add_column("", justify="right", no_wrap=True)
    made.add_column("compared", ratio=1)
    for name in ("exact", "found", "within", "holds"):
        made.add_column(name, justify="right", no_wrap=True)
    for outcome in outcomes:
        fact = outcome.fact
        made.add_row(fact.label, Text(fact.name, style="bold"))
        for finding in outcome.findings:
            made.add_row("", _said(finding), *_numbers(finding), _answer(finding.holds))
    return made


def sentence(outcomes: Mapping[str, Sequence[Outcome]]) -> str:
    """The number of facts that hold by class, and the names of those that do not, in words."""
    text = "; ".join(_counted(kind, some) for kind, some in outcomes.items()) + "."
    wrong = [one.fact for some in outcomes.values() for one in some if not one.holds]
    failed = [f"{fact.label} {fact.name}" for fact in wrong]
    return text + (f" Does not hold: {', '.join(failed)}." if failed else "")


def _counted(kind: str, outcomes: Sequence[Outcome]) -> str:
    """A class: how many hold, and how many facts that were in it at first are no longer."""
    hold = sum(one.holds for one in outcomes)
    held = [finding.holds for one in outcomes for finding in one.findings]
    text = f"{kind}: {hold} of {len(outcomes)} hold, {sum(held)} of {len(held)} comparisons"
    gone = _left(kind)
    return text + (f", {len(gone)} have left it since {HELD_OUT[kind]}" if gone else "")


def _left(kind: str) -> list[str]:
    """The facts that were held out at first and are no longer, named with the first such class."""
    return [fact.label for fact in left()] if kind == next(iter(HELD_OUT)) else []


def all_hold(outcomes: Mapping[str, Sequence[Outcome]]) -> bool:
    """Whether every fact holds of the classes in which all must."""
    bound = [some for kind, some in outcomes.items() if kind in MUST_HOLD]
    return all(outcome.holds for some in bound for outcome in some)


def write(
    folder: Path, outcomes: Mapping[str, Sequence[Outcome]], story: Mapping[str, Any]
) -> None:
    """Write ``facts.json``, everything that was compared, and the manifest that proves it."""
    origin = {**story, "finished": datetime.now(UTC).isoformat(timespec="seconds")}
    origin |= {"code": provenance.code(), "machine": provenance.machine()}
    origin |= {"packages": provenance.packages()}
    classes = {kind: _class(some) | {"left": _left(kind)} for kind, some in outcomes.items()}
    path = folder / "facts.json"
    write_json(path, {**origin, "false_alarm": FALSE_ALARM, "classes": classes})
    outputs = {path.name: provenance.file_hash(path)}
    write_json(folder / MANIFEST, {"status": "finished", **origin, "outputs": outputs})


def _class(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    facts = []
    for outcome in outcomes:
        fact = {name: getattr(outcome.fact, name) for name in _OF_A_FACT}
        findings = [_finding(finding) for finding in outcome.findings]
        facts.append(fact | {"holds": outcome.holds, "findings": findings})
    hold = sum(fact["holds"] for fact in facts)
    return {"count": len(facts), "hold": hold, "facts": facts}


def _finding(finding: Finding) -> dict[str, Any]:
    told: dict[str, Any] = {"what": finding.what, "exact": finding.exact}
    told |= {name: _finite(getattr(finding, name)) for name in ("found", "low", "high")}
    told |= {"basis": finding.basis, "seeds": list(finding.seeds), "holds": finding.holds}
    ends = [_finite(end) for end in finding.interval] if finding.interval else None
    return told | {"interval": ends, "under": finding.under}


def _finite(value: float) -> float | None:
    """A number as JSON can hold it: null if it is not finite."""
    return value if abs(value) < float("inf") else None


def _said(finding: Finding) -> str:
    return f"{finding.what} [{finding.under}]" if finding.under else finding.what


def _numbers(finding: Finding) -> tuple[str, str, str]:
    if finding.interval is not None:
        low, high = (f"{end:.3g}" for end in finding.interval)
        return "band", f"{finding.found:.3g} ({low} to {high})", _bounds(finding)
    if finding.exact is None:
        return "bounds", _short(finding.found), _bounds(finding)
    room = max(finding.high - finding.exact, finding.exact - finding.low)
    return _short(finding.exact), _short(finding.found), f"± {room:.2g}"


def _bounds(finding: Finding) -> str:
    if math.isinf(finding.high):
        return f"at least {finding.low:.3g}"
    if math.isinf(finding.low):
        return f"at most {finding.high:.3g}"
    return f"{finding.low:.3g} to {finding.high:.3g}"


def _short(value: float) -> str:
    return f"{value:.{DIGITS}g}".replace("-", "−")


def _answer(holds: bool) -> Text:
    return Text("yes") if holds else Text("NO", style="bold red")
