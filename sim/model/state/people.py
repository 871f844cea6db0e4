"""People of a roster in their seats: what they can do, from when on, and what land is theirs.

The roster is the team of the first day that counts. Whoever comes after a run's first day follows
somebody like any rep, who leaves on the eve, and of those who come later on the eve of the first
day that counts; until then nobody of the roster leaves.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.config import Config, Sales
from sim.config.people import CLOSER, Person, in_seats, skills_from_results
from sim.engine.rows import Floats, Whole


def seat_people(team: Any, sales: Sales, warmup_days: int) -> None:
    """Put a firm's people into its seats at a run's start (``team``: of RepRow)."""
    for place, one in enumerate(in_seats(sales.people)):
        rep, first = team[place], first_day(one, warmup_days)
        rep["listed"] = 0
        if first is not None and first > 0 and warmup_days > 0:
            rep["listed"] = 1  # after somebody else
            continue
        _be_able(rep, place, sales)
        if first is not None:
            rep["joined"] = rep["began"] = first
            rep["vacant_days"] = max(first, 0)
        _know_leave(rep, one, warmup_days)


def first_day(one: Person, warmup_days: int) -> int | None:
    """The day of a run, from 0, on which a person begins; None where that is drawn."""
    return None if one.start is None else one.start + warmup_days


def as_listed(leaving: Whole, reps: Any, config: Config, day: int) -> Whole:
    """Those who leave today: nobody of the roster before the first day that counts, and those whom
    somebody of the roster follows, when that is due."""
    due = {row for row in leaving.tolist() if _is_free(reps[row], day, config.warmup_days)}
    waiting = np.flatnonzero(reps["listed"] > reps["person"])
    firsts = np.cumsum(np.r_[0, np.bincount(reps["firm"])])
    for row in waiting.tolist():
        firm = int(reps[row]["firm"])
        one = in_seats(_sales(config, firm).people)[row - firsts[firm]]
        comes = min(first_day(one, config.warmup_days) or 0, config.warmup_days)
        if day + 1 == comes:
            due.add(row)
    return np.array(sorted(due), np.int64)


def _is_free(rep: Any, day: int, warmup_days: int) -> bool:
    """Whether the person in a seat may leave today, as far as the roster is concerned."""
    if rep["listed"] > rep["person"]:
        return False
    return bool(rep["listed"] < rep["person"] or day >= warmup_days)


def arrive(rep: Any, place: int, config: Config, day: int) -> None:
    """Make a person of the roster the next in a seat, who begins when the roster says."""
    sales = _sales(config, int(rep["firm"]))
    one = in_seats(sales.people)[place]
    _be_able(rep, place, sales)
    rep["joined"] = first_day(one, config.warmup_days)
    rep["vacant_days"] = rep["joined"] - day - 1
    _know_leave(rep, one, config.warmup_days)


def pinned_territories(people: Sequence[Person]) -> Floats | None:
    """Parts of a firm's customers by closer, where any are given: who has none has an equal part of
    the rest."""
    given = [one.territory for one in in_seats(people) if one.role == CLOSER]
    known = [share for share in given if share is not None]
    if not known:
        return None
    rest = (1.0 - sum(known)) / max(len(given) - len(known), 1)
    return np.array([rest if share is None else share for share in given])


def _be_able(rep: Any, place: int, sales: Sales) -> None:
    """Give a rep the skill of a person, if it is known; what is known of selling stays, in logs,
    as far from what it would be with that skill."""
    skill = skills_from_results(in_seats(sales.people), sales.attainment_reliability)[place]
    if skill is None:
        return
    # Knowledge over skill falls with skill as K/X does: exp(σ(r − 1)x).
    rep["knows"] *= (skill / float(rep["skill"])) ** (sales.knowledge - 1.0)
    rep["skill"] = skill


def _know_leave(rep: Any, one: Person, warmup_days: int) -> None:
    """Note a person's leave for the days of a run; who is on it, or was, on the first day of the
    run had the job when it began."""
    if one.leave_from is None or one.leave_to is None:
        return
    away, back = one.leave_from + warmup_days, one.leave_to + 1 + warmup_days
    if away > 0:
        rep["next_away"], rep["next_back"] = away, back
        return
    rep["away"], rep["back"] = away, back
    rep["joined"] = rep["began"] = min(int(rep["joined"]), away)


def _sales(config: Config, firm: int) -> Sales:
    return config.sales if firm == 0 else config.rivals.sales
