"""The fiscal year: calendar months, and dates in pay plans as working days."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.config import Cadence, Component, Config, ConfigError, Draw, Fiscal, Incentive, Salary
from sim.config.calendar_file import with_calendars
from sim.config.dates import after_weekend, before_weekend, days_between, first_on, iso
from sim.config.fiscal import MONTHS
from sim.config.input_files import with_days
from sim.config.pay_dates import day_of, has_dates
from sim.config.refusal import Refusal
from sim.grammar.schema import stored_config
from sim.metrics.plan_terms import paid_when, promised
from sim.model.pay.calendar import month_ends
from sim.request import request
from tests.quiet_firm import LINE, QUOTA, close, world_of

CALENDAR = Fiscal(months="calendar")


# Months.


def test_a_calendar_year_has_twelve_months_of_22_21_and_22_days():
    world = world_of(replace(LINE, period="month"), fiscal=CALENDAR, days=260)
    ends = []
    for day in range(260):
        world.day = day
        if month_ends(world):
            ends.append(day + 1)
    lengths = [after - before for before, after in zip([0, *ends], ends, strict=False)]
    assert lengths == [22, 21, 22] * 4
    world = world_of(LINE, days=260)
    for day in range(260):
        world.day = day
        assert month_ends(world) == (day % 20 == 19)


def test_a_month_asks_for_a_third_of_a_quarter_and_is_paid_at_its_end():
    world = world_of(replace(LINE, period="month"), LINE, fiscal=CALENDAR, draw=Draw(a_month=5.0))
    for day in range(65):
        rows = close(world, day, credit=[1000 / 3] * 4)
        paid = rows[rows["component"] == 0]
        assert len(paid) == (4 if day in (21, 42, 64) else 0)
        if len(paid):
            assert paid["days"].tolist() == [{21: 22, 42: 21, 64: 22}[day]] * 4
            assert paid["share"].tolist() == [1.0] * 4
            assert paid["quota"] == pytest.approx([1000 / 3] * 4)
            assert paid["attainment"] == pytest.approx([1.0] * 4)
            advance = rows[(rows["component"] == -2) & (rows["pay"] > 0)]
            assert advance["pay"].tolist() == [5.0] * 4
    assert (rows["component"] == 1).sum() == 4


def test_who_joined_within_a_calendar_month_was_there_for_a_part_of_its_days():
    world = world_of(replace(LINE, period="month"), fiscal=CALENDAR)
    world.sales.reps["joined"][0] = 36
    close(world, 21, credit=[0.0] * 4)
    assert close(world, 42, credit=[0.0] * 4)["share"] == pytest.approx([7 / 21, 1, 1, 1])


def test_a_goal_a_month_is_asked_twelve_times_a_calendar_year():
    plan = Incentive(components=[Component(period="month", goal=100.0)])
    assert plan.asked_in_a_year(CALENDAR.lengths) == pytest.approx(1200.0)
    assert plan.asked_a_year == pytest.approx(1300.0)
    sold = Incentive(components=[Component(period="month")], quota=QUOTA)
    assert sold.asked_in_a_year(CALENDAR.lengths) == pytest.approx(4000.0)
    assert promised(plan, CALENDAR).variable == pytest.approx(120.0)
    assert promised(plan).variable == pytest.approx(130.0)
    assert paid_when(plan.components[0], CALENDAR) == "paid each month (of the calendar, 12 a year)"
    assert paid_when(plan.components[0], Fiscal()) == "paid each month (20 days, 13 a year)"


# Dates.


def counted(config):
    made = with_calendars(config)
    return made.incentive, made.cadence.first_date


def test_dates_are_working_days_since_the_fiscal_year_began():
    """Of the year that begins on Monday 2026-02-02, whose fourth quarter begins with November."""
    plan = Incentive(
        components=[Component(from_day="2026-11-01", to_day="2026-11-29"),
                    Component(first_day="2026-05-04", last_day="2026-12-25")],
        salaries=[Salary("2026-08-03", 70_000.0)],
    )  # fmt: skip
    made, first = counted(Config(incentive=plan, fiscal=Fiscal(year_starts="february")))
    assert first == "2026-02-02"
    november, spell = made.components
    assert (november.from_day, november.to_day) == (195, 214)
    assert (spell.first_day, spell.last_day) == (65, 234)
    assert made.salaries[0].from_day == 130
    assert not has_dates(made)


def test_one_year_for_both_firms_and_for_calendars():
    """The earliest date says which year it is; rivals' dates count from the same day."""
    own = Incentive(components=[Component(first_day="2027-04-05")])
    theirs = Incentive(components=[Component(last_day="2026-10-30")])
    config = Config(incentive=own, days=520, fiscal=Fiscal(year_starts="october"))
    config = replace(config, rivals=replace(config.rivals, incentive=theirs))
    made = with_calendars(config)
    assert made.cadence.first_date == made.rivals.cadence.first_date == "2026-10-05"
    assert made.incentive.components[0].first_day == 130
    assert made.rivals.incentive.components[0].last_day == 19
    assert with_calendars(Config()) == Config()


