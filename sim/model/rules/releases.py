"""Releases: when a product is released, and what marketers make of it before and on the day.

Buzz before a launch is remembered for long and launch advertising is not (Kim & Hanssens 2017,
*J. Interactive Marketing* 37:57-74; Burmester et al. 2015, *Int. J. Research in Marketing*
32:408-417). Both grow with what was prepared, with the decreasing returns of all content.
"""


def released(since: int, first_day: int, every_days: int) -> int:
    """Number of releases until a day; ``every_days`` 0: one."""
    if since < first_day:
        return 0
    return 1 + ((since - first_day) // every_days if every_days else 0)


def days_to(since: int, first_day: int, every_days: int) -> int:
    """Days until the next release, 0 on its day; below 0 when there is none to come."""
    left = first_day - since
    return left % every_days if left < 0 and every_days else left


def hours_of_preparation(in_hand: float, wanted: float, team: int) -> float:
    """Hours that each of a team gives a release today, of the hours in hand; the rest is lost."""
    return min(in_hand, wanted / team)


def affordable_items(items: float, money: float, cost: float) -> float:
    """Items, of so many made, that there is money to place; ``cost`` is that of one item."""
    return min(items, money / cost) if cost > 0.0 else items
