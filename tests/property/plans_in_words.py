"""Plans in words, drawn by luck: sound ones, and ones with a slip that must be refused by name.

python tests/property/plans_in_words.py [plans] [seed]
"""

import copy
from fractions import Fraction

import judge
import plans_that_change
import yaml
from omegaconf import OmegaConf
from words_paid import COUNTS, MONEY, Document

from sim.config import Config, ConfigError, Incentive
from sim.config.plan_words.compile import compiled, year_of
from sim.config.refusal import Refusal
from sim.grammar.as_written import as_written
from sim.grammar.schema import config_from, twin

CENT = 0.005
SCHEMA = OmegaConf.structured(twin(Incentive))
KEPT = {"measure": "retention", "goal": "90%"}
GOALS = {"retention": ["90%", "0.85"], "satisfaction": ["0.6", "70%"], "activity": ["90", "40"],
         "growth": ["1.1x", "1.0x"], "share_gain": ["2%", "0.05"], "deals": ["12", "5"],
         "margin": ["$80,000", "120k"], "renewal": ["200k"]}  # fmt: skip


class Luck(judge.Draw):
    """One plan, from luck of its own."""

    def of(self, *values):
        return self.one(values)

    def money(self, value):
        """An amount as somebody may write it."""
        value, plain = int(value), f"{int(value)}"
        grouped = f"{value:,}"
        some = [plain, grouped, f"${grouped}", f"€ {plain}", grouped.replace(",", "'"),
                grouped.replace(",", " "), f"USD {plain}"]  # fmt: skip
        if value % 100 == 0 and value >= 1000:
            some += [f"{value / 1000:g}k", f"${value / 1000:g} k"] if value < 1_000_000 else []
            some += [f"{value / 1e6:.6g}M"] if value >= 1_000_000 and value % 100_000 == 0 else []
        return self.of(*some)

    def per_cent(self, value):
        return self.of(f"{value:g}%", f"{value:g} %")

    def times(self, value):
        return self.of(f"{value:g}x", f"{value:g} x", f"{value:g}×")


def a_sound_plan(luck):
    """A plan that a document may hold."""
    kind = luck.of("ote", "ote", "ote", "ote alone", "rate", "rate", "commission", "units",
                   "ote and rate", "salary")  # fmt: skip
    per = luck.of("month", "quarter", "half", "year")
    words = {"quota": {"per": per}}
    units = kind == "units" or (kind == "ote" and luck.chance(0.1))
    if units:
        words["measure"] = luck.of(*COUNTS)
    elif luck.chance(0.2):
        words["measure"] = luck.of(*MONEY)
    if kind.startswith("ote"):
        words["ote"] = luck.money(500 * luck.between(80, 800))
        fixed = 5 * luck.between(0, 19)
        words["mix"] = luck.of(f"{fixed}/{100 - fixed}", f"{fixed}:{100 - fixed}")
    elif luck.chance(0.8):
        words["salary"] = 1000.0 * luck.between(20, 120)
    if kind in ("ote", "rate", "units"):
        size = luck.between(5, 60) if units else 1000 * luck.between(20, 900)
        words["quota"]["amount"] = luck.money(size)
    if kind in ("rate", "commission", "ote and rate"):
        words["rate"] = luck.per_cent(luck.between(1, 60) / 2)
    if kind == "units":
        words["per_unit"] = luck.money(luck.between(10, 900))
    if kind != "salary":
        add_shape(luck, words, units)
        if luck.chance(0.2) and per in ("half", "year"):
            words["paid"] = luck.of("month", "quarter")
    add_sums(luck, words, kind)
    if (
        luck.chance(0.2)
        and words.get("salary", 1)
        and not str(words.get("mix", "1")).startswith("0")
    ):
        words["holdback"] = {"share": luck.of("10%", "0.25")}
        add_goal(luck, words, words["holdback"], "at")
    if kind == "salary" and not {"mbo", "kicker", "holdback", "spif"} & set(words):
        words["mbo"] = [{"measure": "retention", "goal": "90%", "pays": luck.money(2500)}]
    return words


def by_quota(words):
    return "ote" in words or "amount" in words["quota"]


