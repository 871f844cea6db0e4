"""The score: per plan and family of exploits, the best one, what it gains and what it costs."""

from typing import NamedTuple

import pandas as pd

from sim.compensation.redteam.exploits import FAMILIES, HONEST
from sim.inference.intervals import Interval
from sim.inference.intervals import interval as mean

HOURS_A_YEAR = 2080.0


class Best(NamedTuple):
    """The exploit of a family that pays a rep most: gain in pay, worth of time saved, and what the
    firm's profit loses; money per gamer and year."""

    plan: str
    family: str
    text: str
    pay: Interval
    gain: Interval
    cost: Interval


def paired(runs: pd.DataFrame, outside_pay: float) -> pd.DataFrame:
    """Each exploit less honest conduct with the same luck: rows with pay, gain and cost.

    An hour saved is worth what it earns elsewhere.
    """
    key = ["seed", "plan"]
    base = runs[runs["exploit"] == HONEST].set_index(key)[["pay", "all_pay", "margin", "hours"]]
    games = runs[runs["exploit"] != HONEST].merge(
        base, how="left", left_on=key, right_index=True, suffixes=("", "_honest")
    )
    saved = (games["hours_honest"] - games["hours"]) * outside_pay / HOURS_A_YEAR
    made = games[["seed", "plan", "family", "exploit"]].copy()
    made["pay"] = games["pay"] - games["pay_honest"]
    made["gain"] = made["pay"] + saved
    paid = games["all_pay"] - games["all_pay_honest"]
    made["cost"] = paid - (games["margin"] - games["margin_honest"])
    return made


def best(runs: pd.DataFrame, outside_pay: float) -> list[Best]:
    """Per plan and family, the exploit with the highest mean gain.

    It is chosen on the seeds with odd numbers and measured on the even ones, since the best of
    several looks better than it is on the seeds that chose it.
    """
    made = paired(runs, outside_pay)
    choosing, judging = made[made["seed"] % 2 == 1], made[made["seed"] % 2 == 0]
    found = []
    for plan, family in _cells(made):
        text = _most(choosing, plan, family)
        rows = judging[(judging["plan"] == plan) & (judging["exploit"] == text)]
        found.append(_measured(plan, family, text, rows))
    return found


def best_crossed(runs: pd.DataFrame, outside_pay: float) -> list[Best]:
    """The same, where every ``replicate`` is measured with the exploit that the other half chose.

    Halves are the replicates with even and with odd numbers. No replicate chooses its own exploit,
    and all are measured. The exploit named is the best over all of them.
    """
    made = paired(runs, outside_pay).assign(half=runs["replicate"] % 2)
    found = []
    for plan, family in _cells(made):
        parts = []
        for half in (0, 1):
            text = _most(made[made["half"] != half], plan, family)
            own = (made["half"] == half) & (made["plan"] == plan) & (made["exploit"] == text)
            parts.append(made[own])
        found.append(_measured(plan, family, _most(made, plan, family), pd.concat(parts)))
    return found


def _cells(made: pd.DataFrame) -> list[tuple[str, str]]:
    """Every plan with every family that is played, in their order."""
    played = set(made["family"])
    families = [family for family in FAMILIES if family in played]
    return [(plan, family) for plan in dict.fromkeys(made["plan"]) for family in families]


def _most(made: pd.DataFrame, plan: str, family: str) -> str:
    """The exploit of a family that gains most on average under a plan."""
    here = (made["plan"] == plan) & (made["family"] == family)
    return str(made[here].groupby("exploit")["gain"].mean().idxmax())


def _measured(plan: str, family: str, text: str, rows: pd.DataFrame) -> Best:
    values = (mean(rows[name].to_numpy(float)) for name in ("pay", "gain", "cost"))
    return Best(plan, family, text, *values)
