"""The register of content kinds: each with its parameters, and what marketers do with it.

A new kind is a class here and a line in :class:`Content`; calendars need its items a publishing day
(``sim/config/cadence.py``), and ``python docs/parameters.py --write`` documents it. Whatever else
goes by kind is derived from here.
"""

from dataclasses import dataclass, fields
from typing import Any, ClassVar

from sim.config.channels import CHANNELS
from sim.config.parameter import FITTED, Part, other_default, parameter, part
from sim.config.working_days import QUARTER

_BRIEF = "activation 1-2 weeks"
_ACTIVATION = "Binet & Field 2013: activation does not last; value assumed"


@dataclass(frozen=True)
class Kind(Part):
    """One kind of content: whom it reaches, what it tells, how long it lives, what it costs."""

    on_calendars: ClassVar[bool] = True  # else it is made while a release is prepared
    on_topics: ClassVar[bool] = False  # whether marketers who choose topics give it one
    advertising: ClassVar[bool] = False  # whether it is paid for to be seen at once

    reach: float = parameter(
        0.10, "exposures of a searching customer at one item a week", "1/day", 0, 5
    )
    dormant_share: float = parameter(
        0.08, "part of that reach for customers without a need", "share", 0, 1
    )
    precision: float = parameter(
        0.1, "precision of one exposure about the firm's fit", "1/utility²", 0, 20
    )
    clarity: float = parameter(0.0, "precision it adds about the own problem", "1/utility²", 0, 20)
    lasting: float = parameter(
        1.0, "how far its exposures feed slow memory, of market.buyer.slow_share", "share", 0, 1,
        "Binet & Field 2013: a brand lasts, activation does not; value assumed",
    )  # fmt: skip
    half_life_days: float = parameter(
        217, "half-life of an item's reach", "days", 0.5, 2600, f"evergreen 9-12 months, {_BRIEF}"
    )
    lead_chance: float = parameter(
        0.05, "chance that an exposure makes a lead", "probability", 0, 1
    )
    dormant_lead_chance: float = parameter(
        0.05, "the same for customers without a need", "probability", 0, 1
    )
    hours: float = parameter(6.0, "marketer's hours to make one item", "hours", 0, 400)
    cost: float = parameter(
        2400.0, "money to make and place one item", "money", 0, 1e6,
        "assumption: so that marketing is a third of what a new contract costs",
    )  # fmt: skip
    channel: str = parameter("direct", "where its leads come from", choices=CHANNELS)


@dataclass(frozen=True)
class Education(Kind):
    """Problem-defining content: evergreen, teaches the problem, says little of the firm."""

    on_topics: ClassVar[bool] = True
    precision: float = other_default(Kind, "precision", 0.03)
    clarity: float = other_default(Kind, "clarity", 0.6)
    channel: str = other_default(Kind, "channel", "organic_search")


@dataclass(frozen=True)
class Product(Kind):
    """Product pages and releases: evergreen, tell those who search how well the firm fits."""

    on_topics: ClassVar[bool] = True
    reach: float = other_default(Kind, "reach", 0.12)
    precision: float = other_default(Kind, "precision", 0.9573, FITTED)


@dataclass(frozen=True)
class News(Kind):
    """News: reaches everyone, soon forgotten."""

    advertising: ClassVar[bool] = True
    reach: float = other_default(Kind, "reach", 0.08)
    dormant_share: float = other_default(Kind, "dormant_share", 1.0)
    precision: float = other_default(Kind, "precision", 0.5297, FITTED)
    lasting: float = other_default(Kind, "lasting", 0.0, _ACTIVATION)
    half_life_days: float = other_default(Kind, "half_life_days", 7.5, _BRIEF)
    dormant_lead_chance: float = other_default(Kind, "dormant_lead_chance", 0.02)
    hours: float = other_default(Kind, "hours", 3.0)
    cost: float = other_default(Kind, "cost", 1200.0)
    channel: str = other_default(Kind, "channel", "social")


