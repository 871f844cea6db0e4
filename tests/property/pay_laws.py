"""Pay, recounted from deals, conversations and renewals through the plan as it is written down."""

import math
from functools import cached_property

import numpy as np

from sim.config import MEASURES, PERIODS
from sim.records import Outcome

NEAR = 1e-9
RATIOS = ("retention", "satisfaction", "share_gain", "growth")
MONEY = ("new", "renewal", "margin", "team")
# The component of a row that is an advance, or what is kept back of one.
ADVANCED = -2
LEFT = (Outcome.CHURNED, Outcome.SWITCHED)


class Books:
    """The events that pay follows from, of one run."""

    def __init__(self, run):
        self.run, self.warmup, self.last = run, run.config.warmup_days, run.world.last_day
        deals, self.renewals = run.rows("deals"), run.rows("renewals")
        self.won = deals[deals["outcome"] == Outcome.WON]
        self.signed = self.won["closed"].astype(int)
        self.talks = run.rows("conversations")
        self.talked = self.talks["time"].astype(int)
        self.plans = run.departments("incentive")
        self.margin = run.config.market.catalogue.margin

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


def is_open(part, day, warmup):
    """Whether a component counts a day."""
    if part.to_day is None:
        return True
    since = day - warmup - part.from_day
    if since >= 0 and part.every_days:
        since %= part.every_days
    return 0 <= since <= part.to_day - part.from_day


def open_days(part, warmup, last):
    return np.array([is_open(part, day, warmup) for day in range(last)])


def within(days, opened, first, day):
    """Events of days that a component counts, from a first to a last one."""
    return (days >= first) & (days <= day) & opened[np.clip(days, 0, len(opened) - 1)]


def credited(books, rep, part, first, day):
    """What adds up over days: credit from the events, less what was taken back; and that."""
    opened = open_days(part, books.warmup, books.last)
    won, found = books.won, within(books.signed, opened, first, day)
    if part.measure in ("new", "growth", "margin"):
        cost = (1.0 - books.margin) * won["list_value"] if part.measure == "margin" else 0.0
        worth = won["value"] - cost
        brought = won["prospector"] >= 0
        own = np.where(brought, 1.0 - part.split, 1.0)
        total = (worth * own)[found & (won["rep"] == rep)].sum()
        total += part.split * worth[found & (won["prospector"] == rep)].sum()
        back = taken_back(books, rep, part, opened, first, day)
        return total - back, back
    if part.measure == "team":
        firm = books.run.world.sales.reps["firm"][rep]
        heads = (books.run.world.sales.reps["firm"] == firm).sum()
        return won["value"][found & (won["firm"] == firm)].sum() / heads, 0.0
    if part.measure == "activity":
        held = within(books.talked, opened, first, day) & (books.talks["rep"] == rep)
        return float(held.sum()), 0.0
    ended = books.renewals
    kept = within(ended["day"], opened, first, day) & (ended["rep"] == rep)
    kept &= ended["outcome"] == Outcome.RENEWED
    return ended["value_after"][kept].sum(), 0.0


def taken_back(books, rep, part, opened, first, day):
    if not part.clawback_days:
        return 0.0
    ended, sold = books.renewals, books.renewals["since"]
    gone = (ended["rep"] == rep) & (ended["day"] >= first) & (ended["day"] <= day)
    gone &= np.isin(ended["outcome"], LEFT) & (ended["day"] - sold <= part.clawback_days)
    gone &= (sold >= max(books.joined(rep, day), 0)) & opened[np.clip(sold, 0, None)]
    return part.clawback_share * ended["value_before"][gone].sum()


def done(books, rep, part, first, day, joined):
    """What a row's credit must be: a sum, or a ratio, of which over nothing its goal."""
    if part.measure not in RATIOS:
        return credited(books, rep, part, first, day)
    opened, ended = open_days(part, books.warmup, books.last), books.renewals
    if part.measure == "share_gain":
        return share_gain(books, rep, part, day), 0.0
    if part.measure == "growth":
        start = day - day % PERIODS[part.period]
        earlier = max(start - PERIODS[part.period], joined)
        before = 0.0
        if joined < start and start > 0:
            before = credited(books, rep, part, max(earlier, 0), start - 1)[0]
        now = credited(books, rep, part, first, day)[0]
        return (now / before if before > 0 else part.goal), 0.0
    own = within(ended["day"], opened, first, day) & (ended["rep"] == rep)
    if part.measure == "satisfaction":
        said = ended["satisfaction"][own & ~np.isnan(ended["satisfaction"])]
        return (said.mean() if len(said) else part.goal), 0.0
    before = ended["value_before"][own]
    kept = np.minimum(ended["value_after"][own], before).sum()
    return (kept / before.sum() if before.sum() > 0 else part.goal), 0.0


def share_gain(books, rep, part, day):
    firm, days = books.run.world.sales.reps["firm"][rep], PERIODS[part.period]
    start = day - day % days
    shares = []
    for first, last in ((start, day), (start - days, start - 1)):
        all_wins = (books.signed >= first) & (books.signed <= last)
        own = all_wins & (books.won["firm"] == firm)
        shares.append(own.sum() / all_wins.sum() if first >= 0 and all_wins.any() else math.nan)
    return part.goal if math.isnan(shares[0] - shares[1]) else shares[0] - shares[1]


