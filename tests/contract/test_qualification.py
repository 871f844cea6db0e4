"""What the two departments hold of leads: what is worth a call, what is qualified and known."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.config import CHANNELS, Alignment
from sim.config.market import Start
from sim.model.market import Market as Model
from sim.model.rules.follow_up import HIGHEST, needed_chance, score_needed
from sim.records import Origin, Outcome
from sim.runs.one_run import digest
from tests import plain

EMAIL = CHANNELS.index("email")
CONFIG = plain.config(
    market=plain.market(
        customers=300, buyer=plain.buyer(entry_per_year=3.0), start=Start(state="cold")
    ),
    days=200, warmup_days=0, sales=plain.sales(reps=4),
    marketing=plain.marketing(threshold_marketing=-1.0, routed_at_once=1.0),
)  # fmt: skip
# Calls that reach, and other work that brings little, so that some leads are worth a call.
WORTHWHILE = plain.sales(
    reps=4, priority="worth", reach_chance=0.9, cold_calls=20, talk_hours=0.3
)  # fmt: skip


def lived(seed=6, **changes):
    model = Model(replace(CONFIG, world="fixed", **changes), seed)
    while model.running:
        model.step()
    return model.world


def leads_of(world, firm=0):
    leads = world.records.leads.happened
    return leads[leads["firm"] == firm]


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99), st.floats(0.05, 0.99))
def test_at_the_score_needed_a_need_is_as_likely_as_was_asked(chance, base, correlation):
    """Bayes' rule the long way round: densities of the score with and without a need."""
    found = score_needed(chance, base, correlation)
    if abs(found) == HIGHEST:
        return
    var = 1.0 - correlation**2
    need, none = (
        part * math.exp(-((found - mean) ** 2) / (2.0 * var))
        for part, mean in ((base, correlation), (1.0 - base, -correlation))
    )
    assert need / (need + none) == pytest.approx(chance, rel=1e-9)


def test_without_sight_all_leads_are_alike():
    assert score_needed(0.1, 0.2, 0.0) == -HIGHEST
    assert score_needed(0.3, 0.2, 0.0) == HIGHEST
    assert score_needed(0.5, 0.1, 1.0) == 0.0
    assert score_needed(math.inf, 0.5, 0.5) == HIGHEST


@given(st.floats(0.001, 0.1), st.floats(0.1, 2.0), st.floats(0.05, 1.0), st.floats(0.0, 3.0))
def test_at_the_chance_needed_a_lead_brings_what_its_hours_bring_elsewhere(
    per_hour, to_reach, wins, talks
):
    chance = needed_chance(per_hour, to_reach, wins, talks, 0.0)
    if math.isinf(chance):
        assert wins <= per_hour * talks
        return
    assert chance * wins == pytest.approx(per_hour * (to_reach + chance * talks))
    assert needed_chance(per_hour, to_reach, wins, talks, 0.5) < chance
    assert needed_chance(per_hour, to_reach, wins, talks, 1.0) == 0.0


def test_reps_call_what_is_worth_most_first():
    """A ranked pile is in order, and of leads that lapsed those that were called scored higher."""
    model = Model(replace(CONFIG, world="fixed", days=190, sales=WORTHWHILE), 6)
    while model.running:
        model.step()
    world = model.world
    below = world.sales.lists.below
    for n in world.sales.reps["lead_top"]:
        worth = []
        while n >= 0:
            lead = world.records.leads.happened[n]
            if lead["outcome"] == Outcome.OPEN and lead["deal"] < 0:
                worth.append(lead["worth"])
            n = below[n]
        assert worth == sorted(worth, reverse=True)
    late = leads_of(world)
    late = late[(late["created"] >= 80) & ~late["inquiry"] & (late["rep"] >= 0)]
    called = late["attempts"] > 0
    assert called.any()
    assert not called.all()
    assert late["score"][called].mean() > late["score"][~called].mean() + 0.1


def test_shared_goals_let_reps_call_more():
    low, high = (
        lived(sales=WORTHWHILE, alignment=Alignment(goals=goals)).sales.qualification.worthwhile[0]
        for goals in (0.0, 0.9)
    )
    assert high < low


