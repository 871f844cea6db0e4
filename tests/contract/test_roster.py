"""A team from a file: read once, kept under numbers, in its seats on its own terms."""

from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from sim.cli.command import main
from sim.config import Component, Config, ConfigError, Incentive, Person, Quota, Sales
from sim.config.people import in_seats, skills_from_results
from sim.config.refusal import Refusal
from sim.folder.provenance import run_hash
from sim.folder.write import write_yaml
from sim.grammar.schema import read_config
from sim.metrics.plan_terms import promised
from sim.metrics.roster_terms import ote_of, quota_to_ote
from sim.model.market import Market as Model
from sim.model.sales import staffing
from sim.request import request
from tests import plain
from tests.quiet_firm import QUIET

TEAM = """name,manager,role,team,start,tenure_days,leave_from,leave_to,skill,attainment,territory,base,ote,quota_year
Dana Reyes,Max Ott,manager,west,,,,,,,,95000,160000,
Ida Sommer,Max Ott,manager,east,,,,,,,,95000,160000,
Ana Kovac,Dana Reyes,closer,west,,900,,,,118 %,12 %,70000,140000,"1,000,000"
Ben Ode,Dana Reyes,closer,west,,640,,,,104 %,10 %,65000,130000,900000
Cleo Marin,Dana Reyes,closer,west,2026-02-02,,,,,,10 %,60000,120000,900000
Didi Tan,Dana Reyes,prospector,west,,120,,,,,,45000,70000,
Emil Roth,Dana Reyes,closer,west,,410,,,,87 %,10 %,65000,130000,900000
Fay Okoro,Dana Reyes,closer,west,,1500,,,1.4,,12 %,80000,160000,"1,100,000"
Gil Perez,Ida Sommer,closer,east,,60,,,,,10 %,60000,120000,800000
Hana Sato,Ida Sommer,closer,east,,730,,,,95 %,12 %,70000,140000,"1,000,000"
Ivo Blau,Ida Sommer,prospector,east,,300,,,,,,45000,70000,
Jun Park,Ida Sommer,closer,east,,275,,,,101 %,12 %,65000,130000,900000
Kai Noor,Ida Sommer,closer,east,,520,2026-03-02,2026-05-29,,76 %,12 %,65000,130000,900000
Lea Voss,Ida Sommer,prospector,east,,45,,,,,,45000,70000,
"""  # noqa: E501
FIRST = "cadence.first_date=2026-01-05"
NAMES = [line.split(",")[0] for line in TEAM.splitlines()[1:]]


@pytest.fixture
def team(tmp_path: Path) -> Path:
    path = tmp_path / "team.csv"
    path.write_text(TEAM)
    return path


def composed(*words: str) -> Config:
    (one,) = request([*words, FIRST]).scenarios
    return one.config


# What becomes of a file.


def test_twelve_reps_and_two_managers_become_people_under_numbers(team: Path) -> None:
    sales = composed(f"sales.roster={team}").sales
    assert (sales.reps, sales.prospectors, sales.roster) == (12, 3, "")
    assert [one.name for one in sales.people if one.sells] == [f"rep {n}" for n in range(1, 13)]
    assert [one.name for one in sales.people if not one.sells] == ["m1", "m2"]
    assert sales.people[0] == Person("m1", "manager", "m3", "t1", base=95e3, ote=160e3)
    cleo = Person("rep 3", "closer", "m1", "t1", 20, territory=0.1, base=6e4, ote=12e4, quota=225e3)
    assert sales.people[4] == cleo
    assert sales.people[2].attainment == 1.18


def test_no_name_reaches_a_stored_config_unless_asked_for(team: Path) -> None:
    stored = str(asdict(composed(f"sales.roster={team}")))
    assert not [name for name in [*NAMES, "Max Ott", "west", str(team)] if name in stored]
    named = composed(f"sales.roster={team}", "sales.roster_names=true")
    assert [one.name for one in named.sales.people] == NAMES
    assert named.sales.people[0].manager == "Max Ott"


