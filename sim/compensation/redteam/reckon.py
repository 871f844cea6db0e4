"""Pay for the same conduct under a plan without one clause, from the rows of pay.

Nobody's conduct depends on the plan when part of the reps game and all others are honest, so that
every row of credit stays as it is, and only what is paid for it is reckoned anew. What was taken
back of a sale that was lost stays as it was taken. Of what is paid in instalments a period's pay is
reckoned where it ends: they change when pay comes, not how much.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.compensation.redteam.clauses import MOVED, Clause
from sim.config import Component, Config
from sim.config.measures import MEASURES
from sim.config.working_days import QUARTER, YEAR
from sim.metrics.plan_terms import paid_at
from sim.metrics.retention import gone
from sim.model.rules.measures import adds_up
from sim.records import Records

Rows = NDArray[Any]
Floats = NDArray[np.float64]


def reckoned(pay: Rows, components: Sequence[Component]) -> Floats:
    """Pay of every row, component by component, as the plan's curves and gates have it.

    All of a period is where it ends, and nothing at its instalments.
    """
    paid = np.asarray(pay["pay"], np.float64).copy()
    for place, part in enumerate(components):
        own = (pay["component"] == place) & (pay["share"] > 0.0)
        paid[own] = _of(pay, pay[own], part)
        paid[_instalments(pay, place)] = 0.0
    return paid


def _instalments(pay: Rows, place: int) -> NDArray[np.bool_]:
    """A component's rows of a period that is not over; what is taken back of a sale is none."""
    early = (pay["share"] == 0.0) & (pay["taken_back"] == 0.0)
    return np.asarray((pay["component"] == place) & early)


def without(
    pay: Rows, clause: Clause, renewals: Rows, start: int
) -> tuple[Floats, NDArray[np.int64]]:
    """Amounts that the plan would have paid without a clause, and the rep of each.

    Only the clause's own component is reckoned anew; all other rows are as they were paid.
    """
    paid, reps = np.asarray(pay["pay"], np.float64), np.asarray(pay["rep"], np.int64)
    own = (pay["component"] == clause.place) & (pay["share"] > 0.0)
    if clause.place < 0:
        more, whose = _for_retained(clause.component, renewals, start)
        return np.concatenate([(1.0 - MOVED) * paid, more]), np.concatenate([reps, whose])
    early = _instalments(pay, clause.place)
    if clause.yearly:
        more, whose = _over_the_year(pay[own], clause.component, start)
        others = ~(own | early)
        return np.concatenate([paid[others], more]), np.concatenate([reps[others], whose])
    paid = paid.copy()
    paid[own], paid[early] = _of(pay, pay[own], clause.component), 0.0
    return paid, reps


def _of(pay: Rows, rows: Rows, part: Component) -> Floats:
    """Pay of one component's rows."""
    whole = _of_a_whole(rows, part)
    x = rows["attainment"] if part.unit == "attainment" else rows["credit"] / whole
    owed = rows["share"] * paid_at(np.maximum(x, 0.0), part)
    return np.where(_open(pay, rows, part), owed, 0.0)


def _of_a_whole(rows: Rows, part: Component) -> Floats:
    ratio = not adds_up(MEASURES.index(part.measure))
    return np.ones(len(rows)) if ratio else np.asarray(rows["share"], np.float64)


def _open(pay: Rows, rows: Rows, part: Component) -> NDArray[np.bool_]:
    """Whether the gate of each row is open: that of the same rep on the same day."""
    if part.gate is None:
        return np.ones(len(rows), np.bool_)
    gates = pay[(pay["component"] == part.gate) & (pay["share"] > 0.0)]
    far = (gates["quota"] > 0.0) & (gates["attainment"] >= part.gate_attainment)
    there = {(day, rep) for day, rep in zip(gates["day"][far], gates["rep"][far], strict=True)}
    return np.array([key in there for key in zip(rows["day"], rows["rep"], strict=True)], np.bool_)


def _over_the_year(rows: Rows, part: Component, start: int) -> tuple[Floats, NDArray[np.int64]]:
    """Pay for a year's credit against the sum of its quotas, as far as a rep was there."""
    years = (rows["day"] - start) // YEAR
    paid, reps = [], []
    for year, rep in sorted({*zip(years.tolist(), rows["rep"].tolist(), strict=True)}):
        own = rows[(years == year) & (rows["rep"] == rep)]
        periods, quota = float(own["share"].sum()), float(own["quota"].sum())
        by_quota = part.unit == "attainment"
        # An amount a year is reckoned at its mean of a period, so that breaks keep their places.
        done = float(own["credit"].sum())
        x = (done / quota if quota > 0.0 else 0.0) if by_quota else done / periods
        paid.append(periods * float(paid_at(max(x, 0.0), part)))
        reps.append(rep)
    return np.array(paid, np.float64), np.array(reps, np.int64)


def _for_retained(part: Component, renewals: Rows, start: int) -> tuple[Floats, NDArray[np.int64]]:
    """Pay for the part of yearly value that was kept of what came up in a rep's quarter."""
    quarters = (renewals["day"] - start) // QUARTER
    paid, reps = [], []
    for quarter, rep in sorted({*zip(quarters.tolist(), renewals["rep"].tolist(), strict=True)}):
        own = renewals[(quarters == quarter) & (renewals["rep"] == rep)]
        up = float(own["value_before"].sum())
        after = np.where(gone(own), 0.0, own["value_after"])
        kept = float(np.minimum(after, own["value_before"]).sum())
        if up > 0.0 and rep >= 0:
            paid.append(float(paid_at(kept / up / part.goal, part)))
            reps.append(rep)
    return np.array(paid, np.float64), np.array(reps, np.int64)


def counted_renewals(records: Records, config: Config) -> Rows:
    """The focal firm's contract terms that ended after the warm-up."""
    renewals = records.renewals.happened
    return renewals[(renewals["firm"] == 0) & (renewals["day"] >= config.warmup_days)]
