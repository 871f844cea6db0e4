"""Fatigue: the more items a firm sends to a recipient, the less attention each of them gets.

Attention to a firm's items on a channel is e^(−a·n) of the usual, n being those that came out there
in the last 20 working days, as everybody on the list is sent them all. Response to a number of
items is concave and this falls, so that some number is best: too few and too many mails both cost
profit, with an optimum of seven a period (Zhang, Kumar & Cosguner 2017, *J. Marketing Research*
54(6):851-866); the form after repetition wear-out in Naik, Mantrala & Sawyer 1998, *Marketing
Science* 17(3):214-235.
"""

import math


def attention_left(items: float, fatigue: float) -> float:
    """Part of attention that is left after so many items, 0 to 1; ``fatigue`` a is an item's."""
    return math.exp(-fatigue * items)
