"""People of a sales team, one by one: who they are, what they can do, and the terms they have.

A seat's territory and quota stay when its person leaves; skill, base and on-target earnings do not:
whoever comes next is drawn as all are, and has the pay plan's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sim.config.parameter import Part, parameter
from sim.config.working_days import QUARTER

CLOSER, PROSPECTOR, MANAGER = "closer", "prospector", "manager"
ROLES = (CLOSER, PROSPECTOR, MANAGER)
LONGEST = 26_000


@dataclass(frozen=True)
class Person(Part):
    """One rep or manager; what is left out is drawn, or is the plan's, as for everybody."""

    name: str = parameter("", "what the person is called in tables")
    role: str = parameter(CLOSER, "what the person does", choices=ROLES)
    manager: str = parameter("", "name of whom the person reports to; empty: nobody")
    team: str = parameter("", "team; a word of the firm's own")
    start: int | None = parameter(
        None, "first day in the job, from the first day that counts; below 0: there already",
        "days", -LONGEST, LONGEST,
    )  # fmt: skip
    leave_from: int | None = parameter(
        None, "first day of leave known beforehand, from the first day that counts",
        "days", -LONGEST, LONGEST,
    )  # fmt: skip
    leave_to: int | None = parameter(
        None, "last day of that leave, from the first day that counts", "days", -LONGEST, LONGEST
    )
    skill: float | None = parameter(
        None, "what the person sells by, over what an average rep does", "ratio", 0.05, 20
    )
    attainment: float | None = parameter(
        None, "past attainment of quota, from which skill is estimated", "ratio", 0.01, 10
    )
    territory: float | None = parameter(
        None, "part of the firm's customers in the person's territory", "share", 1e-6, 1
    )
    base: float | None = parameter(None, "own salary, not the plan's", "money/year", 0, 1e7)
    ote: float | None = parameter(None, "own on-target earnings", "money/year", 0, 1e8)
    quota: float | None = parameter(
        None, "own quota of new business, however long periods are", "money/quarter", 0.01, 1e9
    )

    @property
    def sells(self) -> bool:
        """Whether the person sits in a seat; managers do not."""
        return self.role != MANAGER


def in_seats(people: Sequence[Person]) -> list[Person]:
    """The person in each seat of a firm: prospectors first, as their seats are."""
    return [one for role in (PROSPECTOR, CLOSER) for one in people if one.role == role]


def skills_from_results(people: Sequence[Person], reliability: float) -> list[float | None]:
    """Skill of each person as far as it is known: given, or estimated from past attainment.

    Attainment is shrunk in logs towards the mean of those who have one (Kelley 1947, *Fundamentals
    of Statistics*, 409), by its ``reliability``, and the estimates have mean 1: how hard the old
    quotas were says nothing about the people.
    """
    shrunk = [_shrunk(one, reliability) for one in people]
    estimated = [value for value in shrunk if value is not None]
    mean = sum(estimated) / len(estimated) if estimated else 1.0
    return [
        one.skill if value is None else value / mean
        for one, value in zip(people, shrunk, strict=True)
    ]


def _shrunk(one: Person, reliability: float) -> float | None:
    """Attainment to the power of its reliability: the same as shrinking its logarithm."""
    if one.skill is not None or one.attainment is None:
        return None
    return float(one.attainment**reliability)


def quota_over(one: Person, days: float) -> float:
    """A person's own quota for a period of so many working days (money); 0 for none."""
    return (one.quota or 0.0) * days / QUARTER
