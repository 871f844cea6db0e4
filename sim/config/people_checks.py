"""Checks on the people of a team: the first thing that does not fit, and whose it is."""

from collections import Counter
from collections.abc import Iterator, Sequence

from sim.config.parameter import ConfigError
from sim.config.people import CLOSER, MANAGER, PROSPECTOR, Person, in_seats
from sim.config.plan import Incentive
from sim.config.sales import Sales

LONGEST_NAME = 60
# What only somebody in a seat has.
_OF_A_SEAT = ("start", "leave_from", "leave_to", "skill", "attainment", "territory", "quota")
# Shares that people have rounded still make a whole.
_ROUNDED = 0.005

# Whose it is, by place, and what of theirs cannot be.
Fault = tuple[int, str]


def check_people(where: str, sales: Sales, plan: Incentive) -> None:
    """Refuse the first thing that does not fit in a team that is given person by person."""
    if not sales.people:
        return
    for place, what in faults(sales.people, sales, plan):
        raise ConfigError(f"{where}.people[{place}].{what}")
    for name, count in counts_of(sales.people).items():
        said = getattr(sales, name)
        if said and said != count:
            raise ConfigError(
                f"{where}.{name}={said} and {where}.people with {count}: leave {name} out, or agree"
            )


def counts_of(people: Sequence[Person]) -> dict[str, int]:
    """Numbers of reps and of prospectors among them, by the names of the parameters."""
    seats = in_seats(people)
    return {"reps": len(seats), "prospectors": sum(one.role == PROSPECTOR for one in seats)}


def faults(people: Sequence[Person], sales: Sales, plan: Incentive) -> Iterator[Fault]:
    """Everything in a team that does not fit: names, who reports to whom, terms, territories."""
    for place, one in enumerate(people):
        for what in (*_of_names(one), *_of_a_manager(one), *_of_leave(one), *_of_terms(one, plan)):
            yield place, what
    yield from _twice(people)
    yield from _of_reporting(people)
    if not any(one.role == CLOSER for one in people):
        yield len(people) - 1, f"role={people[-1].role}, and nobody else is {CLOSER}: one closes"
    yield from _of_territories(people, sales)


def _of_names(one: Person) -> Iterator[str]:
    for column in ("name", "manager", "team"):
        text = getattr(one, column)
        if len(text) > LONGEST_NAME:
            yield f"{column}={text[:LONGEST_NAME]!r}… is longer than {LONGEST_NAME} characters"
        elif not text.isprintable() or "${" in text or text == "???":
            yield f"{column}={text!r} is no name: printed characters, without ${{ and not ???"
    if one.manager and one.manager == one.name:
        yield f"manager={one.manager!r} is the person's own name: somebody else's, or none"


def _of_a_manager(one: Person) -> Iterator[str]:
    if one.role != MANAGER:
        return
    if not one.name:
        yield "name='' of a manager: the name that stands under manager in other rows"
    for column in _OF_A_SEAT:
        value = getattr(one, column)
        if value is not None:
            yield f"{column}={value:g} of a manager: who manages has no seat, leave it empty"


def _of_leave(one: Person) -> Iterator[str]:
    first, last = one.leave_from, one.leave_to
    if first is not None and last is not None:
        if last < first:
            yield (f"leave_to={last} after leave_from={first} leaves no working day: "
                   "first and last day of leave")  # fmt: skip
        if one.start is not None and first < one.start:
            yield f"leave_from={first} is before start={one.start}: on the first day, or later"
    elif first is not None:
        yield f"leave_from={first} without leave_to: first and last day of leave"
    elif last is not None:
        yield f"leave_to={last} without leave_from: first and last day of leave"


def _of_terms(one: Person, plan: Incentive) -> Iterator[str]:
    if one.role == MANAGER and one.ote is not None and one.base is None:
        yield f"ote={one.ote:.12g} of a manager without base: both, or base alone"
    if one.skill is not None and one.attainment is not None:
        yield f"attainment={one.attainment:g} beside skill={one.skill:g}: one of them"
    if one.territory is not None and one.role == PROSPECTOR:
        yield f"territory={one.territory:g} of a prospector: only closers have territories"
    base = plan.salary if one.base is None and one.sells else one.base or 0.0
    if one.ote is not None and one.ote < base:
        whose = "the plan's salary" if one.base is None else "base"
        yield f"ote={one.ote:.12g} is below {whose}={base:.12g}: it is base and variable pay"


def _twice(people: Sequence[Person]) -> Iterator[Fault]:
    times = Counter(one.name for one in people if one.name)
    seen: set[str] = set()
    for place, one in enumerate(people):
        if one.name in seen and times[one.name] > 1:
            yield place, f"name={one.name!r} stands there twice: a name each"
        seen.add(one.name)


def _of_reporting(people: Sequence[Person]) -> Iterator[Fault]:
    role = {one.name: one.role for one in people if one.name}
    above = {one.name: one.manager for one in people if one.role == MANAGER}
    led = {one.manager for one in people}
    for place, one in enumerate(people):
        if role.get(one.manager, MANAGER) != MANAGER:
            what = f"is a {role[one.manager]}: role=manager, or no row"
            yield place, f"manager={one.manager!r} {what}"
        if one.role == MANAGER and one.name not in led:
            yield place, f"name={one.name!r} manages nobody: it stands under no other's manager"
        chain = [one.name]
        while one.role == MANAGER and chain[-1] in above:
            chain.append(above[chain[-1]])
            if chain[-1] in chain[:-1] and chain[-1]:
                what = f"reports to {one.name!r} in the end: no circle"
                yield place, f"manager={one.manager!r} {what}"
                break


def _of_territories(people: Sequence[Person], sales: Sales) -> Iterator[Fault]:
    closers = [place for place, one in enumerate(people) if one.role == CLOSER]
    pinned = [place for place in closers if people[place].territory is not None]
    if not pinned:
        return
    last, total = pinned[-1], sum(people[place].territory or 0.0 for place in pinned)
    said = f"territory={people[last].territory:g}"
    if sales.territory_sd:
        yield last, f"{said} with sales.territory_sd={sales.territory_sd:g}: shares, or a spread"
    if len(pinned) == len(closers) and abs(total - 1.0) > _ROUNDED:
        yield last, f"{said} makes {total:.6g} of all territories: they must sum to 1"
    if len(pinned) < len(closers) and total >= 1.0:
        left = len(closers) - len(pinned)
        yield last, f"{said} makes {total:.6g}: below 1, as {left} without a share have the rest"
