"""Planning: what one more item of content is worth to a marketer, and what it should be about.

A marketer weighs the leads of the next weeks with ψ and goodwill, discounted, with 1 − ψ (Nerlove &
Arrow 1962 for goodwill as capital; on marketers judged by leads, Smith, Gopalakrishna & Chatterjee
2006, *J. Marketing Research* 43(4):564-579).
"""

from sim.config.working_days import YEAR

_LN_2 = 0.6931471805599453


def one_more(per_day: float, stock: float, reference: float) -> float:
    """Exposures a day that one more item adds: the slope of a stock's reach."""
    return per_day / (_LN_2 * (reference + stock))


def lasting(kept: float, days: int) -> float:
    """Σ kept^t over so many days from today: days of full strength that what fades is worth."""
    return float(days) if kept >= 1.0 else (1.0 - kept**days) / (1.0 - kept)


def remembered_days(kept: float, remembered: float, discount: float, horizon: int) -> float:
    """Discounted days on which an exposure of today's strength a day is remembered.

    The item fades by ``kept`` a day and memory by ``remembered``; a day later is worth the part
    ``discount``, and nothing beyond the horizon counts.
    """
    total, exposed, memory, worth = 0.0, 1.0, 0.0, 1.0
    for _ in range(horizon):
        memory = memory * remembered + exposed
        total += worth * memory
        exposed *= kept
        worth *= discount
    return total


def share_searching(entry_per_year: float, patience_days: float) -> float:
    """Share of customers in the market: the hazard of a need times how long it lasts, at most 1."""
    return min(entry_per_year * patience_days / YEAR, 1.0)


def leads_drawn(
    searching: float, lead_chance: float, asleep: float, dormant_chance: float, stray_leads: float
) -> float:
    """Leads a day of an exposure a day, per customer of the market.

    ``searching`` and ``asleep`` are the shares of customers who are reached with and without a
    need; of the latter there are ``stray_leads`` more, as a part.
    """
    return searching * lead_chance + asleep * dormant_chance * (1.0 + stray_leads)


def told(precision: float, clarity: float, clarity_start: float, mean_precision: float) -> float:
    """Precision that one exposure brings (1/utility²): what it tells at the clarity at first, and
    what it adds to a later item of average precision by making the problem clearer."""
    clearer = clarity / (1.0 + clarity_start) ** 2
    return precision * clarity_start / (1.0 + clarity_start) + clearer * mean_precision


def days_at_need(
    searching: float, now: float, asleep: float, entry_per_year: float, later: float
) -> float:
    """Days on which an exposure counts with somebody in need, per customer of the market: ``now``
    with those who search, ``later`` with those whose need is still to arise, at its hazard."""
    return searching * now + asleep * entry_per_year / YEAR * later


def believed_share(found: float, all_found: float, pains: int, information: float) -> float:
    """Share of customers whom marketers believe to have a pain above all others: with the weight ι
    what reps found, as a part of all pains found, else as likely as any."""
    return (1.0 - information) / pains + information * found / max(all_found, 1.0)


def objective(
    present: float, leads: float, goodwill: float, goals: float, bookings: float
) -> float:
    """A marketer's objective: ψ·leads + (1 − ψ)·goodwill, weighed (1 − ω) against what sales
    would have, ω·bookings; the three in one unit, ``present`` ψ and ``goals`` ω from 0 to 1."""
    own = present * leads + (1.0 - present) * goodwill
    return (1.0 - goals) * own + goals * bookings
