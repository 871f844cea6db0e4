"""Quotas: what is asked of a rep in a period, from what the firm's reps, and the rep, did before.

A quota is h·par·share + history: par is the running mean of credit, h how hard the firm makes it,
share the rep's part by skill and territory, and history what own results have added.
"""

from sim.config.working_days import MONTH, QUARTER
from sim.engine.compiled import compiled
from sim.engine.rows import Floats
from sim.model.rules.smoothing import smoothed

# However little was sold, par stays at least this part of the first, and a quota above nothing.
LEAST_PAR = 0.05
# A rep's own results move the quota within these bounds, times what it would be without them.
_LEAST_OWN, _MOST_OWN = 0.2, 5.0


def over_days(a_quarter: float, days: float) -> float:
    """Money expected over so many working days, from that expected a quarter."""
    return a_quarter * days / QUARTER


def next_par(par: float, mean_credit: float, ratchet: float, least: float) -> float:
    """Par after a period (money): moved by ``ratchet``, 0 to 1, of the way to the mean credit."""
    return max(smoothed(par, mean_credit, ratchet), least)


def next_hardness(hard: float, exceeded: float, ratchet: float) -> float:
    """Quota over par so that a set part of reps reaches it, moved by ``ratchet`` after a period.

    ``exceeded`` is the quantile of credit over what par expected of each rep that this part
    of them exceeded.
    """
    return max(smoothed(hard, exceeded, ratchet), LEAST_PAR)


def seen_size(skill: float, territory: float, by_skill: float, by_territory: float) -> float:
    """Size of a rep's quota as far as the firm sees skill and territory: s^a·t^b, a, b in 0 to 1.

    ``territory`` is over the firm's mean.
    """
    return skill**by_skill * territory**by_territory


def next_history(history: float, beyond: float, up: float, down: float) -> float:
    """Money by which own results have moved a quota, after one more that is ``beyond`` it.

    The parts ``up`` of a surplus and ``down`` of a shortfall stay in later quotas (the form of
    Leone, Misra & Zimmerman 2004, who find that quotas rise more than they fall).
    """
    return history + (up if beyond > 0.0 else down) * beyond


def bounded_history(history: float, quota: float) -> float:
    """History within bounds (money): the quota it leaves is a fifth to five times that without."""
    return min(max(history, (_LEAST_OWN - 1.0) * quota), (_MOST_OWN - 1.0) * quota)


def assigned(number: float, over: float) -> float:
    """A rep's quota from the rep's part of the number that the manager carries.

    Quotas of a manager's reps sum to 1 + ``over`` times it, so that the team makes the number when
    not everybody makes quota.
    """
    return number * (1.0 + over)


def carried(quotas: float, over: float) -> float:
    """The number that a manager carries whose people's quotas sum to so much."""
    return quotas / (1.0 + over)


@compiled
def part_asked(there: float, days: int, since_joining: int, ramp: Floats, months: int) -> float:
    """The part of a period's quota that is asked of who was there for a part of it, 0 to 1.

    ``there`` is that part of its ``days``, the last of which is as many days after joining; in the
    first ``months`` a day asks for ``ramp`` of what it asks of others.
    """
    if months == 0 or there <= 0.0:
        return there
    first, spared = since_joining - round(there * days), 0.0
    for month in range(months):
        begins, ends = max(first, month * MONTH), min(since_joining, (month + 1) * MONTH)
        spared += (1.0 - ramp[month]) * max(ends - begins, 0)
    return there - spared / days
