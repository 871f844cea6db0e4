"""Parameters of the market: catalogue, service, arrivals, the start, the network."""

from collections.abc import Sequence
from dataclasses import dataclass

from sim.config.buyer import Buyer
from sim.config.channels import CHANNELS, Channels
from sim.config.content_kinds import Content
from sim.config.parameter import Part, parameter, part
from sim.config.working_days import YEAR


@dataclass(frozen=True)
class Catalogue(Part):
    """A firm's offerings and their prices."""

    offerings: int = parameter(3, "offerings of a firm", "offerings", 1, 16)
    price: float = parameter(24_000.0, "mean price of a first year", "money/year", 1, 1e7)
    price_sd: float = parameter(0.15, "log-SD of price over offerings", "log", 0, 2)
    deal_size_sd: float = parameter(0.6, "log-SD of deal size over customers", "log", 0, 3)
    margin: float = parameter(0.7, "gross margin", "share", 0, 1)


@dataclass(frozen=True)
class Service(Part):
    """Accounts: contract terms, churn, and the part that service and fit play in it."""

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
    expansion: float = parameter(
        0.14, "mean growth of an account's yearly value at a renewal; 0: none", "share", 0, 2,
        "Benchmarkit 2025: 101 % of revenue kept net, 88 to 90 % gross: about .14",
    )  # fmt: skip
    expansion_sd: float = parameter(
        0.2, "log-SD of that growth over accounts and renewals", "log", 0, 2
    )
    experience_precision: float = parameter(
        0.25, "precision of a year's own experience with a firm", "1/utility²", 0, 20
    )

    @property
    def years(self) -> float:
        """A term in years: as many times a contract's yearly value are booked for it."""
        return self.term_days / YEAR


@dataclass(frozen=True)
class Arrivals(Part):
    """Leads that come from outside the model, for driving one firm with a real funnel's demand."""

    per_weekday: float = parameter(
        0.0, "leads a working day; 0 leaves demand to the model", "leads/day", 0, 1e6
    )
    dispersion: float = parameter(1.0, "variance over mean of the daily count", "ratio", 1, 100)
    until_day: int = parameter(
        100000, "last day with arrivals, counted after the warm-up", "days", 0, 10**6
    )
    intent: float = parameter(0.5, "part of them with a need", "probability", 0, 1)
    channels: Sequence[str] = parameter([], "their channels", choices=CHANNELS)
    shares: Sequence[float] = parameter([], "share of each channel", "share", 0, 1)
    intents: Sequence[float] = parameter(
        [], "part with a need, channel by channel, in place of intent", "probability", 0, 1
    )


@dataclass(frozen=True)
class Start(Part):
    """The start of a run: near the state in which it would settle, or with an empty market."""

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
class Market(Part):
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
class Network(Part):
    """Word of mouth: the ties along which customers hear each other."""

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
