"""The twelve plans of the field pay as their public descriptions say, to the cent.

On their curves at ten results each; and through the payroll of a small firm in which nothing
happens but what is told here.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from sim.config import Incentive
from sim.model.pay.books import GUARANTEE
from sim.model.rules.payout import payout
from sim.request import request
from tests import real_plans as real
from tests.real_firm import Firm
from tests.real_plans import D, cents, instalments

Pays = Callable[[Decimal], Decimal]
ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "real_plans.md").read_text().splitlines()
MONTH_ENDS = range(19, 260, 20)
SOLD = [D(x) for x in ("0", "1", "149999.99", "150000", "150000.01", "199999.50", "250000",
                       "287654.32", "420000", "1000000")]  # fmt: skip
ATTAINED = [D(x) for x in ("0", "0.2531", "0.9999", "1", "1.05", "1.15", "1.5", "1.75", "2", "3")]
MONTHLY = [D(x) for x in ("0", "5000", "16499.99", "16500", "20000.40", "32999.99", "33000",
                          "33000.05", "48000", "100000")]  # fmt: skip
PROFIT = [D(x) for x in ("0", "4321.05", "9999.99", "10000", "14999.95", "19356.50", "20000",
                         "29000", "39999.99", "61000.35")]  # fmt: skip
EXPANSION = [D(x) for x in ("0", "12000.40", "44999.99", "45000", "52345.68", "60000", "66000",
                            "75000", "81234.56", "120000")]  # fmt: skip
RETAINED = [
    D(x) for x in ("0", "0.5", "0.85", "0.8999", "0.9", "0.91", "0.93", "0.95", "0.99", "1")
]
CONTENT = [D(x) for x in ("0", "0.3", "0.55", "0.5999", "0.6", "0.61", "0.7", "0.8", "0.9", "1")]
COUNTS = [D(x) for x in (0, 1, 7, 33, 59, 60, 73, 89, 90, 200)]


@cache
def plan(option: str) -> Incentive:
    """The pay plan of a shipped option, in a firm that has a prospector."""
    (one,) = request([f"incentive={option}", "sales.reps=4", "sales.prospectors=1"]).scenarios
    return one.config.incentive


def on_the_curve(option: str, c: int, x: Decimal) -> Decimal:
    """What a component pays for a period that ends at x: attainment, or what is counted."""
    part = plan(option).components[c]
    curve = [np.asarray(one, np.float64) for one in (part.at, part.jump, part.slope)]
    return cents(part.target_pay * payout(float(x), *curve, len(part.at)))


def goal(option: str, c: int = 0) -> Decimal:
    """The fixed quota of a component."""
    return D(str(plan(option).components[c].goal))


CURVES = {
    "ytd_tiers": (0, SOLD, real.ytd_tiers),
    "ytd_overachievement": (0, ATTAINED, real.ytd_overachievement),
    "ramped_quota": (0, ATTAINED, real.ramped_quota),
    "overlay": (0, ATTAINED, real.overlay),
    "decelerator": (0, MONTHLY, real.decelerator),
    "per_unit": (0, COUNTS, real.per_unit),
    "gross_margin": (0, PROFIT, real.gross_margin),
    "recoverable_draw": (0, PROFIT, lambda profit: profit * D("0.25")),
    "salary_holdback": (0, ATTAINED, real.salary_holdback),
    "team_pool_kicker": (0, SOLD, lambda head: real.team_pool_kicker(4 * head, 4, D(0))[0]),
    "new_logo_spif": (0, SOLD, lambda sold: real.new_logo_spif(sold, 0)[0]),
    "mbo": (0, EXPANSION, lambda sold: real.mbo(sold, D(0), D(0), D(0))[0]),
}


@pytest.mark.parametrize("option", CURVES)
def test_a_curve_pays_what_the_description_says(option: str) -> None:
    c, results, pays = CURVES[option]
    assert len(results) == 10
    part = plan(option).components[c]
    fixed = part.goal if part.unit == "attainment" and part.goal else 1.0
    for result in results:
        assert on_the_curve(option, c, result / D(str(fixed))) == cents(pays(result)), result


def by_month(paid: dict[tuple[int, int, int], Decimal], rep: int) -> list[Decimal]:
    """What the first component pays a rep at the end of each month of 20 days, none as 0."""
    assert {day for day, who, c in paid if who == rep and c == 0} <= set(MONTH_ENDS)
    return [paid.get((day, rep, 0), D(0)) for day in MONTH_ENDS]


SALES = [D(x) for x in ("24000", "0", "41250.50", "79749.50", "20000", "0", "60000", "24999.99",
                        "3000.01", "97000", "0", "150000", "12345.67")]  # fmt: skip


def test_tiers_to_date_are_paid_month_by_month() -> None:
    firm = Firm(plan("ytd_tiers"))
    for day, sold in zip(MONTH_ENDS, SALES, strict=True):
        firm.sells(day - 7, 1, sold)
    paid = by_month(firm.lives(), 1)
    assert paid == [cents(one) for one in instalments(real.ytd_tiers, SALES)]
    assert paid[4] == D("1100.00"), "145,000 so far and 20,000 more, as in the course"


def test_overachievement_to_date_is_paid_month_by_month() -> None:
    firm, parts = Firm(plan("ytd_overachievement")), [D(x) for x in (
        "0.1", "0.2", "0.375", "0.375", "0.1", "0", "0.3", "0.2", "0.25", "0.3", "0", "0.1", "0.05",
    )]  # fmt: skip
    for day, part in zip(MONTH_ENDS, parts, strict=True):
        firm.sells(day, 2, part * firm.quota(2))
    expected = instalments(real.ytd_overachievement, parts)
    assert by_month(firm.lives(), 2) == [cents(one) for one in expected]
    assert sum(expected) == 21_000 * 5 // 2, "no more beyond twice the quota"


def test_new_people_have_half_a_quota_and_a_floor() -> None:
    firm = Firm(plan("ramped_quota"), days=65)
    firm.joined(3, 0)
    whole = firm.quota(1)
    for rep, part in enumerate(("0.8", "2.5", "0", "0.2")):
        firm.sells(20, rep, whole * D(part))
    paid = firm.lives()
    commission, floor = real.ramped_quota_of_the_new(D("0.2"))
    assert paid == {
        (64, 0, 0): D("10000.00"), (64, 1, 0): cents(real.ramped_quota(D("2.5"))),
        (64, 3, 0): cents(commission), (64, 3, GUARANTEE): cents(floor),
    }  # fmt: skip


def test_an_overlay_and_a_seller_are_both_credited_in_full() -> None:
    firm = Firm(plan("overlay"), days=65, prospectors=1)
    firm.sells(10, 2, 24_000, finder=0)
    firm.sells(11, 3, 50_000)
    quotas = [firm.quota(rep) for rep in range(4)]
    expected = {
        (64, rep, 0): cents(real.overlay(D(sold) / quotas[rep]))
        for rep, sold in ((0, 24_000), (2, 24_000), (3, 50_000))
    }
    assert firm.lives() == expected


def test_objectives_are_paid_beside_tiers() -> None:
    firm = Firm(plan("mbo"), days=65)
    told = [(66_000, 910, 0.61, 95), (44_999.99, 899, 0.6, 90), (45_000, 900, 0.59, 89),
            (90_000, 1000, 1, 0)]  # fmt: skip
    for rep, (sold, kept, said, talks) in enumerate(told):
        firm.sells(5, rep, sold)
        firm.ends(6, rep, 1000.0, kept, said)
        firm.talks(7, rep, talks)
    expected = {}
    for rep, (sold, kept, said, talks) in enumerate(told):
        parts = real.mbo(D(str(sold)), D(kept) / 1000, D(str(said)), D(talks))
        expected |= {(64, rep, c): cents(pay) for c, pay in enumerate(parts) if pay}
    assert firm.lives() == expected


@pytest.mark.parametrize(
    ("option", "profit", "pays"),
    [("decelerator", False, real.decelerator), ("gross_margin", True, real.gross_margin)],
)
def test_a_month_is_paid_by_its_own_sales(option: str, profit: bool, pays: Pays) -> None:
    firm, months = Firm(plan(option), days=200), [*zip(MONTH_ENDS, MONTHLY, strict=False)]
    for day, sold in months:
        firm.sells(day - 3, 0, sold)
    counted = [sold * D("0.6") if profit else sold for _, sold in months]
    expected = [cents(pays(one)) for one in counted]
    assert by_month(firm.lives(), 0)[: len(months)] == expected


def test_each_conversation_is_paid() -> None:
    firm = Firm(plan("per_unit"), days=65)
    firm.talks(3, 1, 70)
    firm.talks(64, 1, 3)
    firm.talks(9, 2, 12)
    expected = {(64, rep, 0): cents(real.per_unit(D(held))) for rep, held in ((1, 73), (2, 12))}
    assert firm.lives() == expected


def test_a_pool_is_shared_and_a_kicker_is_ones_own() -> None:
    firm = Firm(plan("team_pool_kicker"), days=65)
    firm.team_sells(30, 700_000)
    firm.team_sells(50, 500_000)
    parts = [D(x) for x in ("1.2", "1.1999", "0", "2")]
    for rep, part in enumerate(parts):
        firm.sells(40, rep, part * firm.quota(rep, 1))
    expected = {}
    for rep, part in enumerate(parts):
        pays = real.team_pool_kicker(D(1_200_000), 4, part)
        expected |= {(64, rep, c): cents(pay) for c, pay in enumerate(pays) if pay}
    assert firm.lives() == expected
    assert expected[64, 1, 0] == D("30000.00"), "as where a quarter of the shares is published"


def test_a_draw_is_kept_back_from_what_is_earned() -> None:
    profits = [D(x) for x in ("8000", "4000", "0", "60000.40", "10000", "9999.96", "0", "31000",
                              "12000", "5000", "44000", "20000.12", "1000")]  # fmt: skip
    firm = Firm(plan("recoverable_draw"))
    for day, profit in zip(MONTH_ENDS, profits, strict=True):
        firm.sells(day - 10, 3, profit / D("0.6"))
    handed = dict.fromkeys(MONTH_ENDS, D(0))
    for (day, rep, _), money in firm.lives().items():
        if rep == 3:
            handed[day] += money
    assert list(handed.values()) == [cents(one) for one in real.recoverable_draw(profits)]


def test_new_customers_are_paid_for_in_the_campaign() -> None:
    firm = Firm(plan("new_logo_spif"), days=130)
    for day, value in ((70, 40_000), (112, 30_000), (129, 26_000)):
        firm.sells(day, 1, value)
    firm.sells(109, 2, 24_000)
    expected = {}
    for rep, sold, won in ((1, 96_000, 2), (2, 24_000, 0)):
        pays = real.new_logo_spif(D(sold), won)
        expected |= {(129, rep, c): cents(pay) for c, pay in enumerate(pays) if pay}
    assert firm.lives() == expected


def test_what_is_held_back_of_the_salary_is_paid_at_quota() -> None:
    firm = Firm(plan("salary_holdback"))
    parts = [D(x) for x in ("0.999", "1", "1.7", "0")]
    for rep, part in enumerate(parts):
        firm.sells(200, rep, part * firm.quota(rep))
    expected = {(259, rep, 0): cents(real.salary_holdback(part)) for rep, part in enumerate(parts)}
    assert firm.lives() == {key: pay for key, pay in expected.items() if pay}
    assert plan("salary_holdback").salary == 72_000


SALARIES = {
    "ytd_tiers": 75_000, "ytd_overachievement": 79_000, "ramped_quota": 50_000, "overlay": 60_000,
    "mbo": 90_000, "decelerator": 60_000, "per_unit": 51_000, "gross_margin": 18_000,
    "team_pool_kicker": 60_000, "recoverable_draw": 0, "new_logo_spif": 60_000,
    "salary_holdback": 72_000,
}  # fmt: skip


@pytest.mark.parametrize("option", SALARIES)
def test_a_plan_says_where_it_is_from_and_so_does_the_page(option: str) -> None:
    assert plan(option).salary == pytest.approx(SALARIES[option], abs=0.005)
    header = (ROOT / "configs" / "incentive" / f"{option}.yaml").read_text().split("\n\n")[0]
    (row,) = (line for line in PAGE if line.startswith(f"| `{option}` |"))
    assert "# Assumed: " in header
    addresses = re.findall(r"https://\S+", header)
    assert addresses
    assert set(re.findall(r"\((https://[^)]+)\)", row)) == set(addresses)


EXAMPLES = {
    "ytd_tiers": [real.ytd_tiers(D(145_000)), real.ytd_tiers(D(165_000)) - 5800],
    "ytd_overachievement": [real.ytd_overachievement(D("1.05")),
                            real.ytd_overachievement(D("1.15")) - 23_100],
    "ramped_quota": [real.ramped_quota(D("0.8"))],
    "overlay": [real.overlay(D(24_000) / 105_000)],
    "mbo": [*real.mbo(D(66_000), D("0.91"), D(0), D(0))[:2],
            sum(real.mbo(D(0), D(0), D(1), D(90)))],
    "decelerator": [real.decelerator(D(sold)) for sold in (16_000, 16_500, 40_000)],
    "per_unit": [real.per_unit(D(73))],
    "gross_margin": [real.gross_margin(D(19_357))],
    "team_pool_kicker": list(real.team_pool_kicker(D(1_200_000), 4, D("1.2"))),
    "recoverable_draw": real.recoverable_draw([D(8000), D(4000)]),
    "new_logo_spif": list(real.new_logo_spif(D(96_000), 2)),
    "salary_holdback": [real.salary_holdback(D("0.999")), real.salary_holdback(D(1))],
}  # fmt: skip


@pytest.mark.parametrize("option", EXAMPLES)
def test_the_pages_examples_are_the_calculators(option: str) -> None:
    (row,) = (line for line in PAGE if line.startswith(f"| `{option}` |"))
    told = re.findall(r"[\d,]+\.\d\d\b", row.split("|")[-2])
    assert [one.replace(",", "") for one in told][: len(EXAMPLES[option])] == [
        str(cents(one)) for one in EXAMPLES[option]
    ]
