"""The verdict on a claim: each hypothesis with its estimate, its band, and its doubts."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.experiment.estimate import Values, estimate
from sim.experiment.question import Hypothesis, Question
from sim.inference.intervals import Interval
from sim.metrics.account import plain

HOLDS, FAILS, OPEN = "holds", "fails", "open"
# Without the mechanism no more than this part of an effect may be left.
LEFT = 0.2
# KPIs of a case, each by seed: case → KPI → numbers.
Table = Mapping[tuple[str, str], Mapping[str, Any]]


@dataclass(frozen=True)
class Finding:
    """A hypothesis and what was found: ``ended`` is holds, fails or open (the interval has a bound
    of the band within it). ``vanishes`` is None where nothing was to be switched off."""

    asked: Hypothesis
    found: Interval
    ended: str
    ablated: Interval | None
    vanishes: bool | None
    flips: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """The verdict on a claim: it holds if all hypotheses do and every effect vanishes with its
    mechanism; it fails if a hypothesis does; else it is open."""

    question: Question
    findings: tuple[Finding, ...]

    @property
    def ended(self) -> str:
        """Holds, fails, or open."""
        ends = [one.ended for one in self.findings]
        if FAILS in ends:
            return FAILS
        stays = any(one.ablated and not one.vanishes for one in self.findings)
        return OPEN if OPEN in ends or stays else HOLDS


def verdict(question: Question, table: Table) -> Verdict:
    """Judge a question by the KPIs of all its cases, seed by seed."""
    family, findings = len(question.hypotheses), []
    for asked in question.hypotheses:
        found = _estimate(asked, question, table, "", family)
        ended = judged(asked, found)
        ablated, vanishes = None, None
        if question.ablation and asked.ablation:
            ablated = _estimate(asked, question, table, question.ablated, family)
            vanishes = gone(asked, found, ablated)
        first = next(iter(question.arms), "")
        flips = []
        for word in (one for one in question.assumptions if (first, one) in table):
            if _flips(asked, found, _estimate(asked, question, table, word, family)):
                flips.append(word)
        findings.append(Finding(asked, found, ended, ablated, vanishes, tuple(flips)))
    return Verdict(question, tuple(findings))


def judged(asked: Hypothesis, found: Interval) -> str:
    """Whether all of the interval lies in the band, none of it, or some."""
    if found.mean != found.mean:
        return OPEN
    if asked.low <= found.low and found.high <= asked.high:
        return HOLDS
    return FAILS if found.high < asked.low or found.low > asked.high else OPEN


def gone(asked: Hypothesis, found: Interval, ablated: Interval) -> bool | None:
    """Whether an effect has vanished: no longer told from nothing, turned round, or a fifth of it
    at most; of a level, or of which arm is best, whether it is no longer where it should be.

    None where there are too few seeds to tell, none of it from all of it.
    """
    if not (math.isfinite(found.low) and math.isfinite(ablated.low)):
        return None
    if asked.form in ("level", "best"):
        return judged(asked, ablated) != HOLDS
    if ablated.low <= 0.0 <= ablated.high:
        return None if ablated.low <= found.mean <= ablated.high else True
    return ablated.mean / found.mean <= LEFT if found.mean else False


def account(found: Verdict) -> dict[str, Any]:
    """The verdict as plain content for ``verdict.json``; None where something is undefined."""
    question = found.question
    return {
        "claim": question.claim,
        "mechanism": question.mechanism,
        "doubt": question.doubt,
        "verdict": found.ended,
        "ablation": question.ablated or None,
        "arms": {name: list(words) for name, words in question.arms.items()},
        "fast": question.coarse is not None,
        "assumptions": list(question.assumptions) if question.coarse is None else [],
        "hypotheses": [_entry(one) for one in found.findings],
    }


def _entry(one: Finding) -> dict[str, Any]:
    asked, ablated = one.asked, None
    if one.ablated is not None:
        ablated = _interval(one.ablated) | {"vanishes": one.vanishes}
    entry: dict[str, Any] = {"says": asked.says, "kpi": asked.kpi, "per": asked.per or None}
    entry |= {"form": asked.form, "of": list(asked.of)}
    entry["band"] = [plain(asked.low), plain(asked.high)]
    entry |= {**_interval(one.found), "verdict": one.ended, "holds": one.ended == HOLDS}
    return entry | {"ablated": ablated, "flips": list(one.flips)}


def _interval(found: Interval) -> dict[str, Any]:
    ends = {"estimate": found.mean, "low": found.low, "high": found.high}
    return {name: plain(value) for name, value in ends.items()} | {"seeds": found.replicates}


def _estimate(
    asked: Hypothesis, question: Question, table: Table, under: str, family: int
) -> Interval:
    def values(kpi: str) -> Values:
        return {arm: table[arm, under][kpi] for arm in question.arms}

    return estimate(asked, values(asked.kpi), values(asked.per) if asked.per else None, family)


def _flips(asked: Hypothesis, found: Interval, other: Interval) -> bool:
    """Whether the estimate lies on the other side of a bound of the band."""
    return (asked.low <= found.mean <= asked.high) != (asked.low <= other.mean <= asked.high)


def table_of(question: Question, runs: Sequence[Mapping[str, Any]]) -> Table:
    """The KPIs of each case from its runs, in the order of the cases."""
    cases = question.cases()
    return {(case.arm, case.under): rows for case, rows in zip(cases, runs, strict=True)}
