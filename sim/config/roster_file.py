"""A sales team from a CSV file: a row a person, as the config holds them.

Columns, all of them optional: ``name``, ``manager`` (a name; with a row of its own, or without),
``role`` (closer, prospector or manager), ``team``, ``start`` (year-month-day) or ``tenure_days``
(working days in the job by the first that counts), ``skill`` or ``attainment``, ``territory``,
``base``, ``ote``, and a quota as ``quota_month``, ``quota_quarter``, ``quota_half`` or
``quota_year``. Names become numbers in the file's order unless they are asked for.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sim.config import Config, ConfigError
from sim.config.csv_file import FileKind, Line, Read, content_of, lines_of
from sim.config.dates import after_weekend, days_between, iso
from sim.config.people import LONGEST, MANAGER, ROLES, Person
from sim.config.people_checks import counts_of, faults
from sim.config.plan import PERIODS
from sim.config.working_days import QUARTER

MOST_ROWS = 2_000
QUOTAS = {f"quota_{name}": name for name in PERIODS}
COLUMNS = ("name", "manager", "role", "team", "start", "tenure_days", "skill", "attainment",
           "territory", "base", "ote", *QUOTAS)  # fmt: skip


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
        lines[place].refuse(what)
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
    if not line.cells.get("start"):
        return None
    then, text = after_weekend(line.date("start")), config.cadence.first_date
    begin = iso(text)
    if begin is None or after_weekend(begin) != begin:
        said = f"cadence.first_date={text} is no working day" if text else "no date is known"
        line.refuse(
            f"start={line.cells['start']} and {said} for the first day that counts: say "
            "cadence.first_date=2026-01-05, or write tenure_days"
        )
    day = days_between(begin, then)
    if abs(day) > LONGEST:
        line.refuse(f"start={line.cells['start']} is more than {LONGEST:,} days from {begin}")
    return day


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
