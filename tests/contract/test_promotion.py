"""Price promotions pull needs forward and keep what they promise; releases are prepared."""

from dataclasses import replace

import numpy as np
import pytest

from sim.config import Cadence, ConfigError, Release
from sim.model.market import Market as Model
from sim.model.marketing.offers import cut_of
from sim.model.rules.content import reach
from sim.model.rules.releases import days_to, released
from sim.model.state.streams import BUZZ, LAUNCH
from sim.records import Outcome
from sim.runs.one_run import digest
from tests import plain

# Every customer comes to have one need, and the days ahead are all within a promotion's pull.
ONCE = plain.buyer(entry_per_year=3.0, rest_days=2600, pull_forward=2.0, pull_days=40)
CONFIG = plain.config(
    market=plain.market(customers=300, buyer=ONCE), days=120, warmup_days=5,
    sales=plain.sales(reps=4), rivals=plain.rivals(sales=plain.sales(reps=3)),
)  # fmt: skip
CUT = Cadence(price_cut=0.25, cut_from_day=20, cut_days=10)


def lived(**changes):
    model = Model(replace(CONFIG, **changes), 4)
    while model.running:
        model.step()
    return model.world


@pytest.fixture(scope="module")
def usual():
    return lived()


@pytest.fixture(scope="module")
def promoted():
    return lived(cadence=CUT)


def entered(world, day):
    """Who has had a need by the end of a day."""
    rows = world.records.journeys.happened
    began = np.concatenate([rows["entered"], world.customers.rows["entered"]])
    who = np.concatenate([rows["customer"], np.arange(len(world.customers.rows))])
    return set(who[(began >= 0) & (began <= day)].tolist())


def test_a_promotion_takes_needs_from_the_days_after_it_and_adds_none(usual, promoted):
    begin, end = 25, 35
    assert entered(usual, begin - 1) == entered(promoted, begin - 1)
    during = len(entered(promoted, end - 1)) - len(entered(usual, end - 1))
    assert during > 10
    after = [len(entered(world, end + 39)) - len(entered(world, end - 1))
             for world in (usual, promoted)]  # fmt: skip
    assert after[1] == after[0] - during, "a dip as large as the bump"
    assert entered(usual, end + 40) == entered(promoted, end + 40)


def test_who_says_yes_in_a_promotion_pays_its_price_whenever_it_is_signed(promoted):
    deals = promoted.records.deals.happened
    won = deals[(deals["outcome"] == Outcome.WON) & (deals["firm"] == 0)]
    yes = np.where(np.isnan(won["agreed"]), won["closed"], won["agreed"])
    promised = (yes >= 25) & (yes < 35)
    assert (won["cut"] == np.where(promised, 0.25, 0.0)).all()
    natural = won[(won["move"] < 2) & (won["cut"] > 0)]
    assert len(natural) > 3
    assert natural["value"] == pytest.approx(0.75 * natural["list_value"])
    theirs = deals[deals["firm"] > 0]
    assert (theirs["cut"] == 0).all()


def test_a_promotion_of_nothing_and_one_that_pulls_nobody(usual):
    nothing = lived(cadence=replace(CUT, price_cut=0.0))
    assert digest(nothing.records) == digest(usual.records)
    nobody = lived(
        cadence=CUT, market=replace(CONFIG.market, buyer=replace(ONCE, pull_forward=0.0))
    )
    assert entered(nobody, 40) == entered(usual, 40)
    assert digest(nobody.records) != digest(usual.records)


def test_days_of_promotions_and_releases():
    again = replace(CUT, cut_every_days=30)
    assert [day for day in range(90) if cut_of(again, day)] == [
        *range(20, 30), *range(50, 60), *range(80, 90)
    ]  # fmt: skip
    assert [released(day, 10, 20) for day in (9, 10, 29, 30)] == [0, 1, 1, 2]
    assert [days_to(day, 10, 20) for day in (-1, 10, 11, 30)] == [11, 0, 19, 0]
    assert days_to(11, 10, 0) < 0


RELEASE = Release(day=30, preparation_days=20, hours=60.0, worth=0.5)