def test_the_order_of_rows_changes_nobody(team: Path) -> None:
    """Under their names the same people; under numbers, the same groups."""
    head, *rows = TEAM.splitlines()
    other = team.with_name("other.csv")
    other.write_text(
        "\n".join([head, *(rows[n] for n in np.random.default_rng(1).permutation(14))])
    )
    names = "sales.roster_names=true"
    one, same = (composed(f"sales.roster={path}", names).sales.people for path in (team, other))
    assert sorted(map(repr, one)) == sorted(map(repr, same))
    groups = []
    for path in (team, other):
        people = composed(f"sales.roster={path}").sales.people
        led: dict[str, list[object]] = {}
        for person in people:
            bare = replace(person, name="", manager="", team="")
            led.setdefault(person.manager, []).append(repr(bare))
        groups.append(sorted(sorted(map(str, members)) for members in led.values()))
    assert groups[0] == groups[1]


def test_the_content_is_part_of_a_run_s_identity_and_the_file_s_name_is_not(team: Path) -> None:
    other, changed = team.with_name("other.csv"), team.with_name("changed.csv")
    other.write_text(TEAM.replace("Ana Kovac", "Anna Kovač"))
    changed.write_text(TEAM.replace("118 %", "117 %"))
    asked = request(["-m", f"sales.roster='{team}','{other}','{changed}'", FIRST])
    one, same, another = (run_hash(scenario.config) for scenario in asked.scenarios)
    assert one == same != another


def test_a_stored_config_needs_no_file_and_takes_none(team: Path) -> None:
    config = composed(f"sales.roster={team}")
    team.unlink()
    stored = team.with_name("config.yaml")
    write_yaml(stored, asdict(config))
    assert read_config(stored) == config
    write_yaml(stored, asdict(Config(sales=Sales(roster=str(team)))))
    with pytest.raises(Refusal, match=r"sales\.roster=.* holds the people, not a file"):
        read_config(stored)


def test_rivals_have_a_team_of_their_own(team: Path) -> None:
    config = composed(f"rivals.sales.roster={team}")
    assert config.rivals.sales.reps == 12
    assert config.sales == Config().sales


REFUSED = {
    "name,role\nA,closer\nB,clser\n": "line 3: role='clser' is unknown: one of closer, prospector",
    "name,base\nA,60.000\n": "line 2: base='60.000' may be 60 or 60000: write one of them",
    "name,territory\nA,12\n": "line 2: territory=12 is out of range: 1e-06 to 1, or",
    "name,attainment\nA,110\n": "line 2: attainment=110 is out of range: 0.01 to 10, or 1 % to 1,0",
    "name\nA\nA\n": "line 3: name='A' stands there twice",
    "name,manager\nA,B\nB,C\n": "line 2: manager='B' is a closer: role=manager, or no row",
    "name,role\nA,prospector\n": "line 2: role=prospector, and nobody else is closer: one closes",
    "name,role,manager\nA,closer,M\nM,manager,N\nN,manager,M\n": "line 3: manager='N' reports to",
    "name,base,ote\nA,60000,50000\n": "line 2: ote=50000 is below base=60000",
    "name,ote\nA,50000\n": "line 2: ote=50000 is below the plan's salary=60000",
    "name,start\nA,2026-13-01\n": "line 2: start='2026-13-01' is no date: year-month-day",
    "name,quota\nA,1\n": "line 1: column 'quota' is unknown: name, manager, role",
    "name,territory\nA,60 %\nB,60 %\n": "line 3: territory=0.6 makes 1.2 of all territories",
}


