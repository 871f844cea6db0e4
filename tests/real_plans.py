"""Twelve pay plans as their public descriptions put them, in plain arithmetic to the cent.

Nothing here comes from the model or from a plan's file. Addresses stand in the option of the same
name; what its header says is assumed is assumed here too. Money is Decimal.
"""

from collections.abc import Callable, Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

Money = Decimal
D = Decimal
CENT = D("0.01")


def cents(money: Decimal | float) -> Money:
    """Money to the cent."""
    return D(str(money)).quantize(CENT, ROUND_HALF_UP)


def between(x: Decimal, low: Decimal | int, high: Decimal | int) -> Decimal:
    """The part of x that lies from low to high."""
    return max(min(x, D(high)) - D(low), D(0))


def beyond(x: Decimal, low: Decimal | int) -> Decimal:
    """The part of x that lies beyond low."""
    return max(x - D(low), D(0))


def ytd_tiers(sold: Decimal) -> Money:
    """4 % of the first 150,000 sold in the year, 6 % up to 250,000, 8 % beyond."""
    first, second = between(sold, 0, 150_000), between(sold, 150_000, 250_000)
    return first * D("0.04") + second * D("0.06") + beyond(sold, 250_000) * D("0.08")


def ytd_overachievement(attained: Decimal) -> Money:
    """21,000 for the year's quota; each 1 % beyond pays 2 % of it up to 150 %, 1 % up to 200 %."""
    full = between(attained, 0, 1) * 21_000
    double = between(attained, 1, D("1.5")) * 2 * 21_000
    return full + double + between(attained, D("1.5"), 2) * 21_000


def ramped_quota(attained: Decimal) -> Money:
    """Half of 100,000 a year is commission; a quarter's is paid in proportion to attainment."""
    return attained * 50_000 / 4


def ramped_quota_of_the_new(sold: Decimal) -> tuple[Money, Money]:
    """A newcomer's first quarter, 60 of whose 65 days ask for half: commission on what was sold, as
    a part of a whole quota, and what it lacks of three twelfths of 50,000."""
    commission = ramped_quota(sold / ((D(60) / 2 + 5) / 65))
    return commission, max(3 * D("4166.67") - commission, D(0))


def overlay(attained: Decimal) -> Money:
    """Two fifths of 100,000 a year, a quarter's in proportion to attainment."""
    return attained * 40_000 / 4


def mbo(
    sold: Decimal, retained: Decimal, satisfied: Decimal, talks: Decimal
) -> tuple[Money, Money, Money, Money]:
    """Expansion by tiers of 60,000 a quarter; retention from 90 %; health, and the two others."""
    quota = D(60_000)
    to_quota = min(sold, quota)
    rate = D("0.125") if sold >= D("0.75") * quota else D("0.10")
    expansion = to_quota * rate
    expansion += between(sold, quota, quota * D("1.25")) * D("0.175")
    expansion += beyond(sold, quota * D("1.25")) * D("0.20")
    each = D(2250) / 3
    return (
        expansion,
        D(5250) if retained >= D("0.9") else D(0),
        each if satisfied >= D("0.6") else D(0),
        2 * each if talks >= 90 else D(0),
    )


def decelerator(sold: Decimal) -> Money:
    """Of a month's 33,000: 5 % below half of it, 10 % of all from there, 20 % beyond it."""
    if sold < 16_500:
        return sold * D("0.05")
    return min(sold, D(33_000)) * D("0.10") + beyond(sold, 33_000) * D("0.20")


def per_unit(demonstrations: Decimal) -> Money:
    """100 for each demonstration completed."""
    return demonstrations * 100


def gross_margin(profit: Decimal) -> Money:
    """20 % of a month's gross profit; 250 from 10,000 of it, and 250 more with each 5,000."""
    steps = ((min(profit, D(40_000)) - 5000) / 5000).to_integral_value(ROUND_FLOOR)
    return profit * D("0.20") + max(steps, D(0)) * 250


def team_pool_kicker(team: Decimal, reps: int, attained: Decimal) -> tuple[Money, Money]:
    """A share of 10 % of what the team sold, and 1,000 for 120 % of own quota."""
    return team * D("0.10") / reps, D(1000) if attained >= D("1.2") else D(0)


def recoverable_draw(profits: Sequence[Decimal]) -> list[Money]:
    """What is handed over each month: 25 % of its gross profit, less the draw that is owed, and the
    month's draw of 2,500."""
    owed, paid = D(0), []
    for profit in profits:
        commission = profit * D("0.25")
        back = min(owed, commission)
        owed = owed - back + 2500
        paid.append(commission - back + 2500)
    return paid


def new_logo_spif(sold: Decimal, new_customers: int) -> tuple[Money, Money]:
    """10 % of what was sold in the quarter, and 1,000 for each customer won in the campaign."""
    return sold * D("0.10"), D(1000) * new_customers


def salary_holdback(attained: Decimal) -> Money:
    """A tenth of 80,000 is paid if the objective is reached."""
    return D(8000) if attained >= 1 else D(0)


def instalments(pays: Callable[[Decimal], Money], credits: Sequence[Decimal]) -> list[Money]:
    """What each month pays: what the year has earned so far, less what was paid before."""
    so_far, paid, found = D(0), D(0), []
    for credit in credits:
        so_far += credit
        found.append(pays(so_far) - paid)
        paid += found[-1]
    return found
