"""A plan in the trade's words: how it is read, what it becomes, and what is refused by name."""

from dataclasses import asdict, replace
from pathlib import Path

import pytest
import yaml

from sim.config import (
    Campaign,
    Clawback,
    Component,
    Config,
    ConfigError,
    Extra,
    Holdback,
    Incentive,
    Quota,
    Rivals,
    Sales,
    Tier,
)
from sim.config.plan_words import written as read
from sim.config.plan_words.compile import with_plans
from sim.config.refusal import Refusal
from sim.folder.provenance import config_hash
from sim.grammar.as_written import as_written
from sim.grammar.options import config_dir
from sim.grammar.schema import stored_config
from sim.request import request

QUARTER = Quota(per="quarter", amount="600k")
BASE = {"ote": "180k", "mix": "60/40", "quota": QUARTER}


def compiled(**words):
    sales = Sales(reps=4, prospectors=1)
    return with_plans(Config(sales=sales, incentive=Incentive(**words))).incentive


def curve(component):
    return list(component.at), list(component.jump), list(component.slope)


MONEY = {
    "180000": 180_000, "180,000": 180_000, "$180,000": 180_000, "180k": 180_000, "1.2M": 1.2e6,
    "€ 1.2 M": 1.2e6, "180 000": 180_000, "180'000": 180_000, "180_000": 180_000, "1,234.5": 1234.5,
    "CHF 90k": 90_000, "90k EUR": 90_000, "1.8e5": 180_000, "0.125": 0.125, "12.5": 12.5,
}  # fmt: skip
NO_MONEY = ["180.000", "1.234.567", "1,2M", "60-40", "0600", "-5", "", "1,23,456", "ten", "1.250k",
            "5%", "1 0", "18 0000", "0x10", "nan", "inf"]  # fmt: skip


@pytest.mark.parametrize("text", MONEY)
def test_money_is_read_as_people_write_it(text):
    assert read.money("incentive.ote", text) == MONEY[text]


@pytest.mark.parametrize("text", NO_MONEY)
def test_what_is_no_money_or_may_be_two_amounts_is_refused_by_name(text):
    with pytest.raises(ConfigError, match=r"^incentive\.ote=.*money, as 180000"):
        read.money("incentive.ote", text)


def test_parts_times_and_places_are_told_apart():
    assert [read.share("k", text) for text in ("10%", "10 %", "0.1", "100%")] == [0.1, 0.1, 0.1, 1]
    assert read.rate("k", "1.5x") == ("times", 1.5)
    assert read.rate("k", "1.5 ×") == ("times", 1.5)
    assert read.rate("k", "12.5%") == ("part", 0.125)
    assert read.place("k", "112.5 %") == ("part", 1.125)
    assert read.place("k", "600000") == ("money", 600_000)
    assert read.place("k", "40", units=True) == ("money", 40)
    assert [read.mix("k", text) for text in ("60/40", "60:40", "60 % / 40 %")] == [0.6] * 3
    for reader, text in ((read.share, "1"), (read.share, "10"), (read.rate, "1.5"),
                         (read.rate, "150%"), (read.place, "1.5"), (read.mix, "60/30"),
                         (read.mix, "60-40"), (read.mix, "100/0"), (read.most, "2")):  # fmt: skip
        with pytest.raises(ConfigError, match=r"^k="):
            reader("k", text)


def test_ote_mix_and_quota_are_salary_and_a_rate_that_makes_ote_at_quota():
    """OTE × fixed; OTE × variable × period/year at quota, a year being 260 days: 13 months."""
    plan = compiled(**BASE)
    assert plan.salary == 108_000
    (part,) = plan.components
    assert (part.unit, part.period) == ("attainment", "quarter")
    assert (part.goal, part.target_pay) == (600_000, 18_000)
    assert curve(part) == ([0], [0], [1])
    (month,) = compiled(
        ote=130_000, mix="50/50", quota=Quota(per="month", amount=20_000)
    ).components
    assert month.target_pay == pytest.approx(5000.0)


