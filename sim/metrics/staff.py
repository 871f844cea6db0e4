"""Staff: what the records say of people who leave, of what that costs, of learning and of hours.

Pure functions of one run's records, over all firms or one; only what happened from ``start`` on
counts. Rates are per year of 260 working days.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.config.working_days import YEAR
from sim.records import HOURS_BY_ACTIVITY, PANEL, Outcome, Records, Rows

DAYS_A_MONTH = YEAR / 12.0
SELLING = HOURS_BY_ACTIVITY[:-1]


def turnover_per_year(records: Records, start: int = 0, firm: int | None = None) -> float:
    """Reps who quit in a year, over those who are there (1/year); NaN without reps."""
    panel = _panel(records, start, firm)
    rep_years = panel["reps"] / YEAR
    return float(panel["quits"] / rep_years) if rep_years else float("nan")


def hires_per_year(records: Records, start: int = 0, firm: int | None = None) -> float:
    """Reps hired in a year, over all seats (1/year); NaN without seats."""
    panel = _panel(records, start, firm)
    seat_years = (panel["reps"] + panel["vacancies"]) / YEAR
    return float(panel["hires"] / seat_years) if seat_years else float("nan")


def vacancy_share(records: Records, start: int = 0, firm: int | None = None) -> float:
    """Seats that are empty, of all (share); NaN without seats."""
    panel = _panel(records, start, firm)
    seats = panel["reps"] + panel["vacancies"]
    return float(panel["vacancies"] / seats) if seats else float("nan")


def loss_on_change(
    records: Records, term_days: int, start: int = 0, firm: int | None = None,
    renewed_only: bool = False,
) -> float:  # fmt: skip
    """Part of yearly value lost where the rep changed in the term, against where none did (share).

    Accounts that left count as lost, unless only those that renewed are asked for. NaN without
    renewals of both sorts. After Shi, Sridhar, Grewal & Lilien 2017, J Marketing 81(2):25-44.
    """
    rows = _of(records.renewals.happened, start, firm)
    ends = (Outcome.RENEWED,) if renewed_only else (Outcome.RENEWED, Outcome.CHURNED)
    rows = rows[np.isin(rows["outcome"], ends)]
    changed = _changed(rows, records.staff.happened, term_days)
    kept = [_kept(rows[changed]), _kept(rows[~changed])]
    return 1.0 - kept[0] / kept[1]


def ramp_months(records: Records, full: float = 0.9, start: int = 0) -> NDArray[np.float64]:
    """Months after which each newcomer first worked at this part of the own full skill.

    A person counts who began at ``start`` or later; who left or was not seen so far is right-
    censored and enters as infinite, so that the median stands as long as half got there. Skill at
    work is what conversations record, full skill what the staff table does.
    """
    talks = records.conversations.happened
    months = []
    for person in records.staff.happened:
        if person["joined"] < max(start, 1):
            continue
        own = talks[(talks["rep"] == person["rep"]) & (talks["time"] >= person["joined"])]
        own = own[own["time"] < person["day"] + 1]
        there = own["time"][own["skill"] >= full * person["skill"]]
        if len(there):
            months.append((float(there.min()) - float(person["joined"])) / DAYS_A_MONTH)
        elif person["day"] - person["joined"] > YEAR:
            months.append(float("inf"))
    return np.array(months)


def selling_share(records: Records, start: int = 0, firm: int | None = None) -> float:
    """Hours spent selling, of all that reps work (share); NaN without any."""
    rows = _of(records.rep_time.happened, start, firm)
    worked = float(rows["hours_worked"].sum())
    return float(sum(rows[name].sum() for name in SELLING)) / worked if worked else float("nan")


def selling_shares(records: Records, start: int = 0, firm: int | None = None) -> NDArray[Any]:
    """The same by person and quarter."""
    rows = _of(records.rep_time.happened, start, firm)
    shares: NDArray[Any] = sum(rows[name] for name in SELLING) / rows["hours_worked"]
    return shares


def _panel(records: Records, start: int, firm: int | None) -> dict[str, float]:
    """Sums over days and firms by column."""
    firms = slice(None) if firm is None else slice(firm, firm + 1)
    names = ("reps", "quits", "hires", "vacancies")
    return {name: float(records.panel[start:, firms, PANEL.index(name)].sum()) for name in names}


def _of(rows: Rows, start: int, firm: int | None) -> Rows:
    rows = rows[rows["day"] >= start]
    return rows if firm is None else rows[rows["firm"] == firm]


def _changed(rows: Rows, staff: Rows, term_days: int) -> NDArray[np.bool_]:
    """Whether somebody began in the account's seat in the term that ended on the renewal's day."""
    # One number a seat and day, so that all are looked up at once.
    joined = np.sort(staff["joined"] + 0.5 + 1e7 * staff["rep"])
    end = 1e7 * rows["rep"] + rows["day"] + 1.0
    begin = end - term_days
    return np.searchsorted(joined, end) > np.searchsorted(joined, begin)


def _kept(rows: Rows) -> float:
    before = float(rows["value_before"].sum())
    return float(rows["value_after"].sum()) / before if before else float("nan")
