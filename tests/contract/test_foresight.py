"""Looking ahead: the same bits compiled and interpreted, kept on disk whole or not at all."""

import os
import subprocess
import sys

import numpy as np
import pytest

from sim.model.foresight import period
from sim.model.foresight.period import Curve, Kind, table_of
from sim.model.rules.closing import HARD, HOLD, NATURAL, PUSH

HABITS = {
    "paperwork_days": 12.0, "falls_through": 0.002, "size_cv": 0.6, "effort_gain": 0.3,
    "effort_max": 2.25, "control": 1.0, "deadline_days": 1.0, "push_closes": 0.5,
    "hard_closes": 0.8, "push_loss": 0.05, "hard_loss": 0.25, "push_discount": 0.05,
    "hard_discount": 0.15, "patience": 0.95, "risk_aversion": 0.0,
}  # fmt: skip
KIND = Kind.of(4.0, 1.2)
DEAL_PAY = 2400.0
BONUS = (Curve((0.0, 1.0), (0.0, 0.5), (0.5, 1.5), 8000.0, 1.0),)
# What the reference rate pays on a quota's worth of credit.
PAR = DEAL_PAY * KIND.expected_wins / KIND.expected_credit
LINEAR = (Curve((0.0,), (0.0,), (1.0,), PAR, 1.0),)
PROGRAM = """
import sys
sys.path.insert(0, {here!r})
import hashlib
from test_foresight import BONUS, DEAL_PAY, HABITS, KIND, period
table = period.solved(KIND, BONUS, 2, HABITS, DEAL_PAY, period.Grid(rounds=1))
print(hashlib.sha256(table.tobytes()).hexdigest())
"""


def solved(curves, days=65, **changed):
    return period.solved(KIND, curves, days, HABITS | changed, DEAL_PAY)


def test_linear_pay_is_worth_its_rate_on_every_day_and_no_move_gains():
    table = solved(LINEAR)
    np.testing.assert_allclose(table[..., 0], 1.0, rtol=1e-5)
    usual = table[:, :, : table.shape[2] - 1, 1:]
    assert usual.max() <= 1e-6


def test_a_discount_that_costs_nothing_would_be_given_under_linear_pay_too():
    table = solved(LINEAR, push_discount=0.0, push_loss=0.0)
    assert table[-1, :, 1, 2].min() > 0.0


def test_a_bonus_makes_reps_push_short_of_it_and_hold_back_far_below():
    last, cells = solved(BONUS)[-1], period.cells_a_scale(KIND, BONUS)
    assert last[int(0.9 * cells), 1, HARD] > 0.0
    assert last[int(0.9 * cells), 1, PUSH] > 0.0
    assert last[int(0.2 * cells), 1, HOLD + 1] > 0.0
    assert NATURAL not in (HOLD, PUSH, HARD)


def test_without_control_over_the_day_no_move_is_ever_worth_anything():
    assert (solved(BONUS, control=0.0)[..., 1:] < 0.0).all()


def test_aversion_to_risk_lowers_what_a_deal_is_worth():
    assert (solved(LINEAR, risk_aversion=0.5)[..., 0] < solved(LINEAR)[..., 0]).all()


def test_interpreted_it_is_the_same_to_the_bit():
    here = os.path.dirname(__file__)
    program = PROGRAM.format(here=here)
    found = {
        subprocess.run(
            [sys.executable, "-c", program], check=True, capture_output=True, text=True,
            env={**os.environ, "NUMBA_DISABLE_JIT": off},
        ).stdout
        for off in ("0", "1")
    }  # fmt: skip
    assert len(found) == 1


@pytest.mark.parametrize("torn", [b"", b"\x93NUMPY", b"not a table"])
def test_a_torn_table_on_disk_is_worked_out_anew(tmp_path, monkeypatch, torn):
    monkeypatch.setattr(period, "cache_folder", lambda: tmp_path)
    monkeypatch.setattr(period, "_KEPT", {})
    whole = table_of(KIND, BONUS, 20, HABITS, DEAL_PAY)
    (kept,) = (tmp_path / "foresight").glob("*.npy")
    kept.write_bytes(torn)
    monkeypatch.setattr(period, "_KEPT", {})
    again = table_of(KIND, BONUS, 20, HABITS, DEAL_PAY)
    assert (again == whole).all()
    assert list((tmp_path / "foresight").iterdir()) == [kept]
    assert (np.load(kept) == whole).all()


def test_where_nothing_can_be_kept_it_is_worked_out_every_time(tmp_path, monkeypatch):
    file = tmp_path / "a file"
    file.write_text("in the way")
    monkeypatch.setattr(period, "cache_folder", lambda: file)
    monkeypatch.setattr(period, "_KEPT", {})
    assert table_of(KIND, BONUS, 20, HABITS, DEAL_PAY).shape[0] == 20