def test_a_shared_definition_moves_the_bar_by_knowledge_and_not_by_goals():
    def bar(information, goals, definition):
        alignment = Alignment(information=information, goals=goals, definition=definition)
        world = Model(replace(CONFIG, days=5, alignment=alignment), 1).world
        return float(world.sales.qualification.qualified[0])

    own, sales = CONFIG.marketing.threshold_marketing, CONFIG.marketing.threshold_sales
    assert bar(0.0, 1.0, "knowledge") == bar(1.0, 0.0, "goals") == own
    assert bar(1.0, 0.0, "knowledge") == bar(0.0, 1.0, "goals") == pytest.approx(sales)
    alike = Alignment(information=1.0, goals=0.0, definition="knowledge")
    world = lived(sales=WORTHWHILE, alignment=alike)
    assert world.sales.qualification.qualified[0] == pytest.approx(
        world.sales.qualification.worthwhile[0]
    )


def test_labels_speak_for_channels_whose_leads_had_a_need():
    everyone = plain.marketing(threshold_marketing=-5.0, threshold_sales=-5.0, routed_at_once=1.0)
    told = lived(alignment=Alignment(information=0.5, labels=True), marketing=everyone)
    leads = leads_of(told)
    met = leads[(leads["reached"] <= 160) & (leads["outcome"] != Outcome.OPEN)]
    share = (met["outcome"] != Outcome.NO_NEED).mean()
    hint = told.sales.qualification.hint[0]
    seen = 0
    for channel in np.unique(met["channel"]):
        mine = met[met["channel"] == channel]
        better = (mine["outcome"] != Outcome.NO_NEED).mean() - share
        if len(mine) > 30 and abs(better) > 0.05:
            assert np.sign(hint[channel]) == np.sign(better)
            seen += 1
    assert seen
    assert not hint[np.setdiff1d(np.arange(len(CHANNELS)), np.unique(leads["channel"]))].any()


def test_labels_say_nothing_unless_knowledge_is_shared_or_before_they_arrive():
    for alignment in (
        Alignment(information=0.0, labels=True), Alignment(information=1.0, labels=True),
        Alignment(information=0.5, labels=True, labels_days=300), Alignment(information=0.5),
    ):  # fmt: skip
        assert not lived(alignment=alignment).sales.qualification.hint[0].any()


def test_what_customers_read_tells_reps_of_pains_as_far_as_it_is_shared():
    found = {}
    for information in (0.0, 0.5, 1.0):
        alignment = Alignment(information=information, goals=0.0, engagement=4)
        sales = plain.sales(reps=4, questions=0)
        marketing = replace(CONFIG.marketing, score_accuracy=1.0)
        deals = lived(alignment=alignment, sales=sales, marketing=marketing).records.deals.happened
        talked = deals[(deals["firm"] == 0) & (deals["talks"] > 0)]
        strangers = talked["origin"] == Origin.COLD_CALL
        assert strangers.any()
        assert not talked["revealed"][strangers].any()
        found[information] = np.bitwise_count(talked["revealed"][~strangers]).mean()
    assert found[0.0] == 0.0 < found[0.5] < found[1.0] < 4.0


def test_leads_that_came_to_nothing_are_scored_once_more_at_an_age():
    world = lived(marketing=replace(CONFIG.marketing, nurture_days=30), days=120)
    usual = lived(days=120)
    leads = leads_of(world)
    again = leads[leads["channel"] == EMAIL]
    assert not (leads_of(usual)["channel"] == EMAIL).any(), "e-mail is nurture's alone here"
    assert len(again) > 10
    assert again["mql"].all()
    nothing = (Outcome.NOT_QUALIFIED, Outcome.UNPURSUED, Outcome.UNREACHED, Outcome.NO_NEED,
               Outcome.DECLINED)  # fmt: skip
    for lead in again:
        earlier = leads[(leads["customer"] == lead["customer"])
                        & (leads["created"].astype(int) == int(lead["created"]) - 31)]  # fmt: skip
        assert np.isin(earlier["outcome"], nothing).any()
        assert (earlier["ended"][np.isin(earlier["outcome"], nothing)] <= lead["created"]).any()


def test_what_is_off_changes_nothing():
    usual = lived()
    blind = Alignment(information=0.3, engagement=0, labels=False)
    assert digest(usual.records) == digest(lived(alignment=blind).records)
    none = Alignment(information=0.0, engagement=8, labels=True)
    assert digest(lived(alignment=Alignment(information=0.0)).records) == digest(
        lived(alignment=none).records
    )
