"""Looking ahead on instalments, guarantees and ramps against brute force: every course of a short
period, deal by deal, with each payday's money as it is paid.

No sizes, discounts or losses differ, so that both count the same states; effort is searched for.
"""

import math
from dataclasses import replace
from functools import cache
from itertools import product

import numpy as np
import pytest

from sim.config import Guarantee
from sim.model.foresight import outlooks
from sim.model.foresight.assured import Begun, look_ahead_assured
from sim.model.foresight.bellman import AGREED, CELLS, LAYERS, Outlook, blank, look_ahead
from sim.model.foresight.period import pay_of
from sim.model.pay.look_ahead import renew_outlooks
from sim.model.pay.payroll import settle
from sim.model.rules.closing import HARD, HOLD, NATURAL, PUSH
from tests.quiet_firm import LINE, QUOTA, rows_of, world_of

CELL, ROOM = 24, 12
SIGNS, WINS, GAIN, MOST, KEEPS = 0.35, 1.0, 0.3, 2.25, 0.9
LOOK = Outlook(
    wins=WINS, signs=SIGNS, fails=0.0, size_cv=0.0, deal_cells=1.0, effort_gain=GAIN,
    effort_max=MOST, control=0.8, fade_days=2.0, grip=np.array([0.0, 0.0, 0.5, 0.9]),
    price=np.ones(4), harm=np.zeros(4), patience=KEEPS, aversion=0.0,
)  # fmt: skip
EFFORTS = np.linspace(0.0, MOST, 1801)
# Pay with a bonus, tiers that rise, and one that falls.
CURVES = {
    "bonus": [0.0 if x < 3 else 3.0 for x in range(CELL)],
    "tiers": [0.8 * x + 1.2 * max(x - 2, 0) for x in range(CELL)],
    "cap": [min(1.1 * x, 3.3) for x in range(CELL)],
}