def a_place(luck, words, hundredths):
    """A place on the axis, as part of quota or as sales."""
    quota = Document(words).quota
    # With ote and rate, sums that are drawn later may move the quota.
    if by_quota(words) and (quota is None or "rate" in words or luck.chance(0.7)):
        return luck.per_cent(hundredths)
    if quota is not None and words.get("measure") in COUNTS:
        return luck.per_cent(hundredths)
    whole = int(quota or 100_000) * hundredths // 100
    if whole < 1000 and by_quota(words):
        return luck.per_cent(hundredths)
    return luck.money(max(whole, 1000))


def add_shape(luck, words, units):
    how = luck.of("line", "tiers", "tiers", "turns", "turns")
    if how == "tiers":
        marks, rates = (
            sorted({0, *(5 * luck.between(6, 40) for _ in range(luck.between(1, 4)))}),
            [],
        )
        relative = luck.chance(0.5) or units or not (by_quota(words) and Document(words).quota)
        for mark in marks:
            tenths = luck.between(0, 30)
            again = bool(mark) and luck.chance(0.3)
            if again:
                tenths = max([tenths, *(one[1] for one in rates)])
            rates.append((mark, tenths, again))
        words["tiers"] = [
            {"from": a_place(luck, words, mark) if mark else luck.of("0%", "0"),
             "rate": luck.times(tenths / 10) if relative else luck.per_cent(tenths / 4)}
            | ({"retroactive": True} if again else {}) for mark, tenths, again in rates
        ]  # fmt: skip
    low = 100
    if how == "turns" and by_quota(words):
        if luck.chance(0.5):
            words["decelerator"] = luck.times(luck.between(0, 9) / 10)
            if luck.chance(0.5):
                low = 5 * luck.between(8, 20)
                words["decelerator"] += f" below {luck.per_cent(low)}"
        if luck.chance(0.7):
            words["accelerator"] = luck.times(luck.between(10, 40) / 10)
            if luck.chance(0.5):
                words["accelerator"] += f" from {a_place(luck, words, luck.of(100, 110, 125, 150))}"
    elif how == "turns":
        words["accelerator"] = f"{luck.times(luck.between(10, 30) / 10)} from {luck.money(150_000)}"
    if luck.chance(0.3):
        words["threshold"] = a_place(luck, words, 5 * luck.between(2, 18))
    if luck.chance(0.3):
        words["cap"] = a_place(luck, words, 5 * luck.between(21, 60))
    if luck.chance(0.25):
        words["pay_cap"] = luck.money(1000 * luck.between(2, 40))
        if "ote" in words:
            words["pay_cap"] = luck.of(luck.per_cent(5 * luck.between(10, 50)), luck.times(2.5))


def add_sums(luck, words, kind):
    left = 90
    for name in ("bonus", "kicker", "mbo"):
        for _ in range(luck.between(1, 2) if luck.chance(0.25) else 0):
            one = {}
            if "ote" in words and left > 20 and luck.chance(0.4):
                part_of = luck.of(5, 10, 20)
                left -= part_of
                one["weight"] = luck.of(f"{part_of}%", f"{part_of / 100:g}")
            else:
                one["pays"] = luck.money(luck.between(1, 90) * 100)
            if name == "mbo":
                one["measure"] = luck.of(*GOALS)
                one["goal"] = luck.of(*GOALS[one["measure"]])
                if luck.chance(0.4):
                    one["proportional"] = True
                if luck.chance(0.2):
                    one["from"] = luck.of("80%", "120%")
            else:
                if name == "bonus" and kind in ("commission", "salary"):
                    one["measure"] = "retention"
                if name == "bonus" and luck.chance(0.3):
                    one["per"] = luck.of("month", "quarter", "half", "year")
                add_goal(luck, words, one, "from", "new" if name == "kicker" else None)
            words.setdefault(name, []).append(one)
    if luck.chance(0.25):
        first = luck.between(0, 200)
        one = {"from": first, "to": first + luck.between(0, 40)}
        one |= luck.of({"pays": luck.per_cent(luck.between(1, 9))},
                       {"pays": luck.money(2000), "at": luck.money(50_000)},
                       {"pays": luck.money(500), "measure": "deals"})  # fmt: skip
        if (
            "ote" in words
            and "amount" in words["quota"]
            and "measure" not in words
            and luck.chance(0.3)
        ):
            one = {"from": one["from"], "to": one["to"], "pays": luck.times(0.5)}
        words["spif"] = [one]


