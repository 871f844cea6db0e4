"""Pay, recounted from deals, conversations and renewals through the plan as it is written down."""

import math
from functools import cached_property

import numpy as np
import pytest

from sim.config import MEASURES, PERIODS
from sim.records import Outcome

NEAR = 1e-9
RATIOS = ("retention", "satisfaction", "share_gain", "growth")
MONEY = ("new", "renewal", "margin", "team")
# The component of a row that is an advance, or what is kept back of one; and of a guarantee's.
ADVANCED, TOPPED_UP = -2, -3
EACH = {"period": 0, "month": 20, "quarter": 65}
LEFT = (Outcome.CHURNED, Outcome.SWITCHED)


class Books:
    """The events that pay follows from, of one run."""

    def __init__(self, run):
        self.run, self.warmup, self.last = run, run.config.warmup_days, run.world.last_day
        years = run.config.market.service.term_days / 260
        deals, self.renewals = run.rows("deals"), run.rows("renewals").copy()
        self.won = deals[deals["outcome"] == Outcome.WON].copy()
        for name in ("value", "list_value"):
            self.won[name] *= years
        for name in ("value_before", "value_after"):
            self.renewals[name] *= years
        self.signed = self.won["closed"].astype(int)
        self.talks = run.rows("conversations")
        self.talked = self.talks["time"].astype(int)
        self.plans = run.departments("incentive")
        self.margin = run.config.market.catalogue.margin

    @cached_property
    def sellers(self):
        """Who sold the accounts whose terms ended; −1: nobody of this run."""
        sold = {(int(d["customer"]), int(day)): int(d["rep"])
                for d, day in zip(self.won, self.signed, strict=True)}  # fmt: skip
        ends = zip(self.renewals["customer"].tolist(), self.renewals["since"].tolist(), strict=True)
        return np.array([sold.get(one, -1) for one in ends], int)

    @cached_property
    def spells(self):
        """Who sat where: by seat, the first and last day of each person."""
        staff = self.run.rows("staff")
        found = {}
        for row in staff:
            found.setdefault(int(row["rep"]), []).append((int(row["joined"]), int(row["day"])))
        return found

    def joined(self, rep, day):
        """The first day of whoever sat in a seat on a day, or left it then."""
        return next(first for first, last in self.spells[rep] if first <= day <= last)


def length_of(part):
    """Days over which a component is reckoned: its window, or its period."""
    return PERIODS[part.period] if part.to_day is None else part.to_day + 1 - part.from_day


def period(part, day, warmup):
    """First and last day of the period in which a component counts a day, as far as it is in force;
    none if it does not."""
    length, since = length_of(part), day - warmup - part.from_day
    every = length if part.to_day is None else part.every_days
    if every and (since >= 0 or part.to_day is None):
        since %= every
    if not 0 <= since < length:
        return None
    starts = warmup + part.first_day if part.first_day else -math.inf
    stops = math.inf if part.last_day is None else warmup + part.last_day
    its = max(day - since, starts), min(day - since + length - 1, stops)
    return its if its[0] <= day <= its[1] else None


def period_before(part, day, warmup):
    """The period before that in which a day lies, as far as the component was in force then."""
    return period(part, period(part, day, warmup)[0] - 1, warmup)


