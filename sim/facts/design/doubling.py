"""Twice the leads at the same reps: less comes of an hour, and fewer of them are followed up."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.scenarios import scenario
from sim.facts.conditions.strays import with_strays
from sim.facts.estimators.interface import Interface, interface
from sim.facts.estimators.leads import CONTENT
from sim.inference.ratios import Numbers, ratio, relative

SOURCE = "Smith, Gopalakrishna & Chatterjee 2006: leads beyond what reps can follow lose worth"
CONDITIONS = ("", "alignment=silo")
TIMES = 2.0


def check() -> Sequence[Finding]:
    """Wins an hour of selling and the part of content leads pursued, with twice the stray leads.

    At all firms, since content brings every firm as many more. Two divisions stand beside the
    default.
    """
    found = []
    for under in CONDITIONS:
        usual = scenario(*under.split())
        pair = {"usual": usual, "twice": with_strays(usual, TIMES)}
        runs = observe.paired(pair, interface)
        hour = relative(an_hour(runs["twice"]), an_hour(runs["usual"])) - 1.0
        part = followed_up(runs["twice"]) - followed_up(runs["usual"])
        found += [
            observe.negative("wins an hour of selling, change", hour, SOURCE, under),
            observe.negative("part of content leads pursued, change", part, SOURCE, under),
        ]
    return found


def an_hour(seen: Sequence[Interface]) -> Numbers:
    """Pseudo-values of all firms' wins an hour of selling."""
    return ratio([one.wins for one in seen], [one.hours for one in seen])


def followed_up(seen: Sequence[Interface]) -> Numbers:
    """Pseudo-values of the part of all firms' content leads that reps pursued."""
    rows = [one.market[CONTENT] for one in seen]
    return ratio([row[1] for row in rows], [row[0] for row in rows])


FACT = Fact(7, "Twice the leads at the same reps", SOURCE, check, letter="S")
