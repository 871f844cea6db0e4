"""Leads that nobody pursues, where marketing does not know what sales knows."""

import math
from collections.abc import Sequence

import numpy as np

from sim.facts import Fact, Finding, in_band
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
    names = ("nothing known", "all known", "usual", "two divisions",
             f"nothing known, {IN_USE}", f"all known, {IN_USE}")  # fmt: skip
    runs = observe.paired({name: arms()[name] for name in names}, kpis)
    share = {
        name: np.array([one["leads_unpursued"] for one in seen]) for name, seen in runs.items()
    }
    return [
        in_band("leads never pursued, nothing known (ι = 0)", 0.6, 0.8, share["nothing known"],
                SOURCE, observe.SEEDS),
        in_band("all known (ι = 1) less nothing known", -math.inf, 0.0,
                share["all known"] - share["nothing known"], SOURCE, observe.SEEDS),
        in_band("leads never pursued", 0.6, 0.8, share["usual"], SOURCE, observe.SEEDS,
                "alignment.information=0.3"),
        in_band("leads never pursued", 0.6, 0.8, share["two divisions"], SOURCE, observe.SEEDS,
                "alignment=silo"),
        in_band("leads never pursued, nothing known (ι = 0)", 0.6, 0.8,
                share[f"nothing known, {IN_USE}"], SOURCE, observe.SEEDS, IN_USE),
        in_band("all known (ι = 1) less nothing known", -math.inf, 0.0,
                share[f"all known, {IN_USE}"] - share[f"nothing known, {IN_USE}"], SOURCE,
                observe.SEEDS, IN_USE),
    ]  # fmt: skip


FACT = Fact(4, "Leads never pursued", SOURCE, check)
