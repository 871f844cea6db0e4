"""The arms: the default market's focal firm with one thing changed."""

from sim.config import Release
from sim.config.dotted import Settings
from sim.config.working_days import WEEK

# Four weeks of a fifth off, in the middle of the year.
FIRST, WEEKS, OFF = 26, 4, 0.2
CUT: Settings = {
    "cadence.price_cut": OFF,
    "cadence.cut_from_day": WEEK * FIRST,
    "cadence.cut_days": WEEK * WEEKS,
}
RELEASE = Release(day=WEEK * FIRST, preparation_days=40, hours=240.0, worth=0.1)
UNPREPARED = Release(day=WEEK * FIRST, preparation_days=40, hours=0.0, worth=0.1)
ARMS: dict[str, Settings] = {
    "as it is": {},
    "promotion": CUT,
    "promotion, nobody pulled": {**CUT, "market.buyer.pull_forward": 0.0},
    "release, prepared": {"cadence.releases": [RELEASE]},
    "release, unprepared": {"cadence.releases": [UNPREPARED]},
    "topics: problem first": {"marketing.topics": "problem_first"},
    "topics: product first": {"marketing.topics": "product_first"},
    "planner, goodwill": {"marketing.decides": "planner", "marketing.present": 0.0},
    "planner, leads now": {"marketing.decides": "planner", "marketing.present": 1.0},
    "bandit": {"marketing.decides": "bandit"},
}
