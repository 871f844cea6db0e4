"""Reduced markets: everything off but the mechanism that a limit is about."""

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from sim.config import FIXED, Cadence, Config, Marketing, Network, Rivals, Sales, Timing
from sim.config import Market as MarketConfig
from sim.config.buyer import Buyer
from sim.config.market import Service, Start
from sim.model.market import Market
from sim.model.state.world import World

Numbers = np.ndarray[Any, np.dtype[np.float64]]

SILENT = Cadence(education=0, product=0, news=0, promotion=0)
# Whoever asks is put through at once; reps go by line, are reached as likely cold, and know as much
# as they sell; a deal takes no work beside its conversations.
PUT_THROUGH = Sales(forms=0.0, priority="lines", other_work_between=0.0, cold_reach=None)
PUT_THROUGH = replace(
    PUT_THROUGH,
    reach_decay=0.0,
    knowledge=1.0,
    demo_hours=0.0,
    proposal_hours=0.0,
    appointments=False,
)
NO_REPS = replace(PUT_THROUGH, reps=0)
ALONE = Rivals(count=0)
NO_ONE_HEARS = Network(kind="none")
COLD = Start(state="cold")
NEVER = 2600
# Accounts that never end.
FOR_GOOD = Service(term_days=NEVER, churn=0.0)
# A yes is a signature.
AT_ONCE_SIGNED = Timing(paperwork_days=0.0)
# Reps with the time to answer everybody at once, and whom nobody refuses.
AT_ONCE = replace(
    PUT_THROUGH,
    reps=40,
    hours_per_day=16.0,
    selling_share=1.0,
    effort_floor=1.0,
    cold_calls=0,
    tailoring=0.0,
)
AT_ONCE = replace(AT_ONCE, tailoring=0.0)
AT_ONCE = replace(AT_ONCE, talk_hours=0.01, transact_hours=0.01, call_hours=0.01)
AT_ONCE = replace(AT_ONCE, closing_failure=0.0, turnover_per_year=0.0)


def monopoly(market: MarketConfig, **parts: Any) -> Config:
    """One firm, without content, reps, marketers or word of mouth unless said otherwise.

    The market starts empty: nothing was published, nobody is anybody's customer. All of utility can
    be told, nobody reads up, and everybody decides alone.
    """
    plain = replace(market.buyer, private_share=0.0, look_up=1.0, group=1.0, group_growth=0.0)
    off: dict[str, Any] = {"market": replace(market, buyer=plain, start=COLD), "warmup_days": 0}
    off["world"] = FIXED
    off |= {"cadence": SILENT, "sales": NO_REPS, "timing": AT_ONCE_SIGNED, "rivals": ALONE}
    off |= {"network": NO_ONE_HEARS, "marketing": Marketing(marketers=0, routed_at_once=1.0)}
    return Config(**{**off, **parts})


def ready(entry_per_year: float, **own: Any) -> Buyer:
    """Customers who buy on the day a need arises: they know the firm, like it, and are sure."""
    at_once: dict[str, Any] = {"entry_per_year": entry_per_year, "made_up": 0.5, "signs": 0.5}
    at_once |= {"salience_gate": False, "value_mean": 1.0, "rest_days": NEVER}
    at_once |= {"patience_days": float(NEVER), "waiting_days": 0.0}
    return Buyer(**{**at_once, **own})


def rivalry(firms: int, market: MarketConfig, **parts: Any) -> Config:
    """So many firms, each with reps who answer at once, silent unless said otherwise."""
    theirs: dict[str, Any] = {"sales": AT_ONCE, "timing": AT_ONCE_SIGNED, "cadence": SILENT}
    rivals = Rivals(count=firms - 1, marketing=Marketing(marketers=0), **theirs)
    return monopoly(market, **{"sales": AT_ONCE, "rivals": rivals, **parts})


def binomial(share: float, many: float) -> float:
    """Standard error of a share found in so many cases, each with luck of its own."""
    return math.sqrt(share * (1.0 - share) / many)


def days_of(model: Market) -> Iterator[int]:
    """Step a market day by day to its last, then let go of it."""
    while model.running:
        day = model.world.day
        model.step()
        yield day
    model.release()


def lived(config: Config, seed: int) -> World:
    """The world of a market that has lived all its days."""
    model = Market(config, seed)
    for _ in days_of(model):
        pass
    return model.world
