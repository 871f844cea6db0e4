"""A plan that says its changes: how they are laid over it, what they become, what is refused."""

from dataclasses import asdict, replace

import pytest
import yaml

from sim.cli.command import main
from sim.config import (
    Campaign,
    Change,
    Clawback,
    Component,
    Config,
    ConfigError,
    Extra,
    Holdback,
    Incentive,
    Quota,
    QuotaWords,
    Rivals,
    Salary,
    Tier,
)
from sim.config.input_files import with_files
from sim.config.plan_words.change import changed
from sim.config.plan_words.compile import with_plans
from sim.config.refusal import Refusal
from sim.folder.provenance import config_hash
from sim.grammar.json_schema import schema_of
from sim.grammar.schema import stored_config
from sim.model.market import Market
from sim.request import request
from tests.json_schema import faults
from tests.quiet_firm import QUIET, close

BASE = {
    "ote": "180k",
    "mix": "60/40",
    "quota": Quota(per="quarter", amount="600k"),
    "accelerator": "1.5x",
}
FILE = """\
# Mine
ote: 180k
mix: 60/40
quota: {per: quarter, amount: 600k}
accelerator: 1.5x
changes:
  - from: 2026-07-01
    accelerator: 2x from 110%
    cap: 150%
"""


def compiled(*changes, days=260, **words):
    plan = Incentive(**words, changes=changes)
    return with_plans(Config(days=days, incentive=plan)).incentive


def at(day, **words):
    return Change(from_=day, **words)


def in_force(plan):
    return [(one.first_day, one.last_day) for one in plan.components]


def same_as(day, words, then):
    """What is made of two plans, each said as a whole."""
    return changed(compiled(**words), compiled(**then), day)


LAID = {
    "a word more": ({}, {"cap": "150%"}, {"cap": "150%"}),
    "a word anew": ({}, {"accelerator": "2x from 110%"}, {"accelerator": "2x from 110%"}),
    "on target": ({}, {"ote": "200k"}, {"ote": "200k"}),
    "the mix": ({}, {"mix": "50/50"}, {"mix": "50/50"}),
    "the quota": ({}, {"quota": QuotaWords(amount="700k")},
                  {"quota": Quota(per="quarter", amount="700k")}),
    "the period": ({}, {"quota": QuotaWords(per="half", amount="1.2M")},
                   {"quota": Quota(per="half", amount="1.2M")}),
    "no cap": ({"cap": "150%"}, {"without": ["cap"]}, {"cap": ""}),
    "a table for two": ({}, {"without": ["accelerator"], "tiers": [Tier("0%", "1x")]},
                        {"accelerator": "", "tiers": [Tier("0%", "1x")]}),
    "quotas by results": ({}, {"without": ["quota.amount"]}, {"quota": Quota(per="quarter")}),
    "another bonus": ({"bonus": [Extra(pays="5k")]}, {"bonus": [Extra(pays="9k")]},
                      {"bonus": [Extra(pays="9k")]}),
    "no bonus": ({"bonus": [Extra(pays="5k")]}, {"bonus": []}, {"bonus": ()}),
    "a part of a part": ({"clawback": Clawback(90)}, {"clawback": Clawback(share="50%")},
                         {"clawback": Clawback(90, "50%")}),
    "no clawback": ({"clawback": Clawback(90, "50%")}, {"clawback": Clawback(0)},
                    {"clawback": Clawback()}),
    "held back": ({}, {"holdback": Holdback(share="10%")}, {"holdback": Holdback(share="10%")}),
}  # fmt: skip


@pytest.mark.parametrize("what", LAID)
def test_a_change_is_the_plan_before_with_what_it_says_laid_over(what):
    said, change, then = LAID[what]
    before = BASE | said
    assert compiled(at(100, **change), **before) == same_as(100, before, before | then)


