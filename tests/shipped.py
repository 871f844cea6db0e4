"""Every shipped option as a scenario: those of a group are composed together, once for all
processes of a run of the tests."""

import os
import pickle
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from sim.request import request
from sim.sweep.plan import Scenario

# The folder that the processes of this run of the tests share, if there are several (conftest.py).
shared: list[Path] = []


@cache
def options_of(group: str) -> Mapping[str, Scenario]:
    """A scenario for each option of a group, by the option's name."""
    places = [folder / f"options-of-{group}.pickle" for folder in shared]
    for place in places:
        if place.exists():
            kept: Mapping[str, Scenario] = pickle.loads(place.read_bytes())
            return kept
    found = {one.choices[group]: one for one in request(["-m", f"{group}=glob(*)"]).scenarios}
    for place in places:
        half = place.with_suffix(f".{os.getpid()}")
        half.write_bytes(pickle.dumps(found))
        half.replace(place)
    return found
