"""Follow-up: which leads are worth a rep's hours.

A rep follows a lead up if what it may bring is worth more than the hours would bring elsewhere, so
that it hangs on how likely a need is given the score (Sabnis, Chatterjee, Grewal & Lilien 2013,
*J. Marketing* 77(1):52-67: reps neglect leads whose qualification they cannot trust).
"""

import math

# Scores lie within these bounds as thresholds do.
HIGHEST = 5.0


def needed_chance(
    wins_per_hour: float, hours_to_reach: float, wins_per_need: float, hours_per_need: float,
    goals: float,
) -> float:  # fmt: skip
    """Chance of a need from which a lead is worth its hours; infinite if none is.

    Reached after ``hours_to_reach``, a lead with a need brings ``wins_per_need`` and takes
    ``hours_per_need`` of conversations; other work brings ``wins_per_hour``. Of its worth elsewhere
    a rep counts the part 1 − ω of an hour, since following up is marketing's goal.
    """
    price = (1.0 - goals) * wins_per_hour
    gain = wins_per_need - price * hours_per_need
    if gain <= 0.0:
        return math.inf
    return price * hours_to_reach / gain


def score_needed(chance: float, base: float, correlation: float) -> float:
    """The score from which a need is at least so likely, −5 to 5.

    By Bayes' rule the log odds of a need are ln(π/(1 − π)) + 2ρs/(1 − ρ²) for a score s that is
    N(±ρ, 1 − ρ²), the part π (``base``) of all leads having a need.
    """
    if chance <= 0.0 or base >= 1.0:
        return -HIGHEST
    if chance >= 1.0 or base <= 0.0:
        return HIGHEST
    missing = math.log(chance / (1.0 - chance)) - math.log(base / (1.0 - base))
    if correlation <= 0.0:
        return math.copysign(HIGHEST, missing) if missing else -HIGHEST
    score = missing * score_per_log_odds(correlation)
    return min(max(score, -HIGHEST), HIGHEST)


def score_per_log_odds(correlation: float) -> float:
    """By how much a score has to rise for one more unit of log odds of a need, ρ > 0."""
    return (1.0 - correlation * correlation) / (2.0 * correlation)
