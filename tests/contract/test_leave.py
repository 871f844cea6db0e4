"""Leave: who is away does no work, is paid, and is asked for less as far as the plan says so."""

from dataclasses import replace

import numpy as np
import pytest

from sim.config import Component
from sim.model.day.sell import sell
from sim.model.foresight.outlooks import UNKNOWN
from sim.model.market import Market as Model
from sim.model.pay.calendar import part_in_all
from sim.model.pay.look_ahead import renew_outlooks
from sim.model.pay.salaries import pay_salaries
from sim.model.sales.empty_seats import served_by
from sim.model.sales.floor import floor_of
from sim.model.sales.leave import note_leave, see_who_goes
from sim.model.sales.staffing import see_who_leaves
from sim.model.state.seats import is_absent, is_on_leave
from sim.records import COLUMN
from tests import plain
from tests.quiet_firm import LINE, QUIET, QUOTA, close, world_of

BUSY = plain.config(
    market=plain.market(customers=100, buyer=plain.buyer(entry_per_year=4.0)),
    sales=plain.sales(reps=2, turnover_per_year=0.0), rivals=plain.rivals(count=2),
    days=60, warmup_days=0, replicates=1,
)  # fmt: skip


def away(world, rep, first, last):
    world.sales.reps["away"][rep], world.sales.reps["back"][rep] = first, last + 1


def test_who_is_away_does_no_work_and_is_paid_and_comes_back():
    model = Model(BUSY, 1)
    away(model.world, 0, 20, 39)
    while model.running:
        model.step()
    world = model.world
    talks = world.records.conversations.happened
    own = np.floor(talks["time"][talks["rep"] == 0])
    assert (own < 20).any()
    assert not ((own >= 20) & (own < 40)).any()
    assert (own >= 40).any()
    panel = world.records.panel[:, 0]
    hours = 2 * BUSY.sales.hours_per_day
    assert panel[:20, COLUMN.hours_worked].tolist() == [hours] * 20
    assert panel[20:40, COLUMN.hours_worked].tolist() == [hours / 2] * 20
    assert (panel[:, COLUMN.reps] == 2.0).all()
    assert panel[:, COLUMN.salary] == pytest.approx(2 * BUSY.incentive.salary / 260)
    assert (panel[:, COLUMN.vacancies] == 0.0).all()
    noted = world.records.rep_time.happened
    noted = noted[noted["rep"] == 0]
    assert noted["days"].sum() == 60
    assert noted["hours_worked"].sum() == 40 * BUSY.sales.hours_per_day


def test_what_lies_with_who_is_away_goes_to_others_as_from_an_empty_seat():
    world = world_of(LINE, sales=replace(QUIET.sales, vacant_lead_days=5))
    away(world, 0, 10, 29)
    floor = floor_of(world, world.ledger())
    key = np.uint64(7)
    for day, own in ((9, True), (10, True), (14, True), (15, False), (29, False), (30, True)):
        assert (served_by(0, 3, day, 5, floor, key) == 0) == own, day
        assert served_by(0, 3, day, 0, floor, key) == 0, "unless all waits"
    # An empty seat counts from the day on which it became empty.
    world.sales.reps["joined"][1], world.sales.reps["vacant_days"][1] = 20, 10
    assert served_by(1, 3, 14, 5, floor, key) == 1
    assert served_by(1, 3, 15, 5, floor, key) in (2, 3), "nor does who is away serve it"


def test_who_is_away_neither_quits_nor_goes_again():
    sales = replace(QUIET.sales, turnover_per_year=5.0, turnover_pay=0.0, leave_per_year=5.0,
                    vacancy_days=0.0)  # fmt: skip
    world = world_of(LINE, sales=sales, days=400)
    gone = []
    for day in range(400):
        world.open_day(day)
        there = [not is_absent(rep, day) for rep in world.sales.reps[:4]]
        leaves = [is_on_leave(rep, day) for rep in world.sales.reps[:4]]
        before = world.sales.reps[["person", "away"]][:4].copy()
        see_who_leaves(world)
        see_who_goes(world)
        after = world.sales.reps[["person", "away"]][:4]
        quit_ = before["person"] != after["person"]
        goes = before["away"] != after["away"]
        assert not (quit_ & leaves).any()
        assert not (goes & ~np.array(there)).any()
        assert not (goes & quit_).any()
        gone += [day for one in goes if one]
        assert (after["away"][goes] == day + 1).all()
    assert len(gone) > 10