def test_a_further_tier_bends_the_curve_and_one_from_the_first_dollar_jumps():
    tiers = [Tier("0%", "1x"), Tier("100%", "1.5x"), Tier("125%", "2x", retroactive=True)]
    (part,) = compiled(**BASE, tiers=tiers).components
    # At 125 % all is paid at twice: 2.5, of which 1 + 1.5 · .25 was paid before.
    assert curve(part) == ([0, 1, 1.25], [0, 0, 1.125], [1, 1.5, 2])
    money = [Tier("0", "3%"), Tier("$600,000", "4.5%"), Tier("750k", "6%", retroactive=True)]
    assert compiled(**BASE, tiers=money).components == (part,)


def test_short_words_are_what_a_table_would_say():
    fast = [Tier("0%", "1x"), Tier("110%", "1.5x")]
    assert compiled(**BASE, accelerator="1.5x from 110%") == compiled(**BASE, tiers=fast)
    slow = [Tier("0%", "0.5x"), Tier("100%", "1x", retroactive=True)]
    assert compiled(**BASE, decelerator="0.5x") == compiled(**BASE, tiers=slow)
    (both,) = compiled(**BASE, accelerator="2x", decelerator="0.5x below 80%").components
    assert curve(both) == ([0, 0.8, 1], [0, 0.4, 0], [0.5, 1, 2])
    assert both.target_pay * (0.5 * 0.8 + 0.4 + 0.2) == 18_000, "quota pays the target all the same"


def test_threshold_cap_and_most_cut_the_curve():
    (part,) = compiled(**BASE, threshold="50%", cap="200%").components
    assert curve(part) == ([0, 0.5, 2], [0, 0.5, 0], [0, 1, 0])
    (most,) = compiled(**BASE, accelerator="2x", pay_cap="150%").components
    assert curve(most) == ([0, 1, 1.25], [0, 0, 0], [1, 2, 0])
    assert compiled(**BASE, accelerator="2x", pay_cap="27k").components == (most,)


def test_a_year_to_date_is_a_year_that_is_paid_in_parts():
    (part,) = compiled(ote="100k", mix="50/50", quota=Quota(per="year"), paid="month").components
    assert (part.period, part.paid, part.target_pay) == ("year", "month", 50_000)
    (same,) = compiled(rate="10%", quota=Quota(per="quarter"), paid="quarter").components
    assert same.paid == "period"
    with pytest.raises(ConfigError, match=r"paid=quarter is longer than quota\.per=month"):
        compiled(rate="10%", quota=Quota(per="month"), paid="quarter")


def test_weights_come_out_of_what_rates_pay_and_sums_on_top():
    mbo = [Extra(measure="retention", goal="90%", weight="25%")]
    rates, part = compiled(**BASE, mbo=mbo).components
    assert (rates.target_pay, part.target_pay, part.goal) == (13_500, 4500, 0.9)
    rates, part = compiled(**BASE, mbo=[replace(mbo[0], weight="", pays="$4,500")]).components
    assert (rates.target_pay, part.target_pay) == (18_000, 4500)
    (one,) = compiled(**BASE, bonus=[Extra(pays="5k")]).components
    assert curve(one) == ([0, 1], [0, pytest.approx(5 / 18)], [1, 1])
    quarter, year = compiled(**BASE, bonus=[Extra(pays="16k", per="year")]).components
    assert (quarter.period, year.period, year.goal) == ("quarter", "year", 2_400_000)


def test_bonuses_that_take_all_variable_pay_are_the_whole_plan():
    all_of_it = [Extra(from_="100%", weight="100%")]
    (one,) = compiled(ote="100k", mix="60/40", tiers=[Tier(from_="0%", rate="0")],
                      bonus=all_of_it).components  # fmt: skip
    assert (one.target_pay, curve(one)) == (10_000, ([0, 1], [0, 1], [0, 0]))


def test_campaigns_clawback_holdback_and_double_credit():
    plan = compiled(
        **BASE,
        spif=[Campaign(from_=10, to=29, pays="2%", every="half")],
        holdback=Holdback(share="10%"),
        overlay="100%",
    )
    rates, spif, held = plan.components
    assert plan.salary == 97_200
    assert (held.target_pay, held.goal) == (2700, 600_000)
    assert (spif.from_day, spif.to_day, spif.every_days, spif.slope) == (10, 29, 130, (0.02,))
    assert (rates.split, rates.credit) == (1.0, "doubled")
    (taken,) = compiled(**BASE, clawback=Clawback(days=90, share="50%")).components
    assert (taken.clawback_days, taken.clawback_share, taken.clawback) == (90, 0.5, "paid")


