"""Pinned digests of whole runs: a failure says that simulated numbers moved.

Exact on Linux x86-64 with glibc, where the digests were pinned; elsewhere another C library may
round the last bit of a logarithm otherwise, so the KPIs are compared to a millionth.
"""

import json
import platform

import pytest

from tests.baseline.scenarios import PINNED, SCENARIOS, outcome

HOME = (
    platform.system() == "Linux"
    and platform.machine() == "x86_64"
    and platform.libc_ver()[0] == "glibc"
)
MOVED = (
    "simulated numbers moved; if they were meant to, run `python -m tests.baseline` and say why in "
    "CHANGELOG.md"
)


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_pinned_scenario_gives_what_it_gave(name):
    pinned, found = json.loads(PINNED.read_text())[name], outcome(name)
    assert found["kpis"] == pytest.approx(pinned["kpis"], rel=1e-6, abs=1e-9), MOVED
    if HOME:
        assert found["digest"] == pinned["digest"], MOVED


def test_every_pinned_scenario_is_still_run():
    assert set(json.loads(PINNED.read_text())) == set(SCENARIOS)