def test_changes_follow_each_other_and_what_is_said_stays_said():
    plan = compiled(at(65, cap="150%"), at(130, ote="200k"), at(195, without=["cap"]), **BASE)
    assert in_force(plan) == [(0, 64), (65, 129), (130, 194), (195, None)]
    assert [one.target_pay for one in plan.components] == [18e3, 18e3, 20e3, 20e3]
    assert [one.at[-1] for one in plan.components] == [1.0, 1.5, 1.5, 1.0]
    assert plan.salaries == (Salary(130, 120_000.0),)


def test_what_was_held_back_is_salary_again():
    held = BASE | {"holdback": Holdback(share="10%")}
    plan = compiled(at(65, without=["holdback"]), at(130, components=[Component()]), **held)
    assert (plan.salary, plan.salaries) == (97_200.0, (Salary(65, 108_000.0),))


def test_a_plan_in_components_changes_too():
    one, two = Component(slope=[0.2]), Component(slope=[0.3])
    plan = compiled(at(9, salary=70_000), at(19, components=[two]), at(29, ote="180k", mix="60/40"),
                    at(39, components=[]), components=[one])  # fmt: skip
    assert in_force(plan) == [(0, 18), (19, 28), (29, 38)]
    assert plan.components[2].target_pay == 18_000.0
    assert plan.salaries == (Salary(9, 70_000), Salary(29, 108_000.0))
    assert compiled(at(9, salary=70_000), components=[one]).components == (one,)


def test_campaigns_stay_where_they_are():
    campaigns = [Campaign(10, 29, "2%"), Campaign(200, 219, "0.5x"), Campaign(90, 109, "3%")]
    plan = compiled(at(100, ote="200k"), **BASE, spif=campaigns)
    found = {one.from_day: (one.first_day, one.last_day)
             for one in plan.components if one.to_day}  # fmt: skip
    assert found == {10: (0, None), 90: (0, None), 200: (100, None)}
    (bent,) = (one for one in plan.components if one.from_day == 200)
    assert bent.slope == pytest.approx((1 / 60,))


REFUSED = {
    "incentive.changes[0].from is missing": Change(cap="150%"),
    "incentive.changes[0].from=0 is how the plan begins: day 1 or later": at(0, cap="150%"),
    "incentive.changes[0].from=260 is after the last of days=260": at(260, cap="150%"),
    "incentive.changes[0].from='soon' is no working day": at("soon", cap="150%"),
    "incentive.changes[0] says nothing: say what is different from day 9 on": at(9),
    "incentive.changes[0].cap=none: to end it, say without=[cap]": at(9, cap="none"),
    "incentive.changes[0].without=cap: the plan before it says no cap": at(9, without=["cap"]),
    "incentive.changes[0].without=ote beside incentive.changes[0].ote: one of them": at(
        9, without=["ote"], ote="1M"),
    "incentive.changes[0].without=quota.amount beside": at(
        9, without=["quota.amount"], quota=QuotaWords(amount="1M")),
    "incentive.changes[0].salary=60000 beside ote and mix, which say what is fixed": at(
        9, salary=60_000),
    "incentive.changes[0].accelerator=0.5x is no higher rate": at(9, accelerator="0.5x"),
    "incentive.changes[0].ote='180.000' is ambiguous": at(9, ote="180.000"),
    "incentive.changes[0]: from then on incentive.accelerator=1.5x beside tiers": at(
        9, tiers=[Tier("0%", "1x")]),
    "incentive.changes[0]: from then on incentive.mix=60/40 needs ote": at(9, without=["ote"]),
    "incentive.changes[0].components beside incentive.changes[0].cap are two plans": at(
        9, cap="150%", components=[Component()]),
    "incentive.changes[0].components[0].goal=0 with measure=retention": at(
        9, components=[Component(measure="retention", unit="attainment")]),
    "incentive.changes[0].components[0].last_day=8 is before from=9": at(
        9, components=[Component(last_day=8)]),
    "incentive.changes[0].components[0].to_day=8 is before from=9": at(
        9, components=[Component(from_day=4, to_day=8)]),
    "incentive.changes[0].spif[0].to=8 is before from=9": at(9, spif=[Campaign(4, 8, "2%")]),
    "incentive.changes[0].without=cup is not allowed": at(9, without=["cup"]),
}  # fmt: skip