REFUSED = {
    "incentive.ote=180k needs mix beside it": {"ote": "180k"},
    "incentive.mix=60/40 needs ote beside it": {"mix": "60/40"},
    "incentive.salary=90000 is not what ote=180k and mix=60/40 make, 108000": {
        **BASE, "salary": 90_000.0},
    "incentive.quota.amount=600k says no per": {"rate": "10%", "quota": Quota(amount="600k")},
    "incentive.rate=10% is said by ote, mix and quota.amount already": {**BASE, "rate": "10%"},
    "incentive.per_unit=50 with measure=new, which is money": {"per_unit": 50},
    "incentive.tiers[0].from=50% leaves open what is paid below": {
        **BASE, "tiers": [Tier("50%", "1x")]},
    "incentive.tiers[1].from=0% is not beyond the row before it": {
        **BASE, "tiers": [Tier("0%", "1x"), Tier("0%", "2x")]},
    "incentive.tiers[1].retroactive=true with a lower rate": {
        **BASE, "tiers": [Tier("0%", "2x"), Tier("100%", "1x", retroactive=True)]},
    "incentive.accelerator=2x beside tiers": {
        **BASE, "tiers": [Tier("0%", "1x")], "accelerator": "2x"},
    "incentive.accelerator=2x is about a quota, and there is none": {
        "rate": "10%", "accelerator": "2x"},
    "incentive.decelerator=1.2x is no lower rate": {**BASE, "decelerator": "1.2x"},
    "incentive.accelerator=2x from 50% is below where": {
        **BASE, "decelerator": "0.5x", "accelerator": "2x from 50%"},
    "incentive.threshold=0.5 may be 50% or 0.5%: ": {**BASE, "threshold": "0.5"},
    "incentive.cap=1.5 may be 150% or 1.5%: ": {**BASE, "cap": "1.5"},
    "incentive.cap=0.07 may be 7% or 0.07%: ": {**BASE, "cap": "0.07"},
    "incentive.pay_cap=1.5 may be 150% or 1.5%: ": {**BASE, "pay_cap": "1.5"},
    "incentive.tiers[0].from=0.8 may be 80% or 0.8%: ": {
        **BASE, "tiers": [Tier("0.8", "1x")]},
    "incentive.threshold=50 may be a part or money: write 50%, or $": {**BASE, "threshold": "50"},
    "incentive.cap=40% is not beyond threshold=50%": {**BASE, "threshold": "50%", "cap": "40%"},
    "incentive.threshold=50% has no rates to act on": {"threshold": "50%"},
    "incentive.tiers say no period": {"tiers": [Tier("0", "5%")]},
    "incentive.tiers[0].rate=1x is times a base rate, and there is none": {
        "quota": QUARTER, "tiers": [Tier("0%", "1x")]},
    "incentive.bonus[0].pays is missing": {**BASE, "bonus": [Extra()]},
    "incentive.mbo[0].goal is missing": {"mbo": [Extra(measure="retention", pays="5k")]},
    "incentive.kicker[0].goal is missing: measure=margin has no quota": {
        **BASE, "kicker": [Extra(measure="margin", pays="5k")]},
    "incentive.spif[0].to=5 is before from=9": {**BASE, "spif": [Campaign(9, 5, "2%")]},
    "incentive.spif[0].pays=500 with measure=new: a part of sales": {
        **BASE, "spif": [Campaign(5, 9, 500)]},
    "incentive.overlay=100% and split=30%": {**BASE, "overlay": "100%", "split": "30%"},
    "incentive.clawback.share=50% without clawback.days": {"clawback": None},
    "incentive.holdback.per=year without holdback.share": {"holdback": Holdback(per="year")},
    "incentive.components beside incentive.ote are two plans": {
        **BASE, "components": [Component(slope=[0.2])]},
}  # fmt: skip


@pytest.mark.parametrize("said", REFUSED)
def test_words_that_contradict_are_refused_by_name(said):
    words = dict(REFUSED[said])
    if words.get("clawback", 1) is None:
        words["clawback"] = Clawback(share="50%")
    with pytest.raises(ConfigError) as refused:
        compiled(**words)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_rivals_may_be_paid_in_words_too():
    config = with_plans(Config(rivals=Rivals(incentive=Incentive(**BASE))))
    assert config.rivals.incentive == compiled(**BASE)
    wrong = Rivals(incentive=Incentive(ote="180k"))
    with pytest.raises(ConfigError, match=r"^rivals\.incentive\.ote=180k needs mix"):
        with_plans(Config(rivals=wrong))


