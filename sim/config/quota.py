"""Quotas: what is asked of reps, fixed or by their results."""

from collections.abc import Sequence
from dataclasses import dataclass

from sim.config.parameter import FITTED, Part, parameter, written
from sim.config.plan_words.words import PER

_LEONE = "Leone, Misra & Zimmerman 2004: up more than down"


@dataclass(frozen=True)
class Quota(Part):
    """Rules for quotas: the running mean of what the firm's reps sold, made easier or harder."""

    initial: float = parameter(
        105_000.0,
        "new business asked of a rep at first; first quotas are tightness times that",
        "money/quarter",
        1,
        1e9,
        "so that 10 % of it is a variable part of two fifths of pay",
    )
    tightness: float = parameter(
        0.9513, "quota over the running mean of credit a rep", "ratio", 0.05, 20, source=FITTED
    )
    attain: float = parameter(
        0.0, "part of reps to reach it, instead of tightness; 0: by tightness", "share", 0, 0.99
    )
    ratchet: float = parameter(0.3, "weight of the last period in that running mean", "share", 0, 1)
    skill_weight: float = parameter(0.6, "how much of a rep's skill the quota sees", "share", 0, 1)
    territory_weight: float = parameter(
        0.0, "how much of the size of a rep's territory the quota sees", "share", 0, 1
    )
    relief: float = parameter(
        0.0, "part of the days on leave that lowers what is asked, and paid, as if a rep had not "
        "been there", "share", 0, 1,
    )  # fmt: skip
    over_assignment: float = parameter(
        0.0, "by how much the reps' quotas sum to more than the number that their manager carries",
        "share", 0, 1, "off; 0 to .5 between reps and the firm's number (tigereye.com 2024)",
    )  # fmt: skip
    ratchet_up: float = parameter(
        0.0, "part of own results above quota that raises own later quotas", "share", 0, 1, _LEONE
    )
    ratchet_down: float = parameter(
        0.0, "part of own results below quota that lowers own later quotas", "share", 0, 1, _LEONE
    )
    ramp: Sequence[float] = parameter(
        [], "part of the quota asked of a new rep in each month since joining (20 days), of what "
        "the rep does alone; afterwards all of it. 0 asks for nothing, and a curve over attainment "
        "pays for none", "share", 0, 1,
    )  # fmt: skip
    per: str = written("what the plan is reckoned over", "word", choices=PER)
    amount: str = written("fixed quota of every rep, for that long", "money", "money")
