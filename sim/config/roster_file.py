"""A sales team from a CSV file: a row a person, as the config holds them.

Columns, all of them optional: ``name``, ``manager`` (a name; with a row of its own, or without),
``role`` (closer, prospector or manager), ``team``, ``start`` (year-month-day) or ``tenure_days``
(working days in the job by the first that counts), ``leave_from`` and ``leave_to`` (dates, or
working days from the first that counts, which is 0), ``skill`` or ``attainment``, ``territory``,
``base``, ``ote``, and a quota as ``quota_month``, ``quota_quarter``, ``quota_half`` or
``quota_year``. Names become numbers in the file's order unless they are asked for.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sim.config import Config, ConfigError
from sim.config.csv_file import FileKind, Line, Read, content_of, lines_of
from sim.config.dates import after_weekend, before_weekend, days_between, iso
from sim.config.people import LONGEST, MANAGER, ROLES, Person
from sim.config.people_checks import counts_of, faults
from sim.config.plan import PERIODS
from sim.config.working_days import QUARTER

MOST_ROWS = 2_000
QUOTAS = {f"quota_{name}": name for name in PERIODS}
COLUMNS = ("name", "manager", "role", "team", "start", "tenure_days", "leave_from", "leave_to",
           "skill", "attainment", "territory", "base", "ote", *QUOTAS)  # fmt: skip
_DAY = re.compile(r"-?[0-9]+")
_DAYS_SAID = re.compile(r"(start|leave_from|leave_to)=-?[0-9]+")


def with_rosters(config: Config, read: Read | None = None) -> Config:
    """The config with every roster read into the people that it holds, and seats for them.

    ``read`` gives a file's bytes by its name. Raises :class:`ConfigError` in one line.
    """
    read = read or content_of
    if (theirs := _staffed("rivals.", config.rivals, config, read)) is not config.rivals.sales:
        config = replace(config, rivals=replace(config.rivals, sales=theirs))
    if (own := _staffed("", config, config, read)) is not config.sales:
        config = replace(config, sales=own)
    return config


def _staffed(where: str, firm: Any, config: Config, read: Read) -> Any:
    """A firm's sales department with its people and as many seats; itself if nothing is to do."""
    sales = firm.sales
    if sales.roster:
        people = _people(f"{where}sales.roster", firm, config, read)
        sales = replace(sales, roster="", roster_names=False, people=people)
    if not sales.people:
        return sales
    counts = counts_of(sales.people)
    if all(getattr(sales, name) == count for name, count in counts.items()):
        return sales
    for name, count in counts.items():
        said = getattr(sales, name)
        if said and said != count:
            held = f"{where}sales.people" if not firm.sales.roster else "the roster"
            raise ConfigError(
                f"{where}sales.{name}={said} and {held} with {count}: leave {name} out, or agree"
            )
    return replace(sales, **counts)


def _people(key: str, firm: Any, config: Config, read: Read) -> list[Person]:
    sales, name = firm.sales, f"{key}={firm.sales.roster}"
    if sales.people:
        raise ConfigError(f"{name} and {key.replace('roster', 'people')} are two teams: one")
    try:
        content = read(sales.roster)
    except ConfigError as error:
        raise ConfigError(f"{key}={error}") from None
    lines = lines_of(name, content, FILE)
    people = [_person(line, config) for line in lines]
    named = "name" in lines[0].cells
    for place, line in enumerate(lines):
        if named and not people[place].name:
            line.refuse("name is empty: each person's own, or no column name at all")
    for place, what in faults(people, sales, firm.incentive):
        lines[place].refuse(_as_written(what, lines[place]))
    return people if sales.roster_names and named else numbered(people)


