"""Parameters of the market's technology: content, catalogue, service, arrivals, network."""

from dataclasses import dataclass

from sim.config.buyer import Buyer
from sim.config.channels import CHANNELS, Channels
from sim.config.parameter import FITTED, parameter, part
from sim.config.working_days import QUARTER, YEAR

# What marketers publish, and what comes of preparing a release.
KINDS = ("education", "product", "news", "promotion")
ALL_KINDS = (*KINDS, "buzz", "launch")


@dataclass(frozen=True)
class Kind:
    """One kind of content: whom it reaches, what it tells, how long it lives, what it costs."""

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
    half_life_days: float = parameter(
        217, "half-life of an item's reach", "days", 0.5, 2600,
        "evergreen 9-12 months, activation 1-2 weeks",
    )  # fmt: skip
    lead_chance: float = parameter(
        0.05, "chance that an exposure makes a lead", "probability", 0, 1
    )
    dormant_lead_chance: float = parameter(
        0.05, "the same for customers without a need", "probability", 0, 1
    )
    hours: float = parameter(6.0, "marketer's hours to make one item", "hours", 0, 400)
    cost: float = parameter(300.0, "money to make and place one item", "money", 0, 1e6)
    channel: str = parameter("direct", "where its leads come from", choices=CHANNELS)


@dataclass(frozen=True)
class Education(Kind):
    """Problem-defining content: evergreen, teaches the problem, says little of the firm."""

    precision: float = parameter(
        0.03, "precision of one exposure about the firm's fit", "1/utility²", 0, 20
    )
    clarity: float = parameter(0.6, "precision it adds about the own problem", "1/utility²", 0, 20)
    channel: str = parameter("organic_search", "where its leads come from", choices=CHANNELS)


@dataclass(frozen=True)
class Product(Kind):
    """Product pages and releases: evergreen, tell those who search how well the firm fits."""

    reach: float = parameter(
        0.12, "exposures of a searching customer at one item a week", "1/day", 0, 5
    )
    precision: float = parameter(
        1.287, "precision of one exposure about the firm's fit", "1/utility²", 0, 20, source=FITTED
    )


@dataclass(frozen=True)
class News(Kind):
    """News: reaches everyone, soon forgotten."""

    reach: float = parameter(
        0.08, "exposures of a searching customer at one item a week", "1/day", 0, 5
    )
    dormant_share: float = parameter(
        1.0, "part of that reach for customers without a need", "share", 0, 1
    )
    precision: float = parameter(
        0.5769, "precision of one exposure about the firm's fit", "1/utility²", 0, 20, source=FITTED
    )
    half_life_days: float = parameter(
        7.5, "half-life of an item's reach", "days", 0.5, 2600, "activation 1-2 weeks"
    )
    dormant_lead_chance: float = parameter(
        0.02, "the same for customers without a need", "probability", 0, 1
    )
    hours: float = parameter(3.0, "marketer's hours to make one item", "hours", 0, 400)
    cost: float = parameter(150.0, "money to make and place one item", "money", 0, 1e6)
    channel: str = parameter("social", "where its leads come from", choices=CHANNELS)


@dataclass(frozen=True)
class Promotion(News):
    """Paid promotion: reaches everyone, soon forgotten, costs money."""

    reach: float = parameter(
        0.03, "exposures of a searching customer at one item a week", "1/day", 0, 5
    )
    precision: float = parameter(
        1.102, "precision of one exposure about the firm's fit", "1/utility²", 0, 20, source=FITTED
    )
    cost: float = parameter(1000.0, "money to make and place one item", "money", 0, 1e6)
    channel: str = parameter("paid_search", "where its leads come from", choices=CHANNELS)


