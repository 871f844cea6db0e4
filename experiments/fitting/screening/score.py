"""The score: what moving a parameter over its range does to each outcome (Morris 1991).

Each trajectory starts somewhere in the space of parameters and moves them one at a time; the change
in an outcome per unit of range is an elementary effect. Over trajectories, ``mu`` is their mean,
``mu_star`` the mean of their sizes (Campolongo, Cariboni & Saltelli 2007), and ``sigma`` their
spread: large where the effect depends on where the other parameters are.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from SALib.analyze import morris as analysis
from SALib.sample import morris as sampling
from scipy.stats import t as student

LEVELS = 4


def problem(keys: Sequence[str]) -> dict[str, Any]:
    """The space in SALib's form: a place from 0 to 1 for every parameter."""
    return {"num_vars": len(keys), "names": list(keys), "bounds": [[0.0, 1.0]] * len(keys)}


def design(keys: Sequence[str], trajectories: int, seed: int = 1) -> NDArray[np.float64]:
    """Places [point, parameter]: trajectories of one more point than there are parameters."""
    found: NDArray[np.float64] = sampling.sample(
        problem(keys), trajectories, num_levels=LEVELS, seed=seed
    )
    return found


def score(keys: Sequence[str], places: NDArray[np.float64], outcomes: pd.DataFrame) -> pd.DataFrame:
    """A row per outcome and parameter: mu with its interval, mu_star with its half-width, sigma.

    ``outcomes`` has a row per point of the design. An outcome that is undefined somewhere is left
    out. ``sign`` is that of mu where its 95 % interval leaves zero out, else 0.
    """
    rows = []
    trajectories = len(places) // (len(keys) + 1)
    times = float(student.ppf(0.975, trajectories - 1)) if trajectories > 1 else np.nan
    for name in outcomes:
        y = outcomes[name].to_numpy(float)
        if not np.isfinite(y).all():
            continue
        found = analysis.analyze(problem(keys), places, y, num_levels=LEVELS, seed=1)
        half = times * np.asarray(found["sigma"]) / np.sqrt(trajectories)
        for n, key in enumerate(keys):
            mu = float(found["mu"][n])
            rows.append(
                {
                    "outcome": str(name), "parameter": key, "mu": mu, "mu_low": mu - half[n],
                    "mu_high": mu + half[n], "mu_star": float(found["mu_star"][n]),
                    "mu_star_half": float(found["mu_star_conf"][n]),
                    "sigma": float(found["sigma"][n]),
                    "sign": int(np.sign(mu)) if abs(mu) > half[n] else 0,
                    "spread": float(y.std(ddof=1)),
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def importance(effects: pd.DataFrame) -> pd.Series:
    """Parameters by their part in all outcomes' effects: mean over outcomes of mu_star ÷ spread."""
    relative = (effects["mu_star"] / effects["spread"]).groupby(effects["parameter"]).mean()
    return relative.sort_values(ascending=False)
