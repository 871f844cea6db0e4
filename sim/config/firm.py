"""A firm's departments, calendar and pay plan, as every rival has them, and people's own rules."""

from dataclasses import dataclass

from sim.config.cadence import Cadence
from sim.config.marketing import Alignment, Marketing
from sim.config.parameter import Part, parameter, part
from sim.config.plan import Incentive
from sim.config.sales import Sales, Timing
from sim.config.working_days import YEAR


@dataclass(frozen=True)
class Policies(Part):
    """People's own decision makers, as ``module:Class``; empty means the built-in rule."""

    marketer: str = parameter("", "class that decides what a marketer publishes today")
    rep: str = parameter("", "class that decides how a rep splits the day")


@dataclass(frozen=True)
class Rivals(Part):
    """The other firms: as many as said, alike, run by the same machinery."""

    count: int = parameter(2, "rival firms", "firms", 0, 7)
    matched: float = parameter(
        0.0, "part of the focal firm's price cut that they match", "share", 0, 1,
        "Steenkamp, Nijs, Hanssens & Dekimpe 2005: mostly they do not",
    )  # fmt: skip
    matched_after_days: int = parameter(5, "days after which they do", "days", 1, YEAR)
    sales: Sales = part(Sales, "their reps")
    timing: Timing = part(Timing, "what those can do about a deal's day")
    marketing: Marketing = part(Marketing, "their marketers")
    alignment: Alignment = part(Alignment, "how they work together")
    cadence: Cadence = part(Cadence, "their calendar")
    incentive: Incentive = part(Incentive, "their pay plan")