@dataclass(frozen=True)
class Buzz(Kind):
    """Talk before a release: reaches everyone, tells little, is remembered for long."""

    reach: float = parameter(
        0.08, "exposures of a searching customer at one item a week", "1/day", 0, 5
    )
    dormant_share: float = parameter(
        1.0, "part of that reach for customers without a need", "share", 0, 1
    )
    precision: float = parameter(
        0.03, "precision of one exposure about the firm's fit", "1/utility²", 0, 20
    )
    half_life_days: float = parameter(
        QUARTER, "half-life of an item's reach", "days", 0.5, 2600,
        "buzz persists: Kim & Hanssens 2017; value assumed",
    )  # fmt: skip
    lead_chance: float = parameter(
        0.02, "chance that an exposure makes a lead", "probability", 0, 1
    )
    dormant_lead_chance: float = parameter(
        0.0, "the same for customers without a need", "probability", 0, 1
    )
    cost: float = parameter(0.0, "money to make and place one item", "money", 0, 1e6)
    channel: str = parameter("social", "where its leads come from", choices=CHANNELS)


@dataclass(frozen=True)
class Launch(Kind):
    """The day of a release: all that was prepared comes out, and tells how well it fits."""

    reach: float = parameter(
        0.12, "exposures of a searching customer at one item a week", "1/day", 0, 5
    )
    dormant_share: float = parameter(
        1.0, "part of that reach for customers without a need", "share", 0, 1
    )
    precision: float = parameter(
        1.287, "precision of one exposure about the firm's fit", "1/utility²", 0, 20
    )
    half_life_days: float = parameter(
        7.5, "half-life of an item's reach", "days", 0.5, 2600, "activation 1-2 weeks"
    )
    dormant_lead_chance: float = parameter(
        0.02, "the same for customers without a need", "probability", 0, 1
    )
    hours: float = parameter(
        0.0, "marketer's hours to make one item: a launch takes those of its preparation",
        "hours", 0, 0,
    )  # fmt: skip


