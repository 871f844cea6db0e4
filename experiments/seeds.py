"""Root seeds by use: each study, fit and check has a range of its own, which no other may touch.

Nothing is judged on luck by which it was chosen. A study takes the first seeds of its range. Exact
limits (``sim/facts/limits``) and tests are not here: they draw in markets where nothing is fitted.
"""

from sim.config.refusal import Refusal

REGISTER = {
    "benchmarks": range(1, 101),
    "buyer": range(101, 200),
    "complements": range(401, 500),
    "buyer, pairs": range(1_001, 2_000),
    "calibration": range(20_001, 21_000),
    "calibration, pairs": range(21_001, 22_000),
    "calibration, check": range(22_001, 23_000),
    "calibration, check of pairs": range(23_001, 24_000),
    "calibration, more reps": range(24_001, 25_000),
    "calibration, check of reps": range(25_001, 26_000),
    "screening": range(30_001, 31_000),
    "screening, pairs": range(31_001, 32_000),
    "ablation": range(40_001, 41_000),
    "ablation, pairs": range(41_001, 42_000),
    "stability": range(50_001, 55_000),
    "stability, sizes": range(55_001, 60_000),
    "adoption": range(60_001, 70_000),
    "real_funnel": range(70_001, 80_000),
    "facts": range(80_001, 82_000),
    "facts, registered": range(82_001, 82_100),
    "plan_search": range(90_001, 91_000),
    "plan_search, fresh": range(91_001, 92_000),
    "plan_search, elsewhere": range(92_001, 93_000),
    "plan_response": range(94_001, 95_000),
    "red_team": range(95_001, 96_000),
    "foresight": range(96_001, 97_000),
    "content": range(97_001, 98_000),
    "attribution": range(98_001, 99_000),
    "claims": range(99_001, 100_000),
    "interface": range(100_001, 101_000),
    "outbound": range(101_001, 102_000),
    "paired": range(102_001, 103_000),
    "common_luck": range(103_001, 104_000),
    "coverage": range(104_001, 105_000),
    "face_validity": range(105_001, 106_000),
}


def some(use: str, count: int, skipped: int = 0) -> list[int]:
    """So many root seeds of a use, after those skipped. Refusal if its range has not so many."""
    found = REGISTER[use][skipped : skipped + count]
    if len(found) < count:
        raise Refusal(f"{use} has {len(REGISTER[use])} seeds, and {skipped + count} are asked for")
    return list(found)
