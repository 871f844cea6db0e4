"""A slow payroll: what a plan pays, worked out in plain Python from the plan and a list of events.

It shares no code with the model. Everything is counted anew from the events whenever it is needed;
there are no running totals but those that the plan itself speaks of: quotas and debts.
"""

import math
from collections import defaultdict
from itertools import pairwise

LENGTH = {"month": 20, "quarter": 65, "half": 130, "year": 260}
MONEY = ("new", "renewal", "margin", "team")
RATIOS = ("retention", "satisfaction", "growth", "share_gain")


def payroll(plan, story):
    """Money by day, rep and component (−2: advances and what is kept back), as a dict."""
    return _Payroll(plan, story).run()


class _Payroll:
    def __init__(self, plan, story):
        self.plan, self.story = plan, story
        self.end = story.warmup + story.days
        self.paid = defaultdict(float)
        self.owes, self.advanced = defaultdict(float), defaultdict(float)
        self.share_paid = {}  # (rep, component, last day) → part, quota and whether it paid
        self.par, self.prospectors_par = [], []
        self.quota, self.history = {}, defaultdict(float)
        for c, part in enumerate(plan.components):
            self.par.append(plan.quota.initial * self.length(c) / 65)
            self.prospectors_par.append(part.split * self.par[c])
            for rep in story.spells:
                self.quota[rep, c] = self.fresh_quota(rep, c)

    def length(self, c):
        part = self.plan.components[c]
        return LENGTH[part.period] if part.to_day is None else part.to_day - part.from_day + 1

    def periods(self, c):
        part, length, first = self.plan.components[c], self.length(c), self.story.warmup
        step = length
        if part.to_day is None:
            while first > 0:
                first -= length
        else:
            first, step = first + part.from_day, part.every_days
        found = [(first, first + length - 1)]
        while step and first + step < self.end:
            first += step
            found.append((first, first + length - 1))
        return found

    def period(self, c, day):
        return next((one for one in self.periods(c) if one[0] <= day <= one[1]), None)

    def sitting(self, rep, day):
        """First and last day of whoever is in a seat on a day."""
        return next((one for one in self.story.spells[rep] if one[0] <= day <= one[1]), None)

    def part(self, rep, c, day):
        """The part of a component's period for which whoever sits there was there by a day."""
        period, person = self.period(c, day), self.sitting(rep, day)
        if period is None or person is None:
            return 0.0
        return (day + 1 - max(period[0], person[0], 0)) / self.length(c)

    def fresh_quota(self, rep, c):
        part = self.plan.components[c]
        if part.goal > 0:
            return part.goal
        if part.measure not in MONEY:
            return 0.0
        par = self.par[c]
        if rep in self.story.prospectors:
            par = self.prospectors_par[c]
            if part.measure == "team":
                par = self.par[c]
        usual = self.plan.quota.tightness * par
        self.history[rep, c] = min(max(self.history[rep, c], -0.8 * usual), 4 * usual)
        return usual + self.history[rep, c]

    def run(self):
        for day in range(self.end):
            self.claw_back(day)
            self.close(day)
            month = (day + 1 - self.story.warmup) % 20 == 0
            for rep in self.story.spells:
                person = self.sitting(rep, day)
                if self.plan.draw.a_month and month and person:
                    self.owes[rep] += self.plan.draw.a_month
                    self.advanced[rep] += self.plan.draw.a_month
                    self.paid[day, rep, -2] += self.plan.draw.a_month
                if person and (person[1] == day or day == self.end - 1):
                    self.reckon(rep, [c for c in self.components() if self.unfinished(c, day)], day)
                if person and person[1] == day:
                    self.owes[rep] = self.advanced[rep] = 0.0
                    for c in self.components():
                        self.history[rep, c] = 0.0
        return {key: money for key, money in self.paid.items() if money}

    def components(self):
        return range(len(self.plan.components))

    def unfinished(self, c, day):
        period = self.period(c, day)
        return period is not None and period[1] > day

    def close(self, day):
        due = [c for c in self.components() if (self.period(c, day) or (0, -1))[1] == day]
        if not due:
            return
        for rep in self.story.spells:
            if self.sitting(rep, day):
                self.reckon(rep, due, day)
        for c in due:
            self.new_quotas(c, day)

    def reckon(self, rep, due, day):
        if not due:
            return
        total = 0.0
        for c in due:
            part, share = self.plan.components[c], self.part(rep, c, day)
            x, quota = self.result(rep, c, day), self.due_quota(rep, c, day)
            if part.unit == "attainment":
                x = x / quota if quota > 0 else 0.0
            elif part.measure not in RATIOS:
                x = x / share
            money = share * part.target_pay * self.curve(c, x) if self.gate(rep, c, day) else 0.0
            self.share_paid[rep, c, day] = share, quota, money != 0.0
            self.paid[day, rep, c] += money
            total += money
        back = min(self.owes[rep], total)
        self.owes[rep] -= back
        self.paid[day, rep, -2] -= back
        if not self.plan.draw.recoverable:
            self.owes[rep] -= min(self.owes[rep], self.advanced[rep])
        self.advanced[rep] = 0.0

    def due_quota(self, rep, c, day):
        ratio = self.plan.components[c].measure in RATIOS
        return self.quota[rep, c] * (1.0 if ratio else self.part(rep, c, day))

    def gate(self, rep, c, day):
        part = self.plan.components[c]
        if part.gate is None:
            return True
        quota = self.due_quota(rep, part.gate, day)
        done = self.result(rep, part.gate, day)
        return quota > 0 and done / quota >= part.gate_attainment

    def curve(self, c, x):
        part = self.plan.components[c]
        if x < 0 and part.clawback_days and part.clawback == "credit":
            return part.slope[0] * x
        total = 0.0
        for (low, high), jump, slope in zip(
            pairwise([*part.at, math.inf]), part.jump, part.slope, strict=True
        ):
            if x >= low:
                total += jump + slope * (min(x, high) - low)
        return total

    def result(self, rep, c, day):
        """What a rep's part of a period has come to by a day, in the measure's unit."""
        part, (first, _), person = self.plan.components[c], self.period(c, day), None
        person = self.sitting(rep, day)
        begun = max(first, person[0])
        if part.measure not in RATIOS:
            return self.credit(rep, c, begun, day)
        if part.measure == "share_gain":
            now, before = self.share(first, day), self.share(first - self.length(c), first - 1)
            return part.goal if now is None or before is None else now - before
        if part.measure == "growth":
            return self.growth(rep, c, begun, first, day)
        own = [e for e in self.story.ends if e.rep == rep and begun <= e.day <= day]
        if part.measure == "satisfaction":
            said = [e.satisfied for e in own if not math.isnan(e.satisfied)]
            return sum(said) / len(said) if said else part.goal
        ended = sum(e.value for e in own)
        kept = sum(min(e.value, e.after) for e in own)
        return kept / ended if ended > 0 else part.goal

    def growth(self, rep, c, begun, first, day):
        """Sales a day over those a day in the period before, of the same person."""
        before, person = first - 1, self.sitting(rep, day)
        if before < max(person[0], 0):
            return self.plan.components[c].goal
        there = self.part(rep, c, before)
        earlier = self.credit(rep, c, max(first - self.length(c), person[0]), before) / there
        if earlier <= 0:
            return self.plan.components[c].goal
        return self.credit(rep, c, begun, day) / (earlier * self.part(rep, c, day))

    def share(self, first, last):
        wins = [own for day, own in self.story.wins if first <= day <= last]
        return sum(wins) / len(wins) if last >= 0 and wins else None

    def credit(self, rep, c, first, last):
        part, story = self.plan.components[c], self.story
        if part.measure == "activity":
            return sum(who == rep and first <= day <= last for day, who in story.talks)
        if part.measure == "renewal":
            own = [e for e in story.ends if e.rep == rep and first <= e.day <= last]
            return sum(e.after for e in own if e.how == "renewed")
        sales = [one for one in story.sales if first <= one.day <= last]
        if part.measure == "team":
            return sum(one.value for one in sales) / len(story.spells)
        total = sum(self.worth(part, one, rep) for one in sales) - self.lost(rep, c, first, last)
        return total if part.clawback == "credit" else max(total, 0.0)

    def worth(self, part, sale, rep):
        value = sale.value * (self.story.margin if part.measure == "margin" else 1.0)
        given = part.split * value if sale.prospector >= 0 else 0.0
        return (value - given) * (sale.rep == rep) + given * (sale.prospector == rep)

    def clawed(self, rep, c, last):
        """Ends of terms by a day that take something of a component back from who sits there."""
        part, person = self.plan.components[c], self.sitting(rep, last)
        if not part.clawback_days:
            return []
        return [
            e for e in self.story.ends
            if e.rep == rep and e.how in ("churned", "switched") and e.day <= last
            and e.day - e.since <= part.clawback_days and e.since >= max(person[0], 0)
            and self.period(c, e.since)
        ]  # fmt: skip

    def lost(self, rep, c, first, last):
        """Credit taken back: of sales of the same period, or by credit since the last reckoning."""
        part = self.plan.components[c]
        gone = self.clawed(rep, c, last)
        if part.clawback == "paid":
            return part.clawback_share * sum(e.value for e in gone if e.since >= first)
        before = [one[1] for one in self.periods(c) if one[1] < last]
        since = max([*before, self.sitting(rep, last)[0] - 1])
        return part.clawback_share * sum(e.value for e in gone if e.day > since)

    def claw_back(self, day):
        for e in self.story.ends:
            if e.day == day and self.sitting(e.rep, day):
                for c, part in enumerate(self.plan.components):
                    if part.clawback == "paid" and e in self.clawed(e.rep, c, day):
                        self.give_back(e, c, day)

    def give_back(self, e, c, day):
        """A sale gives back what the period's pay rose by with it."""
        part, (first, last) = self.plan.components[c], self.period(c, e.since)
        if last >= day:
            return
        share, quota, paid = self.share_paid[e.rep, c, last]
        begun = max(first, self.sitting(e.rep, day)[0])
        gone = {(g.customer, g.since) for g in self.clawed(e.rep, c, last)}
        heights, total = [], 0.0
        for sale in self.story.sales:
            if sale.rep != e.rep or not begun <= sale.day <= last:
                continue
            before = total
            early = (sale.customer, sale.day) in gone
            total += sale.value * (1 - part.clawback_share if early else 1)
            if (sale.customer, sale.day) == (e.customer, e.since):
                unit = quota if part.unit == "attainment" else share
                heights = [self.curve(c, one / unit) if unit > 0 else 0 for one in (before, total)]
        money = part.clawback_share * share * part.target_pay * (heights[1] - heights[0]) * paid
        if money > 0:
            self.paid[day, e.rep, c] -= money
            self.paid[day, e.rep, -2] += money
            self.owes[e.rep] += money

    def new_quotas(self, c, day):
        part, rules = self.plan.components[c], self.plan.quota
        if part.goal > 0 or part.measure not in MONEY:
            return
        there = {rep: self.part(rep, c, day) for rep in self.story.spells}
        done = {rep: self.result(rep, c, day) for rep in there if there[rep] > 0}
        first = rules.initial * self.length(c) / 65
        for prospects, par, least in (
            (False, self.par, 0.05 * first), (True, self.prospectors_par, 0.05 * part.split * first)
        ):  # fmt: skip
            alike = [rep for rep in there if (rep in self.story.prospectors) == prospects]
            whole = [done[rep] for rep in alike if there[rep] == 1]
            if whole and (part.split or not prospects):
                moved = par[c] + rules.ratchet * (sum(whole) / len(whole) - par[c])
                par[c] = max(moved, least)
        for rep, credit in done.items():
            beyond = credit - there[rep] * self.quota[rep, c]
            rate = rules.ratchet_up if beyond > 0 else rules.ratchet_down
            self.history[rep, c] += rate * beyond
        for rep in there:
            self.quota[rep, c] = self.fresh_quota(rep, c)
