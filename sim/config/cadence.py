"""Parameters of a content calendar: a rhythm, a pulse, or what is published on which day."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sim.config.channels import CHANNELS
from sim.config.content_kinds import ADVERTISING, KINDS
from sim.config.parameter import Part, parameter
from sim.config.working_days import QUARTER

LAST_DAY = 26_000


@dataclass(frozen=True)
class Planned(Part):
    """One row of an editorial calendar: so many items of a kind on a day."""

    day: int = parameter(0, "working day, counted after the warm-up", "days", 0, LAST_DAY)
    kind: str = parameter("news", "kind of content", choices=KINDS)
    items: int = parameter(1, "items", "items", 1, 100)
    topic: int = parameter(-1, "the pain that it is about; -1: none in particular", "pain", -1, 15)
    channel: str = parameter(
        "", "where it is placed; empty: where its kind is", choices=("", *CHANNELS)
    )


@dataclass(frozen=True)
class Release(Part):
    """A product release: its day, what marketers prepare for it, and what it adds to the offer."""

    day: int = parameter(0, "day of the release, counted after the warm-up", "days", 0, LAST_DAY)
    every_days: int = parameter(0, "days to the next one like it; 0: none", "days", 0, LAST_DAY)
    preparation_days: int = parameter(QUARTER, "days before it in which to prepare", "days", 1, 520)
    hours: float = parameter(120.0, "marketers' hours that this takes", "hours", 0, 100_000)
    worth: float = parameter(
        0.0, "utility that it adds to all the firm offers, from its day on", "utility", 0, 5
    )


@dataclass(frozen=True)
class Cadence(Part):
    """A content calendar: on which days how many items of each kind are published."""

    weekdays: Sequence[int] = parameter([1], "publishing days, 0 is Monday", "weekday", 0, 4)
    every_weeks: int = parameter(1, "publish in every n-th week", "weeks", 1, 52)
    on_weeks: int = parameter(1, "weeks on air in a burst cycle", "weeks", 1, 520)
    off_weeks: int = parameter(0, "weeks off air in a burst cycle", "weeks", 0, 520)
    flights: int = parameter(
        1,
        "a kind is on air in one week of so many, drawn by luck of its own, and then with so many "
        "times its items; 1: in every week",
        "weeks", 1, 52,
    )  # fmt: skip
    education: int = parameter(1, "education items a publishing day", "items", 0, 100)
    product: int = parameter(1, "product items a publishing day", "items", 0, 100)
    news: int = parameter(1, "news items a publishing day", "items", 0, 100)
    promotion: int = parameter(1, "promotion items a publishing day", "items", 0, 100)
    pulse_days: int = parameter(
        0, "length of a pulse: days on which more money is behind each item", "days", 0, 26_000
    )
    pulse_from_day: int = parameter(
        0, "first day of the pulse, counted after the warm-up", "days", 0, 26_000
    )
    pulse_factor: float = parameter(2.0, "times the money and the weight of an item", "×", 0, 1000)
    pulse_kinds: Sequence[str] = parameter(
        list(ADVERTISING), "kinds of content in the pulse", choices=KINDS
    )
    price_cut: float = parameter(
        0.0, "part of every price that is off in a price promotion; 0: there is none", "share",
        0, 0.9,
    )  # fmt: skip
    cut_from_day: int = parameter(
        0, "first day of the price promotion, counted after the warm-up", "days", 0, LAST_DAY
    )
    cut_days: int = parameter(10, "days that it lasts", "days", 1, LAST_DAY)
    cut_every_days: int = parameter(
        0, "days after which it comes again; 0: it does not", "days", 0, LAST_DAY
    )
    releases: Sequence[Release] = parameter([], "product releases")
    file: str = parameter(
        "", "an editorial calendar as CSV, read into planned when the scenario is made"
    )
    first_date: str = parameter(
        "", "date of the first day that counts; left out, the week of the file's first date"
    )
    planned: Sequence[Planned] = parameter(
        [], "what is published on which day; from the first day that counts in place of the rhythm"
    )

    @cached_property
    def items_a_day(self) -> dict[str, int]:
        """Items of each kind on a publishing day."""
        return {kind: getattr(self, kind) for kind in KINDS}

    @cached_property
    def rhythm(self) -> tuple[int, int, int, int]:
        """Publishing weekdays as bits, every n-th week, weeks on and off the air."""
        bits = sum(1 << weekday for weekday in self.weekdays)
        return bits, self.every_weeks, self.on_weeks, self.off_weeks
