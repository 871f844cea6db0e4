"""Plans in words that change within the run, drawn by luck; slips in changes; what is in force."""

from dataclasses import replace

from words_paid import Document, as_of

PARTS = ("quota", "holdback")
LISTS = ("tiers", "bonus", "kicker", "mbo", "spif")


def add_changes(luck, words, a_plan, a_place):
    """Up to three changes: to another plan altogether, or of a word or two."""
    days = sorted({luck.between(1, 259) for _ in range(luck.between(1, 3))})
    words["changes"] = []
    for day in days:
        before = as_of(words, len(words["changes"]))
        how = luck.of("another", "shape", "shape")
        said = to_another(luck, before, a_plan(luck), day) if how == "another" else None
        said = said or of_a_word(luck, before, a_place)
        words["changes"].append({"from": luck.of(day, str(day)), **said})
        after = as_of(words, len(words["changes"]))
        if not said or ("holdback" in after and not Document(after).salary):
            words["changes"].pop()
    if not words["changes"]:
        del words["changes"]


def to_another(luck, before, after, day):
    """What one document has to say so that it reads as another; campaigns end after the change."""
    said, ended = {}, []
    for one in after.get("spif", []):
        one["to"] = max(one["to"], day + 5)
    for name in before:
        if name not in after and name != "salary":
            if name in LISTS and luck.chance(0.5):
                said[name] = []
            else:
                ended.append(name)
    if "amount" in before["quota"] and "amount" not in after["quota"]:
        ended.append("quota.amount")
    for name, value in after.items():
        if name in PARTS:
            value = {k: v for k, v in value.items() if before.get(name, {}).get(k) != v}
        if value not in ({}, before.get(name)):
            said[name] = value
    return said | ({"without": ended} if ended else {})


def of_a_word(luck, before, a_place):
    """A change of one or two words that fit whatever the plan is."""
    said = {}
    if Document(before).base or before.get("tiers"):
        if luck.chance(0.4) and "cap" in before:
            said["without"] = ["cap"]
        elif luck.chance(0.6):
            said["cap"] = a_place(luck, before, 5 * luck.between(21, 60))
        if luck.chance(0.3):
            said["pay_cap"] = luck.money(1000 * luck.between(2, 40))
    if "ote" in before and luck.chance(0.4):
        said["ote"] = luck.money(500 * luck.between(80, 800))
    if "ote" not in before and luck.chance(0.5):
        said["salary"] = 1000.0 * luck.between(20, 120)
    if luck.chance(0.3) or not said:
        first = luck.between(0, 200)
        said["spif"] = [{"from": first, "to": luck.between(259, 300), "pays": "2%"}]
    return said


def _slip(**said):
    def slip(words):
        words["changes"][-1].update(said)

    return slip


def _twice(words):
    words["changes"].append(words["changes"][-1])


def _nothing(words):
    words["changes"][-1] = {"from": words["changes"][-1]["from"]}


def _changes(words):
    return "changes" in words


# Slips, each with the plans to which it can happen; each makes a plan that must be refused.
SLIPS = {
    "a change from the first day": (_slip(**{"from": 0}), _changes),
    "a change after the last day": (_slip(**{"from": 260}), _changes),
    "a change on no day": (_slip(**{"from": "July"}), _changes),
    "a change of nothing": (_nothing, _changes),
    "a day that changes twice": (_twice, _changes),
    "an end of what is not there": (_slip(without=["overlay"]), _changes),
    "a cap of none": (_slip(cap="none"), _changes),
    "a mix beyond 100 in a change": (_slip(mix="60/50", ote="100k"), _changes),
    "an amount in two ways in a change": (_slip(quota={"per": "year", "amount": "600.000"}),
                                          _changes),
    "components beside words": (_slip(cap="150%", components=[{"slope": [0.2]}]), _changes),
}  # fmt: skip


def stretches(words):
    """The documents that hold one after the other: words, first day and last."""
    changes = words.get("changes", [])
    begins = [0, *(int(one["from"]) for one in changes)]
    ends = [*(day - 1 for day in begins[1:]), 259]
    return [(as_of(words, n), *days) for n, days in enumerate(zip(begins, ends, strict=True))]


def unlike(plan, alone, first, last):
    """Where a plan that changes is, on some days, other than the plan of these days alone."""
    found = []
    if abs(plan.salary_on(first) - alone.salary) > 0.005:
        found.append(("salary", first, plan.salary_on(first), alone.salary))
    there, said = [], []
    for parts, where in ((plan.components, there), (alone.components, said)):
        for one in parts:
            begins, ends = first, last
            if one.to_day is not None:
                begins, ends = max(first, one.from_day), min(last, one.to_day)
            if begins > ends or not (one.first_day <= ends and one.ends >= begins):
                continue
            where.append(replace(one, first_day=0, last_day=None))
            if one.first_day > begins or one.ends < ends:
                found.append(("cut", one, first, last))
    if sorted(map(repr, there)) != sorted(map(repr, said)):
        found.append(("in force", first, there, said))
    return found