@dataclass(frozen=True)
class Promotion(News):
    """Paid promotion: reaches everyone, soon forgotten, costs money."""

    reach: float = other_default(Kind, "reach", 0.03)
    precision: float = other_default(Kind, "precision", 1.301, FITTED)
    cost: float = other_default(Kind, "cost", 8000.0)
    channel: str = other_default(Kind, "channel", "paid_search")


@dataclass(frozen=True)
class Buzz(Kind):
    """Talk before a release: reaches everyone, tells little, is remembered for long."""

    on_calendars: ClassVar[bool] = False
    reach: float = other_default(Kind, "reach", 0.08)
    dormant_share: float = other_default(Kind, "dormant_share", 1.0)
    precision: float = other_default(Kind, "precision", 0.03)
    half_life_days: float = other_default(
        Kind, "half_life_days", QUARTER, "buzz persists: Kim & Hanssens 2017; value assumed"
    )
    lead_chance: float = other_default(Kind, "lead_chance", 0.02)
    dormant_lead_chance: float = other_default(Kind, "dormant_lead_chance", 0.0)
    cost: float = other_default(Kind, "cost", 0.0)
    channel: str = other_default(Kind, "channel", "social")


@dataclass(frozen=True)
class Launch(Kind):
    """The day of a release: all that was prepared comes out, and tells how well it fits."""

    on_calendars: ClassVar[bool] = False
    reach: float = other_default(Kind, "reach", 0.12)
    dormant_share: float = other_default(Kind, "dormant_share", 1.0)
    precision: float = other_default(Kind, "precision", 0.9573)
    lasting: float = other_default(Kind, "lasting", 0.0, _ACTIVATION)
    half_life_days: float = other_default(Kind, "half_life_days", 7.5, _BRIEF)
    dormant_lead_chance: float = other_default(Kind, "dormant_lead_chance", 0.02)
    hours: float = parameter(
        0.0, "marketer's hours to make one item: a launch takes those of its preparation",
        "hours", 0, 0,
    )  # fmt: skip


@dataclass(frozen=True)
class Content(Part):
    """The kinds of content, and the leads that come from no need at all."""

    education: Kind = part(Education, "problem-defining education")
    product: Kind = part(Product, "product pages and releases")
    news: Kind = part(News, "news")
    promotion: Kind = part(Promotion, "paid promotion")
    buzz: Kind = part(Buzz, "talk before a release")
    launch: Kind = part(Launch, "a release, prepared")
    stray_leads: float = parameter(
        1.69, "leads without any need, as a part of dormant leads", "share", 0, 20, source=FITTED
    )
    topic_gain: float = parameter(
        2.0, "times what an item on a topic tells whom it concerns; others are told so much less "
        "that the mean over all stays", "×", 1, 2,
    )  # fmt: skip
    wear_out: float = parameter(
        0.0, "log fall of a kind's reach with each of its items; 0: content does not wear out",
        "1/item", 0, 5, "Naik, Mantrala & Sawyer 1998; .02 to .3 assumed where it is on",
    )  # fmt: skip
    restoration: float = parameter(
        0.08, "rate at which what wore out is restored in weeks without an item of the kind",
        "1/week", 0, 5, "form: Naik, Mantrala & Sawyer 1998; value assumed",
    )  # fmt: skip


_KIND: dict[str, Any] = {
    entry.name: entry.default_factory for entry in fields(Content) if entry.type is Kind
}
# Names in the order of records: what calendars publish, then what comes of preparing a release.
KINDS = tuple(name for name, kind in _KIND.items() if kind.on_calendars)
ALL_KINDS = (*KINDS, *(name for name in _KIND if name not in KINDS))
ON_TOPICS = tuple(name for name in KINDS if _KIND[name].on_topics)
ADVERTISING = tuple(name for name in KINDS if _KIND[name].advertising)