class Brute:
    """What a rep can make of the days from one on, by trying everything; nothing is left over.

    ``least`` [instalment] is guaranteed.
    """

    def __init__(self, pay, days, instalment, least=()):
        self.pay, self.days, self.every = pay, days, instalment or days
        self.least = [*least, *[-math.inf] * days]
        self.value = cache(self.value)

    def value(self, day, before, x, agreed):
        """Money from the morning of a day on, at the next payday's worth; ``before`` is the credit
        that has been paid for."""
        if day == self.days:
            return 0.0
        best = max(self.of_move(day, before, x, agreed, move) for move in (NATURAL, HOLD, PUSH))
        best = max(best, self.of_move(day, before, x, agreed, HARD))
        deal = self.worth(day, before, x, agreed)
        return best + GAIN * WINS * max((e - 1) * deal - e * e / 2 for e in EFFORTS)

    def evening(self, day, before, x, agreed):
        """What a day's end brings: a payday, or nothing yet."""
        gone = day + 1
        if gone % self.every and gone < self.days:
            return self.value(gone, before, x, agreed)
        paid = max(self.pay[x] - (self.pay[before] if before >= 0 else 0.0),
                   self.least[day // self.every])  # fmt: skip
        until = min(self.every, self.days - gone)
        return paid + KEEPS ** (until / self.every) * self.value(gone, x, x, agreed)

    def of_move(self, day, before, x, agreed, move):
        chance = SIGNS
        if move == HOLD:
            chance *= 1 - LOOK.control
        elif move != NATURAL:
            believed = LOOK.control * math.exp(-(self.days - day - 1) / LOOK.fade_days)
            chance += believed * LOOK.grip[move] * (1 - SIGNS)
        total = 0.0
        for signed in product((0, 1), repeat=agreed):
            n = sum(signed)
            weight = math.prod(chance if one else 1 - chance for one in signed)
            total += weight * self.evening(day, before, x + n, agreed - n + int(WINS))
        return total

    def worth(self, day, before, x, agreed):
        """One more deal today, beside those agreed."""
        more, own = (self.evening(day, before, x + extra, agreed) for extra in (1, 0))
        return more - own


def compare(brute, table, first, last, cell, before):
    """Everything that the table says of states that brute force can reach, on some days."""
    compared = 0
    for day in range(first, last):
        for x in range(cell, 7):
            # Three signatures a day are told apart, so no more are agreed by then.
            for agreed in range(4 - (brute.days - day - 1)):
                natural = brute.of_move(day, before, x, agreed, NATURAL)
                gains = [brute.of_move(day, before, x, agreed, move) - natural
                         for move in (HOLD, PUSH, HARD)]  # fmt: skip
                found = table[day, x, agreed]
                assert found[1:] == pytest.approx(gains, abs=2e-5), (day, x, agreed)
                if agreed < 3:
                    deal = brute.worth(day, before, x, agreed)
                    assert found[0] == pytest.approx(deal, abs=2e-5), (day, x, agreed)
                compared += 1
    assert compared > 5


@pytest.mark.parametrize("curve", CURVES)
@pytest.mark.parametrize(("days", "instalment"), [(4, 0), (4, 2), (3, 2), (4, 1)])
def test_instalments_are_worth_what_each_payday_brings(curve, days, instalment):
    """Whatever was paid before: what is owed so far less that is paid, and no state is needed."""
    pay = np.array(CURVES[curve])
    table = look_ahead(pay, days, LOOK, 1, ROOM, instalment)
    for before in (-1, 0, 2):
        cell = max(before, 0)
        compare(Brute(tuple(pay), days, instalment), table, 0, days, cell, before)


@pytest.mark.parametrize("curve", CURVES)
@pytest.mark.parametrize(
    ("instalment", "least", "gone", "cell"),
    [(0, [2.0], 0, 0), (2, [1.5], 0, 0), (2, [1.5, 1.0], 0, 0), (2, [2.5], 2, 2),
     (1, [1.0, 0.5, 1.5], 1, 1)],
)  # fmt: skip
def test_what_is_guaranteed_is_topped_up_payday_by_payday(curve, instalment, least, gone, cell):
    pay, days = np.array(CURVES[curve]), 4
    table, every = blank(days, CELL, ROOM), instalment or days
    look_ahead_assured(pay, Begun(every, gone, cell), np.array(least), LOOK, 1, table)
    brute = Brute(tuple(pay), days, instalment, [*[0.0] * (gone // every), *least])
    compare(brute, table, gone, gone + every, cell, cell if gone else -1)


def test_nobody_works_for_what_is_guaranteed_anyway():
    """A commission of 1 a deal with 3 guaranteed: on the last day the third deal is worth nothing,
    and the fourth is worth itself."""
    pay, table = np.arange(float(CELL)), blank(4, CELL, ROOM)
    look_ahead_assured(pay, Begun(4, 0, 0), np.array([3.0]), LOOK, 1, table)
    assert table[-1, :5, 0, 0] == pytest.approx([0.0, 0.0, 0.0, 1.0, 1.0], abs=1e-6)
    free = look_ahead(pay, 4, LOOK, 1, ROOM)
    assert (table[0, 0, :3, 0] < free[0, 0, :3, 0]).all()


def test_patience_alone_makes_instalments_differ_from_one_payment():
    pay = np.array(CURVES["tiers"])
    patient = LOOK._replace(patience=1.0)
    whole, paid = (look_ahead(pay, 4, patient, 3, ROOM, every) for every in (0, 2))
    np.testing.assert_allclose(paid, whole, atol=1e-6)
    soon = look_ahead(pay, 4, LOOK, 3, ROOM, 2)
    assert np.abs(soon - whole).max() > 0.01


# What a rep in a market looks ahead on, against what the payroll pays.

BONUS = replace(LINE, target_pay=1000.0, at=[0.0, 1.0], jump=[0.0, 1.0], slope=[0.0, 0.0])


def seen_by(monkeypatch, world, day):
    """The tables that are asked for on a day: kind, curves, days, habits, deal's pay, how paid."""
    seen = []
    empty = np.zeros((260, CELLS, AGREED, LAYERS), np.float32)
    monkeypatch.setattr(outlooks, "table_of", lambda *its: seen.append(its) or empty)
    world.open_day(day)
    renew_outlooks(world)
    return seen


@pytest.mark.parametrize("ramp", [[0.2, 0.4, 0.6, 0.8], [0.5]])
def test_a_new_rep_looks_ahead_to_the_quota_that_is_asked(monkeypatch, ramp):
    """The bonus lies where the payroll pays it for who joined on day 40 of a quarter."""
    world = world_of(BONUS, quota=replace(QUOTA, ramp=ramp))
    world.sales.reps["joined"][0] = 40
    seen = seen_by(monkeypatch, world, 40)
    kind, curves, *_, deal_pay, _ = next(its for its in seen if its[1][0].target_pay < 1000.0)
    looked = pay_of(kind, curves, deal_pay)
    bonus_at = world.sales.reps["cell"][0, 0] * (np.flatnonzero(looked > 0.0)[0] - np.arange(2))
    months = [ramp[0]] * 20 + (ramp[1:] or [1.0])[:1] * 5
    asked = 1000.0 * sum(months) / 65
    assert bonus_at[1] < asked * (1 + 1e-9)
    assert asked <= bonus_at[0] * (1 + 1e-9)
    world.open_day(63)
    for credit, owed in ((0.99 * asked, False), (1.01 * asked, True)):
        world.sales.reps["joined"][0], world.sales.reps["credit"][0, 0] = 39, credit
        # From the day before joining until the day before the end: as many days, a day earlier.
        settle(world, 0)
        assert (rows_of(world, 63)[-1]["pay"] > 0.0) == owed


def test_each_month_under_a_guarantee_is_looked_at_from_what_was_paid_before(monkeypatch):
    part = replace(BONUS, period="year", paid="month")
    world = world_of(part, days=260, guarantee=Guarantee(months=3, a_month=50.0))
    world.sales.reps["joined"][:4] = [-500, 0, 30, -10]
    seen = {day: seen_by(monkeypatch, world, day) for day in (0, 20, 30, 40, 60)}
    world.sales.reps["credit"][1, 0] = 310.0
    paid = {day: [its[-1] for its in all_ if its[-1].least] for day, all_ in seen.items()}
    assert [one.least for one in paid[0]] == [(50.0,) * 3, (50.0, 50.0, 25.0)]
    assert [(one.begun, one.least) for one in paid[20]] == [(20, (50.0, 50.0)), (20, (50.0, 25.0))]
    assert [(one.begun, one.least) for one in paid[30]] == [(20, (25.0, 50.0, 50.0, 25.0))]
    assert [one.least for one in paid[40]] == [(50.0,), (50.0, 50.0, 25.0), (25.0,)]
    assert [one.least for one in paid[60]] == [(50.0, 25.0)]
    assert all(one.instalment == 20 for its in seen.values() for *_, one in its if one.least)
    again = [its[-1] for its in seen_by(monkeypatch, world, 20) if its[-1].credit]
    assert [one.credit for one in again] == [0.08], "310 of a year's 4,000, by hundredths"
