"""Parameters of the channels on which content is placed."""

from dataclasses import dataclass

from sim.config.parameter import Part, other_default, parameter, part

CHANNELS = (
    "organic_search", "paid_search", "social", "email", "display",
    "direct", "referral", "other", "unknown", "outbound", "events",
)  # fmt: skip


@dataclass(frozen=True)
class Channel(Part):
    """One channel: whom it reaches, at what cost, how well it can be aimed, whom it tires."""

    reach: float = parameter(1.0, "times a kind's reach when it is placed here", "×", 0, 100)
    dormant_share: float = parameter(
        1.0, "times a kind's part of that reach for customers without a need", "×", 0, 1
    )
    cost: float = parameter(0.0, "money to place one item, beside the kind's", "money", 0, 1e6)
    accuracy: float = parameter(
        0.0, "part of a topical item's reach that goes to those whose strongest pain it is about",
        "share", 0, 1,
    )  # fmt: skip
    unsubscribe: float = parameter(
        0.0, "chance that noticing an item makes a customer shut the firm out of it", "probability",
        0, 1,
    )  # fmt: skip
    fatigue: float = parameter(
        0.0, "log fall of attention to a firm's items here with each that came out in the last 20 "
        "days; 0: nobody tires", "1/item", 0, 5,
        "Zhang, Kumar & Cosguner 2017; Naik, Mantrala & Sawyer 1998; .05 to .2 assumed where on",
    )  # fmt: skip


@dataclass(frozen=True)
class Search(Channel):
    """Found by who searches for the problem."""

    accuracy: float = other_default(Channel, "accuracy", 0.5)


@dataclass(frozen=True)
class Aimed(Channel):
    """Bought or posted by interest."""

    accuracy: float = other_default(Channel, "accuracy", 0.3)


@dataclass(frozen=True)
class Mail(Channel):
    """Sent to a list, by what is known of each address; who is tired of it unsubscribes."""

    accuracy: float = other_default(Channel, "accuracy", 0.5)
    fatigue: float = other_default(
        Channel, "fatigue", 0.1, "form: Zhang, Kumar & Cosguner 2017; .05 to .2 assumed"
    )
    unsubscribe: float = other_default(
        Channel, "unsubscribe", 0.002, "vendor figures of .0005 to .01 an e-mail; value assumed"
    )


@dataclass(frozen=True)
class Events(Channel):
    """Fairs and webinars: few come, at a price, for the topic."""

    reach: float = other_default(Channel, "reach", 0.5)
    cost: float = other_default(Channel, "cost", 16_000.0)
    accuracy: float = other_default(Channel, "accuracy", 0.8)


@dataclass(frozen=True)
class Channels(Part):
    """The channels that can be told apart; on all others content is placed as on a plain one."""

    organic_search: Channel = part(Search, "search")
    paid_search: Channel = part(Aimed, "paid search and advertisements")
    social: Channel = part(Aimed, "social media")
    email: Channel = part(Mail, "e-mail")
    referral: Channel = part(Channel, "partners and customers who refer")
    events: Channel = part(Events, "events")
