"""What a plan in words pays, reckoned from its words alone: a second reading of the plan document.

It shares nothing with the model or with what words compile to. Numbers are exact fractions; a plan
is a mapping as its YAML file holds it; results are what a rep has come to, by what is counted.
"""

import re
from fractions import Fraction

YEAR = {"month": 13, "quarter": 4, "half": 2, "year": 1}
COUNTS = ("deals", "activity")
MONEY = ("new", "renewal", "margin", "team")


def number(text):
    """A number as the plan document has it: k and M, thousands by commas, spaces or apostrophes."""
    text = re.sub(r"[$€£¥,'_ ]|[A-Z]{3}", "", str(text))
    text = re.sub(r"[%x×]$", "", text)
    times = {"k": 1000, "K": 1000, "M": 1_000_000, "m": 1_000_000}.get(text[-1], 1)
    return Fraction(text.rstrip("kKmM")) * times


def part(text):
    """A part: 10% or 0.1."""
    return number(text) / (100 if "%" in str(text) else 1)


def as_of(words, changes):
    """The document as it reads once so many of its changes hold."""
    read = {name: value for name, value in words.items() if name != "changes"}
    for change in words.get("changes", [])[:changes]:
        fixed = Document(read).salary
        for name in change.get("without", []):
            if name == "quota.amount":
                read["quota"] = {"per": read["quota"]["per"]}
            else:
                del read[name]
        for name, value in change.items():
            if name in ("quota", "holdback"):
                read[name] = {**read.get(name, {}), **value}
            elif name not in ("from", "without"):
                read[name] = value
        read = {name: value for name, value in read.items() if value != []}
        if "ote" in read:
            read.pop("salary", None)
        elif "salary" not in change:
            read["salary"] = float(fixed)
    return read


