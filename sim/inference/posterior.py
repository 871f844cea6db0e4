"""Means that the replicates leave possible, drawn for all scenarios together.

With a flat prior, means of normal outcomes are spread around their estimates as Student's t, and
so is each gap between two (Geisser & Cornfield 1963, JRSS B 25:368-376; Chick & Inoue 2001, Manage.
Sci. 47:1133-1149). A draw weighs the seeds for all scenarios alike, so that draws hang together as
outcomes under one seed do.
"""

import numpy as np

from sim.inference.samples import Numbers


def draws(values: Numbers, times: int, luck: np.random.Generator) -> Numbers:
    """Means [draw, scenario] that outcomes [seed, scenario] leave possible; NaN is left out.

    Scenarios with the same outcomes have the same draws, to the bit; of one that is undefined
    throughout, 0. Others need two seeds; degrees of freedom are those of the fewest.
    """
    unique, place = np.unique(values, axis=1, return_inverse=True)
    known = np.isfinite(unique)
    count = known.sum(axis=0)
    mean = np.where(known, unique, 0.0).sum(axis=0) / np.maximum(count, 1)
    away = np.where(known, unique - mean, 0.0)
    freedom = int(count[count > 0].min()) - 1
    wide = np.sqrt(freedom / luck.chisquare(freedom, (times, 1)))
    error = (
        luck.standard_normal((times, len(unique)))
        @ away
        / np.sqrt(np.maximum(count * (count - 1.0), 1.0))
    )
    found: Numbers = (mean + wide * error)[:, place.ravel()]
    return found
