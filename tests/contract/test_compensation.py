"""The verbs on pay plans: why, redteam, plan; a word, a file or a folder names a plan."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.studies.red_team.study import plans_of
from sim.cli.command import main
from sim.compensation.asked import asked
from sim.compensation.plan.attainments import pay_at
from sim.compensation.plan.tenths import COUNT, tenths
from sim.compensation.redteam.attack import _seen, grid_of
from sim.compensation.redteam.best import best_crossed
from sim.compensation.redteam.clauses import clauses
from sim.compensation.redteam.exploits import FAMILIES, HONEST
from sim.compensation.redteam.play import _quotas_seen, counted_pay, play
from sim.compensation.redteam.reckon import reckoned, without
from sim.compensation.redteam.together import everyone_honest, together
from sim.compensation.why.figure import title
from sim.compensation.why.parts import Part, Parts
from sim.compensation.why.told import sentences as why_sentences
from sim.config import Component, Config, Incentive
from sim.config.plan_words.change import changed
from sim.config.refusal import Refusal
from sim.config.working_days import QUARTER
from sim.folder.provenance import file_hash
from sim.grammar.plan_files import parted
from sim.inference.intervals import Interval
from sim.metrics.people import people
from sim.metrics.plan_terms import paid_at, promised, terms
from sim.request import request
from sim.runs.scenario import run

pytestmark = pytest.mark.usefixtures("readable")

SIZE = ["market.customers=300", "days=65", "warmup_days=65", "sales.reps=6", "workers=1",
        "market.buyer.entry_per_year=3", "sales.turnover_per_year=1"]  # fmt: skip
MINE = """# Half at once at quota, then twice the rate, capped
salary: 70000.0
components:
  - measure: new
    unit: attainment
    period: quarter
    target_pay: 10000.0
    at: [0.0, 0.5, 1.0, 1.5]
    jump: [0.0, 0.0, 0.3, 0.0]
    slope: [0.0, 1.4, 2.0, 0.0]
