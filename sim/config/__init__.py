"""The config: typed, frozen, checked once at the edge. Nothing here knows YAML or Hydra."""

from collections.abc import Sequence
from dataclasses import dataclass

from sim.config.cadence import Cadence, Planned, Release
from sim.config.channels import CHANNELS
from sim.config.checks import check
from sim.config.content_kinds import KINDS
from sim.config.figures import ALL, OF_ONE, OF_SEVERAL
from sim.config.firm import Policies, Rivals
from sim.config.fiscal import Fiscal
from sim.config.market import Market, Network
from sim.config.marketing import Alignment, Marketing
from sim.config.measures import MEASURES
from sim.config.parameter import ConfigError, Part, names, parameter, part
from sim.config.people import Person
from sim.config.plan import PERIODS, Change, Component, Draw, Guarantee, Incentive, Salary
from sim.config.plan_words.words import Campaign, Clawback, Extra, Holdback, QuotaWords, Tier
from sim.config.quota import Quota
from sim.config.sales import Sales, Timing
from sim.config.working_days import YEAR

__all__ = [
    "CHANNELS",
    "KINDS",
    "MEASURES",
    "PERIODS",
    "Alignment",
    "Cadence",
    "Campaign",
    "Change",
    "Clawback",
    "Component",
    "Config",
    "ConfigError",
    "Draw",
    "Extra",
    "Fiscal",
    "Guarantee",
    "Holdback",
    "Incentive",
    "Market",
    "Marketing",
    "Network",
    "Person",
    "Planned",
    "Policies",
    "Quota",
    "QuotaWords",
    "Release",
    "Rivals",
    "Salary",
    "Sales",
    "Tier",
    "Timing",
    "Unsaid",
]


# Each replicate draws its world, or all live in the one that has this number.
DRAWN, FIXED = WORLDS = ("drawn", "fixed")
WORLD = 1


class Unsaid(int):
    """A seed that nobody named: what repeats a run takes it as it is, a market draws its own."""


@dataclass(frozen=True)
class Config(Part):
    """One scenario: a market, a focal firm, its rivals, and how often and how long it is run.

    Raises :class:`ConfigError` on the first value that cannot be run, naming it.
    """

    seed: int = parameter(Unsaid(1), "luck: replicate seeds are derived from it", "", 0, 2**31 - 1)
    world: str = parameter(
        DRAWN, "one drawn by each replicate, or one fixed for all", choices=WORLDS
    )
    world_seed: int = parameter(
        WORLD, "which world, where it is fixed: catalogues, network, people", "", 0, 2**31 - 1
    )
    replicates: int = parameter(
        10, "runs of the scenario, each with luck of its own", "runs", 1, 100_000
    )
    days: int = parameter(YEAR, "working days counted: 5 a week, 65 a quarter", "days", 1, 26_000)
    warmup_days: int = parameter(
        YEAR, "working days before them that do not count", "days", 0, 26_000
    )
    threads: int = parameter(
        1, "threads inside one run; results do not depend on it", "threads", 1, 256
    )
    workers: int = parameter(0, "processes for replicates; 0 is one per core", "processes", 0, 256)
    touches: bool = parameter(
        False, "record every signal that reaches a customer on the way to a purchase"
    )
    currency: str = parameter(
        "",
        "sign printed before money on the screen and in figures, such as $; nothing is converted",
    )
    report: str = parameter(
        "short", "what the terminal shows of one scenario: the first screen, or every KPI",
        choices=("short", "full"),
    )  # fmt: skip
    figures: Sequence[str] = names((ALL, *OF_ONE, *OF_SEVERAL), "figures to draw; false draws none")
    fail_fast: bool = parameter(False, "end a sweep at the first run that fails")
    market: Market = part(Market, "customers and technology")
    network: Network = part(Network, "who hears whom")
    sales: Sales = part(Sales, "the focal firm's reps")
    timing: Timing = part(Timing, "what reps can do about the day on which a deal closes")
    marketing: Marketing = part(Marketing, "the focal firm's marketers")
    incentive: Incentive = part(Incentive, "the focal firm's pay plan")
    fiscal: Fiscal = part(Fiscal, "the year by which all firms pay")
    cadence: Cadence = part(Cadence, "the focal firm's content calendar")
    alignment: Alignment = part(Alignment, "what its departments share")
    rivals: Rivals = part(Rivals, "the other firms")
    policies: Policies = part(Policies, "decision makers of your own")

    def __post_init__(self) -> None:
        """Check ranges and what must fit together."""
        super().__post_init__()
        check(self)
        if self.world == DRAWN and self.world_seed != WORLD:
            raise ConfigError(
                f"world_seed={self.world_seed} is the number of a fixed world, and each replicate "
                "draws its own: say world=fixed too"
            )
