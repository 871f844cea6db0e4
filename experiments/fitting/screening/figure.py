"""The figure: parameters by outcomes, each cell what a rise over the whole range does."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.fitting.screening.score import importance
from experiments.measures.outcomes import OUTCOMES
from sim.plots import style

SHORT = {
    "decided_before_contact": "decided before\ncontact",
    "progress_at_contact": "progress at\ncontact",
    "favourite_wins": "favourite\nwins",
    "no_decision_contacted": "no decision,\ncontacted",
    "no_decision_all": "no decision,\nall",
    "in_market": "in the\nmarket",
    "lead_to_win_market": "leads to\nwins",
    "wins_market": "purchases",
    "talks_per_win": "talks per\nwin",
    "cost_per_win": "cost per\nwin",
    "elasticity": "short-run\nelasticity",
}


def figure(effects: pd.DataFrame, texts: Mapping[str, str], note: str, most: int = 16) -> Figure:
    """A heat map of the parameters that matter most; pale cells cannot be told from nothing."""
    shown = [name for name in SHORT if name in set(effects["outcome"])]
    order = importance(effects[effects["outcome"].isin(shown)])
    rows = list(order.index[:most])
    grid = effects.pivot(index="parameter", columns="outcome").loc[rows]
    strength = np.array([[_strength(grid, key, name) for name in shown] for key in rows])
    with style.look():
        page, axes = style.page(
            finding(effects, texts),
            "What happens as a parameter rises from half to twice its value, the others anywhere: "
            "orange up, purple down; shares in points",
            note,
            (max(style.WIDTH, 1.02 * len(shown) + 3.4), 0.36 * len(rows) + 2.5),
        )
        limit = float(np.abs(strength).max()) or 1.0
        axes.imshow(strength, cmap="PuOr_r", vmin=-limit, vmax=limit, aspect="auto")
        for (row, column), value in np.ndenumerate(strength):
            if value != 0.0:
                mu = float(grid["mu"].loc[rows[row], shown[column]])
                dark = abs(value) > 0.62 * limit
                axes.text(column, row, amount(mu, shown[column]), ha="center", va="center",
                          size=8.5, color="white" if dark else style.INK)  # fmt: skip
            else:
                axes.text(column, row, "·", ha="center", va="center", color=style.GREY)
        axes.set_xticks(range(len(shown)), [SHORT[name] for name in shown], size=8.5)
        axes.set_yticks(range(len(rows)), [texts[key] for key in rows])
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        style.bare(axes, "left", "bottom")
    return page


def finding(effects: pd.DataFrame, texts: Mapping[str, str]) -> str:
    """Which parameter moves progress at first contact most, and how few matter throughout."""
    order = importance(effects)
    half = int((order.cumsum() < 0.5 * order.sum()).sum()) + 1
    first = [texts[key] for key in order.index[:2]]
    number = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    few = number[half] if half < len(number) else str(half)
    return (
        f"Of {len(order)} parameters of the buyer, {few} do half of all that happens; "
        f"{first[0]} and {first[1]} lead"
    )


def amount(value: float, outcome: str) -> str:
    """A change in an outcome's own unit: points for shares."""
    unit = OUTCOMES[outcome].unit if outcome in OUTCOMES else "elasticity"
    if unit.startswith("share"):
        points = 100 * value
        text = f"{points:+.0f}" if abs(points) >= 10 else f"{points:+.1f}"
    else:
        text = f"{value:+,.0f}" if abs(value) >= 10 else f"{value:+.2g}"
    return text.replace("-", "−")


def _strength(grid: pd.DataFrame, key: str, name: str) -> float:
    """Signed effect over the outcome's spread in the design; 0 where the sign is not sure."""
    if not grid["sign"].loc[key, name]:
        return 0.0
    return float(grid["mu"].loc[key, name] / grid["spread"].loc[key, name])