def test_what_was_prepared_comes_out_on_the_day():
    world = lived(cadence=Cadence(releases=[RELEASE]))
    names, rows = world.marketing.streams.names, world.records.content.happened
    assert names[-2:] == ("buzz", "launch")
    rows = rows[rows["firm"] == 0]
    work, launch = rows[rows["kind"] == BUZZ], rows[rows["kind"] == LAUNCH]
    assert set(work["day"]) == set(range(15, 35))
    assert work["hours"].sum() == pytest.approx(60.0)
    assert launch["day"].tolist() == [35]
    each = CONFIG.market.content.buzz.hours
    assert launch["items"][0] == pytest.approx(60.0 / each)
    history, kind = world.customers.fading.history, CONFIG.market.content.launch
    seen = world.marketing.reach[history:, 0, names.index("launch")]
    assert (seen[:35] == 0).all()
    assert seen[35] == pytest.approx(reach(kind.reach, 10.0, world.marketing.reference[-1]))
    buzz = world.marketing.reach[history:, 0, names.index("buzz")]
    assert (np.diff(buzz[14:35]) > 0).all()
    assert 0 < buzz[100] < buzz[34]
    assert (world.marketing.reach[:, 1:, -2:] == 0).all()
    assert world.customers.known.worth.tolist() == [0.5, 0.0, 0.0]


def launched(*releases):
    """Items launched by day after the warm-up, and hours of preparation, with hours to spare."""
    market, marketing = replace(CONFIG.market, customers=20), replace(CONFIG.marketing, marketers=9)
    world = lived(market=market, marketing=marketing, cadence=Cadence(releases=list(releases)))
    rows = world.records.content.happened
    rows = rows[rows["firm"] == 0]
    out, days = rows[rows["kind"] == LAUNCH], {}
    for day, items in zip(out["day"].tolist(), out["items"].tolist(), strict=True):
        days.setdefault(day - CONFIG.warmup_days, []).append(round(items, 6))
    return days, float(rows["hours"][rows["kind"] == BUZZ].sum())


def test_each_release_prepares_for_itself_however_they_overlap():
    soon, late = Release(day=40, preparation_days=30), Release(day=60, preparation_days=50)
    (first, hours), (second, more) = launched(soon), launched(late)
    assert launched(soon, late) == ({**first, **second}, pytest.approx(hours + more))
    assert launched(late, soon) == ({**first, **second}, pytest.approx(hours + more))
    both, _ = launched(soon, replace(soon, hours=60.0))
    assert both == {40: [20.0, 10.0]}


@pytest.mark.parametrize("every", [65, 30, 20, 7])
def test_a_train_of_releases_brings_each_as_one_alone_would(every):
    train = Release(day=40, every_days=every, preparation_days=30, hours=60.0)
    assert launched(train)[0] == {day: [10.0] for day in range(40, CONFIG.days, every)}


def test_a_release_that_nobody_prepared_passes_unnoticed(usual):
    world = lived(cadence=Cadence(releases=[replace(RELEASE, hours=0.0, worth=0.0)]))
    assert (world.marketing.reach[:, :, -2:] == 0).all()
    wins = [(w.records.deals.happened["outcome"] == Outcome.WON).sum() for w in (world, usual)]
    assert wins[0] == wins[1]


def test_a_release_beyond_the_range_is_refused():
    with pytest.raises(ConfigError, match="worth=9 is out of range"):
        plain.config(cadence=Cadence(releases=[Release(worth=9.0)]))


def test_rivals_that_answer_take_the_same_off_some_days_later():
    seen = {}
    answering = replace(CONFIG.rivals, matched=0.5, matched_after_days=3)
    model = Model(replace(CONFIG, cadence=CUT, rivals=answering), 4)
    while model.running:
        model.step()
        seen[model.world.day - CONFIG.warmup_days - 1] = model.world.customers.known.cut.copy()
    cuts = np.array([seen[day] for day in sorted(seen)])
    days = np.array(sorted(seen))
    assert days[cuts[:, 0] > 0].tolist() == list(range(20, 30))
    for firm in (1, 2):
        assert days[cuts[:, firm] > 0].tolist() == list(range(23, 33))
        assert cuts[:, firm].max() == 0.125
    world = model.world
    assert (world.customers.known.cut == 0.0).all()
    assert (world.customers.known.offer == 0.0).all()