def test_what_words_become_is_all_that_is_kept():
    """The hash follows what is paid, and a stored config neither holds words nor takes them."""
    config = with_plans(Config(seed=1, incentive=Incentive(**BASE)))
    plain = Incentive(salary=108_000.0, components=config.incentive.components)
    assert config_hash(config) == config_hash(Config(seed=1, incentive=plain))
    assert not config.incentive.words_said
    kept = yaml.safe_load(yaml.safe_dump(asdict(config)))
    assert stored_config(kept, "config.yaml").incentive == config.incentive
    kept["incentive"]["cap"] = "150%"
    with pytest.raises(Refusal, match=r"incentive\.cap is not a value: a stored config holds the"):
        stored_config(kept, "config.yaml")


FILES = {
    "ote: 180.000\nmix: 60/40\n": "line 1: incentive.ote='180.000' is ambiguous",
    "ote: 0600\nmix: 60/40\n": "line 1: incentive.ote='0600' cannot be read",
    "rate: 10%\nquota:\n  per: quarter\n  amount: 600.000\n": "line 4: incentive.quota.amount=",
    "rate: 10%\nquota: {per: week}\n": "line 2: incentive.quota.per=week is not allowed",
    "ote: 1k\nmix: 6/4\n": "line 2: incentive.mix=6/4 makes 10",
    "rate: 10%\nquota: {per: month}\ntiers:\n  - {from: 0%, rate: 1}\n":
        "line 4: incentive.tiers[0].rate='1' cannot be read",
    "tiers:\n  - {form: 0%, rate: 1x}\n": "(nearest: incentive.tiers.from)",
}  # fmt: skip


@pytest.mark.parametrize("text", FILES)
def test_a_file_is_read_letter_by_letter_and_refused_with_its_line(text, tmp_path):
    path = tmp_path / "incentive" / "own.yaml"
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(Refusal) as refused:
        request(["--config-dir", str(tmp_path), "incentive=own"])
    assert str(refused.value).startswith(str(path))
    assert FILES[text] in str(refused.value)


def test_to_yaml_a_mix_may_be_a_time_and_here_it_is_a_mix(tmp_path):
    path = tmp_path / "incentive" / "own.yaml"
    path.parent.mkdir()
    path.write_text("ote: 180_000\nmix: 60:40\nquota: {per: quarter, amount: 600k}\n")
    words = ["--config-dir", str(tmp_path), "incentive=own"]
    assert request(words).scenarios[0].config.incentive == compiled(**BASE)
    several = request(["-m", *words, "incentive.cap=150%,200%", "incentive.tiers=[]"]).scenarios
    assert [one.config.incentive.components[0].at[-1] for one in several] == [1.5, 2.0]


def test_the_command_line_says_words_and_refuses_what_may_be_two_amounts():
    plan = request(["incentive.ote=180k", "incentive.mix=60/40", "incentive.quota.per=quarter",
                    "incentive.quota.amount=600000"]).scenarios[0].config.incentive  # fmt: skip
    assert plan == compiled(**BASE)
    for word in ("incentive.ote=180.000", "incentive.quota={per:quarter,amount:600.000}"):
        with pytest.raises(Refusal, match=r"is ambiguous, as a point may part thousands"):
            request([word])
    assert request(["incentive.quota.tightness=1.125"])
    with pytest.raises(Refusal, match="two plans"):
        request(["incentive=capped", "incentive.cap=150%"])


def test_every_shipped_plan_in_words_is_read_by_yaml_as_it_is_written():
    """Shipped files are read by Hydra alone: none may hold what YAML reads in its own way."""
    for path in sorted(Path(config_dir()).glob("incentive/*.yaml")):
        content = yaml.safe_load(path.read_text()) or {}
        told = as_written(path.read_text(), content, "incentive")
        assert _as_text(told) == _as_text(content), path


def _as_text(value):
    if isinstance(value, dict):
        return {name: _as_text(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_as_text(one) for one in value]
    try:
        return value if isinstance(value, bool | None) else f"{float(value):g}"
    except ValueError:
        return value