def height(x, part):
    """The curve of a component at x, added up piece by piece."""
    if x < 0 and part.clawback_days:
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
    rows = {(int(r["rep"]), int(r["component"]), int(r["day"])): r for r in paid}
    for (rep, c, day), row in rows.items():
        if c < 0:
            assert c == -2 or row["pay"] == 0
            continue
        part = books.plans[row["firm"]].components[c]
        days, joined = PERIODS[part.period], books.joined(rep, day)
        assert row["measure"] == MEASURES.index(part.measure)
        assert row["days"] == days
        start = day - day % days
        first = max(start, joined)
        whole = 1.0 if (day + 1) % days == 0 else (day + 1 - first) / days
        assert math.isclose(row["share"], whole, rel_tol=NEAR)
        credit, back = done(books, rep, part, first, day, joined)
        assert math.isclose(row["credit"], credit, rel_tol=1e-7, abs_tol=1e-6), (row, credit)
        assert math.isclose(row["taken_back"], back, rel_tol=NEAR, abs_tol=1e-6)
        if part.goal > 0:
            goal = part.goal * (1.0 if part.measure in RATIOS else whole)
            assert math.isclose(row["quota"], goal, rel_tol=NEAR)
        attained = row["credit"] / row["quota"] if row["quota"] > 0 else 0.0
        assert math.isclose(row["attainment"], attained, rel_tol=NEAR, abs_tol=NEAR)
        full = 1.0 if part.measure in RATIOS else whole
        x = row["attainment"] if part.unit == "attainment" else row["credit"] / full
        owed = whole * part.target_pay * height(x, part)
        if part.gate is not None:
            # A gate that has not counted yet has no row: nothing was done, and a ratio is at goal.
            other, gate = rows.get((rep, part.gate, day)), books.plans[row["firm"]].components
            nothing = 1.0 if gate[part.gate].measure in RATIOS else 0.0
            if (nothing if other is None else other["attainment"]) < part.gate_attainment:
                owed = 0.0
        near = 1e-6 * max(1.0, part.target_pay)
        assert math.isclose(row["pay"], owed, rel_tol=1e-7, abs_tol=near), (row, owed)


def every_period_is_paid_once(run):
    """A row for each rep and component at each period's end that counted, at a leaver's end, and
    at the run's; and none besides."""
    books, paid = Books(run), run.rows("pay")
    found = [(int(r["rep"]), int(r["component"]), int(r["day"])) for r in paid
             if r["component"] >= 0]  # fmt: skip
    assert len(set(found)) == len(found)
    expected = set()
    for rep, firm in enumerate(run.world.sales.reps["firm"]):
        for c, part in enumerate(books.plans[firm].components):
            days = PERIODS[part.period]
            opened = open_days(part, books.warmup, books.last)
            for joined, left in books.spells[rep]:
                ends = {day for day in range(max(joined, 0), left + 1) if (day + 1) % days == 0}
                for day in ends | {left}:
                    if day >= joined and opened[day - day % days : day + 1].any():
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
            fixed = part.measure not in MONEY or part.goal > 0 or not seats
            if fixed or rules.ratchet_up or rules.ratchet_down:
                continue
            first = par = rules.initial * PERIODS[part.period] / 65.0
            hard = rules.tightness
            for day in np.unique(rows["day"]):
                today = rows[rows["day"] == day]
                sellers = today[~sits[today["rep"]]]
                if not len(sellers):
                    continue
                if len(sellers) == seats:
                    mean = sellers["quota"].mean()
                    assert math.isclose(mean, hard * par, rel_tol=1e-7, abs_tol=1e-6)
                if rules.attain:
                    beaten = sellers["credit"] / sellers["quota"] * hard
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
        own = paid[paid["rep"] == rep]
        for joined, left in books.spells[rep]:
            spell = own[(own["day"] >= joined) & (own["day"] <= left)]
            months = [day for day in range(max(joined, 0), left + 1) if (day + 1) % 20 == 0]
            assert set(months) <= set(spell["day"]) or not draw.a_month
            owed = (0.0, 0.0)
            for day in np.unique(spell["day"]):
                owed = owed_after(spell[spell["day"] == day], *owed, draw)


def owed_after(today, owes, advance, draw):
    """What a rep owes after a day's entries, and what of it was advanced since the last pay."""
    kept, near = [], 1e-6 * max(1.0, np.abs(today["pay"]).max())
    for rows in entries(today):
        money = rows["pay"].sum()
        if rows["component"][0] != ADVANCED:
            assert np.isclose(rows["balance"], owes, rtol=1e-7, atol=1e-4).all()
            back = min(owes, money)
            owes -= back
            owes -= 0.0 if draw.recoverable else min(owes, advance)
            advance, kept = 0.0, [*kept, back] if back else kept
        elif money > 0.0 and not (kept and kept[0] < 0.0):
            assert money == draw.a_month
            assert (rows["day"][0] + 1) % 20 == 0
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
