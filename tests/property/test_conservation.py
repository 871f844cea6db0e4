"""Customers, leads, deals, accounts, money and hours are conserved in every market there can be.

Exact laws: no false alarms. The same examples run with the compiler on (three firms) and, in a
process of its own, with the compiler off (one to four firms, plans of any size). hunt.py looks at
as many others as wanted.
"""

import os
import subprocess
import sys
from pathlib import Path

import laws
import pytest
from hypothesis import given, settings
from markets import configs

from sim.engine.compiled import COMPILING


@settings(max_examples=30 if COMPILING else 12)
@given(configs())
def test_nothing_is_lost_and_nothing_comes_from_nowhere(config):
    run = laws.live(config)
    laws.at_the_end(run)
    run.model.release()


if COMPILING:

    def test_the_same_holds_interpreted_for_any_number_of_firms_and_any_plan():
        here = Path(__file__)
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
        ran = subprocess.run(
            [*command, str(here)],
            check=False,
            env={**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTEST_ADDOPTS": ""},
            cwd=here.parents[2],
            capture_output=True,
            text=True,
        )
        assert ran.returncode == 0, ran.stdout[-6000:]
        assert "1 passed" in ran.stdout
else:

    @pytest.fixture(autouse=True)
    def small_sample(monkeypatch):
        """Scaling a catalogue looks at 4,096 customers: too many without a compiler."""
        monkeypatch.setattr("sim.model.state.catalogue._SAMPLE", 32)
