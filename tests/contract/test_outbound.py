"""Success by number of the call: counted from leads, told beside a real campaign."""

import numpy as np
import pytest

from experiments.studies.__main__ import main as studies
from experiments.studies.outbound.score import CALLS, Called, called, calls_a_lead, falls, table
from sim.config import Config
from sim.records import Outcome, Records


def test_a_lead_counts_for_every_call_and_its_end_for_the_last():
    records = Records.empty(10, 1)
    for attempts, reached, deal, outcome in (
        (1, 3.5, 4, Outcome.WON), (3, 5.5, 6, Outcome.LOST), (3, 4.5, -1, Outcome.NO_NEED),
        (2, np.nan, -1, Outcome.UNREACHED), (12, np.nan, -1, Outcome.UNREACHED),
        (0, np.nan, -1, Outcome.UNPURSUED), (2, 3.5, 5, Outcome.OPEN),
    ):  # fmt: skip
        records.leads.append(firm=0, created=1.0, attempts=attempts, reached=reached, deal=deal,
                             outcome=outcome)  # fmt: skip
    found = called(records, Config(warmup_days=0))
    assert found.made.tolist() == [5, 4, 3] + [1] * 7
    assert found.reached.tolist() == [1, 0, 2] + [0] * 7
    assert found.met.tolist() == [1, 0, 1] + [0] * 7
    assert found.won.tolist() == [1, 0, 0] + [0] * 7


def test_falling_and_level_success_are_told_apart():
    made, none = np.full(CALLS, 1000), np.zeros(CALLS)
    level = Called(made, made, np.full(CALLS, 50), none)
    falling = Called(made, made, 50 - 5 * np.arange(CALLS), none)
    assert falls([level, level]).mean == 1.0
    assert falls([falling, falling]).mean == pytest.approx(0.5)
    assert calls_a_lead([level])[0].mean == CALLS
    assert table([level, falling])["met"][9].mean == pytest.approx(0.0275)


def test_the_command_prints_every_call(capsys):
    tiny = ["market.customers=500", "market.arrivals.per_weekday=3", "days=30"]
    words = ["outbound", "--seeds", "1", *tiny, "market.arrivals.until_day=20"]
    assert studies(words) == 0
    said = capsys.readouterr().out
    assert "success on call 6 over call 1" in said
    assert len(said.splitlines()) == CALLS + 4
