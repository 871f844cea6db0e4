"""Leads of content that nobody pursues."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.aligning import IN_USE, arms
from sim.facts.estimators.interface import Interface, interface
from sim.facts.estimators.leads import CONTENT, INQUIRY
from sim.inference.ratios import Numbers, ratio

SOURCE = "Sabnis, Chatterjee, Grewal & Lilien 2013: about 70 % of marketing's leads"
NONE, ALL = "nothing known", "all known"
USED = f"{NONE}, {IN_USE}"


def check() -> Sequence[Finding]:
    """Leads of content handed to the focal firm's reps and never called, as much known as usual.

    The source's leads are those that marketing had won and qualified; who asks for a rep is another
    class. Which of them a rep leaves alone is explained there by how little their qualification is
    trusted; so it should fall with shared knowledge. By default .3 is shared. Beside it nothing is,
    in two divisions no goal either, and reps call what is worth the hours, in departments that put
    what they know to every use.
    """
    names = ["usual", NONE, ALL, "two divisions", USED, f"{ALL}, {IN_USE}"]
    runs = observe.paired({name: arms()[name] for name in names}, interface)
    level = {name: unpursued(seen) for name, seen in runs.items()}
    what, less = "content leads never pursued", "all known (ι = 1) less nothing known"
    used = level[f"{ALL}, {IN_USE}"] - level[USED]
    inquiries = unpursued(runs["usual"], INQUIRY)
    levels = {"": "usual", "alignment.information=0": NONE, "alignment=silo": "two divisions"}
    levels |= {f"{IN_USE}, ι = 0": USED}
    return [
        *(observe.band(what, 0.6, 0.8, level[arm], SOURCE, by) for by, arm in levels.items()),
        observe.band("inquiries never pursued", 0.6, 0.8, inquiries, SOURCE, "inquiries"),
        observe.negative(less, level[ALL] - level[NONE], SOURCE, "its change with ι"),
        observe.negative(less, used, SOURCE, IN_USE),
    ]


def unpursued(seen: Sequence[Interface], kind: int = CONTENT) -> Numbers:
    """Pseudo-values of the part of a class of the focal firm's leads that nobody pursued."""
    rows = [one.focal[kind] for one in seen]
    return ratio([row[0] - row[1] for row in rows], [row[0] for row in rows])


FACT = Fact(4, "Content leads never pursued", SOURCE, check, left="2026-11-29")
