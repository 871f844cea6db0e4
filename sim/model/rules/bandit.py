"""The bandit: trying out kinds of content, and staying with those that brought more.

UCB1 (Auer, Cesa-Bianchi & Fischer 2002, *Machine Learning* 47:235-256).
"""

import math


def upper_bound(mean: float, best_mean: float, tries: float, all_tries: float) -> float:
    """Bound on how good a choice may yet be: mean reward over the best one's, plus √(2 ln n/n_k).

    Rewards are 0 or more, in any unit; both counts of tries are at least 1.
    """
    return mean / max(best_mean, 1e-300) + math.sqrt(2.0 * math.log(all_tries) / tries)