def add_goal(luck, words, one, key, usual=None):
    """A goal of its own where the plan's quota is none for what is counted."""
    mine = words.get("measure", "new")
    measure = one.get("measure", usual or ("new" if key == "at" else mine))
    alike = measure == mine or {measure, mine} <= {"new", "team"}
    known = Document(words).quota is not None
    fits = alike if known else measure in MONEY
    if not fits or luck.chance(0.1):
        goals = GOALS | {"new": ["150k", "$90,000"], "team": ["100k"]}
        one["goal"] = luck.of(*goals[measure])
    if luck.chance(0.4):
        one[key] = luck.per_cent(5 * luck.between(10, 30))


# Slips, each with the plans to which it can happen; each makes a plan that must be refused.
def _set(*path, value):
    def slip(words):
        inside = words
        for name in path[:-1]:
            inside = inside.setdefault(name, {}) if isinstance(name, str) else inside[name]
        inside[path[-1]] = value

    return slip


def _two_ways(words):
    words["tiers"] = [{"from": "0%", "rate": "1x"}, {"from": "100%", "rate": "2x"}]
    words["accelerator"] = "1.5x"


SLIPS = {
    "thousands by a point": (_set("ote", value="180.000"), lambda w: "ote" in w),
    "a mix with a dash": (_set("mix", value="60-40"), lambda w: "ote" in w),
    "a mix beyond 100": (_set("mix", value="60/50"), lambda w: "ote" in w),
    "a mix alone": (lambda w: w.pop("ote"), lambda w: "ote" in w),
    "an amount without per": (lambda w: w["quota"].pop("per"), lambda w: "amount" in w["quota"]),
    "a bare rate": (_set("tiers", 0, "rate", value=1.5), lambda w: "tiers" in w),
    "a rate above all": (_set("tiers", 0, "rate", value="150%"), lambda w: "tiers" in w),
    "a first row beyond 0": (_set("tiers", 0, "from", value="10%"), lambda w: "tiers" in w),
    "a bare place": (_set("threshold", value=1.5), lambda w: w.get("measure") not in COUNTS),
    "rows that fall back": (lambda w: w["tiers"].append(dict(w["tiers"][-1])),
                            lambda w: "tiers" in w),
    "two ways": (_two_ways, lambda w: "tiers" not in w),
    "three that say one thing": (_set("rate", value="10%"),
                                 lambda w: "ote" in w and "amount" in w["quota"]),
    "a share of ten": (_set("holdback", value={"share": 10}), lambda w: True),
    "a sum and a weight": (_set("bonus", value=[{"pays": 500, "weight": "10%"}]),
                           lambda w: "ote" in w),
    "weights beyond all": (_set("mbo", value=[{**KEPT, "weight": "101%"}]), lambda w: "ote" in w),
    "an objective without a goal": (_set("mbo", value=[{"measure": "retention", "pays": 500}]),
                                    lambda w: True),
    "a campaign that ends first": (_set("spif", value=[{"from": 20, "to": 10, "pays": "2%"}]),
                                   lambda w: True),
    "a date turned round": (_set("spif", value=[{"from": "30.11.2026", "to": 9, "pays": "2%"}]),
                            lambda w: True),
    "two splits": (lambda w: w.update(split="30%", overlay="100%"), lambda w: "ote" in w),
    "share without days": (_set("clawback", value={"share": "50%"}), lambda w: True),
    "paid too seldom": (lambda w: w.update(paid="quarter", quota=w["quota"] | {"per": "month"}),
                        lambda w: "ote" in w),
    "components beside words": (_set("components", value=[{"slope": [0.2]}]), lambda w: True),
    "an accelerator in per cent": (_set("accelerator", value="150%"), lambda w: "tiers" not in w),
    "a salary that is another": (_set("salary", value=1234.0), lambda w: "ote" in w),
}  # fmt: skip
SLIPS |= plans_that_change.SLIPS


def read(words):
    """The plan that a YAML file with these words makes, compiled. Raises what a run would."""
    text = yaml.safe_dump(words, allow_unicode=True, sort_keys=False)
    content = as_written(text, yaml.safe_load(text), "incentive")
    laid = OmegaConf.merge(SCHEMA, OmegaConf.create(content))
    plan = config_from(OmegaConf.to_container(laid), Incentive)
    return compiled("incentive", plan, year_of(Config()))


