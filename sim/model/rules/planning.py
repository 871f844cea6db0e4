"""Planning: what one more item of content is worth to a marketer, in leads now and in goodwill.

A marketer weighs the leads of the next weeks with ψ and goodwill, discounted, with 1 − ψ (Nerlove &
Arrow 1962 for goodwill as capital; on marketers judged by leads, Smith, Gopalakrishna & Chatterjee
2006, *J. Marketing Research* 43(4):564-579).
"""

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