@pytest.mark.parametrize(("relief", "share"), [(0.0, 1.0), (0.5, 0.8), (1.0, 0.6)])
def test_leave_lowers_what_is_asked_and_paid_as_far_as_it_is_relieved(relief, share):
    """26 of 65 days away; 800 sold; a line of 100 at a quota of 1,000."""
    world = world_of(LINE, quota=replace(QUOTA, relief=relief))
    away(world, 0, 5, 30)
    for day in range(64):
        world.open_day(day)
        note_leave(world)
    rep, part = world.sales.reps[0], world.pay.plans[0][0]
    assert part_in_all(rep, 0, part, 40) == pytest.approx(share)
    assert part_in_all(world.sales.reps[1], 0, part, 40) == 1.0
    rows = close(world, 64, credit=[800.0] * 4)
    assert rows["share"] == pytest.approx([share, 1.0, 1.0, 1.0])
    assert rows["quota"] == pytest.approx([1000.0 * share, 1000.0, 1000.0, 1000.0])
    assert rows["pay"] == pytest.approx([80.0] * 4), "a line pays alike however much is asked"
    assert (world.sales.reps["relieved"][:4] == 0.0).all()


def test_a_bonus_is_reached_by_less_and_pays_its_part_after_leave():
    bonus = replace(LINE, target_pay=1000.0, at=[0.0, 1.0], jump=[0.0, 1.0], slope=[0.0, 0.0])
    world = world_of(bonus, quota=replace(QUOTA, relief=1.0))
    world.sales.reps["relieved"][:4, 0] = [13.0, 13.0, 65.0, 64.5]
    rows = close(world, 64, credit=[800.0, 799.0, 16.0, 1.0])
    # Somebody who was away all the time is still asked for a day.
    assert rows["share"] == pytest.approx([0.8, 0.8, 1 / 65, 1 / 65])
    assert rows["pay"].tolist() == pytest.approx([800.0, 0.0, 1000 / 65, 0.0])


def test_days_of_leave_count_while_a_component_is_in_force():
    parts = replace(LINE, first_day=10), replace(LINE, last_day=9)
    campaign = Component(from_day=12, to_day=13)
    world = world_of(*parts, campaign, quota=replace(QUOTA, relief=0.5))
    away(world, 1, 5, 14)
    for day in range(20):
        world.open_day(day)
        note_leave(world)
    assert world.sales.reps["relieved"][1, :3].tolist() == [2.5, 2.5, 1.0]
    assert world.sales.reps["on_leave"][:4].tolist() == [0, 10, 0, 0]


def test_who_comes_back_looks_ahead_to_what_is_left_to_do(monkeypatch):
    bent = replace(LINE, at=[0.0, 1.0], jump=[0.0, 0.0], slope=[1.0, 3.0])
    world = world_of(bent, quota=replace(QUOTA, relief=1.0))
    asked = []
    monkeypatch.setattr(world.pay.outlooks, "entered",
                        lambda *its: asked.append(its[-2]) or (0, 1.0))  # fmt: skip
    world.sales.reps["outlook"][:] = UNKNOWN
    world.day = 0
    renew_outlooks(world)
    asked.clear()
    away(world, 2, 5, 17)
    world.sales.reps["relieved"][2, 0] = 13.0
    for day in (5, 10, 17, 18, 19):
        world.day = day
        renew_outlooks(world)
    assert asked == [(52 / 65, 1.0)]


def test_the_days_plan_of_who_is_away_is_empty():
    world = world_of(LINE)
    away(world, 0, 0, 0)
    world.open_day(0)
    sell(world)
    pay_salaries(world)
    assert (world.sales.reps["plan"][0] == 0.0).all()
    assert (world.sales.reps["plan"][1] > 0.0).any()
    assert world.sales.reps["earned"][0] == world.sales.reps["earned"][1] > 0.0
