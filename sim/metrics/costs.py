"""Costs of a firm: what stands behind its reps' pay, beside marketers' wages and content."""

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.config.sales import Sales
from sim.config.working_days import YEAR
from sim.metrics.roll_up import is_paid, led_by_others
from sim.records import PANEL

Money = TypeVar("Money", float, NDArray[np.float64])
Numbers = NDArray[np.float64]
_COLUMN = {name: number for number, name in enumerate(PANEL)}


def selling_cost(pay: Money, rep_days: Money, sales: Sales) -> Money:
    """Cost of selling (money): (pay + managers)·(1 + overhead), a manager for so many reps.

    Of a roster, pay holds what managers earn of whom it says that, and others lead the rest.

    ``rep_days`` are working days of reps in their seats: a firm of ten has managers for ten, or a
    seventh each. Overhead is whatever comes with pay: benefits, tools, travel, engineers.
    """
    if sales.reps_per_manager > 0.0:
        years = rep_days / YEAR * led_by_others(sales)
        pay = pay + years / sales.reps_per_manager * sales.manager_pay
    return pay * (1.0 + sales.overhead)


def cost_by_day(panel: NDArray[Any], sales: Sales) -> Numbers:
    """All that a firm spends on selling and marketing a day (money): from its panel [day, column],
    pay as it is handed over, managers of a roster as on target."""
    of = {name: panel[..., place] for name, place in _COLUMN.items()}
    paid = of["salary"] + of["variable_pay"]
    on_target = sum(one.ote or one.base or 0.0 for one in sales.people if is_paid(one))
    cost: Numbers = selling_cost(paid + on_target / YEAR, of["reps"], sales)
    return cost + of["wages"] + of["content_cost"]