@dataclass(frozen=True)
class Content:
    """The kinds of content, and the leads that come from no need at all."""

    education: Kind = part(Education, "problem-defining education")
    product: Kind = part(Product, "product pages and releases")
    news: Kind = part(News, "news")
    promotion: Kind = part(Promotion, "paid promotion")
    buzz: Kind = part(Buzz, "talk before a release")
    launch: Kind = part(Launch, "a release, prepared")
    stray_leads: float = parameter(
        1.404, "leads without any need, as a part of dormant leads", "share", 0, 20, source=FITTED
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


@dataclass(frozen=True)
class Catalogue:
    """What a firm can offer and at which price."""

    offerings: int = parameter(3, "offerings of a firm", "offerings", 1, 16)
    price: float = parameter(8000.0, "mean price of a first year", "money/year", 1, 1e7)
    price_sd: float = parameter(0.15, "log-SD of price over offerings", "log", 0, 2)
    deal_size_sd: float = parameter(0.6, "log-SD of deal size over customers", "log", 0, 3)
    margin: float = parameter(0.7, "gross margin", "share", 0, 1)


@dataclass(frozen=True)
class Service:
    """What keeps an account: contract terms, churn, what service and fit do to it."""

    term_days: int = parameter(YEAR, "days between renewals", "days", 5, 2600)
    churn: float = parameter(
        0.15, "chance to leave at a renewal at mean fit, no service", "probability", 0, 1,
        "above the .131 that leave in the first year (Fader & Hardie 2007); value assumed",
    )  # fmt: skip
    churn_shape: float = parameter(
        0.0, "α of a Beta spread of that chance over accounts; 0: all alike", "", 0, 100,
        "Fader & Hardie 2007: shifted Beta-geometric, .668",
    )  # fmt: skip
    service_effect: float = parameter(0.5, "log fall of churn per unit of service", "log", 0, 10)
    fit_effect: float = parameter(
        0.5, "log fall of churn per unit of utility", "log/utility", 0, 10
    )
    hours_per_account: float = parameter(
        2.0, "rep's hours a year that count as one unit of service", "hours/year", 0.01, 1000
    )
    experience_precision: float = parameter(
        0.25, "precision of a year's own experience with a firm", "1/utility²", 0, 20
    )


@dataclass(frozen=True)
class Arrivals:
    """Leads that come from outside the model, for driving one firm with a real funnel's demand."""

    per_weekday: float = parameter(
        0.0, "leads a working day; 0 leaves demand to the model", "leads/day", 0, 1e6
    )
    dispersion: float = parameter(1.0, "variance over mean of the daily count", "ratio", 1, 100)
    until_day: int = parameter(
        100000, "last day with arrivals, counted after the warm-up", "days", 0, 10**6
    )
    intent: float = parameter(0.5, "part of them with a need", "probability", 0, 1)
    channels: list[str] = parameter([], "their channels", choices=CHANNELS)
    shares: list[float] = parameter([], "share of each channel", "share", 0, 1)
    intents: list[float] = parameter(
        [], "part with a need, channel by channel, in place of intent", "probability", 0, 1
    )


@dataclass(frozen=True)
class Start:
    """How a run begins: near the state in which it would settle, or with an empty market."""

    state: str = parameter(
        "stationary", "content, memory and accounts as after years, or none",
        choices=("stationary", "cold"),
    )  # fmt: skip
    remembered_days: int = parameter(
        YEAR, "days of earlier content that customers have lived through", "days", 1, 2600
    )
    acquired_per_year: float = parameter(
        0.08, "chance a year that somebody without a supplier found one", "1/year", 0, 1,
        "what the settled market shows",
    )  # fmt: skip
    switched_per_year: float = parameter(
        0.03, "chance a year that an account left for a rival's offer", "1/year", 0, 1,
        "what the settled market shows",
    )  # fmt: skip


@dataclass(frozen=True)
class Market:
    """Customers and the technology by which they, marketers and reps reach each other."""

    customers: int = parameter(10_000, "customers", "customers", 1, 50_000_000)
    buyer: Buyer = part(Buyer, "customers")
    content: Content = part(Content, "content")
    channels: Channels = part(Channels, "where content is placed")
    catalogue: Catalogue = part(Catalogue, "offerings")
    service: Service = part(Service, "accounts")
    arrivals: Arrivals = part(Arrivals, "leads from outside")
    start: Start = part(Start, "the first day")


@dataclass(frozen=True)
class Network:
    """Who hears whom."""

    kind: str = parameter(
        "small_world", "how customers are wired",
        choices=("small_world", "scale_free", "fully_mixed", "none"),
    )  # fmt: skip
    strong_ties: int = parameter(
        10, "others of the own circle whom a customer hears", "customers", 0, 200,
        "Goldenberg, Libai & Muller 2001: 5 to 29",
    )  # fmt: skip
    weak_ties: int = parameter(
        10, "others anywhere whom a customer hears", "customers", 0, 200,
        "Goldenberg, Libai & Muller 2001: 5 to 29",
    )  # fmt: skip
    strong_weight: float = parameter(
        4.0, "times as often that a strong tie is heard as a weak one", "×", 0, 100,
        "Goldenberg, Libai & Muller 2001: .04 to .01 a step",
    )  # fmt: skip
    heard_per_day: float = parameter(
        0.03, "chance to hear one of them today, when searching", "1/day", 0, 1
    )
    precision: float = parameter(0.25, "precision of what they tell", "1/utility²", 0, 20)
    referral_chance: float = parameter(
        0.035, "chance that hearing of a firm makes a referral lead", "probability", 0, 1
    )
    stray_referrals: float = parameter(
        0.7, "referrals of people without a need, for each of somebody who searches", "ratio", 0, 20
    )  # fmt: skip
    contagion_per_year: float = parameter(
        0.0, "q: hazard that a need arises when all whom one hears are customers", "1/year", 0, 50,
        "Bass 1969; 0: needs arise by themselves (Dawes 2021)",
    )  # fmt: skip
    opinion_bound: float = parameter(
        0.0, "difference up to which two who search move towards each other; 0: none", "utility",
        0, 10, "Deffuant et al. 2000",
    )  # fmt: skip
    opinion_rate: float = parameter(
        0.5, "part of the difference that each gives up", "share", 0, 0.5, "Deffuant et al. 2000"
    )
