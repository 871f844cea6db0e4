"""Equal pay: the linear commission under which reps earn as much on average as under a plan."""

import math
from dataclasses import replace
from functools import cache

from sim.config import Component, Config, Incentive
from sim.facts.estimators.output import Output, output
from sim.runs.replicates import paired

# Root seeds of this search, each with a world of its own; the comparison runs on others.
SEEDS = tuple(range(81_001, 81_017))
# Each step leaves about a quarter of the gap, which is how far sales answer to the rate.
STEPS = 3


@cache
def commission_as_dear(plan: str, words: tuple[str, ...] = ()) -> Config:
    """A salary and a commission on new revenue that cost as much a filled seat as a plan.

    ``plan`` is an option of ``incentive``, ``words`` are those that both have. The salary is the
    plan's; the rate is found step by step, from the pay beyond the salary.
    """
    from sim.facts.conditions.scenarios import scenario

    dear = scenario(f"incentive={plan}", *words)
    salary, start = dear.incentive.salary, scenario(*words)
    target = _mean_pay(dear) - salary
    rate, paid = start.incentive.components[0].slope[0], _mean_pay(start) - salary
    for step in range(STEPS):
        rate *= target / paid
        found = replace(dear, incentive=commission(rate, salary, dear.incentive))
        if step < STEPS - 1:
            paid = _mean_pay(found) - salary
    return found


def commission(rate: float, salary: float, like: Incentive) -> Incentive:
    """That plan; quotas are set as in another, though nobody is paid by them."""
    return replace(like, salary=salary, components=[Component(slope=[rate])])


def _mean_pay(config: Config) -> float:
    """Mean pay a year and filled seat over the search's seeds."""
    runs: list[Output] = paired({"": config}, output, SEEDS, own_worlds=True)[""]
    return math.fsum(one.pay for one in runs) / len(runs)
