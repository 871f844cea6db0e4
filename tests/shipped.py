"""Every shipped option as a scenario: those of a group are composed together, once a process."""

from collections.abc import Mapping
from functools import cache

from sim.request import request
from sim.sweep.plan import Scenario


@cache
def options_of(group: str) -> Mapping[str, Scenario]:
    """A scenario for each option of a group, by the option's name."""
    return {one.choices[group]: one for one in request(["-m", f"{group}=glob(*)"]).scenarios}