"""


@pytest.fixture
def nowhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").write_text(MINE)
    return tmp_path


def whole(folder, *names):
    """The files of a folder, each with the hash that the manifest lists."""
    told = json.loads((folder / "manifest.json").read_text())
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert there - {"manifest.json"} == set(told["outputs"]) >= set(names)
    assert all(file_hash(folder / name) == sha for name, sha in told["outputs"].items())
    assert told["status"] == "finished"
    return json.loads((folder / "summary.json").read_text())


def fits(text):
    lines = text.splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 100


def test_why_takes_an_option_and_a_file_and_its_parts_add_up(nowhere, capsys):
    assert main(["why", "commission", "mine.yaml", *SIZE, "replicates=3", "hydra.run.dir=w"]) == 0
    out = capsys.readouterr().out
    fits(out)
    assert "effort with customers" in out
    names = ("parts.csv", "replays.parquet", "plans.yaml", "figures/waterfall_profit.png")
    told = whole(nowhere / "w", *names)
    assert (told["first"], told["second"], len(told["sentences"])) == ("commission", "mine", 3)
    for its in told["outcomes"].values():
        parts = sum(part["mean"] for part in its["parts"])
        assert parts + its["remainder"]["mean"] == pytest.approx(its["whole"]["mean"])
        assert its["remainder"] == {"mean": 0.0, "ci_low": 0.0, "ci_high": 0.0}
        assert its["adds_up"]
        gap = its["after"]["mean"] - its["before"]["mean"]
        assert its["whole"]["mean"] == pytest.approx(gap)


def test_redteam_names_exploits_clauses_and_costs(nowhere, capsys):
    words = ["redteam", "mine.yaml", *SIZE, "replicates=4", "hydra.run.dir=r"]
    assert main(words) == 0
    fits(capsys.readouterr().out)
    told = whole(nowhere / "r", "exploits.csv", "clauses.csv", "figures/exploits.png")
    assert {one["exploit"] for one in told["exploits"]} == set(FAMILIES.values())
    assert main(["report", "r"]) == main(["reproduce", "r"]) == 2
    assert capsys.readouterr().err.count("not the folder of a run, but of sim redteam") == 2
    runs = pd.read_parquet(nowhere / "r" / "runs.parquet")
    assert set(runs["replicate"]) == {0, 1, 2, 3}
    texts = {
        clause.text for clause in clauses(asked(["mine.yaml"], SIZE, {}).plans[0].config.incentive)
    }
    assert set(runs["plan"]) == {"as it is", *texts}
    honest = runs[runs["exploit"] == HONEST].groupby("plan")["pay"].mean()
    assert honest["the cap at 150 % of quota"] >= honest["as it is"]
    for one in told["exploits"]:
        assert one["carried"] <= bool(one["clause"]) <= one["pays"]


def test_a_difference_is_told_with_the_sign_of_its_parts():
    def part(text, mean):
        return Part(text, text, Interval(mean, mean - 5.0, mean + 5.0, 8), None)

    whole, nothing = Interval(40.0, -900.0, 980.0, 8), Interval(0.0, 0.0, 0.0, 8)

    def told(*parts):
        found = Parts(whole, [*parts], whole, whole, nothing, 8)
        return title(found, "profit", "old", "new"), why_sentences(found, "profit", "old", "new")[1]

    loss, gain, unsure = part("pay", -100.0), part("effort", 60.0), part("timing", 1.0)
    head, causes = told(loss, unsure)
    assert head.endswith("what surely takes away most is pay")
    assert "What adds most cannot be told from nothing; what takes away most is pay" in causes
    head, causes = told(gain, unsure)
    assert head.endswith("what surely adds most is effort")
    assert "takes away most cannot be told from nothing" in causes
    assert "What adds most is effort" in told(loss, gain)[1]


def test_few_persons_are_said_to_be_too_few_for_tenths(nowhere, capsys):
    assert main(["plan", "mine.yaml", *SIZE, "replicates=2", "hydra.run.dir=few"]) == 0
    out = capsys.readouterr().out
    assert "too few" in out
    assert "nan" not in out
    assert "tenths of skill, the lowest" not in out
    whole(nowhere / "few", "tenths.csv")
    assert not (nowhere / "few" / "figures" / "skill.png").exists()


def test_plan_says_who_wins_and_counts_everybody(nowhere, capsys, monkeypatch):
    monkeypatch.setattr("sim.compensation.plan.tenths.LEAST", 1)
    words = ["plan", "mine.yaml", "--against", "quota_bonus", *SIZE, "replicates=2"]
    assert main([*words, "hydra.run.dir=p"]) == 0
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 100
    assert "quota_bonus: pay a year" in out
    files = ("terms.csv", "attainments.csv", "tenths.csv", "kpis.csv", "people.parquet")
    told = whole(nowhere / "p", *files, "figures/cost.png", "figures/skill.png")
    assert (told["plan"], told["today"]) == ("mine", "quota_bonus")
    by_tenth = pd.read_csv(nowhere / "p" / "tenths.csv")
    who = pd.read_parquet(nowhere / "p" / "people.parquet")
    assert by_tenth["persons"].sum() == (who["plan"] == "mine").sum()
    at = pd.read_csv(nowhere / "p" / "attainments.csv").query("plan == 'mine'")
    pay = dict(zip(at["attainment"], at["pay"], strict=True))
    assert pay == pytest.approx(
        {0.0: 70e3, 0.5: 70e3, 0.8: 86.8e3, 1.0: 110e3, 1.2: 126e3, 1.5: 150e3, 2.0: 150e3}
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["why", "commission"], "why takes 2 plans, and got commission"),
        (["why", "commission", "quta_bonus"], "nearest: quota_bonus"),
        (["why", "commission", "commission"], "named twice"),
        (["why", "commission", "none.yaml"], "none.yaml: no such file"),
        (["why", "commission", "torn.yaml"], "torn.yaml, line 2"),
        (["why", "commission", "typo.yaml"], "typo.yaml, line 1: incentive.salry"),
        (["why", "commission", "wide.yaml"], "market.customers"),
        (["why", "commission", "salary", "replicates=1"], "replicates=1"),
        (["why", "commission", "salary", "incentive=capped"], "without incentive="),
        (["why", "commission", "salary", "-m", "seed=1,2"], "-m"),
        (["why", "commission", "salary", "policies.rep=a:B"], "policies.rep=a:B"),
        (["why", "empty", "commission"], "name folders, or plans"),
        (["why", "empty", "other"], "no manifest.json"),
        (["redteam", "commission", "seed=1", "replicates=3"], "replicates=3: 4 or more"),
        (["redteam", "salary"], "salary pays a salary alone"),
        (["redteam", "ramped_quota"], "ramped_quota has guarantee.a_month=4166.67, whose topping"),
        (["redteam", "waits.yaml"], "waits has components[0].gate=1, which is reckoned on other"),
        (["redteam"], "redteam takes 1 plan, and got none"),
        (["plan", "commission"], "add --against PLAN"),
        (["plan", "commission", "--against"], "--against needs a value"),
        (["plan", "salary", "market.customrs=3"], "nearest: market.customers"),
        (["plan", "salary", "hydra.run.dir=other"], "not empty"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_line(words, said, nowhere, capsys):
    (nowhere / "torn.yaml").write_text("salary: 1\n  x: [\n")
    (nowhere / "typo.yaml").write_text("salry: 70000\n")
    (nowhere / "waits.yaml").write_text(
        "components:\n  - {measure: new, gate: 1, from_day: 5, to_day: 9}\n  - {goal: 9.0}\n"
    )
    (nowhere / "wide.yaml").write_text("# @package _global_\nmarket: {customers: 77}\n")
    for name in ("empty", "other"):
        (nowhere / name).mkdir()
    (nowhere / "other" / "note.txt").write_text("mine")
    before = sorted(path.name for path in nowhere.rglob("*"))
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert said in err
    assert (err.count("\n"), out) == (1, "")
    assert sorted(path.name for path in nowhere.rglob("*")) == before


def test_folders_are_compared_as_they_were_run(nowhere, capsys):
    for plan in ("commission", "salary"):
        words = [f"incentive={plan}", *SIZE, "replicates=2", f"hydra.run.dir=of_{plan}"]
        assert main(words) == 0
    found = asked(["of_commission", "of_salary"], ["replicates=3"], {"replicates": 9})
    assert [plan.name for plan in found.plans] == ["of_commission", "of_salary"]
    assert [plan.config.replicates for plan in found.plans] == [3, 3]
    assert found.plans[1].config.incentive.components == ()
    assert found.plans[0].config.market.customers == 300
    with pytest.raises(Refusal, match=r"days=5: the folder says"):
        asked(["of_commission", "of_salary"], ["days=5"], {})
    assert main(["reproduce", "of_salary"]) == 0
    assert main(["why", "of_commission", "of_salary", "hydra.run.dir=w", "workers=1"]) == 0
    assert main(["reproduce", "w"]) == 2
    assert "not the folder of a run" in capsys.readouterr().err


def test_words_are_parted_and_coarse_is_what_nobody_said(nowhere):
    words = ["a.yaml", "--config-dir", "plans", "b", "seed=7", "~x", "+y=1", "-cd=z"]
    assert parted(words) == (
        ["a.yaml", "b"],
        ["--config-dir", "plans", "seed=7", "~x", "+y=1", "-cd=z"],
    )
    coarse = {"market.customers": 5000, "replicates": 6}
    config = asked(["mine.yaml"], [], coarse).plans[0].config
    assert (config.market.customers, config.replicates) == (5000, 6)
    config = asked(["mine.yaml"], ["market=small"], coarse).plans[0].config
    assert (config.market.customers, config.replicates) == (5500, 8)
    config = asked(["mine.yaml"], ["replicates=10"], coarse).plans[0].config
    assert (config.market.customers, config.replicates) == (5000, 10)


def test_a_file_under_a_shipped_name_is_itself(nowhere):
    (nowhere / "quota_bonus.yaml").write_text(MINE)
    found = asked(["quota_bonus", "./quota_bonus.yaml"], SIZE, {})
    assert [plan.name for plan in found.plans] == ["quota_bonus", "./quota_bonus.yaml"]
    assert [plan.config.incentive.salary for plan in found.plans] == [60e3, 70e3]


@pytest.mark.parametrize("name", ["gated", "capped", "quota_bonus", "satisfaction", "team_pool"])
def test_pay_is_reckoned_from_its_rows_as_it_was_paid(name):
    config = everyone_honest(request(SIZE).scenarios[0].config, together(plans_of([name])))
    records, _ = play(config, 3, None)
    pay = counted_pay(records, config)
    assert len(pay) > 5
    assert reckoned(pay, config.incentive.components) == pytest.approx(pay["pay"])


BENT = Component(unit="attainment", goal=2e4, target_pay=1e4, at=[0.0, 0.5, 1.0],
                 jump=[0.0, 0.5, 1.0], slope=[0.0, 1.0, 3.0])  # fmt: skip
IN_TIME = {
    "instalments": Incentive(components=[replace(BENT, period="year", paid="month", goal=3e4)]),
    "a change amid a quarter": changed(
        Incentive(components=[BENT]),
        Incentive(salary=9e4, components=[Component(slope=[0.2]), replace(BENT, paid="month")]),
        40,
    ),
    "a gate that ends with what waits": Incentive(
        components=[
            replace(BENT, last_day=49, gate=1),
            Component(unit="attainment", goal=1e4, target_pay=0.0, last_day=49),
        ]
    ),
}


@pytest.mark.parametrize("name", IN_TIME)
def test_pay_is_reckoned_as_it_was_paid_whenever_that_was(name):
    """By rep and component: instalments and periods that a change cuts come to what was paid."""
    plan = IN_TIME[name]
    config = request([*SIZE, "days=130", "warmup_days=65"]).scenarios[0].config
    config = everyone_honest(config, together({"it": plan}))
    records, _ = play(config, 3, None)
    pay = counted_pay(records, config)
    own = pay["component"] >= 0
    pay, found = pay[own], reckoned(pay, plan.components)[own]
    for place in range(len(plan.components)):
        for rep in set(pay["rep"].tolist()):
            its = (pay["component"] == place) & (pay["rep"] == rep)
            assert found[its].sum() == pytest.approx(pay["pay"][its].sum(), abs=0.005)
    assert pay["pay"].sum() > 0.0
    if name == "instalments":
        assert (pay["share"] == 0.0).any()
        none = np.zeros(0, [("day", "i4"), ("rep", "i4")])
        (jump, *_) = clauses(plan)
        smooth, _ = without(pay, jump, none, config.warmup_days)
        ends = pay["share"] > 0.0
        x = np.maximum(pay["attainment"][ends], 0.0)
        assert smooth[ends] == pytest.approx(pay["share"][ends] * paid_at(x, jump.component))
        assert not smooth[~ends].any()


def test_gamers_look_at_the_quota_that_is_in_force():
    plan = changed(
        Incentive(components=[BENT]), Incentive(components=[replace(BENT, goal=9e4)]), 40
    )
    config = replace(Config(), incentive=plan, warmup_days=65)
    seen = _quotas_seen(config)[QUARTER]
    assert [seen.on(day) for day in (0, 64, 104, 105, 300)] == [0, 0, 0, 1, 1]
    half = Incentive(components=[replace(BENT, first_day=9), Component(slope=[0.1], last_day=8)])
    assert len(_seen(replace(config, incentive=half)).components) == 3
    assert len(_seen(config).components) == 2


def test_clauses_are_the_bends_the_gate_the_period_and_accounts():
    def texts(name):
        return [clause.text for clause in clauses(plans_of([name])[name])]

    accounts = "that nothing is paid for accounts"
    assert texts("commission") == [accounts]
    assert texts("salary") == []
    assert texts("capped") == [
        "the bonus at 50 % of quota", "the cap at 120 % of quota", "the quarter as the period",
        accounts,
    ]  # fmt: skip
    assert texts("gated") == ["the gate of component 0", accounts]
    assert texts("quota_bonus")[:2] == [
        "the bonus at 100 % of quota", "the rate that rises at 100 % of quota"
    ]  # fmt: skip
    assert accounts not in texts("retention_weighted")


def test_a_plan_without_a_clause_pays_the_same_on_target():
    part = Component(unit="attainment", at=[0.0, 0.5, 1.0], jump=[0.0, 0.2, 0.4],
                     slope=[0.0, 1.0, 3.0], target_pay=1e4)  # fmt: skip
    threshold = replace(part, at=[0.0, 0.5], jump=[0.0, 0.0], slope=[0.0, 2.0])
    for one in (part, threshold):
        plan = Incentive(components=[one])
        for clause in clauses(plan):
            if clause.place >= 0:
                assert paid_at(1.0, clause.component) == pytest.approx(paid_at(1.0, one))
    (first, *_) = clauses(Incentive(components=[threshold]))
    assert first.text == "the threshold at 50 % of quota"
    assert paid_at([0.25, 0.5], first.component) == pytest.approx([2500.0, 5000.0])
    bonus = next(c for c in clauses(Incentive(components=[part])) if "100" in c.text)
    assert paid_at(1.0 - 1e-9, bonus.component) == pytest.approx(paid_at(1.0, part), rel=1e-6)


def test_without_a_clause_rows_are_paid_by_the_other_curve():
    part = Component(unit="attainment", at=[0.0, 1.0], jump=[0.0, 0.0], slope=[1.0, 0.0],
                     target_pay=1e4)  # fmt: skip
    config = replace(Config(), incentive=Incentive(components=[part]), warmup_days=0)
    kinds = [("day", "i4"), ("rep", "i4"), ("component", "i4"), ("share", "f8"),
             ("credit", "f8"), ("quota", "f8"), ("attainment", "f8"), ("pay", "f8"),
             ("taken_back", "f8")]  # fmt: skip
    pay = np.zeros(4, kinds)
    pay["day"], pay["rep"], pay["share"], pay["quota"] = [64, 129, 194, 259], 2, 1.0, 100.0
    pay["credit"] = [150.0, 50.0, 150.0, 50.0]
    pay["attainment"] = pay["credit"] / 100.0
    pay["pay"] = [1e4, 5e3, 1e4, 5e3]
    by_text = {clause.text: clause for clause in clauses(config.incentive)}
    none = np.zeros(0, [("day", "i4"), ("rep", "i4")])
    paid, reps = without(pay, by_text["the cap at 100 % of quota"], none, 0)
    assert paid.tolist() == [15e3, 5e3, 15e3, 5e3]
    assert reps.tolist() == [2] * 4
    paid, reps = without(pay, by_text["the quarter as the period"], none, 0)
    assert (paid.tolist(), reps.tolist()) == ([40e3], [2])


def test_the_grid_is_that_of_the_plans_own_periods():
    config = Config()
    monthly = replace(config, incentive=Incentive(components=[Component(period="month")]))
    assert {"month"} == {
        text.split(" of the ")[1].split(",")[0]
        for one in grid_of(monthly) if " of the " in (text := one.text)
    }  # fmt: skip
    assert all("year" not in one.text for one in grid_of(config))


def test_no_replicate_chooses_the_exploit_by_which_it_is_measured():
    rows = []
    for number in range(8):
        base = {"seed": 10 + number, "replicate": number, "plan": "p", "all_pay": 0.0,
                "margin": 0.0, "hours": 1.0}  # fmt: skip
        rows.append({**base, "family": HONEST, "exploit": HONEST, "pay": 0.0})
        # Each of the two is good in one half only, and so is chosen by that half alone.
        for half in (0, 1):
            pay = 9.0 if number % 2 == half else -1.0
            rows.append({**base, "family": "pick", "exploit": f"of {half}", "pay": pay})
    (found,) = best_crossed(pd.DataFrame(rows), 0.0)
    assert found.gain.mean == -1.0
    assert found.gain.replicates == 8


@pytest.fixture(scope="module")
def results():
    words = [*SIZE, "replicates=3"]
    return [
        run(request([f"incentive={plan}", *words]).scenarios[0].config)
        for plan in ("quota_bonus", "draw_against_commission")
    ]


def test_people_are_paid_what_the_firm_paid(results):
    for result in results:
        found = people(result.tables, result.config)
        daily = result.tables["daily"]
        daily = daily[(daily["firm"] == 0) & (daily["day"] >= result.config.warmup_days)]
        paid = (daily["salary"] + daily["variable_pay"]).groupby(daily["replicate"]).sum()
        assert found.groupby("replicate")["pay"].sum().tolist() == pytest.approx(paid.tolist())
        assert found.groupby("replicate")["quit"].sum().tolist() == (
            daily.groupby("replicate")["quits"].sum().tolist()
        )
        days = daily.groupby("replicate")["reps"].sum()
        assert found.groupby("replicate")["days"].sum().tolist() == pytest.approx(days.tolist())
        assert found["sales"].sum() > 0.0


def test_tenths_pair_persons_and_count_each_once(results):
    mine, today = (people(one.tables, one.config) for one in results)
    found = tenths(mine, today, 3)
    assert found.persons.sum() == len(mine)
    same = tenths(mine, mine, 3)
    assert np.nan_to_num(same.more.mean).tolist() == [0.0] * COUNT
    known = ~np.isnan(same.winners.mean)
    assert not same.winners.mean[known].any()
    richer = tenths(mine.assign(pay=mine["pay"] + 100.0 * mine["days"]), mine, 3)
    assert richer.more.mean[known] == pytest.approx(26_000.0)
    assert richer.winners.mean[known] == pytest.approx(1.0)


def test_pay_at_attainments_is_the_curve_a_year():
    plan = promised(plans_of(["accelerator"])["accelerator"])
    found = pay_at(plan, (0.0, 1.0, 1.5))
    assert [one.pay for one in found] == pytest.approx([60e3, 100e3, 140e3])
    assert found[1].cost == pytest.approx(100e3 / plan.quota_a_year)
    by_amount = promised(plans_of(["commission"])["commission"])
    assert [one.variable for one in pay_at(by_amount, (1.0, 2.0))] == pytest.approx(
        [0.1 * by_amount.quota_a_year, 0.2 * by_amount.quota_a_year]
    )


def test_every_room_of_the_verbs_is_in_the_package():
    import sim.compensation

    here = Path(sim.compensation.__file__).parent
    for folder in {path.parent for path in here.rglob("*.py")}:
        assert (folder / "__init__.py").is_file(), folder


def test_terms_of_a_plan_that_changes_are_of_each_part_for_its_days():
    """A quota of 100 until day 39 and of 80 from day 65 on, of 130: 200 a year on target each."""
    fixed = replace(BENT, at=[0.0], jump=[0.0], slope=[1.0], target_pay=50.0)
    plan = changed(
        Incentive(salary=260.0, components=[replace(fixed, goal=100.0, last_day=39)]),
        Incentive(salary=520.0, components=[replace(fixed, goal=80.0)]), 65,
    )  # fmt: skip
    config = replace(Config(), incentive=plan, days=130, warmup_days=0)
    pay = pd.DataFrame({"firm": 0, "day": [39, 129], "component": [0, 1], "share": [40 / 65, 1.0],
                        "quota": [100 * 40 / 65, 80.0], "credit": [5.0, 9.0]})  # fmt: skip
    found = terms(config, {"pay": pay, "runs": pd.DataFrame({"pay_per_rep": [1.0, 2.0]})})
    assert found.salary == 390.0
    assert [one.quota for one in found.targets] == pytest.approx([400.0, 320.0])
    assert found.variable == pytest.approx(200 * (40 + 65) / 130)
    assert found.quota_a_year == pytest.approx((40 * 400 + 65 * 320) / 105)
    assert pay_at(found, (0.0, 2.0))[1].variable == pytest.approx(2 * found.variable)