def payday(part, day, warmup):
    """The day on which what a component counts on a day is reckoned: an instalment's, or the last
    of the period."""
    (_, last), each, gone = period(part, day, warmup), EACH[part.paid], day - warmup
    begun = day - gone % length_of(part)
    return min(begun + (day - begun) // each * each + each - 1, last) if each else last


def part_asked(plan, part, first, day, joined):
    """The part of a quota that is asked of whoever was there on these days, since joining."""
    there, ramp = (day + 1 - first) / length_of(part), plan.quota.ramp
    if part.measure in RATIOS or part.measure == "team" or not ramp:
        return 1.0 if part.measure in RATIOS else there
    months = (np.arange(first, day + 1) - joined) // 20
    asked = np.array([*ramp, 1.0])[np.minimum(months, len(ramp))]
    return asked.sum() / length_of(part)


def goal_of(plan, part):
    """The goal that is fixed, more of it where reps' quotas of money sum to more than the plan."""
    return part.goal * (1.0 + plan.quota.over_assignment if part.measure in MONEY else 1.0)


def within(days, first, day):
    return (days >= first) & (days <= day)


def credited(books, rep, part, first, day):
    """What adds up over days: credit from the events, less what was taken back; and that."""
    won, found = books.won, within(books.signed, first, day)
    if part.measure in ("new", "growth", "margin"):
        cost = (1.0 - books.margin) * won["list_value"] if part.measure == "margin" else 0.0
        worth = won["value"] - cost
        brought = won["prospector"] >= 0
        out_of_it = part.split if part.credit == "divided" else 0.0
        own = np.where(brought, 1.0 - out_of_it, 1.0)
        total = (worth * own)[found & (won["rep"] == rep)].sum()
        total += part.split * worth[found & (won["prospector"] == rep)].sum()
        back = taken_back(books, rep, part, first, day)
        return total - back, back if part.clawback == "credit" else 0.0
    if part.measure == "deals":
        return float((found & (won["rep"] == rep)).sum()), 0.0
    if part.measure == "team":
        firm = books.run.world.sales.reps["firm"][rep]
        heads = (books.run.world.sales.reps["firm"] == firm).sum()
        return won["value"][found & (won["firm"] == firm)].sum() / heads, 0.0
    if part.measure == "activity":
        held = within(books.talked, first, day) & (books.talks["rep"] == rep)
        return float(held.sum()), 0.0
    ended = books.renewals
    kept = within(ended["day"], first, day) & (ended["rep"] == rep)
    kept &= ended["outcome"] == Outcome.RENEWED
    return ended["value_after"][kept].sum(), 0.0


def taken_back(books, rep, part, first, day):
    """Credit taken back: of sales of this period that left before they were reckoned, or of
    whatever left since the last one."""
    if not part.clawback_days:
        return 0.0
    ended, sold = books.renewals, books.renewals["since"]
    counted = [period(part, one, books.warmup) is not None for one in range(books.last)]
    joined = max(books.joined(rep, day), 0)
    gone = (books.sellers == rep) & (ended["day"] <= day) & (sold >= joined)
    gone &= np.isin(ended["outcome"], LEFT) & (ended["day"] - sold <= part.clawback_days)
    gone &= np.array(counted)[np.clip(sold, 0, None)]
    if part.clawback == "paid":
        gone &= sold >= first
        for place in np.flatnonzero(gone):
            gone[place] = ended["day"][place] <= payday(part, int(sold[place]), books.warmup)
    else:
        closed = [one for one in range(joined, day)
                  if (period(part, one, books.warmup) or (0, -1))[1] == one]  # fmt: skip
        gone &= ended["day"] > max(closed, default=-1)
    return part.clawback_share * ended["value_before"][gone].sum()


def done(books, rep, part, first, day, joined):
    """What a row's credit must be: a sum, or a ratio, of which over nothing its goal."""
    if part.measure not in RATIOS:
        return credited(books, rep, part, first, day)
    ended = books.renewals
    if part.measure == "share_gain":
        return share_gain(books, rep, part, day), 0.0
    if part.measure == "growth":
        start, earlier = period(part, day, books.warmup)[0], 0.0
        before = period_before(part, day, books.warmup)
        if joined < start and start > 0 and before:
            began = max(before[0], joined, 0)
            a_day = credited(books, rep, part, began, start - 1)[0] / (start - began)
            earlier = a_day * (day + 1 - first)
        now = credited(books, rep, part, first, day)[0]
        return (now / earlier if earlier > 0 else part.goal), 0.0
    own = within(ended["day"], first, day) & (ended["rep"] == rep)
    if part.measure == "satisfaction":
        said = ended["satisfaction"][own & ~np.isnan(ended["satisfaction"])]
        return (said.mean() if len(said) else part.goal), 0.0
    before = ended["value_before"][own]
    kept = np.minimum(ended["value_after"][own], before).sum()
    return (kept / before.sum() if before.sum() > 0 else part.goal), 0.0


def share_gain(books, rep, part, day):
    firm, start = books.run.world.sales.reps["firm"][rep], period(part, day, books.warmup)[0]
    shares = []
    for first, last in ((start, day), period_before(part, day, books.warmup) or (0, -1)):
        all_wins = (books.signed >= first) & (books.signed <= last)
        own = all_wins & (books.won["firm"] == firm)
        shares.append(own.sum() / all_wins.sum() if last >= 0 and all_wins.any() else math.nan)
    return part.goal if math.isnan(shares[0] - shares[1]) else shares[0] - shares[1]


def height(x, part):
    """The curve of a component at x, added up piece by piece."""
    if x < 0 and part.clawback_days and part.clawback == "credit":
        return part.slope[0] * x
    ends = [*part.at[1:], math.inf]
    return sum(
        jump + slope * (min(x, end) - at)
        for at, end, jump, slope in zip(part.at, ends, part.jump, part.slope, strict=True)
        if x >= at
    )


def pay_is_the_plan_applied(run):
    """Every row's credit, recounted from the events, through the plan as written."""
    books, paid = Books(run), run.rows("pay")
    early = (paid["share"] == 0) & (paid["taken_back"] == 0)
    charged = paid[(paid["share"] == 0) & ~early]
    for row in charged:
        part = books.plans[row["firm"]].components[row["component"]]
        assert part.clawback == "paid"
        assert part.clawback_days
        assert row["pay"] == -row["taken_back"] < 0
    instalments_are_paid_on_the_way(books, paid[early])
    paid = paid[paid["share"] > 0]
    rows = {(int(r["rep"]), int(r["component"]), int(r["day"])): r for r in paid}
    for (rep, c, day), row in rows.items():
        if c < 0:
            assert c in (ADVANCED, TOPPED_UP) or row["pay"] == 0
            continue
        plan = books.plans[row["firm"]]
        part = plan.components[c]
        days, joined = length_of(part), books.joined(rep, day)
        assert row["measure"] == MEASURES.index(part.measure)
        assert row["days"] == days
        first = max(period(part, day, books.warmup)[0], joined, 0)
        whole = (day + 1 - first) / days
        assert math.isclose(row["share"], whole, rel_tol=NEAR)
        credit, back = done(books, rep, part, first, day, joined)
        assert math.isclose(row["credit"], credit, rel_tol=1e-7, abs_tol=1e-6), (row, credit)
        assert math.isclose(row["taken_back"], back, rel_tol=NEAR, abs_tol=1e-6)
        if part.goal > 0:
            goal = goal_of(plan, part) * part_asked(plan, part, first, day, joined)
            assert math.isclose(row["quota"], goal, rel_tol=NEAR)
        attained = row["credit"] / row["quota"] if row["quota"] > 0 else 0.0
        assert math.isclose(row["attainment"], attained, rel_tol=NEAR, abs_tol=NEAR)
        full = 1.0 if part.measure in RATIOS else whole
        x = row["attainment"] if part.unit == "attainment" else row["credit"] / full
        owed = whole * part.target_pay * scale_of(run, row) * height(x, part)
        if part.gate is not None:
            other = rows.get((rep, part.gate, day))
            if other is None:  # a window that closed amid the gate's period
                continue
            if other["attainment"] < part.gate_attainment:
                owed = 0.0
        near = 1e-6 * max(1.0, part.target_pay) * scale_of(run, row)
        before = run.rows("pay")[early]
        before = before[(before["rep"] == rep) & (before["component"] == c)]
        owed -= before["pay"][(before["day"] >= first) & (before["day"] <= day)].sum()
        assert math.isclose(row["pay"], owed, rel_tol=1e-7, abs_tol=near), (row, owed)


def instalments_are_paid_on_the_way(books, early):
    """Each on its day, over the quota of the whole period if the rep stays, the curve at the credit
    so far less what was paid before; a gate's are not worked out again here."""
    for row in early:
        plan, rep, day = books.plans[row["firm"]], int(row["rep"]), int(row["day"])
        part = plan.components[row["component"]]
        start, last = period(part, day, books.warmup)
        assert payday(part, day, books.warmup) == day < last
        joined = books.joined(rep, day)
        first = max(start, joined, 0)
        whole = (last + 1 - first) / length_of(part)
        credit, _ = done(books, rep, part, first, day, joined)
        assert math.isclose(row["credit"], credit, rel_tol=1e-7, abs_tol=1e-6), (row, credit)
        if part.goal > 0:
            goal = goal_of(plan, part) * part_asked(plan, part, first, last, joined)
            assert math.isclose(row["quota"], goal, rel_tol=NEAR)
        attained = row["credit"] / row["quota"] if row["quota"] > 0 else 0.0
        assert math.isclose(row["attainment"], attained, rel_tol=NEAR, abs_tol=NEAR)
        same = (early["rep"] == rep) & (early["component"] == row["component"])
        before = early["pay"][same & (early["day"] >= first) & (early["day"] < day)].sum()
        x = attained if part.unit == "attainment" else row["credit"] / whole
        times = scale_of(books.run, row)
        owed = whole * part.target_pay * height(x, part) * times
        near = 1e-6 * max(1.0, part.target_pay) * times
        paid = row["pay"] + before
        shut = part.gate is not None and math.isclose(paid, 0.0, abs_tol=near)
        assert shut or math.isclose(paid, owed, rel_tol=1e-7, abs_tol=near), (row, owed)


def is_payday(books, plan, row):
    return payday(plan.components[row["component"]], int(row["day"]), books.warmup) == row["day"]


def guarantees_are_kept(run):
    """On the paydays of what is paid most often, and when a rep leaves or the run ends, what was
    earned since the last time is topped up to what is guaranteed for those days."""
    books, paid = Books(run), run.rows("pay")
    earned = paid[(paid["component"] >= 0) & ((paid["share"] > 0) | (paid["taken_back"] == 0))]
    extra = paid[paid["component"] == TOPPED_UP]
    for rep, firm in enumerate(run.world.sales.reps["firm"]):
        plan, own = books.plans[firm], earned[earned["rep"] == rep]
        its = plan.guarantee
        often = [part for part in plan.components if part.to_day is None]
        often.sort(key=lambda part: EACH[part.paid] or length_of(part))
        found, expected = {}, {}
        for row in extra[extra["rep"] == rep]:
            found[int(row["day"])] = found.get(int(row["day"]), 0.0) + row["pay"]
        for joined, left in books.spells[rep] if its.months and its.a_month else ():
            day_of = max(joined, 0)
            for day in range(day_of, left + 1):
                counting = [part for part in often if period(part, day, books.warmup)]
                reckoned = [payday(part, day, books.warmup) for part in counting[:1]] == [day]
                if not reckoned and day != left:
                    continue
                days = max(min(day + 1, joined + 20 * its.months) - day_of, 0)
                since = own[(own["day"] >= day_of) & (own["day"] <= day)]
                if reckoned:
                    # Whoever leaves on a payday is settled with after it.
                    fit = [one["day"] < day or is_payday(books, plan, one) for one in since]
                    since = since[np.array(fit, bool)]
                missing = its.a_month * days / 20 - max(since["pay"].sum(), 0.0)
                if missing > 1e-9:
                    expected[day] = missing
                day_of = day + 1
        assert found == pytest.approx(expected, rel=1e-7, abs=1e-5)


def scale_of(run, row):
    """What a rep's pay is multiplied by: variable pay on target by the roster over the plan's own;
    1 for everybody else. Told of plans over attainment, which pay the same whatever the quota."""
    its = run.departments("sales")[row["firm"]]
    one = listed(run, int(row["rep"]), int(row["day"]))
    if one is None or one.ote is None:
        return 1.0
    plan = run.departments("incentive")[row["firm"]]
    base = plan.salary if one.base is None else one.base
    assert its.people
    assert all(part.unit == "attainment" for part in plan.components), "a law of attainment"
    own = sum(
        part.target_pay * height(1.0, part) * 260 / PERIODS[part.period]
        for part in plan.components if part.to_day is None
    )  # fmt: skip
    return (one.ote - base) / own if own > 0 else 1.0


def listed(run, rep, day):
    """The person of the roster who sat in a seat on a day; none if it was somebody else."""
    firms = run.world.sales.reps["firm"]
    people = run.departments("sales")[firms[rep]].people
    in_seats = [one for role in ("prospector", "closer") for one in people if one.role == role]
    if not in_seats:
        return None
    one = in_seats[rep - int(np.flatnonzero(firms == firms[rep])[0])]
    warmup, staff = run.config.warmup_days, run.rows("staff")
    after = one.start is not None and warmup > 0 and one.start + warmup > 0
    held = staff[(staff["rep"] == rep) & (staff["joined"] <= day) & (staff["day"] >= day)]
    return one if len(held) and held[0]["person"] == int(after) else None


def every_period_is_paid_once(run):
    """A row for each rep and component at each period's end that counted, at a leaver's end, and
    at the run's; and none besides."""
    books, paid = Books(run), run.rows("pay")
    found = [(int(r["rep"]), int(r["component"]), int(r["day"])) for r in paid
             if r["component"] >= 0 and r["share"] > 0]  # fmt: skip
    assert len(set(found)) == len(found)
    expected = set()
    for rep, firm in enumerate(run.world.sales.reps["firm"]):
        for c, part in enumerate(books.plans[firm].components):
            for joined, left in books.spells[rep]:
                for day in range(max(joined, 0), left + 1):
                    its = period(part, day, books.warmup)
                    if its and day in (its[1], left):
                        expected.add((rep, c, day))
    assert set(found) == expected


def quotas_follow_from_results(run):
    """Where no seat is vacant, selling reps' quotas average to what is expected of them: tightness,
    or the quantile that as many as asked exceeded, times par, the running mean of credit."""
    paid, sits = run.rows("pay"), run.world.sales.reps["prospector"]
    paid = paid[paid["share"] == 1.0]
    for firm, plan in enumerate(run.departments("incentive")):
        rules = plan.quota
        seats = int((~sits[run.world.sales.reps["firm"] == firm]).sum())
        for c, part in enumerate(plan.components):
            rows = paid[(paid["firm"] == firm) & (paid["component"] == c)]
            assert (rows["quota"] >= 0).all()
            people = run.departments("sales")[firm].people
            fixed = part.measure not in MONEY or part.goal > 0 or not seats
            fixed = fixed or any(one.quota for one in people)
            # What comes into force later may take over the par of what counted the same.
            own = rules.ratchet_up or rules.ratchet_down or rules.ramp
            if fixed or own or part.first_day:
                continue
            first = par = rules.initial * length_of(part) / 65.0
            hard = rules.tightness
            for day in np.unique(rows["day"]):
                today = rows[rows["day"] == day]
                sellers = today[~sits[today["rep"]]]
                if not len(sellers):
                    continue
                if len(sellers) == seats:
                    mean = sellers["quota"].mean() / (1.0 + rules.over_assignment)
                    assert math.isclose(mean, hard * par, rel_tol=1e-7, abs_tol=1e-6)
                if rules.attain:
                    asked = sellers["quota"] / (1.0 + rules.over_assignment)
                    beaten = sellers["credit"] / asked * hard
                    hard += rules.ratchet * (np.quantile(beaten, 1 - rules.attain) - hard)
                    hard = max(hard, 0.05)
                par += rules.ratchet * (sellers["credit"].mean() - par)
                par = max(par, 0.05 * first)


def what_is_owed_is_kept_back(run):
    """Replay every rep's balance in the order of the books: advances and what was taken back beyond
    earnings are owed, and kept back from what is earned; nobody ever pays in."""
    books, paid = Books(run), run.rows("pay")
    for rep, firm in enumerate(run.world.sales.reps["firm"]):
        draw = books.plans[firm].draw
        own = paid[(paid["rep"] == rep) & (paid["component"] != TOPPED_UP)]
        for joined, left in books.spells[rep]:
            spell = own[(own["day"] >= joined) & (own["day"] <= left)]
            there = range(max(joined, 0), left + 1)
            months = [day for day in there if (day + 1 - books.warmup) % 20 == 0]
            assert set(months) <= set(spell["day"]) or not draw.a_month
            owed = (0.0, 0.0)
            for day in np.unique(spell["day"]):
                owed = owed_after(spell[spell["day"] == day], *owed, draw, books.warmup)


def owed_after(today, owes, advance, draw, warmup):
    """What a rep owes after a day's entries, and what of it was advanced since the last pay."""
    kept, near = [], 1e-6 * max(1.0, np.abs(today["pay"]).max())
    for rows in entries(today):
        money = rows["pay"].sum()
        if rows["taken_back"][0] > 0 and rows["share"][0] == 0:
            assert np.isclose(rows["balance"], owes, rtol=1e-7, atol=1e-4).all()
            owes, kept = owes - money, [*kept, money]
        elif rows["component"][0] != ADVANCED:
            assert np.isclose(rows["balance"], owes, rtol=1e-7, atol=1e-4).all()
            back = min(owes, money)
            owes -= back
            owes -= 0.0 if draw.recoverable else min(owes, advance)
            advance, kept = 0.0, [*kept, back] if back else kept
        elif money > 0.0 and not (kept and kept[0] < 0.0):
            assert money == draw.a_month
            assert (rows["day"][0] + 1 - warmup) % 20 == 0
            owes, advance = owes + money, advance + money
        else:
            assert math.isclose(-money, kept.pop(0), rel_tol=1e-7, abs_tol=near)
    assert not kept, "what was kept back is not in the books"
    assert today["pay"].sum() >= -near, "a rep paid in"
    return owes, advance


def entries(today):
    """A rep's rows of a day as they were booked: parts of pay reckoned together, or one advance."""
    apart = (today["component"][1:] == ADVANCED) | (today["component"][:-1] == ADVANCED)
    apart |= today["balance"][1:] != today["balance"][:-1]
    return np.split(today, np.flatnonzero(apart) + 1)
