"""Leads that nobody pursues, where marketing lacks the knowledge of sales."""

from collections.abc import Sequence

import numpy as np

from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.aligning import IN_USE, arms
from sim.metrics.kpis import kpis

SOURCE = "Sabnis, Chatterjee, Grewal & Lilien 2013: about 70 % of marketing's leads"


def check() -> Sequence[Finding]:
    """Leads handed to the focal firm's reps and never called, with nothing of sales' known.

    The source's leads are those marketing had qualified. Which of them a rep leaves alone is
    explained there by how little their qualification is trusted; so it should fall with shared
    knowledge. The default, in which .3 is shared, stands beside, and two divisions
    that share no goal either; and reps who call what is worth the hours, in departments that put
    what they know to every use.
    """
    used = [f"{name}, {IN_USE}" for name in ("nothing known", "all known")]
    names = ["nothing known", "all known", "usual", "two divisions", *used]
    runs = observe.paired({name: arms()[name] for name in names}, kpis)
    none, all_, usual, two, none_used, all_used = (
        np.array([one["leads_unpursued"] for one in runs[name]]) for name in names
    )
    what, alone = "leads never pursued", "leads never pursued, nothing known (ι = 0)"
    less = "all known (ι = 1) less nothing known"
    return [
        observe.band(alone, 0.6, 0.8, none, SOURCE),
        observe.negative(less, all_ - none, SOURCE),
        observe.band(what, 0.6, 0.8, usual, SOURCE, "alignment.information=0.3"),
        observe.band(what, 0.6, 0.8, two, SOURCE, "alignment=silo"),
        observe.band(alone, 0.6, 0.8, none_used, SOURCE, IN_USE),
        observe.negative(less, all_used - none_used, SOURCE, IN_USE),
    ]


FACT = Fact(4, "Leads never pursued", SOURCE, check)