@pytest.mark.parametrize("said", REFUSED)
def test_what_a_change_cannot_mean_is_refused_by_name(said):
    with pytest.raises(ConfigError) as refused:
        compiled(REFUSED[said], **BASE)
    assert str(refused.value).startswith(said)
    assert "\n" not in str(refused.value)


def test_changes_have_an_order_and_are_the_only_list_of_salaries():
    for day in (9, 10):
        with pytest.raises(ConfigError, match=rf"changes\[1\]\.from=9 is not after .* from {day}:"):
            compiled(at(day, cap="150%"), at(9, cap="200%"), **BASE)
    with pytest.raises(ConfigError, match=r"incentive\.salaries beside incentive\.changes"):
        compiled(at(9, cap="150%"), **BASE, salaries=[Salary(5)])


def test_dates_in_changes_are_days_of_the_fiscal_year():
    second = Component(slope=[0.2], last_day="2026-11-30")
    said = Incentive(**BASE, changes=[
        at("2026-07-01", spif=[Campaign("2026-08-01", "2026-08-31", "2%")]),
        at("2026-10-01", components=[second]),
    ])  # fmt: skip
    plan = with_files(Config(incentive=said)).incentive
    # The first day that counts is Monday, 5 January.
    days = compiled(at(127, spif=[Campaign(150, 170, "2%")]),
                    at(193, components=[replace(second, last_day=235)]), **BASE)  # fmt: skip
    assert plan == days
    early = replace(said, changes=[at("2026-07-01", cap="150%"), at("2025-07-01", cap="200%")])
    with pytest.raises(ConfigError, match=r"changes\[0\]\.from=2026-07-01 is after the last"):
        with_files(Config(incentive=early))


def test_what_changes_become_is_all_that_is_kept_and_rivals_change_alike():
    own = Incentive(**BASE, changes=[at(130, cap="150%")])
    config = with_plans(Config(seed=1, incentive=own, rivals=Rivals(incentive=own)))
    assert config.rivals.incentive == config.incentive
    plain = Incentive(salary=108_000.0, components=config.incentive.components)
    again = Config(seed=1, incentive=plain, rivals=Rivals(incentive=plain))
    assert config_hash(config) == config_hash(again)
    kept = yaml.safe_load(yaml.safe_dump(asdict(config)))
    assert stored_config(kept, "config.yaml") == config
    kept["incentive"]["changes"] = [{"from": "5", "cap": "150%"}]
    with pytest.raises(Refusal, match=r"incentive\.changes is not a value: a stored config holds"):
        stored_config(kept, "config.yaml")
    wrong = Rivals(incentive=Incentive(**BASE, changes=[at(0, cap="150%")]))
    with pytest.raises(ConfigError, match=r"^rivals\.incentive\.changes\[0\]\.from=0 is"):
        with_plans(Config(rivals=wrong))


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(FILE)
    return path


def test_a_file_is_explained_by_stretches(own, capsys):
    assert main(["explain", str(own)]) == 0
    said = capsys.readouterr().out
    assert "\nFrom day 127 (2026-07-01): on target 180,000 a year" in said
    assert "  - {from: '2026-07-01', accelerator: 2x from 110%, cap: 150%}" in said
    tables = said.split("What it pays a year in which every period ends there")[1:]
    stretches = ("from day 0 (2026-01-05) to day 126 (2026-06-30)", "from day 127 (2026-07-01) on")
    for table, when, most in zip(tables, stretches, ("288,000", "244,800"), strict=True):
        assert table.startswith(f", {when}\n")
        assert f" {most} " in next(line for line in table.splitlines() if "200 %" in line)


