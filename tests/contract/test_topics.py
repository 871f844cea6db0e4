"""What marketers write about, starting from customers' problems or from their product."""

from dataclasses import replace

import numpy as np
import pytest

from sim.config import KINDS, Alignment, Cadence, Config, Market, Marketing, Sales
from sim.config.buyer import Buyer
from sim.config.market import Start
from sim.model.market import Market as Model
from sim.model.marketing.topics import shares_of_pains

CONFIG = Config(
    market=Market(customers=120, buyer=Buyer(entry_per_year=3.0), start=Start(state="cold")),
    days=60, warmup_days=0, sales=Sales(reps=4), cadence=Cadence(weekdays=[0, 1, 2, 3, 4]),
    marketing=Marketing(hours_per_day=16.0),
)  # fmt: skip


def lived(topics="none", **changes):
    marketing = replace(CONFIG.marketing, topics=topics)
    model = Model(replace(CONFIG, marketing=marketing, **changes), 6)
    while model.running:
        model.step()
    return model.world


def topics_of(world, firm=0):
    rows = world.records.content.happened
    rows = rows[rows["firm"] == firm]
    return rows["topic"][rows["kind"] < 2], rows["topic"][rows["kind"] >= 2]


def test_product_first_is_about_what_the_dearest_offering_answers():
    world = lived("product_first")
    catalogue = world.catalogue
    answered = catalogue.direction[0, catalogue.price[0].argmax()].argmax()
    speaking, other = topics_of(world)
    assert set(speaking) == {answered}
    assert set(other) == {-1}
    assert set(topics_of(world, 1)[0]) == {-1}


def test_problem_first_is_about_any_pain_or_about_those_that_reps_found():
    blind = lived("problem_first", alignment=Alignment(information=0.0))
    assert set(topics_of(blind)[0]) == set(range(6))
    assert shares_of_pains(blind, 0) == pytest.approx(np.full(6, 1 / 6))
    told = lived("problem_first", alignment=Alignment(information=1.0))
    revealed = told.records.deals.happened
    revealed = revealed[revealed["firm"] == 0]["revealed"]
    found = np.array([((revealed >> k) & 1).sum() for k in range(6)])
    assert found.sum() > 10
    assert shares_of_pains(told, 0) == pytest.approx(found / found.sum())


def test_topics_share_the_public_of_their_kind():
    """As many exposures in all as without topics, and no item more or less."""
    plain, topical = lived(), lived("problem_first")
    kinds = np.array([stream.kind for stream in topical.marketing.streams.all])
    for kind in range(len(KINDS)):
        whole = topical.marketing.reach[:, 0, kinds == kind].sum(axis=1)
        assert whole == pytest.approx(plain.marketing.reach[:, 0, kind], rel=1e-12)
    assert (topical.records.panel[:, :, topical.column["items"]]
            == plain.records.panel[:, :, plain.column["items"]]).all()  # fmt: skip
