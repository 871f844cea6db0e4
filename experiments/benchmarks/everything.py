"""The default market with every mechanism that is off by default switched on, a word for each."""

from functools import cache

from sim.config import Config
from sim.request import request

# Mechanisms that exclude each other (ways to choose, plans) have one of them here.
WORDS = (
    "alignment=integrated",
    "sales.priority=worth", "sales.routing=load", "incentive=balanced_scorecard",
    "marketing.decides=planner", "marketing.topics=problem_first", "marketing.nurture_days=65",
    "cadence=release_train", "cadence.promotion=2",
    "cadence.price_cut=0.1", "cadence.cut_from_day=55", "cadence.cut_every_days=65",
    "rivals.cadence.price_cut=0.1", "rivals.matched=0.5",
    "market.content.wear_out=0.1", "market.service.churn_shape=0.668",
    "market.buyer.entry_shape=1", "market.buyer.waiting_days=5",
    "market.buyer.group=2", "market.buyer.group_growth=0.3", "timing.paperwork_growth=0.3",
    "sales.demo_hours=1", "sales.proposal_hours=1", "sales.work_growth=0.5",
    "sales.cold_reach=0.1", "sales.knowledge=0.4", "market.buyer.pulled_consider=0.5",
    "market.channels.email.fatigue=0.1", "market.buyer.slow_share=0.2",
    "network.contagion_per_year=0.1", "network.opinion_bound=1",
    "touches=true",
)  # fmt: skip


@cache
def everything() -> Config:
    """The config that the words make."""
    return request(list(WORDS)).scenarios[0].config
