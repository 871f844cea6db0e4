"""Discovery: customers whose needs are known are better served, and asking can go too far."""

from collections.abc import Sequence

import numpy as np

from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.scenarios import scenario
from sim.facts.peak import peak
from sim.metrics.kpis import kpis

SOURCE = "Homburg, Müller & Klarmann 2011; Homburg, Wieseke & Bornemann 2009"
WORDS = ("market.customers=10000", "warmup_days=130", "days=260")
QUESTIONS = (0, 2, 4, 8, 16)
SLOW, SCARCE = "sales.question_hours=0.1", "sales.reps_per_thousand=0.7"
CONDITIONS = ("", SLOW, f"{SLOW} {SCARCE}")


def check() -> Sequence[Finding]:
    """Wins and satisfaction by the number of questions in the focal firm's first conversations.

    Asking is a rep's orientation to the customer: it is how needs become known here. The source
    finds sales highest at some of it, neither none nor the most; satisfaction should rise with
    what is known. By default a question takes no time of its own; beside it, it takes six minutes,
    also where reps are scarce.
    """
    found, what = [], "satisfaction, four questions less none"
    few, many = QUESTIONS[1], QUESTIONS[-2]
    for under in CONDITIONS:
        words = (*WORDS, *under.split())
        arms = {str(number): scenario(*words, f"sales.questions={number}") for number in QUESTIONS}
        runs = observe.paired(arms, kpis)
        wins = [[one["wins"] for one in runs[name]] for name in arms]
        none, four = (np.array([one["satisfaction"] for one in runs[name]]) for name in "04")
        found += [
            peak("questions with most wins", few, many, wins, QUESTIONS, SOURCE, under),
            observe.positive(what, four - none, SOURCE, under),
        ]
    return found


FACT = Fact(35, "Asking customers, up to a point", SOURCE, check, left="2026-11-29")
