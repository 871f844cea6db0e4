"""The verdict on a claim: each hypothesis with its estimate, its band, and its doubts.

Three answers to everything: it is so, it is not, or the replicates leave it open. No point estimate
decides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.experiment.estimate import Estimate, estimate
from sim.experiment.question import Hypothesis, Question
from sim.inference import estimates
from sim.inference.intervals import CONFIDENCE, Interval
from sim.inference.quotients import quotient
from sim.inference.samples import Sample
from sim.metrics.account import plain
from sim.metrics.estimates import possible

HOLDS, FAILS, OPEN, IN_PART = "holds", "fails", "open", "holds in part"
VANISHES, STAYS, TURNS = "vanishes", "stays", "turns round"
# Without the mechanism no more than this part of an effect may be left.
LEFT = 0.2
# KPIs of a case, each by seed: case → KPI → its sample.
Table = Mapping[tuple[str, str], Mapping[str, Sample]]


@dataclass(frozen=True)
class Finding:
    """A hypothesis and what was found of it, with its mechanism and without.

    ``effect`` is what becomes of it without the mechanism: it vanishes, stays, turns round, or that
    is open; empty where nothing was switched off, or nothing held that could vanish.
    ``left`` is the part of the effect that is left, with its limits.
    """

    asked: Hypothesis
    found: Interval
    ended: str
    why: str = ""
    ablated: Interval | None = None
    effect: str = ""
    left: Interval | None = None
    flips: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """The verdict on a claim, whose parts are its hypotheses and the mechanism behind each effect.

    It holds if every hypothesis does and every effect vanishes with its mechanism. It holds in part
    if a hypothesis holds and another fails, or its effect stays or turns round. It fails if some
    hypothesis does and none holds. Else it is open. ``one_world``: all replicates were of the same
    world. ``shown`` is the KPI of the figure, by case.
    """

    question: Question
    findings: tuple[Finding, ...]
    shown: Mapping[tuple[str, str], Interval]
    one_world: bool = False

    @property
    def ended(self) -> str:
        """Holds, holds in part, fails, or open."""
        ends = [one.ended for one in self.findings]
        stays = any(one.effect in (STAYS, TURNS) for one in self.findings)
        if HOLDS in ends and (FAILS in ends or stays):
            return IN_PART
        if FAILS in ends:
            return FAILS
        unclear = any(one.effect == OPEN for one in self.findings)
        return OPEN if OPEN in ends or unclear else HOLDS


def verdict(question: Question, table: Table, one_world: bool = False) -> Verdict:
    """Judge a question by the KPIs of all its cases, seed by seed."""
    findings = tuple(_finding(one, question, table) for one in question.hypotheses)
    kpi, unders = question.shown, {"", question.ablated}
    shown = {
        case: possible(kpi, estimates.estimate(row[kpi]))
        for case, row in table.items()
        if case[1] in unders
    }
    return Verdict(question, findings, shown, one_world)


def judged(asked: Hypothesis, found: Interval) -> str:
    """Whether all of the interval lies in the band, none of it, or some.

    Which arm is best is a chance: large enough that it is one of those named, or small enough.
    """
    if asked.form == "best":
        surely = (found.mean >= asked.low, found.mean <= 1.0 - asked.low)
    else:
        surely = (
            found.inside(asked.low, asked.high),
            found.high < asked.low or found.low > asked.high,
        )
    return HOLDS if surely[0] else FAILS if surely[1] else OPEN


def remains(effect: Estimate, ablated: Estimate, family: int) -> tuple[str, Interval | None]:
    """Whether an effect vanishes, and the part of it that is left without its mechanism.

    It vanishes if surely no more than a fifth is left in either direction, by two one-sided tests
    on the same seeds (Schuirmann 1987, J. Pharmacokin. Biopharm. 15:657-680); it stays if surely
    more is, and turns round if more of the opposite. Limits are those tests', each at 5 % over the
    number of hypotheses.
    """
    both = np.isfinite(effect.values) & np.isfinite(ablated.values)
    if not effect.found.nonzero or ablated.found.mean != ablated.found.mean:
        return OPEN, None
    part = quotient(ablated.values[both], effect.values[both], (1 - CONFIDENCE) / family)
    if part.inside(-LEFT, LEFT):
        return VANISHES, part
    return STAYS if part.low > LEFT else TURNS if part.high < -LEFT else OPEN, part


def account(found: Verdict) -> dict[str, Any]:
    """The verdict as plain content for ``verdict.json``; None where something is undefined."""
    question = found.question
    parts = {
        end: [one.asked.says for one in found.findings if one.ended == end]
        for end in (HOLDS, FAILS, OPEN)
    }
    for effect in (STAYS, TURNS):
        parts[effect] = [one.asked.says for one in found.findings if one.effect == effect]
    return {
        "claim": question.claim,
        "mechanism": question.mechanism,
        "doubt": question.doubt,
        "verdict": found.ended,
        "parts": parts,
        "one_world": found.one_world,
        "ablation": question.ablated or None,
        "arms": {name: list(words) for name, words in question.arms.items()},
        "shown": {
            "kpi": question.shown,
            "arms": {name: _arm(name, found) for name in question.arms},
        },
        "fast": question.coarse is not None,
        "assumptions": list(question.assumptions) if question.coarse is None else [],
        "hypotheses": [_entry(one) for one in found.findings],
    }


def _arm(name: str, found: Verdict) -> dict[str, Any]:
    off = found.question.ablated
    ablated = _interval(found.shown[name, off]) if off else None
    return _interval(found.shown[name, ""]) | {"ablated": ablated}


def _entry(one: Finding) -> dict[str, Any]:
    asked, ablated = one.asked, None
    if one.ablated is not None:
        left = one.left and {name: plain(getattr(one.left, name)) for name in ENDS}
        ablated = _interval(one.ablated) | {"effect": one.effect or None, "left": left}
    entry: dict[str, Any] = {"says": asked.says, "kpi": asked.kpi, "per": asked.per or None}
    entry |= {"form": asked.form, "of": list(asked.of)}
    entry["band"] = [plain(asked.low), plain(asked.high)]
    entry |= {**_interval(one.found), "why": one.why or None}
    entry |= {"verdict": one.ended, "holds": one.ended == HOLDS}
    return entry | {"ablated": ablated, "flips": list(one.flips)}


ENDS = ("mean", "low", "high")


def _interval(found: Interval) -> dict[str, Any]:
    ends = {"estimate": found.mean, "low": found.low, "high": found.high}
    return {name: plain(value) for name, value in ends.items()} | {"seeds": found.replicates}


def _finding(asked: Hypothesis, question: Question, table: Table) -> Finding:
    full = _estimate(asked, question, table, "")
    ended = judged(asked, full.found)
    ablated, effect, left = None, "", None
    if question.ablation and asked.ablation:
        without = _estimate(asked, question, table, question.ablated)
        ablated = without.found
        if ended == HOLDS and asked.form in ("level", "best"):
            effect = {HOLDS: STAYS, FAILS: VANISHES, OPEN: OPEN}[judged(asked, ablated)]
        elif ended == HOLDS:
            effect, left = remains(full, without, len(question.hypotheses))
    turned = {HOLDS: FAILS, FAILS: HOLDS}.get(ended)
    first = next(iter(question.arms), "")
    flips = tuple(
        word
        for word in question.assumptions
        if turned
        and (first, word) in table
        and judged(asked, _estimate(asked, question, table, word).found) == turned
    )
    return Finding(asked, full.found, ended, full.why, ablated, effect, left, flips)


def _estimate(asked: Hypothesis, question: Question, table: Table, under: str) -> Estimate:
    def values(kpi: str) -> Mapping[str, Sample]:
        return {arm: table[arm, under][kpi] for arm in question.arms}

    per = values(asked.per) if asked.per else None
    return estimate(asked, values(asked.kpi), per, len(question.hypotheses))


def table_of(question: Question, runs: Sequence[Mapping[str, Sample]]) -> Table:
    """The KPIs of each case from its runs, in the order of the cases."""
    cases = question.cases()
    return {(case.arm, case.under): rows for case, rows in zip(cases, runs, strict=True)}