@pytest.mark.parametrize("content", REFUSED)
def test_a_bad_row_is_refused_in_one_line_with_exit_code_two(
    content: str, team: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    team.write_text(content)
    folder = team.with_name("out")
    assert main([f"sales.roster={team}", FIRST, f"hydra.run.dir={folder}"]) == 2
    said = capsys.readouterr().err.strip()
    assert "\n" not in said
    assert f"sales.roster={team}, {REFUSED[content]}" in said
    assert not folder.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sales.reps=11"], "sales.reps=11 and the roster with 12: leave reps out, or agree"),
        (["sales.prospectors=2"], "sales.prospectors=2 and the roster with 3"),
        (["sales.people=[{name: x}]"], "are two teams: one"),
        (["sales.territory_sd=0.3"], "territory_sd=0.3: shares, or a spread"),
    ],
)
def test_what_does_not_fit_together_is_refused(team: Path, words: list[str], said: str) -> None:
    with pytest.raises((ConfigError, Refusal), match=said):
        composed(f"sales.roster={team}", *words)
    assert composed(f"sales.roster={team}", "sales.reps=12", "sales.prospectors=3").sales.reps == 12


def test_a_date_needs_the_date_of_the_first_day(team: Path) -> None:
    with pytest.raises((ConfigError, Refusal), match="line 6: start=2026-02-02 and no date is kno"):
        request([f"sales.roster={team}"])


def test_people_said_in_a_config_are_checked_alike() -> None:
    with pytest.raises(ConfigError, match=r"sales\.people\[1\]\.name='A' stands there twice"):
        Config(sales=Sales(people=[Person("A"), Person("A")]))
    with pytest.raises(ConfigError, match=r"sales\.reps=3 and sales\.people with 2"):
        Config(sales=Sales(reps=3, people=[Person("A"), Person("B")]))


# Skill.


def test_past_attainment_is_shrunk_towards_the_mean() -> None:
    people = [Person("a", attainment=1.44), Person("b", attainment=0.64), Person("c", skill=2.0)]
    half = skills_from_results([*people, Person("d")], 0.5)
    assert half == pytest.approx([1.2, 0.8, 2.0, None])
    assert skills_from_results(people, 0.0) == [1.0, 1.0, 2.0]
    harder = [replace(one, attainment=one.attainment and one.attainment / 3) for one in people]
    assert skills_from_results(harder, 0.5) == pytest.approx(half[:3])


# In their seats.

BONUS = Component(unit="attainment", target_pay=10_000.0, at=[0.0, 1.0], jump=[0.0, 0.5],
                  slope=[0.5, 1.5], split=0.25)  # fmt: skip
PEOPLE = [
    Person("a", start=-300, skill=1.5, territory=0.5, base=80_000.0, ote=160_000.0, quota=50_000.0),
    Person("p", "prospector", start=-20, base=40_000.0, quota=9_000.0),
    Person("b", start=-5, attainment=1.2),
    Person("c", start=7, territory=0.2),
]


def quiet(people: list[Person] = PEOPLE, warmup: int = 12, **quota: float) -> Config:
    plan = Incentive(components=[BONUS], quota=Quota(initial=1000.0, **quota))
    return plain.config(
        market=plain.market(customers=40, buyer=plain.buyer(entry_per_year=0.0)),
        sales=plain.sales(people=people, turnover_per_year=5.0, horizon="myopic"),
        rivals=plain.rivals(count=2, sales=plain.sales(reps=2, horizon="myopic")),
        incentive=plan, days=20, warmup_days=warmup, replicates=1,
    )  # fmt: skip


def test_everybody_has_the_seat_that_the_roster_says() -> None:
    world = Model(quiet(warmup=0), 1).world
    team = world.sales.reps[world.rows_of(0)]
    assert [one.name for one in in_seats(PEOPLE)] == ["p", "a", "b", "c"]
    assert team["prospector"].tolist() == [True, False, False, False]
    assert team["joined"].tolist() == [-20, -300, -5, 7]
    assert team["skill"][1:3].tolist() == [1.5, 1.0]
    np.testing.assert_allclose(team["territory"][1:], [1.5, 0.9, 0.6])
    assert team["own_salary"][:2].tolist() == [40_000.0, 80_000.0]
    assert np.isnan(team["own_salary"][2:]).all()
    np.testing.assert_allclose(team["pay_scale"], [1.0, 2.0, 1.0, 1.0])
    np.testing.assert_allclose(team["quota"][:, 0], [9000.0, 50_000.0, 951.3, 951.3], rtol=1e-3)
    closers = [world.sales.desks.bounds[row] for row in (1, 2, 3)]
    np.testing.assert_allclose(closers, [0.5, 0.8, 1.0])


