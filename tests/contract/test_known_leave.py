"""Leave that is known beforehand: of a person of a roster, on the days that the file says."""

from dataclasses import replace

import numpy as np
import pytest

from sim.config import Cadence, Config, ConfigError, Person, Sales
from sim.config.input_files import with_files
from sim.model.foresight.outlooks import UNKNOWN
from sim.model.market import Market as Model
from sim.model.pay.look_ahead import renew_outlooks
from sim.model.sales import staffing
from sim.model.sales.leave import note_leave, see_who_goes
from sim.model.sales.staffing import see_who_leaves
from sim.model.state.seats import is_on_leave
from sim.records import COLUMN
from tests.quiet_firm import LINE, QUIET, QUOTA, close, world_of

DATED = Config(cadence=Cadence(first_date="2026-01-05"))


def people_of(rows: str, config: Config = DATED) -> list[Person]:
    asked = replace(config, sales=Sales(roster="team.csv"))
    return list(with_files(asked, lambda name: rows.encode()).sales.people)


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        ("2026-01-12,2026-01-16", (5, 9)),
        ("2026-01-10,2026-01-18", (5, 9)),  # a Saturday, and a Sunday
        ("2025-12-29,2026-01-05", (-5, 0)),
        ("5,9", (5, 9)),
        ("-40,2026-01-05", (-40, 0)),
        ("7,7", (7, 7)),
        (",", (None, None)),
    ],
)
def test_leave_is_said_in_dates_or_in_working_days(
    cells: str, days: tuple[int | None, int | None]
) -> None:
    first, second = people_of(f"name,leave_from,leave_to\nAna,{cells}\nBo,,\n")
    assert (first.leave_from, first.leave_to) == days
    assert (second.leave_from, second.leave_to) == (None, None)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("closer,,,7,", "leave_from=7 without leave_to: first and last day of leave"),
        ("closer,,,,2026-02-02", "leave_to=2026-02-02 without leave_from"),
        ("closer,,,9,8", "leave_to=8 after leave_from=9 leaves no working day"),
        ("closer,,,2026-02-07,2026-02-08",
         "leave_to=2026-02-08 after leave_from=2026-02-07 leaves no working day"),
        ("closer,2026-02-02,,2026-01-30,2026-03-02",
         "leave_from=2026-01-30 is before start=2026-02-02: on the first day, or later"),
        ("closer,,30,-31,5", "leave_from=-31 is before tenure_days=30"),
        ("manager,,,7,9", "leave_from=7 of a manager: who manages has no seat, leave it empty"),
        ("closer,,,2026-13-01,9", "leave_from='2026-13-01' is no date: year-month-day"),
        ("closer,,,3,1.5", "leave_to='1.5' is no date"),
        ("closer,,,3,26001", "leave_to=26001 is out of range: -26000 to 26,000"),
        ("closer,,,3,2150-01-01", "leave_to=2150-01-01 is more than 26,000 days from 2026-01-05"),
    ],
)  # fmt: skip
def test_leave_that_does_not_fit_is_refused_by_its_line_and_column(row: str, said: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        people_of(f"name,manager,role,start,tenure_days,leave_from,leave_to\nA,B,,,,,\nB,,{row}\n")
    assert f"sales.roster=team.csv, line 3: {said}" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_dates_of_leave_need_the_date_of_the_first_day() -> None:
    with pytest.raises(
        ConfigError, match=r"line 2: leave_to=2026-02-02 and no date is known .* 40"
    ):
        people_of("name,leave_from,leave_to\nA,3,2026-02-02\n", Config())
    assert people_of("name,leave_from,leave_to\nA,3,4\n", Config())[0].leave_to == 4


def test_people_said_in_a_config_are_checked_alike() -> None:
    with pytest.raises(ConfigError, match=r"sales\.people\[1\]\.leave_from=7 without leave_to"):
        Config(sales=Sales(people=[Person("A"), Person("B", leave_from=7)]))
    with pytest.raises(ConfigError, match=r"people\[0\]\.leave_from=7 is before start=8"):
        Config(sales=Sales(people=[Person("A", start=8, leave_from=7, leave_to=9)]))


# In the market.


def team(*people, warmup_days=0, **changed):
    """A world in which these people have the first firm's seats, and nothing happens by itself."""
    own = {"turnover_per_year": 0.0, "vacancy_days": 0.0} | changed
    sales = replace(QUIET.sales, reps=len(people), people=people, **own)
    return world_of(LINE, sales=sales, warmup_days=warmup_days,
                    quota=replace(QUOTA, relief=1.0))  # fmt: skip


def lived(world, days, rep=0):
    """On which days the first firm's rep in a seat is on leave, and who sits there."""
    away, who = [], []
    for day in range(days):
        world.open_day(day)
        its = world.sales.reps[rep]
        who.append(int(its["person"]) if its["joined"] <= day else -1)
        if its["joined"] <= day and is_on_leave(its, day):
            away.append(day)
        note_leave(world)
        see_who_leaves(world)
        see_who_goes(world)
    return away, who


def test_who_is_on_known_leave_does_no_work_and_is_paid_and_comes_back():
    sales = replace(QUIET.sales, reps=2, turnover_per_year=0.0,
                    people=[Person("a", leave_from=10, leave_to=24), Person("b")])  # fmt: skip
    model = Model(replace(QUIET, sales=sales, days=30, warmup_days=5), 1)
    while model.running:
        model.step()
    panel, hours = model.world.records.panel[:, 0], sales.hours_per_day
    worked = panel[:, COLUMN.hours_worked].tolist()
    assert worked == [2 * hours] * 15 + [hours] * 15 + [2 * hours] * 5
    assert (panel[:, COLUMN.vacancies] == 0.0).all()
    assert panel[:, COLUMN.salary] == pytest.approx(2 * QUIET.incentive.salary / 260)
    noted = model.world.records.rep_time.happened
    assert noted[noted["rep"] == 0]["hours_worked"].sum() == 20 * hours


@pytest.mark.parametrize(("first", "last"), [(5, 30), (0, 0), (-3, 4), (-40, 12), (1, 1)])
def test_leave_is_on_the_days_that_the_roster_says(first, last):
    world = team(Person("a", leave_from=first, leave_to=last), Person("b"))
    away, _ = lived(world, 60)
    assert away == list(range(max(first, 0), last + 1))
    assert world.sales.reps["relieved"][:2, 0].tolist() == [len(away), 0.0]


def test_leave_counts_in_the_warm_up_and_what_lies_outside_the_run_is_nothing():
    """Leave of long ago still says that the person had the job by then."""
    for first, last, there in ((-8, -6, [2, 3, 4]), (-900, -600, []), (500, 700, [])):
        world = team(Person("a", leave_from=first, leave_to=last), warmup_days=10)
        assert lived(world, 60)[0] == there
        assert world.sales.reps["joined"][0] <= min(first + 10, 0)


def test_who_starts_later_has_leave_later_and_whoever_sat_there_before_has_not():
    late = Person("a", start=20, leave_from=20, leave_to=25)
    assert lived(team(late), 60) == (list(range(20, 26)), [-1] * 20 + [0] * 40)
    away, who = lived(team(late, warmup_days=10), 60)
    assert away == list(range(30, 36))
    assert who == [0] * 10 + [-1] * 20 + [1] * 30
    warm = Person("a", start=-4, leave_from=-2, leave_to=3)
    assert lived(team(warm, warmup_days=10), 60) == (list(range(8, 14)), [0] * 6 + [1] * 54)


def test_whoever_follows_has_no_part_in_a_person_s_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    for leaves_on in (3, 9):
        world = team(Person("a", leave_from=10, leave_to=24))
        monkeypatch.setattr(staffing, "_leavers", lambda *its, then=leaves_on: np.flatnonzero(
            [its[2] == then]).astype(np.int64))  # fmt: skip
        away, who = lived(world, 40)
        assert away == []
        assert who[leaves_on : leaves_on + 2] == [0, 1]


def test_whoever_the_roster_names_does_not_begin_on_somebody_else_s_leave():
    world = team(Person("a", start=-4), warmup_days=10)
    world.sales.reps["away"][0], world.sales.reps["back"][0] = 2, 40
    assert lived(world, 20)[0] == [2, 3, 4, 5]


def test_nobody_quits_on_known_leave():
    world = team(*[Person(f"a{n}", leave_from=5, leave_to=60) for n in range(4)],
                 turnover_per_year=5.0, turnover_pay=0.0)  # fmt: skip
    away = []
    for day in range(80):
        world.open_day(day)
        before = world.sales.reps["person"][:4].copy()
        gone = [is_on_leave(rep, day) for rep in world.sales.reps[:4]]
        see_who_leaves(world)
        see_who_goes(world)
        assert not ((world.sales.reps["person"][:4] > before) & gone).any()
        away.append(sum(gone))
    assert max(away[5:61]) > 0
    assert away[61:] == [0] * 19


def test_leave_by_luck_ends_where_known_leave_begins_and_never_cuts_it_short():
    """At five a year and a hundred days each, many would run into it."""
    known = [Person(f"a{n}", leave_from=90, leave_to=109) for n in range(12)]
    world = team(*known, leave_per_year=5.0, leave_days=100.0)
    ran_into = 0
    for day in range(130):
        world.open_day(day)
        for rep in world.sales.reps[:12]:
            gone = is_on_leave(rep, day)
            assert gone or not 90 <= day < 110
            assert not (gone and day == 110)
            if day == 90:
                assert rep["back"] == 110
                ran_into += rep["away"] < 90
        see_who_leaves(world)
        see_who_goes(world)
    assert 3 < ran_into < 12


def test_without_known_leave_luck_sends_the_same_people_on_the_same_days():
    ran = []
    for known in ((None, None), (500, 600)):
        world = team(*[Person(f"a{n}", leave_from=known[0], leave_to=known[1]) for n in range(4)],
                     leave_per_year=5.0)  # fmt: skip
        ran.append(lived(world, 120))
    assert ran[0] == ran[1]
    assert ran[0][0]


def test_who_comes_back_looks_ahead_to_what_is_left_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    bent = replace(LINE, at=[0.0, 1.0], jump=[0.0, 0.0], slope=[1.0, 3.0])
    people = [Person("a"), Person("b", leave_from=5, leave_to=17), Person("c"), Person("d")]
    sales = replace(QUIET.sales, people=people)
    world = world_of(bent, quota=replace(QUOTA, relief=1.0), sales=sales)
    asked = []
    monkeypatch.setattr(world.pay.outlooks, "entered",
                        lambda *its: asked.append((world.day, its[-2])) or (0, 1.0))  # fmt: skip
    world.sales.reps["outlook"][:] = UNKNOWN
    for day in range(20):
        world.open_day(day)
        renew_outlooks(world)
        note_leave(world)
        see_who_goes(world)
    assert asked[-1] == (18, (52 / 65, 1.0))
    assert {day for day, _ in asked} == {0, 18}


def test_known_leave_lowers_what_a_quarter_asks():
    """26 of 65 days away, 800 sold, a quota of 1,000."""
    world = team(Person("a", leave_from=5, leave_to=30), Person("b"), Person("c"), Person("d"))
    lived(world, 64)
    rows = close(world, 64, credit=[800.0] * 4)
    assert rows["share"] == pytest.approx([0.6, 1.0, 1.0, 1.0])
    assert rows["quota"] == pytest.approx([600.0, 1000.0, 1000.0, 1000.0])
