"""Replication to a target: the number of replicates of each scenario grows, round by round.

A round runs the replicates that are missing, and their results set the number for the next.
``sim.inference.stopping`` decides when to stop, and which interval holds then.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.config.refusal import Refusal, hint
from sim.inference.intervals import Interval
from sim.inference.outcomes import Outcomes
from sim.inference.samples import sample
from sim.inference.stopping import FIRST, MOST, Target, further, held, narrow
from sim.metrics.glossary import KPIS
from sim.runs.work import NAMES
from sim.sweep.engine import Sweep
from sim.sweep.plan import Plan

NEEDED = ("kpi", "half_width")
MOST_REPLICATES = 100_000
SHOWN = 10
SAME_LUCK = "compares under the same luck: all scenarios need one seed"


@dataclass(frozen=True)
class Until:
    """Rounds of replicates until every scenario, or difference to the first, meets a target."""

    target: Target

    @property
    def compare(self) -> bool:
        """Whether differences to the first scenario shall meet it, not scenarios."""
        return self.target.compare

    def refuse_unpaired(self, plan: Plan) -> None:
        """Refuse differences where there are none, or none under the same luck."""
        if self.compare and len(plan) < 2:
            raise Refusal("until.compare=true needs a second scenario to compare with the first")
        if self.compare and len(set(plan.seeds)) > 1:
            raise Refusal(f"until.compare=true {SAME_LUCK}")

    def first(self, plan: Plan) -> Plan:
        """The plan of the first round: the first stage of every scenario."""
        return plan.with_replicates([self.target.first] * len(plan))

    def next(self, sweep: Sweep) -> Plan | None:
        """The plan of the next round, from all runs of a sweep; None when there is no next."""
        found, run = outcomes(sweep, self.target.kpi), sweep.plan.replicates
        asked = [n for n in range(len(run)) if not self._same(sweep.plan, n)]
        some = found.some(asked), [run[n] for n in asked]
        missing = further(*some, self.target, 0 if self.compare else None)
        more = [0] * len(run)
        for n, count in zip(asked, missing, strict=True):
            more[n] = count
        if not any(more):
            return None
        return sweep.plan.with_replicates([a + b for a, b in zip(run, more, strict=True)])

    def account(self, sweep: Sweep, names: Sequence[str]) -> list[dict[str, Any]]:
        """The result for ``summary.json``: an interval for each scenario or difference.

        These intervals hold with 95 % although the runs were stopped when they were narrow.
        """
        return list(self._account(outcomes(sweep, self.target.kpi), sweep.plan, names))

    def _same(self, plan: Plan, scenario: int) -> bool:
        """Whether a scenario's differences are nil for certain: it is the first by another name."""
        same = plan.source(plan.at(scenario, 0)) == plan.source(plan.at(0, 0))
        return self.compare and scenario > 0 and same

    def _account(
        self, found: Outcomes, plan: Plan, names: Sequence[str]
    ) -> Iterator[dict[str, Any]]:
        run = plan.replicates
        for n in range(int(self.compare), len(names)):
            own = slice(run[n])
            base = found.sample(0).at(own) if self.compare else None
            end = held(found.sample(n).at(own), self.target, base)
            if self._same(plan, n):
                end = Interval(0.0, 0.0, 0.0, run[n])
            half = (end.high - end.low) / 2
            numbers = {"mean": end.mean, "ci_low": end.low, "ci_high": end.high, "half_width": half}
            told = {"a": names[0], "b": names[n]} if self.compare else {"name": names[n]}
            known = {key: _plain(value) for key, value in numbers.items()}
            counts = {"replicates": run[n], "defined": end.replicates}
            counts |= {"reached": narrow(end, self.target)}
            yield {**told, **known, **counts}


def until_from(settings: Mapping[str, Any]) -> Until:
    """The target that plain settings describe. Raises :class:`Refusal` for one that is none."""
    allowed = (*NEEDED, "first", "most", "compare")
    for name in settings:
        if name not in allowed:
            near = hint(str(name), allowed)
            raise Refusal(f"until.{name} is not a setting: {', '.join(allowed)}{near}")
    for name in NEEDED:
        if settings.get(name) is None:
            raise Refusal(f"until needs until.{name}")
    kpi, compare = settings["kpi"], settings.get("compare", False)
    if not isinstance(kpi, str) or kpi not in KPIS:
        raise Refusal(f"until.kpi={kpi} is not a KPI{hint(str(kpi), KPIS)}")
    if not isinstance(compare, bool):
        raise Refusal(f"until.compare={compare} is neither true nor false")
    width = settings["half_width"]
    if not isinstance(width, int | float) or isinstance(width, bool):
        raise Refusal(f"until.half_width={width} is not a number, in {KPIS[kpi].unit}")
    usual = {"first": FIRST, "most": MOST}
    counts = [_whole(name, settings.get(name, number)) for name, number in usual.items()]
    try:
        first, most = counts
        return Until(Target(str(kpi), float(width), first, most, compare))
    except Refusal as refusal:
        raise Refusal(f"until.{refusal}") from None


def outcomes(sweep: Sweep, kpi: str) -> Outcomes:
    """A KPI of every run as [replicate, scenario]; NaN where undefined, failed or not to be run."""
    plan, offsets, about = sweep.plan, sweep.tally.offsets, KPIS[kpi]
    columns = [NAMES.index(name) for name in (kpi, about.whole, about.part) if name in NAMES]
    values = np.full((len(columns), max(plan.replicates), len(plan)), np.nan)
    for run in plan.runs():
        kpis = sweep.journal.line(offsets[plan.source(run).number]).get("kpis")
        if kpis is not None:
            here = [math.nan if kpis[column] is None else kpis[column] for column in columns]
            values[:, run.replicate, run.scenario] = here
    names = tuple(map(str, range(len(plan))))
    samples = [sample(about.kind, *values[:, :, n]) for n in range(len(plan))]
    return Outcomes.of(kpi, names, np.arange(values.shape[1]), samples)


def told(settings: Mapping[str, Any]) -> str:
    """A sentence or two: the target, the number that reached it, and those short of it."""
    found = settings["found"]
    short = [one for one in found if not one["reached"]]
    what = ("difference" if settings.get("compare") else "scenario") + "s" * (len(found) != 1)
    aim = f"{settings['kpi']} to ± {settings['half_width']:,.6g}"
    text = f"Replicated {aim}: reached by {len(found) - len(short)} of {len(found)} {what}"
    if not short:
        return text + "."
    said = [f"{one.get('b') or one['name']} ({_width(one)})" for one in short[:SHOWN]]
    rest = f" and {len(short) - SHOWN} more" if len(short) > SHOWN else ""
    return f"{text}; not by {', '.join(said)}{rest}."


def _width(one: Mapping[str, Any]) -> str:
    half = one["half_width"]
    width = "no interval" if half is None else f"± {half:,.6g}"
    return f"{width} after {one['replicates']} replicates"


def _whole(name: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_REPLICATES:
        raise Refusal(f"until.{name}={value} is not a whole number: 1 to {MOST_REPLICATES:,}")
    return value


def _plain(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
