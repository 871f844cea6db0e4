"""The long game: old posts bring leads, and talk before a release lasts longer than advertising."""

import math
from collections.abc import Sequence

from sim.config.working_days import WEEK
from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.default_market import usual
from sim.facts.conditions.scenarios import scenario
from sim.facts.estimators.agreements import yeses
from sim.inference.ratios import Numbers, logarithm, ratio

BLOG = "HubSpot: 92 % of a blog's leads from posts older than a month"
BUZZ = "Kim & Hanssens 2017: .64 and 1.31 for buzz before a release, .19 and .09 for advertising"
PUBLICITY = "Burmester, Becker, van Heerde & Clement 2015"
DAY, SPAN, AFTER = 60, 40, 8
WORDS = ("market.customers=40000", "warmup_days=130", f"days={DAY + WEEK * (AFTER + 8)}")
HOURS, WORTH = 120, 0.1


def check() -> Sequence[Finding]:
    """The age of the items behind leads, and the effect of doubled effort around a release.

    Posts are education, which is what a blog is; an item draws leads as what is left of it. Of the
    second result, that a tenth of posts have most traffic, there is no counterpart: all posts are
    alike. A release is prepared for 40 days. Buzz is the hours that go into it, publicity the money
    behind news, advertising that behind promotion, in the 40 days before or after; what counts is
    the focal firm's yeses in the eight weeks from the release.
    """
    moves = {name: answers(name) for name in ARMS if name != "usual"}
    signs = {
        "buzz less advertising, before": ("buzz", "advertising before", BUZZ),
        "publicity less advertising, before": ("publicity before", "advertising before", PUBLICITY),
        "advertising less publicity, after": ("advertising after", "publicity after", PUBLICITY),
    }
    found = old_leads()
    for what, (a, b, source) in signs.items():
        what = f"elasticity of yeses, {what}"
        found.append(observe.positive(what, moves[a] - moves[b], source))
    return found


def old_leads() -> list[Finding]:
    """The part of the focal firm's leads that come from items older than a month."""
    posts, found = [one.posts for one in usual()], []
    what = "leads from posts older than a month"
    for row, under in enumerate(("", "all content, news and promotion too")):
        part = ratio([one[row, 0] for one in posts], [one[row, 1] for one in posts])
        found.append(observe.band(what, 0.7, 0.95, part, BLOG, under))
    return found


def release(hours: int) -> str:
    """A release in words, so prepared."""
    return f"cadence.releases=[{{day:{DAY},preparation_days:{SPAN},hours:{hours},worth:{WORTH}}}]"


def pulse(kind: str, first: int) -> tuple[str, ...]:
    """Twice the money behind a kind for the time of a preparation."""
    when = (f"cadence.pulse_from_day={first}", f"cadence.pulse_days={SPAN}")
    return (f"cadence.pulse_kinds=[{kind}]", *when, "cadence.pulse_factor=2")


ARMS = {
    "usual": (release(HOURS),),
    "buzz": (release(2 * HOURS),),
    "publicity before": (release(HOURS), *pulse("news", DAY - SPAN)),
    "advertising before": (release(HOURS), *pulse("promotion", DAY - SPAN)),
    "publicity after": (release(HOURS), *pulse("news", DAY)),
    "advertising after": (release(HOURS), *pulse("promotion", DAY)),
}


def answers(name: str) -> Numbers:
    """Pseudo-values of the elasticity of yeses, in the weeks from the release, to a doubling."""
    scenarios = {one: scenario(*WORDS, *words) for one, words in ARMS.items()}
    runs = observe.paired(scenarios, yeses)
    first = DAY // WEEK
    usual_, more = (
        [one[first : first + AFTER, 0].sum() for one in runs[arm]] for arm in ("usual", name)
    )
    return logarithm(ratio(more, usual_)) / math.log(2.0)


FACT = Fact(44, "The long game", f"{BLOG}; {BUZZ}", check)