class Document:
    """A plan document, read line by line."""

    def __init__(self, words):
        self.words = words
        quota = words.get("quota", {})
        self.per = quota.get("per") or words.get("paid") or "quarter"
        self.measure = words.get("measure", "new")
        self.target = Fraction(0)  # variable pay on target, a year
        self.salary = Fraction(str(words.get("salary", 60_000)))
        if "ote" in words:
            fixed = number(re.split("[/:]", words["mix"])[0]) / 100
            self.salary = number(words["ote"]) * fixed
            self.target = number(words["ote"]) - self.salary
        sums = [one for name in ("bonus", "kicker", "mbo") for one in words.get(name, [])]
        self.weights = sum((part(one["weight"]) for one in sums if "weight" in one), Fraction(0))
        self.rates = self.target * (1 - self.weights) / YEAR[self.per]
        self.quota = number(quota["amount"]) if "amount" in quota else None
        base = words.get("rate", words.get("per_unit"))
        self.base = None if base is None else part(base)
        if self.base and self.target:
            self.quota = self.rates / self.base
        if self.target and not self.base:
            self.base = self.rates / (self.quota or 1)
        # Without an amount all is told in quotas: one quota is 1.
        self.one = self.quota or Fraction(1)

    def place(self, text):
        """Sales (or quotas) that a place of the document is."""
        return part(text) * self.one if "%" in str(text) else number(text)

    def rate(self, text):
        text = str(text)
        return number(text) * self.base if text[-1] in "x×" else part(text)

    def commission(self, sold):
        """What rates pay a period in which so much was sold."""
        words = self.words
        if not (self.base or words.get("tiers")):
            return Fraction(0)
        if "threshold" in words and sold < self.place(words["threshold"]):
            return Fraction(0)
        if "cap" in words:
            sold = min(sold, self.place(words["cap"]))
        paid = self.by_table(sold) if words.get("tiers") else self.by_turns(sold)
        if "pay_cap" in words:
            text = str(words["pay_cap"])
            share = part(text) if text[-1] in "%x×" else None
            most = number(text) if share is None else share * self.target / YEAR[self.per]
            paid = min(paid, most)
        return paid

    def by_table(self, sold):
        rows, paid = self.words["tiers"], Fraction(0)
        ends = [self.place(one["from"]) for one in rows[1:]] + [sold]
        for row, end in zip(rows, ends, strict=True):
            begin, rate = self.place(row["from"]), self.rate(row["rate"])
            if sold < begin:
                break
            if row.get("retroactive"):
                paid = rate * begin
            paid += rate * (min(sold, end) - begin)
        return paid

    def by_turns(self, sold):
        base = self.base
        if "decelerator" in self.words:
            times, _, end = self.words["decelerator"].partition(" below ")
            if sold < self.place(end or "100%"):
                return number(times) * base * sold
        if "accelerator" in self.words:
            times, _, begin = self.words["accelerator"].partition(" from ")
            beyond = max(sold - self.place(begin or "100%"), 0)
            return base * (sold - beyond) + number(times) * base * beyond
        return base * sold

    def bonus_at_quota(self, sold):
        """Bonuses on the plan's own quota and period."""
        reached = [one for one in self.words.get("bonus", [])
                   if self.own(one) and sold >= self.place(one.get("from", "100%"))]  # fmt: skip
        return sum((self.sum_of(one, self.per) for one in reached), Fraction(0))

    def own(self, one):
        other = (
            one.get("measure", self.measure) != self.measure or one.get("per", self.per) != self.per
        )
        apart = other or "goal" in one or one.get("proportional", False)
        quotas = self.quota is not None or self.target
        return not apart and bool(self.base or self.words.get("tiers")) and bool(quotas)

    def others(self):
        """Sums with a goal of their own: what is counted, over what, goal (None: the quota that
        follows results), and the sum as a function of the result over that goal."""
        words = self.words
        for name, usual in (("bonus", self.measure), ("kicker", "new"), ("mbo", None)):
            for one in words.get(name, []):
                if name == "bonus" and self.own(one):
                    continue
                per, measure = one.get("per", self.per), one.get("measure", usual)
                yield measure, per, self.goal(one, per), self.step(one, per)
        if "holdback" in words:
            one = words["holdback"]
            per = one.get("per", self.per)
            waits = part(one["share"]) * self.salary / YEAR[per]
            from_ = self.reach(one.get("at", "100%"), self.goal(one, per))
            yield one.get("measure", "new"), per, self.goal(one, per), (
                lambda x, f=from_, w=waits: w if x >= f else Fraction(0))  # fmt: skip

    def goal(self, one, per):
        if "goal" in one:
            return part(one["goal"])
        return self.quota and self.quota * YEAR[self.per] / YEAR[per]

    def reach(self, text, goal):
        return part(text) if "%" in str(text) else number(text) / goal

    def step(self, one, per):
        money = self.sum_of(one, per)
        from_ = self.reach(one.get("from", "100%"), self.goal(one, per))
        if one.get("proportional"):
            return lambda x: money * min(x / from_, 1)
        return lambda x: money if x >= from_ else Fraction(0)

    def sum_of(self, one, per):
        return (
            part(one["weight"]) * self.target / YEAR[per]
            if "weight" in one
            else number(one["pays"])
        )

    def campaigns(self):
        """First and last day, what is counted, and pay as a function of what is sold in it."""
        for one in self.words.get("spif", []):
            text = str(one["pays"])
            if "at" in one:
                at, money = number(one["at"]), number(text)
                pay = lambda sold, at=at, money=money: money if sold >= at else Fraction(0)  # noqa: E731
            else:
                rate = self.rate(text)
                pay = lambda sold, rate=rate: rate * sold  # noqa: E731
            yield int(one["from"]), int(one["to"]), one.get("measure", "new"), pay

    def fixed(self):
        """Salary that waits for nothing, a year."""
        share = part(self.words["holdback"]["share"]) if "holdback" in self.words else Fraction(0)
        return self.salary * (1 - share)
