"""Parameters of the customer: need, memory, belief, decision."""

from dataclasses import dataclass

from sim.config.parameter import FITTED, Part, parameter
from sim.config.working_days import QUARTER


@dataclass(frozen=True)
class Buyer(Part):
    """Buyers: their needs, how they learn about firms, and when their minds are made up."""

    pains: int = parameter(6, "kinds of pain a customer can have", "pains", 2, 16)
    entry_per_year: float = parameter(
        0.20, "hazard of entering the market", "1/year", 0, 5, "Dawes 2021: 20 % a year"
    )
    entry_shape: float = parameter(
        0.0, "shape K of a Gamma spread of that hazard over customers; 0: all alike", "", 0, 100,
        "Ehrenberg's NBD (Ehrenberg, Uncles & Goodhardt 2004)",
    )  # fmt: skip
    rest_days: int = parameter(
        QUARTER, "days without need after a purchase decision", "days", 0, 2600
    )
    patience_days: float = parameter(
        185.1,
        "mean time in the market before giving up",
        "days",
        5,
        2600,
        source="fitted; 3 to 10 months' buying cycle (6sense 2025; Larkin 2014)",
    )
    waiting_days: float = parameter(
        7.835, "mean patience of a customer who waits for a rep's first call; 0: without end",
        "days", 0, 2600, FITTED,
    )  # fmt: skip
    pull_forward: float = parameter(
        0.1, "hazard per part of the price off by which a need to come arises at once", "1/day",
        0, 10, "Neslin, Henderson & Quelch 1985: purchases are accelerated; value assumed",
    )  # fmt: skip
    pull_days: int = parameter(
        QUARTER, "days ahead from which a price promotion can pull needs", "days", 1, 520
    )
    pulled_consider: float = parameter(
        0.5, "times the usual chance that rivals come to mind of those whom a promotion pulls; "
        "1: as of anybody", "×", 0, 1,
        "van Heerde, Gupta & Wittink 2003: a third of the bump or less is switching; assumed",
    )  # fmt: skip
    value_mean: float = parameter(0.35, "mean utility of a firm's best offering", "utility", -3, 3)
    value_sd: float = parameter(
        1.0, "SD of that utility over customers and firms, price aside", "utility", 0.01, 5
    )
    severity_sd: float = parameter(
        0.5, "part of that SD that all firms share: how bad the problem is", "utility", 0, 5
    )
    price_weight: float = parameter(
        0.5, "utility lost when a price is 100 % above the mean", "utility", 0, 10
    )
    no_decision_value: float = parameter(
        0.0, "utility of leaving things as they are", "utility", -5, 5
    )
    prior_variance: float = parameter(
        1.0, "variance of the belief before any signal", "utility²", 0.01, 25
    )
    private_share: float = parameter(
        0.1514,
        "part of the variance of utility that only a rep's discovery can show",
        "share",
        0,
        0.9,
        source=FITTED,
    )
    attention_sd: float = parameter(
        1.064, "log-SD of attention to content", "log", 0, 3, source=FITTED
    )
    hassle: float = parameter(
        0.01154,
        "expected gain that makes calling a rep worthwhile (median)",
        "utility",
        0,
        1,
        source=FITTED,
    )
    hassle_sd: float = parameter(0.6, "log-SD of that hassle", "log", 0, 3)
    unsolicited_hassle: float = parameter(
        3.0, "times the hassle when the rep calls first", "×", 0, 100
    )
    content_cost: float = parameter(
        0.01844,
        "expected gain below which reading on is not worthwhile",
        "utility",
        0,
        1,
        source=FITTED,
    )
    planning_days: float = parameter(10, "days of reading weighed against a call", "days", 1, 130)
    compare_content: bool = parameter(True, "weigh reading on before calling a rep")
    look_up: float = parameter(
        1.174,
        "times as much of a firm's content is met by who reads up on it",
        "×",
        1,
        20,
        source=FITTED,
    )
    clarity_start: float = parameter(
        0.5, "precision of one's own problem at entry", "1/utility²", 0, 50
    )
    clarity_memory: float = parameter(0.995, "part of that precision kept per day", "1/day", 0.5, 1)
    memory: float = parameter(
        0.983,
        "part of the precision of a belief kept per day",
        "1/day",
        0.5,
        1,
        source="fitted; near goodwill's carry-over of .93 a week, .986 a day (Leone 1995)",
    )
    memory_noise: bool = parameter(True, "forgetting adds the noise that keeps beliefs calibrated")
    salience_memory: float = parameter(
        0.9835, "part of a firm's salience kept per day", "1/day", 0.5, 1, source=FITTED
    )
    slow_share: float = parameter(
        0.0, "part of the salience of an exposure to lasting content that slow memory keeps; 0: "
        "there is none", "share", 0, 1, "form: Binet & Field 2013; .1 to .3 assumed where on",
    )  # fmt: skip
    slow_memory: float = parameter(
        0.997, "part of that kept per day", "1/day", 0.5, 1,
        "assumption: half is left after a year, as the effects of a brand are long",
    )  # fmt: skip
    salience_scale: float = parameter(
        8.24,
        "exposures that make a firm come to mind in 63 %",
        "exposures",
        0.01,
        100,
        source=FITTED,
    )
    salience_gate: bool = parameter(True, "only firms that come to mind are considered")
    late_consideration: float = parameter(
        0.03, "chance that an exposure adds its firm to the considered", "probability", 0, 1
    )
    wait_when_empty: bool = parameter(
        True, "with no firm in mind nothing is decided, not even to do nothing"
    )
    choice: str = parameter(
        "sure", "how a mind is made up: sure enough, by chance in proportion (logit), good enough",
        choices=("sure", "logit", "satisfice"),
        source="Thurstone 1927; McFadden 1974; Simon 1955",
    )  # fmt: skip
    deliberation_days: float = parameter(20, "logit: mean days until a choice", "days", 1, 2600)
    logit_scale: float = parameter(
        2.0, "logit: weight of utility in the choice", "1/utility", 0, 50
    )
    aspiration: float = parameter(
        1.0, "satisfice: utility that is good enough at first", "utility", -5, 5
    )
    aspiration_days: float = parameter(
        90,
        "satisfice: days in which that falls to 1/e of the way to doing nothing",
        "days",
        1,
        2600,
    )
    made_up: float = parameter(
        0.8269, "confidence at which a mind is made up", "probability", 0.5, 0.9999, source=FITTED
    )
    signs: float = parameter(
        0.941, "confidence at which a customer signs", "probability", 0.5, 0.9999, source=FITTED
    )
    max_talks: int = parameter(
        8, "conversations with one firm before it is dropped", "talks", 1, 100
    )
    group: float = parameter(
        2.0, "people who decide on a deal of mean size, each of whom must be sure; 1: one person",
        "people", 1, 20, "Toman, Adamson & Gomez 2017: 5.4 to 10.2 on large ones; assumed",
    )  # fmt: skip
    group_growth: float = parameter(
        0.5, "exponent with which they grow in number with a deal's size, to 20; 0: all alike", "",
        0, 2,
    )  # fmt: skip
