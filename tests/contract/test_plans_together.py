"""Where parts of pay plans meet: words and dates, instalments and calendars, people and changes."""

from dataclasses import replace

import numpy as np
import pytest

from sim.config import (
    Campaign,
    Config,
    ConfigError,
    Fiscal,
    Guarantee,
    Incentive,
    Person,
    Quota,
    Salary,
    Sales,
)
from sim.config.input_files import with_files
from sim.model.foresight.outlooks import UNKNOWN
from sim.model.market import Market as Model
from sim.model.pay.calendar import is_payday
from sim.model.pay.look_ahead import renew_outlooks
from sim.model.pay.salaries import pay_salaries
from sim.model.rules.window import is_instalment
from tests.quiet_firm import LINE, QUIET, world_of

CALENDAR = Fiscal(months="calendar", year_starts="february")
WORDS = Incentive(ote="180k", mix="60/40", quota=Quota(per="month", amount="50k"))
BENT = replace(LINE, target_pay=1000.0, at=[0.0, 1.0], jump=[0.0, 1.0], slope=[0.0, 0.0])


def said(**words):
    return with_files(Config(incentive=replace(WORDS, **words), fiscal=CALENDAR)).incentive


def test_words_go_by_the_fiscal_year_and_campaigns_by_its_dates():
    month, campaign = said(spif=[Campaign("2026-11-01", "2026-11-29", "2%")]).components
    assert month.target_pay == 6000.0, "a twelfth of 72,000"
    # The first that counts is Monday, 2 February; the first of November a Sunday.
    days = np.busday_count("2026-02-02", ["2026-11-02", "2026-11-27"])
    assert [campaign.from_day, campaign.to_day] == days.tolist()
    salary = said(salaries=[Salary("2026-02-03", 1000.0)]).salaries
    assert salary == (Salary(1, 1000.0),)


REFUSED = {
    r"spif\[0\].to=2026-02-03 is before from=2026-02-04": {
        "spif": [Campaign("2026-02-04", "2026-02-03", "2%")]
    },
    r"spif\[0\].from='2026-13-01' is no working day": {"spif": [Campaign("2026-13-01", "9", "2%")]},
    r"spif\[0\].every=month with fiscal.months=calendar": {
        "spif": [Campaign("1", "9", "2%", every="month")]
    },
    "guarantee.a_month=1000 with paid=month and fiscal.months=calendar": {
        "quota": Quota(per="quarter", amount="50k"),
        "paid": "month",
        "guarantee": Guarantee(3, 1000.0),
    },
}


@pytest.mark.parametrize("refusal", REFUSED)
def test_what_does_not_go_together_is_refused_by_name(refusal):
    with pytest.raises(ConfigError, match=refusal):
        said(**REFUSED[refusal])


def test_what_is_checked_of_people_and_plans_waits_for_words():
    """On-target earnings below the plan's salary are refused, which words tell only then."""
    people = [Person("a", ote=100_000.0), Person("b")]
    config = Config(incentive=WORDS, sales=Sales(people=people))
    with pytest.raises(ConfigError, match="ote"):
        with_files(config)
    paid = [replace(people[0], ote=200_000.0), people[1]]
    (one, _) = with_files(replace(config, sales=Sales(people=paid))).sales.people
    assert one.ote == 200_000.0


# Instalments by calendar months.


def paydays(**changes):
    world = world_of(
        replace(LINE, period="year", paid="month", **changes), days=300, fiscal=CALENDAR
    )
    part, start = world.pay.plans[0][0], world.config.warmup_days
    return [day for day in range(260) if is_payday(part, start + day)]


def test_instalments_are_paid_when_a_calendar_month_ends():
    ends = [65 * quarter + day for quarter in range(4) for day in (21, 42, 64)]
    assert paydays() == ends[:-1], "the last is the period's own"
    assert paydays(first_day=30) == ends[1:-1], "their calendar is the whole period's"
    assert paydays(last_day=86) == ends[:3], "what ends on a payday is reckoned once"


def test_an_instalment_is_due_at_the_end_of_each_part_of_its_span():
    assert [day for day in range(70) if is_instalment(day, 130, 65, 3)] == [22, 43, 65]
    assert [day for day in range(70) if is_instalment(day, 65, 65, 3)] == [22, 43]
    assert [day for day in range(70) if is_instalment(day, 65, 20)] == [20, 40, 60]
    assert not any(is_instalment(day, 65, 0) for day in range(70))


# People, changes and what they look ahead to.


def test_an_own_base_stays_where_the_plans_salary_changes():
    plan = Incentive(salary=26_000.0, salaries=[Salary(1, 52_000.0)], components=[LINE])
    world = Model(replace(QUIET, incentive=plan, days=20), 1).world
    world.sales.reps["own_salary"][0] = 39_000.0
    start = world.config.warmup_days
    for day in (start, start + 1):
        world.open_day(day)
        pay_salaries(world)
    assert world.sales.reps["earned"][:2].tolist() == pytest.approx([300.0, 300.0])
    world.open_day(start + 2)
    pay_salaries(world)
    assert world.sales.reps["earned"][:2].tolist() == pytest.approx([450.0, 500.0])


def test_own_terms_scale_what_is_looked_ahead_to_and_no_guarantee(monkeypatch):
    world = world_of(BENT, guarantee=Guarantee(120, 100.0), days=130)
    looks, asked = world.pay.outlooks, []

    def table(_firm, _kind, curves, _days, paid):
        asked.append((curves[0].target_pay, paid.least))
        return np.zeros(4, np.float32)

    monkeypatch.setattr(looks, "_table", table)
    reps = world.sales.reps[:2]
    reps["joined"], reps["outlook"][:], reps["pay_scale"] = 0, UNKNOWN, [1.0, 2.0]
    world.day = 0
    renew_outlooks(world)
    usual, twice = next(one for one in asked if one[0] < 1500), max(asked)
    assert usual[0] == 1000.0
    assert twice[0] == pytest.approx(2000.0, rel=0.06), "in steps of twelve per cent"
    assert twice[1] == usual[1]
    assert twice[1][0] == pytest.approx(100.0 * 65 / 20)
