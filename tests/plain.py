"""Parts of a plain market, for tests of one mechanism: all others off, and every number fixed.

``plain.sales(reps=3)`` is a department as :data:`PUT_THROUGH` has it, with three reps. What is
fitted or on by default stands here as it was when the tests were written, so that neither a fit
nor a mechanism that is switched on moves them.
"""

from dataclasses import replace
from typing import Any

from sim.config import Alignment, Config, Incentive, Marketing, Quota, Rivals, Sales, Timing
from sim.config import Market as MarketConfig
from sim.config.buyer import Buyer
from sim.config.channels import Channels, Mail
from sim.config.content_kinds import Content
from sim.config.market import Service
from sim.facts.limits.reduced import PUT_THROUGH

SALES = replace(
    PUT_THROUGH, reps_per_thousand=1.37, talk_hours=0.75, transact_hours=0.5, call_hours=0.2,
    reach_chance=0.38, lead_attempts=2, form_reach=0.7, reach_hours=0.5, work_growth=0.0,
    talk_precision=0.53, discovery_precision=6.103,
)  # fmt: skip
BUYER = replace(
    Buyer(), group=1.0, group_growth=0.0, waiting_days=0.0, pulled_consider=1.0, made_up=0.832,
    signs=0.9676, private_share=0.1282, content_cost=0.01368, hassle=0.006485, attention_sd=1.098,
    look_up=1.953, patience_days=155.3, memory=0.9853, salience_scale=5.399, salience_memory=0.9832,
)  # fmt: skip
MARKETING = replace(
    Marketing(), threshold_marketing=-1.0, routed_at_once=0.6323, routing_days=6.769,
    form_points=0.0,
)  # fmt: skip
TIMING = replace(Timing(), paperwork_growth=0.0)
SERVICE = replace(Service(), expansion=0.0)
CHANNELS = Channels(email=Mail(fatigue=0.0))
INCENTIVE = Incentive(quota=Quota(tightness=0.7835))
_TOLD = {"product": 1.287, "news": 0.5769, "promotion": 1.102, "launch": 1.287}
CONTENT = replace(
    Content(),
    stray_leads=1.404,
    **{name: replace(getattr(Content(), name), precision=told) for name, told in _TOLD.items()},
)


def sales(**own: Any) -> Sales:
    """A sales department that does nothing but what is asked of it."""
    return replace(SALES, **own)


def buyer(**own: Any) -> Buyer:
    """Customers who decide alone and wait for a rep without end."""
    return replace(BUYER, **own)


def marketing(**own: Any) -> Marketing:
    """A marketing department that sees no form."""
    return replace(MARKETING, **own)


def timing(**own: Any) -> Timing:
    """Paperwork that takes as long for every deal."""
    return replace(TIMING, **own)


def service(**own: Any) -> Service:
    """Accounts that do not grow."""
    return replace(SERVICE, **own)


def content(**own: Any) -> Content:
    """Kinds of content that tell as much as they did."""
    return replace(CONTENT, **own)


def market(**own: Any) -> MarketConfig:
    """A market of plain customers, accounts, content and channels."""
    plain = {"buyer": BUYER, "service": SERVICE, "content": CONTENT, "channels": CHANNELS}
    return MarketConfig(**{**plain, **own})


def rivals(**own: Any) -> Rivals:
    """Rivals with plain departments."""
    plain = {"sales": SALES, "marketing": MARKETING, "timing": TIMING, "incentive": INCENTIVE}
    return Rivals(**{**plain, "alignment": Alignment(), **own})


def config(**own: Any) -> Config:
    """A scenario of plain parts, but for those that are given."""
    plain = {"market": market(), "sales": SALES, "marketing": MARKETING, "timing": TIMING}
    return Config(**{**plain, "incentive": INCENTIVE, "rivals": rivals(), **own})