def test_the_team_is_whole_on_the_first_day_that_counts() -> None:
    """At a hazard of five a year nobody of the roster leaves before; who is hired later is not yet
    there, and before the two who came in the warm-up somebody else was."""
    model = Model(quiet(), 3)
    world, who = model.world, []
    while model.running:
        team = world.sales.reps[world.rows_of(0)]
        who.append([int(one["person"]) if one["joined"] <= world.day else -1 for one in team])
        model.step()
    assert who[0] == [0, 0, 0, 0]
    assert who[6] == [0, 0, 0, 0]
    assert who[12][:2] == [0, 0]
    assert who[12][2:] == [1, -1]
    assert {day[3] for day in who[12:19]} == {-1}
    assert who[19][3] == 1
    laws_of_staff(world)


def laws_of_staff(world: object) -> None:
    staff = world.records.staff.happened  # type: ignore[attr-defined]
    own = staff[(staff["firm"] == 0) & (staff["rep"] == 3)]
    assert own["joined"][1] == 19
    assert own["vacant_days"][1] == 7


def test_who_comes_next_has_the_plan_s_terms_and_the_seat_s_quota(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = Model(quiet(warmup=0), 1)
    world = model.world
    leaving = iter([np.array([1], np.int64)])
    none = np.zeros(0, np.int64)
    monkeypatch.setattr(staffing, "_leavers", lambda *_: next(leaving, none))
    monkeypatch.setattr(staffing, "vacant_days", lambda *_: 2)
    for _ in range(5):
        model.step()
    rep = world.sales.reps[1]
    assert (int(rep["person"]), int(rep["joined"])) == (1, 3)
    assert np.isnan(rep["own_salary"])
    assert rep["pay_scale"] == 1.0
    assert rep["skill"] != 1.5
    assert rep["quota"][0] == rep["own_quota"][0] == 50_000.0
    assert world.sales.desks.bounds[1] == 0.5
    paid = world.records.panel[:5, 0, world.column["salary"]] * 260
    np.testing.assert_allclose(paid, [180e3, 100e3, 100e3, 160e3, 160e3])


def test_terms_on_a_roster_are_the_people_s_own() -> None:
    """By hand: 120,000, 90,000 and the base of 50,000 with the plan's 40,000; quotas of closers."""
    people = [
        Person("A", ote=120e3, quota=200e3),
        Person("B", "prospector", base=60e3, ote=90e3),
        Person("C", base=50e3),
        Person("D", "manager", base=95e3, ote=160e3),
    ]
    plan = promised(
        Incentive(components=[Component(unit="attainment", target_pay=10e3, slope=[1])])
    )
    assert plan.ote == 100e3
    assert ote_of(people, plan) == pytest.approx((120e3 + 90e3 + 90e3) / 3)
    asked = 800e3 + plan.quota_a_year
    assert quota_to_ote(people, plan) == pytest.approx(asked / 210e3)
    assert (ote_of([], plan), quota_to_ote([], plan)) == (plan.ote, plan.quota_to_ote)
    silent = promised(Incentive(components=[]))
    assert ote_of([replace(people[0], base=70e3)], silent) == 70e3, "nothing to multiply"


def test_without_people_nothing_is_anybody_s_own() -> None:
    world = Model(QUIET, 1).world
    reps = world.sales.reps
    assert np.isnan(reps["own_salary"]).all()
    assert (reps["pay_scale"] == 1.0).all()
    assert (reps["own_quota"] == 0.0).all()
    assert (reps["listed"] == -1).all()
