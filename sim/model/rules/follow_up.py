"""Follow-up: leads that are worth a rep's hours, by what is known of how they turn out.

A rep follows a lead up if what it may bring is worth more than the hours would bring elsewhere, so
that it hangs on how likely a need is given the score (Sabnis, Chatterjee, Grewal & Lilien 2013,
*J. Marketing* 77(1):52-67: reps neglect leads whose qualification they cannot trust).
"""

import math

import numpy as np

# Scores lie within these bounds as thresholds do.
HIGHEST = 5.0
# Observations' worth of doubt about a channel, or about how often a need is won.
DOUBT_OF_CHANNEL, DOUBT_OF_WINS = 20.0, 5.0
# Hours' worth of doubt about what an hour of some kind of work brings: a week.
DOUBT_OF_HOURS = 40.0
# Points that a channel adds to a score at most, and the least and most that a score is taken to
# tell.
MOST_POINTS, LEAST_SEEN, MOST_SEEN = 2.0, 0.05, 0.95


def shrunk(cases: float, of: float, prior_cases: float, prior: float) -> float:
    """A share as seen after ``cases`` out of ``of``, and ``prior_cases`` out of ``prior`` before.

    The mean of a Beta belief: few observations move it little.
    """
    return (cases + prior_cases) / (of + prior)


def needed_chance(rate: float, reach: float, wins: float, talks: float, goals: float) -> float:
    """Chance of a need from which a lead is worth its hours; infinite if none is.

    Reached after ``reach`` hours of calls, a lead with a need brings so many ``wins`` and takes
    ``talks`` hours; other work brings wins at a ``rate`` an hour. Of an hour's worth elsewhere a
    rep counts the part 1 − ω, since following up is marketing's goal.
    """
    price = (1.0 - goals) * rate
    gain = wins - price * talks
    return price * reach / gain if gain > 0.0 else math.inf


def score_needed(chance: float, base: float, correlation: float) -> float:
    """The score from which a need is at least so likely, −5 to 5.

    By Bayes' rule the log odds of a need are ln(π/(1 − π)) + 2ρs/(1 − ρ²) for a score s that is
    N(±ρ, 1 − ρ²), the part π (``base``) of all leads having a need.
    """
    if chance <= 0.0 or base >= 1.0:
        return -HIGHEST
    if chance >= 1.0 or base <= 0.0:
        return HIGHEST
    missing = log_odds(chance) - log_odds(base)
    if correlation <= 0.0:
        return math.copysign(HIGHEST, missing) if missing else -HIGHEST
    score = missing * score_per_log_odds(correlation)
    return min(max(score, -HIGHEST), HIGHEST)


def log_odds(chance: float) -> float:
    """Log odds ln(p/(1 − p)) of a chance p in (0, 1)."""
    return math.log(chance / (1.0 - chance))


def score_per_log_odds(correlation: float) -> float:
    """Rise of a score that stands for one more unit of log odds of a need, ρ > 0."""
    return (1.0 - correlation * correlation) / (2.0 * correlation)


def channel_worth(chance: float, usual: float, information: float, correlation: float) -> float:
    """Points that a lead's channel adds to its score, −2 to 2.

    The log odds of a need among the channel's leads (``chance``) less those of all (``usual``), in
    units of the score, as far as marketing hears from sales (ι).
    """
    # Scores are recorded, and the last bit of NumPy's logarithm is not always that of math's.
    odds = float(np.log(chance / (1.0 - chance))) - log_odds(usual)
    points = information * odds * score_per_log_odds(max(correlation, LEAST_SEEN))
    return min(max(points, -MOST_POINTS), MOST_POINTS)
