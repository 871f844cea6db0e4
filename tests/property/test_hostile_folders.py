"""Folders that a stranger has changed are refused in one line, or run; none gets out of hand.

A few here; thousands by ``python tests/property/hostile_folders.py 5000``.
"""

import os

import pytest
from hostile_folders import hunt

from tests.depth import some

COUNT = some(10, 24)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no processes are forked here")
def test_a_hostile_folder_is_refused_or_run_and_gets_nothing_out_of_hand() -> None:
    wrong: list[str] = []
    ends = hunt(COUNT, tell=wrong.append)
    assert wrong == []
    assert ends["refused"] > COUNT
    assert ends["through"] > 0
