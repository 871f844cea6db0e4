"""Better qualification: a larger part of leads is followed up."""

from collections.abc import Sequence
from math import inf

from sim.config import Config
from sim.config.dotted import changed, value_of
from sim.facts import Fact, Finding
from sim.facts.conditions import frozen_market
from sim.facts.conditions.scenarios import scenario
from sim.facts.registered.more_leads import followed_up

SOURCE = "Sabnis, Chatterjee, Grewal & Lilien 2013: the quality of prequalification"
ACCURACY, MORE = "marketing.score_accuracy", 0.2


def better(config: Config) -> Config:
    """The market in which every firm's lead score tells need by .2 better."""
    return changed(config, {ACCURACY: value_of(config, ACCURACY) + MORE})


def check() -> Sequence[Finding]:
    """Part of content leads that reps pursue, scores as accurate and more so by .2."""
    usual, more = frozen_market.against_usual(better(scenario()))
    change = followed_up(more) - followed_up(usual)
    what = "part of content leads pursued, score accuracy +.2: change"
    return [frozen_market.band(what, 0.0, inf, change, SOURCE)]


FACT = Fact(9, "Follow-up with better scores", SOURCE, check, letter="R")