def test_the_days_of_the_week_follow_the_warm_up_and_the_first_date_may_be_said():
    plan = Incentive(components=[Component(first_day="2026-03-02")])
    assert counted(Config(incentive=plan, warmup_days=262))[1] == "2026-01-07"
    said = Config(incentive=plan, cadence=Cadence(first_date="2025-01-06"), days=520)
    assert counted(said)[0].components[0].first_day == 300


REFUSED = {
    "incentive.components[0].last_day=2026-01-05 is before the first day that counts, 2026-03-02": (
        {"last_day": "2026-01-05"}, "2026-03-02", "march"),
    "cadence.first_date=2026-03-03 is a Tuesday": (
        {"last_day": "2026-05-05"}, "2026-03-03", "march"),
    "cadence.first_date=soon is no date": ({"last_day": "2026-05-05"}, "soon", "march"),
    "fiscal.year_starts=april and cadence.first_date=2026-03-02": (
        {"last_day": "2026-05-05"}, "2026-03-02", "april"),
    "incentive.components[0].last_day=2126-05-05 is more than 26,000 working days": (
        {"last_day": "2126-05-05"}, "2026-03-02", "march"),
    "incentive.components[0].first_day=2027-02-26 is after the last of days=259: it would never be "
    "in force, days=260 or more": ({"first_day": "2027-02-26"}, "", "march"),
    "incentive.components[0].to_day=2026-03-08 (a Sunday) is before from_day=2026-03-07 (a "
    "Saturday): the window": (
        {"from_day": "2026-03-07", "to_day": "2026-03-08"}, "2026-03-02", "march"),
}  # fmt: skip


@pytest.mark.parametrize("refusal", REFUSED)
def test_dates_that_cannot_be_are_refused_by_name(refusal):
    part, first, starts = REFUSED[refusal]
    days = 259 if "days=259" in refusal else 520
    plan, cadence = Incentive(components=[Component(**part)]), Cadence(first_date=first)
    fiscal = Fiscal(year_starts=starts)
    config = Config(incentive=plan, days=days, cadence=cadence, fiscal=fiscal)
    with pytest.raises(ConfigError) as refused:
        with_days(config)
    assert refusal in str(refused.value)


@pytest.mark.parametrize("value", ["soon", "2026-13-01", "26-11-01", None, 2.5, True, "1899-01-01"])
def test_what_is_neither_day_nor_date_is_refused(value):
    with pytest.raises(ConfigError, match=r"from_day=.* is neither a working day nor a date"):
        Config(incentive=Incentive(components=[Component(from_day=value)]))


def test_dates_can_be_said_on_the_command_line_and_in_sweeps_but_not_stored():
    words = ["incentive.components.0.from_day=2026-11-02",
             "incentive.components.0.to_day=2026-11-30"]  # fmt: skip
    (one,) = request([*words, "fiscal.year_starts=february"]).scenarios
    assert (one.config.incentive.components[0].from_day, one.config.cadence.first_date) == (
        195, "2026-02-02",
    )  # fmt: skip
    several = request(["-m", "incentive.components.0.last_day=2026-11-27,2026-11-30,null,7"])
    days = [one.config.incentive.components[0].last_day for one in several.scenarios]
    assert days == [234, 235, None, 7]
    with pytest.raises(Refusal, match="last_day=soon"):
        request(["incentive.components.0.last_day=soon"])
    content = {"incentive": {"components": [{"last_day": "2026-11-27"}]}}
    with pytest.raises(Refusal, match="a stored config holds working days"):
        stored_config(content, "config.yaml")


dates = st.dates(date(1950, 1, 1), date(2150, 1, 1))


@given(dates, st.sampled_from(range(1, 13)))
def test_a_date_is_the_working_day_that_a_diary_counts(then, month):
    """Counted one by one; a first day moves to Monday, a last day to Friday."""
    begin = first_on(0, date(then.year - 1, month, 1))
    assert begin.weekday() == 0
    assert begin.month == month
    assert begin.day <= 7
    for last in (False, True):
        day, at = 0, begin
        worked = before_weekend(then) if last else after_weekend(then)
        assert worked.weekday() < 5
        assert abs((worked - then).days) <= 2
        while at < worked:
            at += timedelta(days=1)
            day += at.weekday() < 5
        if then >= begin:
            assert day_of("here", then, begin, last) == day == days_between(begin, worked)


def test_the_first_days_of_a_month_before_its_first_monday_are_the_first_day():
    begin = date(2026, 1, 5)
    assert [day_of("here", date(2026, 1, one), begin) for one in (1, 2, 3, 5, 6)] == [0, 0, 0, 0, 1]
    with pytest.raises(ConfigError, match=r"^here=2026-01-02 is before the first day"):
        day_of("here", date(2026, 1, 2), begin, last=True)
    with pytest.raises(ConfigError, match=r"^here=2025-12-31 is before the first day"):
        day_of("here", date(2025, 12, 31), begin)
    assert MONTHS[1] == "february"
    assert iso("2026-02-29") is None
    assert iso("2028-02-29") == date(2028, 2, 29)