def height(component, x):
    """A component at a place of its axis, by the sentence that documents it."""
    total, ends = 0.0, [*component.at[1:], float("inf")]
    for at, jump, slope, end in zip(
        component.at, component.jump, component.slope, ends, strict=True
    ):
        if x >= at:
            total += jump + slope * (min(x, end) - at)
    return component.target_pay * total


def differences(words, plan, luck):
    """Where the compiled plan pays other than the words say, at results drawn by luck."""
    known, found = Document(words), []
    parts = list(plan.components)
    if abs(float(known.fixed()) - plan.salary) > CENT:
        found.append(("salary", float(known.fixed()), plan.salary))
    has_rates = words.get("tiers") or (known.base and (known.rates or not known.target))
    main = parts.pop(0) if has_rates else None
    some = [Fraction(luck.between(0, 3000), 1000) for _ in range(12)]
    for quotas in (Fraction(0), Fraction(1), *some):
        if main is None:
            break
        sold = quotas * (known.quota or (1 if known.target else 200_000))
        said = known.commission(sold) + known.bonus_at_quota(sold)
        x = float(sold / known.one) if main.unit == "attainment" else float(sold)
        paid = height(main, x)
        if abs(float(said) - paid) > CENT:
            found.append((f"{float(sold):g} sold", float(said), paid))
    others = list(known.others())
    holdback = others.pop() if "holdback" in words else None
    spifs, n = list(known.campaigns()), len(others)
    sums = list(zip(others, parts[:n], strict=True))
    sums += [(holdback, parts[-1])] if holdback else []
    for (measure, per, goal, pays), component in sums:
        if (component.measure, component.period) != (measure, per):
            found.append(("component", (measure, per), (component.measure, component.period)))
        if abs(component.goal - float(goal or 0)) > 1e-6 * max(float(goal or 0), 1):
            found.append(("goal", float(goal or 0), component.goal))
        for x in (0.0, 0.999, 1.0, 1.001, luck.between(0, 2000) / 1000):
            if abs(float(pays(Fraction(x))) - height(component, x)) > CENT:
                found.append((f"{measure} at {x}", float(pays(Fraction(x))), height(component, x)))
    for (first, last, measure, pays), component in zip(
        spifs, parts[n : n + len(spifs)], strict=True
    ):
        if (component.from_day, component.to_day, component.measure) != (first, last, measure):
            found.append(("campaign", (first, last, measure), component))
        for sold in (0, 49_999, 50_000, luck.between(0, 200_000)):
            if abs(float(pays(Fraction(sold))) - height(component, float(sold))) > CENT:
                found.append((f"campaign of {sold}", float(pays(Fraction(sold))), component))
    if len(parts) != n + len(spifs) + bool(holdback):
        found.append(("components", n + len(spifs) + bool(holdback), len(parts)))
    return found


def verdict(seed, number):
    """'paid', or refused and for which slip. Raises where a refusal names nothing, a slip was not
    noticed, or a plan pays other than it says."""
    luck = Luck(seed, number)
    words, slip = a_sound_plan(luck), None
    if luck.chance(0.4):
        plans_that_change.add_changes(luck, words, a_sound_plan, a_place)
    if luck.chance(0.3):
        slip = luck.of(*(name for name, (_, fits) in SLIPS.items() if fits(words)))
        words = copy.deepcopy(words)
        SLIPS[slip][0](words)
    try:
        plan = read(words)
    except (ConfigError, Refusal) as refusal:
        said = str(refusal)
        assert slip, f"a fine plan was refused: {said}: {words}"
        assert said.startswith("incentive."), said
        assert "\n" not in said, said
        return f"refused: {slip}"
    assert slip is None, f"not refused: {slip}: {words}"
    for document, first, last in plans_that_change.stretches(words):
        alone = read(document)
        wrong = differences(document, alone, luck)
        wrong += plans_that_change.unlike(plan, alone, first, last)
        assert not wrong, f"{wrong[:3]}: {words}"
    return "paid, changing" if "changes" in words else "paid"


if __name__ == "__main__":
    judge.main("plan", verdict, usually=2000)
