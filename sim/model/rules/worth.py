"""Worth: what an hour of a rep's time brings, by what is known of who is at the other end.

Reps weigh marketing's leads against what they could do instead, by how far they trust the score
(Sabnis, Chatterjee, Grewal & Lilien 2013, *J. Marketing* 77(1):52-67).
"""

import math

from sim.engine.compiled import compiled


@compiled
def chance_of_need(score: float, base_odds: float, per_point: float) -> float:
    """Chance of a need given a lead's score, by Bayes' rule: the log odds of a need among all leads
    (``base_odds``), and ``per_point`` for each point of the score."""
    return 1.0 / (1.0 + math.exp(-(base_odds + per_point * score)))


@compiled
def worth_an_hour(reached: float, need: float, wins: float, call: float, talks: float) -> float:
    """Wins an hour of calling a lead: p·P·w ÷ (h + p·P·t).

    A call takes h hours and reaches with chance p; somebody with a need (chance P) brings w wins
    after t hours of conversations.
    """
    met = reached * need
    return met * wins / (call + met * talks)
