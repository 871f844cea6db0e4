"""Customers, leads, deals, accounts, money and hours are conserved in every market there can be.

Exact laws: no false alarms. The same examples run with the compiler on (three firms) and, in a
process of its own, with the compiler off (one to four firms, plans of any size). hunt.py looks at
as many others as wanted.
"""

import contextlib
import re
from collections import defaultdict
from pathlib import Path

import laws
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from markets import configs, sales

from sim.config.parameter import walk
from sim.config.plan import QUOTA_WORDS
from sim.config.plan_words.words import PlanWords
from sim.engine.compiled import COMPILING
from tests.depth import some
from tests.interpreted import interpreted


@settings(max_examples=some(6, 30) if COMPILING else some(2, 12))
@given(configs())
def test_nothing_is_lost_and_nothing_comes_from_nowhere(config):
    run = laws.live(config)
    laws.at_the_end(run)
    run.model.release()


FIRMS = ("", "rivals.")
# Words of pay plans become components before a market lives.
WORDS = [*(path for path, *_ in walk(PlanWords())), *(f"quota.{name}" for name in QUOTA_WORDS)]
# How a scenario is run, people's own classes, what is read into rows, and what has one value only;
# calendar months and relief for leave, which stories of pay tell (pay_stories.py).
NEVER_DRAWN = {
    "replicates", "threads", "workers", "fail_fast", "report", "currency", "figures",
    "policies.marketer", "policies.rep",
    "market.content.launch.hours",
    "fiscal.months", "fiscal.year_starts",
    *(f"{firm}cadence.{name}" for firm in FIRMS for name in ("file", "first_date")),
    *(f"{firm}sales.{name}" for firm in FIRMS for name in ("roster", "roster_names")),
    *(f"{firm}incentive.{word}" for firm in FIRMS for word in (*WORDS, "quota.relief")),
}  # fmt: skip


class AllMovedError(Exception):
    """Raised to draw no more."""


def test_every_parameter_is_moved_in_some_market():
    """As many markets as it takes, and five thousand at most, as the rarest value comes about once
    in a hundred; how reps look ahead is drawn apart, as it moves only with a compiler."""
    seen = defaultdict(set)

    def unmoved():
        return {path for path, values in seen.items() if len(values) == 1} - NEVER_DRAWN

    @settings(max_examples=5000, phases=[Phase.generate], derandomize=True,
              suppress_health_check=[HealthCheck.too_slow])  # fmt: skip
    @given(configs(compiling=False), sales(compiling=True))
    def look(config, team):
        for path, _, value in walk(config):
            if value != ():
                seen[re.sub(r"\[\d+\]", "[]", path)].add(repr(value))
        for firm in FIRMS:
            seen[f"{firm}sales.horizon"].add(repr(team.horizon))
        if not unmoved():
            raise AllMovedError

    with contextlib.suppress(AllMovedError):
        look()
    assert unmoved() == set()


if COMPILING:

    def test_the_same_holds_interpreted_for_any_number_of_firms_and_any_plan():
        test = test_nothing_is_lost_and_nothing_comes_from_nowhere
        interpreted(Path(__file__), test.__name__)
else:

    @pytest.fixture(autouse=True)
    def small_sample(monkeypatch):
        """Scaling a catalogue looks at 4,096 customers: too many without a compiler."""
        monkeypatch.setattr("sim.model.state.catalogue._SAMPLE", 32)