def _person(line: Line, config: Config) -> Person:
    quotas = {column: line.money(column, 0.01, 1e9) for column in QUOTAS}
    given = {column: money for column, money in quotas.items() if money is not None}
    quota = None
    for column, money in given.items():
        quota = min(max(money * QUARTER / config.fiscal.lengths[QUOTAS[column]], 0.01), 1e9)
    return Person(
        name=line.cells.get("name", ""),
        role=line.word("role", ROLES) or ROLES[0],
        manager=line.cells.get("manager", ""),
        team=line.cells.get("team", ""),
        start=_start(line, config),
        leave_from=_leave(line, "leave_from", after_weekend, config),
        leave_to=_leave(line, "leave_to", before_weekend, config),
        skill=line.part("skill", 0.05, 20),
        attainment=line.part("attainment", 0.01, 10),
        territory=line.part("territory", 1e-6, 1),
        base=line.money("base", 0, 1e7),
        ote=line.money("ote", 0, 1e8),
        quota=quota,
    )


def _start(line: Line, config: Config) -> int | None:
    """The first day in the job, from the first day that counts; None where nothing is said."""
    if line.cells.get("tenure_days"):
        if line.cells.get("start"):
            line.refuse(f"tenure_days={line.cells['tenure_days']} beside a start: one of them")
        return -line.whole("tenure_days", 0, LONGEST, 0)
    return _dated(line, "start", after_weekend, config)


def _leave(line: Line, column: str, move: Callable[[date], date], config: Config) -> int | None:
    """A leave's first or last day, from the first day that counts: said so, or as a date."""
    if _DAY.fullmatch(line.cells.get(column, "")):
        return line.whole(column, -LONGEST, LONGEST, 0)
    return _dated(line, column, move, config)


def _dated(line: Line, column: str, move: Callable[[date], date], config: Config) -> int | None:
    """A date as a working day from the first that counts, off weekends by ``move``; None where
    nothing is said."""
    said = line.cells.get(column)
    if not said:
        return None
    then, text = move(line.date(column)), config.cadence.first_date
    begin = iso(text)
    if begin is None or after_weekend(begin) != begin:
        why = f"cadence.first_date={text} is no working day" if text else "no date is known"
        instead = "tenure_days" if column == "start" else "working days from that day, as 40"
        line.refuse(
            f"{column}={said} and {why} for the first day that counts: say "
            f"cadence.first_date=2026-01-05, or write {instead}"
        )
    day = days_between(begin, then)
    if abs(day) > LONGEST:
        line.refuse(f"{column}={said} is more than {LONGEST:,} days from {begin}")
    return day


def _as_written(what: str, line: Line) -> str:
    """A refusal's text, with days as the row has written them."""

    def own(day: re.Match[str]) -> str:
        column = day[1]
        if column == "start" and not line.cells.get(column):
            column = "tenure_days"
        return f"{column}={line.cells.get(column, '')}"

    return _DAYS_SAID.sub(own, what)


def numbered(people: Sequence[Person]) -> list[Person]:
    """The people under numbers: rep 1, 2 …; managers m1, m2 … and teams t1, t2 … as they come."""
    managers = _numbers("m", [one.name if one.role == MANAGER else one.manager for one in people]
                        + [one.manager for one in people])  # fmt: skip
    teams = _numbers("t", [one.team for one in people])
    found, reps = [], 0
    for one in people:
        reps += one.sells
        name = f"rep {reps}" if one.sells else managers[one.name]
        manager, team = managers.get(one.manager, ""), teams.get(one.team, "")
        found.append(replace(one, name=name, manager=manager, team=team))
    return found


def _numbers(mark: str, names: Sequence[str]) -> dict[str, str]:
    known = dict.fromkeys(name for name in names if name)
    return {name: f"{mark}{number}" for number, name in enumerate(known, 1)}


def _check_header(line: Line, columns: list[str]) -> None:
    quotas = [name for name in columns if name in QUOTAS]
    if len(quotas) > 1:
        line.refuse(f"columns {quotas[0]} and {quotas[1]}: one quota")


FILE = FileKind(COLUMNS, "name,manager,role,territory,base,ote,quota_quarter", "nobody stands",
                MOST_ROWS, _check_header)  # fmt: skip
