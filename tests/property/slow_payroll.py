"""A slow payroll: what a plan pays, worked out in plain Python from the plan and a list of events.

It shares no code with the model. Everything is counted anew from the events whenever it is needed;
there are no running totals but those that the plan itself speaks of: quotas, debts, and what was
paid of a period, or of a guarantee, before.
"""

import math
from collections import defaultdict
from itertools import accumulate, cycle, pairwise, takewhile

LENGTH = {"month": 20, "quarter": 65, "half": 130, "year": 260}
CALENDAR = (22, 21, 22)  # months of a quarter
MONEY = ("new", "renewal", "margin", "team")
RATIOS = ("retention", "satisfaction", "growth", "share_gain")


def payroll(plan, story):
    """Money by day, rep and component (−2: advances and what is kept back, −3: what a guarantee
    adds), as a dict."""
    return _Payroll(plan, story).run()


class _Payroll:
    def __init__(self, plan, story):
        self.plan, self.story = plan, story
        self.end = story.warmup + story.days
        self.paid = defaultdict(float)
        self.owes, self.advanced = defaultdict(float), defaultdict(float)
        # (rep, component, first day of the period and of the person) → (payday, quota, money) each
        self.reckoned = defaultdict(list)
        self.earned, self.assured_until = defaultdict(float), defaultdict(lambda: -1)
        self.par, self.prospectors_par = [], []
        self.quota, self.history = {}, defaultdict(float)
        for c, part in enumerate(plan.components):
            self.par.append(plan.quota.initial * self.usual_length(c) / 65)
            self.prospectors_par.append(part.split * self.par[c])
            for rep in story.spells:
                self.quota[rep, c] = self.fresh_quota(rep, c)

    def usual_length(self, c):
        """Days of a period, of a calendar month on average."""
        part = self.plan.components[c]
        if part.to_day is not None:
            return part.to_day - part.from_day + 1
        return 65 / 3 if self.by_calendar(part) else LENGTH[part.period]

    def by_calendar(self, part):
        return part.to_day is None and self.calendar_month(part.period)

    def calendar_month(self, period):
        return period == "month" and self.story.months == "calendar"

    def whole_periods(self, c):
        """First and last days of a component's periods by the calendar, whatever is in force."""
        part, warmup = self.plan.components[c], self.story.warmup
        if part.to_day is not None:
            lengths, first = [part.to_day - part.from_day + 1], warmup + part.from_day
            step = part.every_days
        else:
            lengths = CALENDAR if self.by_calendar(part) else [LENGTH[part.period]]
            step, first = sum(lengths), warmup
            while first > 0:
                first -= step
        found = []
        while not found or (step and first < self.end):
            begin = first
            for length in lengths:
                found.append((begin, begin + length - 1))
                begin += length
            first += step
        return found

    def in_force(self, c):
        """First and last day on which a component is in force."""
        part, warmup = self.plan.components[c], self.story.warmup
        first = warmup + part.first_day if part.first_day else -math.inf
        return first, math.inf if part.last_day is None else warmup + part.last_day

    def scale(self, rep, day):
        """What a rep's pay is multiplied by: own terms go with the first person of a seat."""
        first = self.sitting(rep, day) == self.story.spells[rep][0]
        return self.story.scales.get(rep, 1.0) if first else 1.0

    def periods(self, c):
        """What is reckoned together: of each period the days on which the component is in force."""
        starts, stops = self.in_force(c)
        cut = [(max(first, starts), min(last, stops)) for first, last in self.whole_periods(c)]
        return [one for one in cut if one[0] <= one[1]]

    def period(self, c, day):
        return next((one for one in self.periods(c) if one[0] <= day <= one[1]), None)

    def length(self, c, day):
        """Days of the whole period in which a day lies."""
        return next(b - a + 1 for a, b in self.whole_periods(c) if a <= day <= b)

    def sitting(self, rep, day):
        """First and last day of whoever is in a seat on a day."""
        return next((one for one in self.story.spells[rep] if one[0] <= day <= one[1]), None)

    def days_there(self, rep, c, day, stays=False):
        """Days of a component's period on which whoever sits there was there by a day, or will have
        been by its end."""
        period, person = self.period(c, day), self.sitting(rep, day)
        if period is None or person is None:
            return range(0)
        return range(max(period[0], person[0], 0), (period[1] if stays else day) + 1)

    def worked(self, rep, c, day, stays=False):
        """Of those days how many count: of leave so far only what is not relieved, but one day."""
        there = self.days_there(rep, c, day, stays)
        away = sum(
            begin <= one <= end
            for begin, end in self.story.leaves.get(rep, [])
            for one in there
            if one <= day
        )
        return max(len(there) - self.plan.quota.relief * away, min(len(there), 1))

    def part(self, rep, c, day, stays=False):
        """The part of a component's period for which whoever sits there was there by a day."""
        there = self.worked(rep, c, day, stays)
        return there / self.length(c, day) if there else 0.0

    def asked(self, rep, c, day, stays=False):
        """The part of a quota that is asked of whoever sits there: of a new rep less, day by day;
        days that leave takes ask for as much as the others on average."""
        part, ramp = self.plan.components[c], self.plan.quota.ramp
        if part.measure in RATIOS:
            return 1.0
        there = self.days_there(rep, c, day, stays)
        if part.measure == "team" or not there:
            return self.part(rep, c, day, stays)
        joined = self.sitting(rep, day)[0]
        months = [(one - joined) // 20 for one in there]
        each = sum(ramp[m] if m < len(ramp) else 1.0 for m in months) / len(there)
        return each * self.worked(rep, c, day, stays) / self.length(c, day)

    def payday(self, c, day):
        """The day on which what a component counts on a day is reckoned."""
        _, last = self.period(c, day)
        return next((one for one in self.instalments(c, day) if day <= one < last), last)

    def instalments(self, c, day):
        """The days on which instalments of the whole period in which a day lies are paid."""
        paid = self.plan.components[c].paid
        if paid == "period":
            return []
        lengths = CALENDAR if self.calendar_month(paid) else [LENGTH[paid]]
        first, last = next((a, b) for a, b in self.whole_periods(c) if a <= day <= b)
        ends = accumulate(cycle(lengths), initial=first - 1)
        return list(takewhile(lambda end: end < last, ends))[1:]

    def fresh_quota(self, rep, c):
        part = self.plan.components[c]
        more = 1.0 + (self.plan.quota.over_assignment if part.measure in MONEY else 0.0)
        if self.story.own.get(rep) and part.measure == "new":
            return self.story.own[rep] * self.usual_length(c) / 65
        if part.goal > 0:
            return part.goal * more
        if part.measure not in MONEY:
            return 0.0
        par = self.par[c]
        if rep in self.story.prospectors:
            par = self.prospectors_par[c]
            if part.measure == "team":
                par = self.par[c]
        usual = self.plan.quota.tightness * par
        self.history[rep, c] = min(max(self.history[rep, c], -0.8 * usual), 4 * usual)
        return (usual + self.history[rep, c]) * more

    def run(self):
        for day in range(self.end):
            self.claw_back(day)
            self.close(day)
            month = self.month_ends(day)
            for rep in self.story.spells:
                person = self.sitting(rep, day)
                if self.plan.draw.a_month and month and person:
                    self.owes[rep] += self.plan.draw.a_month
                    self.advanced[rep] += self.plan.draw.a_month
                    self.paid[day, rep, -2] += self.plan.draw.a_month
                if person and (person[1] == day or day == self.end - 1):
                    self.reckon(rep, [c for c in self.components() if self.unfinished(c, day)], day)
                    self.assure(rep, day)
                if person and person[1] == day:
                    self.owes[rep] = self.advanced[rep] = self.earned[rep] = 0.0
                    for c in self.components():
                        self.history[rep, c] = 0.0
            self.succeed(day + 1)
        return {key: money for key, money in self.paid.items() if money}

    def month_ends(self, day):
        since = day + 1 - self.story.warmup
        return since % 65 in (0, 22, 43) if self.story.months == "calendar" else since % 20 == 0

    def succeed(self, day):
        """What comes into force takes over the quotas of what counted the same until then."""
        parts = self.plan.components
        for c, part in enumerate(parts):
            if not part.first_day or self.in_force(c)[0] != day or part.measure not in MONEY:
                continue
            for p, other in enumerate(parts):
                first, last = self.in_force(p)
                same = (other.measure, other.split) == (part.measure, part.split)
                there = other.to_day is None and first < day <= last + 1
                if there and same and other.goal == part.goal == 0:
                    self.take_over(c, p)
                    break

    def take_over(self, c, p):
        times = self.usual_length(c) / self.usual_length(p)
        self.par[c] = times * self.par[p]
        self.prospectors_par[c] = times * self.prospectors_par[p]
        for rep in self.story.spells:
            self.history[rep, c] = times * self.history[rep, p]
        for rep in self.story.spells:
            self.quota[rep, c] = self.fresh_quota(rep, c)

    def components(self):
        return range(len(self.plan.components))

    def unfinished(self, c, day):
        period = self.period(c, day)
        return period is not None and period[1] > day

    def close(self, day):
        due = [c for c in self.components() if (self.period(c, day) or (0, -1))[1] == day]
        counting = [c for c in self.components() if self.period(c, day)]
        early = [c for c in counting if self.payday(c, day) == day and c not in due]
        for rep in self.story.spells:
            if self.sitting(rep, day):
                self.reckon(rep, due, day, early)
        for c in due:
            self.new_quotas(c, day)
        often = [c for c in counting if self.plan.components[c].to_day is None]
        often.sort(key=self.how_often)
        if often and self.payday(often[0], day) == day:
            for rep in self.story.spells:
                if self.sitting(rep, day):
                    self.assure(rep, day)

    def how_often(self, c):
        part = self.plan.components[c]
        return LENGTH[part.period if part.paid == "period" else part.paid]

    def assure(self, rep, day):
        """Add what pay since the last time lacks of what is guaranteed to a new rep."""
        its, joined = self.plan.guarantee, self.sitting(rep, day)[0]
        new = range(max(joined, 0, self.assured_until[rep] + 1), day + 1)
        least = its.a_month * sum(one < joined + 20 * its.months for one in new) / 20
        self.paid[day, rep, -3] += max(least - max(self.earned[rep], 0.0), 0.0)
        self.earned[rep], self.assured_until[rep] = 0.0, day

    def reckon(self, rep, due, day, early=()):
        if not due and not early:
            return
        total = 0.0
        for c in sorted([*due, *early]):
            part, share = self.plan.components[c], self.part(rep, c, day, c in early)
            x, quota = self.result(rep, c, day), self.due_quota(rep, c, day, c in early)
            if part.unit == "attainment":
                x = x / quota if quota > 0 else 0.0
            elif part.measure not in RATIOS:
                x = x / share
            is_open = self.gate(rep, c, day, c in early)
            money = share * part.target_pay * self.curve(c, x) if is_open else 0.0
            money *= self.scale(rep, day)
            before = self.reckoned[rep, c, self.period(c, day)[0], self.sitting(rep, day)[0]]
            money -= sum(paid for _, _, paid in before)
            before.append((day, quota, money))
            self.paid[day, rep, c] += money
            total += money
        self.earned[rep] += total
        back = min(self.owes[rep], total)
        self.owes[rep] -= back
        self.paid[day, rep, -2] -= back
        if not self.plan.draw.recoverable:
            self.owes[rep] -= min(self.owes[rep], self.advanced[rep])
        self.advanced[rep] = 0.0

    def due_quota(self, rep, c, day, stays=False):
        return self.quota[rep, c] * self.asked(rep, c, day, stays)

    def gate(self, rep, c, day, stays):
        part = self.plan.components[c]
        if part.gate is None:
            return True
        quota = self.due_quota(rep, part.gate, day, stays)
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
            earlier = self.period(c, first - 1) or (0, -1)
            now, before = self.share(first, day), self.share(*earlier)
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
        if before < max(person[0], 0) or not self.period(c, before):
            return self.plan.components[c].goal
        there = self.part(rep, c, before)
        earlier = self.credit(rep, c, max(self.period(c, before)[0], person[0]), before) / there
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
        value = 1.0 if part.measure == "deals" else value
        given = part.split * value if sale.prospector >= 0 else 0.0
        own = value if part.credit == "doubled" else value - given
        return own * (sale.rep == rep) + given * (sale.prospector == rep)

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
        """Credit taken back: of sales that left before they were reckoned, or by credit since the
        period's beginning."""
        part = self.plan.components[c]
        gone = self.clawed(rep, c, last)
        if part.clawback == "paid":
            early = [e for e in gone if e.since >= first and e.day <= self.payday(c, e.since)]
            return part.clawback_share * sum(e.value for e in early)
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
        if self.payday(c, e.since) >= day:
            return
        joined, on, stays = self.sitting(e.rep, day)[0], min(last, day), last >= day
        entries = self.reckoned[e.rep, c, first, joined]
        share = self.part(e.rep, c, on, stays)
        quota = self.due_quota(e.rep, c, day, True) if stays else entries[-1][1]
        paid = abs(sum(money for _, _, money in entries)) > 1e-9
        begun = max(first, joined)
        gone = {(g.customer, g.since) for g in self.clawed(e.rep, c, day)
                if first <= g.since <= last and g.day <= self.payday(c, g.since)}  # fmt: skip
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
        money *= self.scale(e.rep, day)
        if money > 0:
            self.paid[day, e.rep, c] -= money
            self.paid[day, e.rep, -2] += money
            self.owes[e.rep] += money

    def new_quotas(self, c, day):
        part, rules = self.plan.components[c], self.plan.quota
        if part.goal > 0 or part.measure not in MONEY:
            return
        there = {rep: self.asked(rep, c, day) for rep in self.story.spells}
        done = {rep: self.result(rep, c, day) for rep in there if there[rep] > 0}
        first = rules.initial * self.usual_length(c) / 65
        for prospects, par, least in (
            (False, self.par, 0.05 * first), (True, self.prospectors_par, 0.05 * part.split * first)
        ):  # fmt: skip
            alike = [rep for rep in there if (rep in self.story.prospectors) == prospects]
            whole = [done[rep] for rep in alike if there[rep] > 1 - 1e-12]
            if whole and (part.split or not prospects):
                moved = par[c] + rules.ratchet * (sum(whole) / len(whole) - par[c])
                par[c] = max(moved, least)
        for rep, credit in done.items():
            number = self.quota[rep, c] / (1 + rules.over_assignment)
            beyond = credit - there[rep] * number
            rate = rules.ratchet_up if beyond > 0 else rules.ratchet_down
            self.history[rep, c] += rate * beyond
        for rep in there:
            self.quota[rep, c] = self.fresh_quota(rep, c)
