"""Luck has one register of addresses, and no two decisions draw the same one."""

import json
import os
import subprocess
import sys
from itertools import combinations

import pytest

from sim.config import Rivals
from sim.config.parameter import walk
from sim.engine.luck import slot_of
from sim.engine.slots import BLOCKS, FIRMS, Purpose

# Two places that look up one decision, on purpose.
ONE_DECISION = {
    # A gap is searched for days with an item first, and the item of such a day is looked up then.
    frozenset({"_days_noticed", "_notice_once"}),
    # How readily an account is left is a trait: the start asks for it, and each term's end.
    frozenset({"_open_accounts", "_end_term"}),
    # The strongest pain is the greatest of the intensities.
    frozenset({"pain", "strongest_pain"}),
    # Memory is asked for a little ahead of its use.
    frozenset({"_meet_dormant"}),
    frozenset({"stranger"}),
}


@pytest.fixture(scope="module")
def recorded():
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.recorded_luck"],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(ran.stdout)


def test_no_two_decisions_share_an_address(recorded):
    functions = [
        (frozenset(site.split(":")[1] for site in pair), pair) for *pair, _ in recorded["shared"]
    ]
    clashes = [pair for shared, pair in functions if shared not in ONE_DECISION]
    assert clashes == []
    assert len(recorded["drawn"]) > 70, "most of what a run draws was seen"


def test_the_recorder_notices_a_shared_address(monkeypatch):
    from sim.engine import luck
    from tests.recorded_luck import Recorder

    monkeypatch.setattr(luck, "uniform", luck.uniform)
    recorder = Recorder()
    key = luck.key_of(1, Purpose.CONSIDER, 3)
    here = [
        luck.uniform(key, 5, 0),
        luck.uniform(key, 5, 0),
    ]
    assert here[0] == here[1]
    assert list(recorder.shared.values()) == [1]


def test_blocks_of_one_purpose_and_agent_do_not_meet():
    for one, other in combinations(BLOCKS, 2):
        if (one.purpose, one.agent) == (other.purpose, other.agent):
            apart = one.first + one.width <= other.first or other.first + other.width <= one.first
            assert apart, (one, other)


def test_agents_that_share_numbers_have_slots_of_their_own():
    """Customers and reps are both counted from 0, so that a purpose of both needs two blocks."""
    for one, other in combinations(BLOCKS, 2):
        if one.purpose == other.purpose and {one.agent, other.agent} == {"customer", "rep"}:
            apart = one.first + one.width <= other.first or other.first + other.width <= one.first
            assert apart, (one, other)


def test_a_block_has_room_for_every_firm():
    most = next(field for key, field, _ in walk(Rivals()) if key == "count").metadata["about"].high
    assert most + 1 == FIRMS


def test_slots_of_a_journey_are_its_own():
    found = {slot_of(j, f, n) for j in range(5) for f in range(FIRMS) for n in (0, 1, 64, 65535)}
    assert len(found) == 5 * FIRMS * 4