FAULTS = {
    "cap: 180.000": "line 9: incentive.changes[0].cap='180.000' is ambiguous",
    "cap: 180.000k": "line 9: incentive.changes[0].cap=",
    "cap: 105%": "line 9: incentive.changes[0].cap=105%",
    "capp: 150%": "(nearest: incentive.changes.cap)",
    "without: [acelerator]": "(nearest: accelerator)",
    "quota: {amount: 700.000}": "line 9: incentive.changes[0].quota.amount='700.000' is ambiguous",
    "quota: {tightness: 2}": "line 9: incentive.changes[0].quota.tightness=2 is not a parameter",
    "threshold: 150%\n    cap: 120%": "line 10: incentive.changes[0].cap=120% is not beyond",
    "salaries: []": "line 9: incentive.changes[0].salaries",
    "changes: []": "line 9: incentive.changes[0].changes",
    "mix: 60/50": "line 9: incentive.changes[0].mix=60/50 makes 110",
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_file_with_a_slip_in_a_change_is_refused_with_its_line(text, own, capsys):
    own.write_text(FILE.replace("cap: 150%", text))
    if text == "cap: 105%":
        assert main(["explain", str(own)]) == 0, "a cap below where the accelerator begins"
        return
    assert main(["explain", str(own)]) == 2
    said = capsys.readouterr().err
    assert FAULTS[text] in said
    assert said.count("\n") == 1


def test_words_on_the_command_line_change_a_change(own):
    folder = own.parent / "incentive"
    folder.mkdir()
    own.rename(folder / "mine.yaml")
    words = ["--config-dir", str(own.parent), "incentive=mine"]
    plan = request([*words, "incentive.changes.0.cap=200%"]).scenarios[0].config.incentive
    assert [one.at[-1] for one in plan.components] == [1.0, 2.0]
    swept = request(["-m", *words, "incentive.changes.0.cap=150%,200%"]).scenarios
    assert [one.config.incentive.components[1].at[-1] for one in swept] == [1.5, 2.0]
    plain = [*words, "incentive.changes=[{from:5,cap:180.000}]"]
    with pytest.raises(Refusal, match=r"180\.000 is ambiguous, as a point may part thousands"):
        request(plain)


def test_changes_keep_to_the_schema():
    known = schema_of("incentive")
    content = yaml.safe_load(FILE.replace("2026-07-01", "'2026-07-01'"))
    assert faults(content, known) == []
    for change in ({"from": 5, "caap": "150%"}, {"from": "soon"}, {"without": ["cup"]},
                   {"quota": {"tightness": 2}}, {"salaries": []}, {"cap": "none"}):  # fmt: skip
        assert faults({**content, "changes": [change]}, known), change


def test_a_changed_plan_is_paid_to_the_cent_as_the_document_says():
    """A quarter of 65 days changes on day 26: 26 days at 1x of 4 %, then 39 days with a bonus.

    Quota 650 a quarter: 260 for the first part, 390 for the second. On target 104 a year, half of
    it salary: 13 a quarter, so 5.20 and 7.80 at quota.
    """
    words = Incentive(ote=104, mix="50/50", quota=Quota(per="quarter", amount=650), changes=[
        at(26, accelerator="2x", bonus=[Extra(pays=10)]),
        at(65, ote=208, without=["bonus"]),
    ])  # fmt: skip
    config = with_files(replace(QUIET, incentive=words, days=130))
    world = Market(config, 1).world
    first = close(world, 25, credit=[260.0, 130.0, 520.0, 0.0])
    assert first["pay"].tolist() == pytest.approx([5.2, 2.6, 10.4, 0.0], abs=1e-4)
    assert first["component"].tolist() == [0] * 4
    world.open_day(64)
    world.sales.reps["credit"][:4, 1] = [390.0, 389.0, 780.0, 0.0]
    second = close(world, 64)
    second = second[second["component"] == 1]
    # The bonus is that of three fifths of a quarter: 6.
    expected = [7.8 + 6.0, 7.78, 7.8 + 15.6 + 6.0, 0.0]
    assert second["pay"].tolist() == pytest.approx(expected, abs=1e-4)
    world.open_day(129)
    world.sales.reps["credit"][:4, 2] = [650.0, 1300.0, 0.0, 65.0]
    third = close(world, 129)
    assert third["pay"][third["component"] == 2].tolist() == pytest.approx(
        [26.0, 78.0, 0.0, 2.6], abs=1e-4
    )
    assert config.incentive.salaries == (Salary(65, 104.0),)
