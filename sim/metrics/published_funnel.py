"""Facts of the Olist marketing funnel, as published and counted: never the data.

The marketing funnel data set by Olist and André Sionek (Kaggle 2018, CC BY-NC-SA 4.0, doi
10.34740/KAGGLE/DSV/53477): 8,000 qualified leads of a Brazilian marketplace, 842 of them won. The
cohort is the 5,998 leads of January to May 2018; each half of it has the leads of every other
month, with the wins that came of them up to 14 November 2018. Intervals are 95 %: Wilson for
shares, bootstrap with 2,000 draws for days (over wins) and for the top fifth (over closers). The
data date a lead by the day, so a wait begins with the lead's day.
"""

from typing import NamedTuple

SOURCE = "Real: Olist & Kaggle 2018, CC BY-NC-SA 4.0; 5,998 leads of January to May 2018."
Real = tuple[float, float, float]


class Half(NamedTuple):
    """The counts among the leads of some months: estimate, low and high of each fact.

    ``won`` and ``by_channel`` are shares of leads won; ``days`` quartiles of calendar days from
    lead to win, ``sigma`` their log-SD, ``closed_by`` the share of wins closed by a calendar day;
    ``top_fifth`` the share of wins of the top fifth of closers. Leads without any origin count as
    unknown, and "other publicities" as other, as they do in ``market=olist``.
    """

    months: tuple[int, ...]
    leads: int
    wins: int
    won: Real
    by_channel: dict[str, Real]
    days: dict[str, Real]
    sigma: Real
    closed_by: dict[int, Real]
    top_fifth: Real


# Every other month, so that both halves have the same seasons, of which the model knows none.
FIT = Half(
    months=(1, 3, 5),
    leads=3618,
    wins=449,
    won=(0.124, 0.114, 0.135),
    by_channel={
        "organic_search": (0.143, 0.124, 0.165),
        "paid_search": (0.128, 0.105, 0.154),
        "social": (0.061, 0.044, 0.084),
        "email": (0.031, 0.015, 0.062),
        "display": (0.053, 0.015, 0.173),
        "direct": (0.133, 0.096, 0.182),
        "referral": (0.098, 0.058, 0.161),
        "other": (0.052, 0.022, 0.116),
        "unknown": (0.210, 0.177, 0.247),
    },
    days={
        "quartile 25 %": (5.89, 5.56, 6.84),
        "median": (13.79, 11.83, 16.76),
        "quartile 75 %": (47.72, 37.52, 60.53),
    },
    sigma=(1.492, 1.391, 1.584),
    closed_by={
        7: (0.298, 0.258, 0.342),
        14: (0.503, 0.457, 0.549),
        30: (0.664, 0.619, 0.706),
        60: (0.786, 0.746, 0.822),
        90: (0.844, 0.808, 0.875),
        180: (0.962, 0.940, 0.976),
    },
    top_fifth=(0.501, 0.385, 0.636),
)
SCORE = Half(
    months=(2, 4),
    leads=2380,
    wins=332,
    won=(0.139, 0.126, 0.154),
    by_channel={
        "organic_search": (0.153, 0.127, 0.183),
        "paid_search": (0.178, 0.146, 0.214),
        "social": (0.064, 0.046, 0.090),
        "email": (0.059, 0.029, 0.117),
        "display": (0.081, 0.028, 0.213),
        "direct": (0.157, 0.106, 0.226),
        "referral": (0.139, 0.080, 0.232),
        "other": (0.034, 0.009, 0.115),
        "unknown": (0.211, 0.171, 0.257),
    },
    days={
        "quartile 25 %": (4.85, 4.38, 5.87),
        "median": (11.98, 10.52, 13.84),
        "quartile 75 %": (30.89, 23.80, 40.58),
    },
    sigma=(1.389, 1.286, 1.487),
    closed_by={
        7: (0.343, 0.294, 0.396),
        14: (0.557, 0.503, 0.610),
        30: (0.741, 0.691, 0.785),
        60: (0.846, 0.804, 0.881),
        90: (0.901, 0.864, 0.928),
        180: (0.955, 0.927, 0.972),
    },
    top_fifth=(0.467, 0.360, 0.554),
)
# Share of each channel in all 8,000 leads.
MIX: dict[str, Real] = {
    "organic_search": (0.287, 0.277, 0.297),
    "paid_search": (0.198, 0.190, 0.207),
    "social": (0.169, 0.161, 0.177),
    "unknown": (0.145, 0.137, 0.153),
    "direct": (0.062, 0.057, 0.068),
    "email": (0.062, 0.057, 0.067),
    "referral": (0.036, 0.032, 0.040),
    "other": (0.027, 0.024, 0.031),
    "display": (0.015, 0.012, 0.018),
}
# Leads a week: 47.8 a weekday and 18.9 a day of the weekend, which the model's five working days
# take over.
PER_WEEK: Real = (276.5, 263.8, 289.6)
