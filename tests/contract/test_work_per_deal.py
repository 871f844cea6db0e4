"""Work per deal: people who decide, hours and days by a deal's size, off and on."""

from dataclasses import replace

import numpy as np
import pytest

from sim.config import Sales, Timing
from sim.config.buyer import Buyer
from sim.config.market import Catalogue
from sim.model.market import Market as Model
from sim.model.rules.deal_work import grown
from sim.records import Outcome
from sim.runs.one_run import digest
from tests import plain

SALES = plain.sales(reps=12, vacancy_days=0.0, selling_share=1.0)
BUSY = plain.config(
    market=plain.market(customers=400, buyer=plain.buyer(entry_per_year=2.0)),
    days=130, warmup_days=0,
    sales=SALES, rivals=plain.rivals(sales=SALES),
)  # fmt: skip


def changed(buyer=(), sales=(), timing=(), catalogue=()):
    market = BUSY.market
    market = replace(
        market,
        buyer=replace(market.buyer, **dict(buyer)),
        catalogue=replace(market.catalogue, **dict(catalogue)),
    )
    return replace(
        BUSY,
        market=market,
        sales=replace(BUSY.sales, **dict(sales)),
        timing=replace(BUSY.timing, **dict(timing)),
        rivals=replace(
            BUSY.rivals,
            sales=replace(BUSY.rivals.sales, **dict(sales)),
            timing=replace(BUSY.rivals.timing, **dict(timing)),
        ),
    )


def lived(config):
    model = Model(config, 1)
    while model.running:
        model.step()
    return model.world


@pytest.fixture(scope="module")
def busy():
    return lived(BUSY)


ALIKE = {"deal_size_sd": 0.0}
UNUSED = {
    "a group that rounds to one": ({"buyer": {"group": 1.4}}, {}),
    "growth of no hours": ({"sales": {"work_growth": 0.6}}, {}),
    "growth with sizes that are alike": (
        {"buyer": {"group_growth": 1.0}, "timing": {"paperwork_growth": 0.5}, "catalogue": ALIKE},
        {"catalogue": ALIKE},
    ),
}


@pytest.mark.parametrize("what", UNUSED)
def test_what_is_off_leaves_no_trace(what, busy):
    on, off = UNUSED[what]
    beside = lived(changed(**off)) if off else busy
    assert digest(lived(changed(**on)).records) == digest(beside.records)


def won(world):
    deals = world.records.deals.happened
    return deals[deals["outcome"] == Outcome.WON]


def test_the_more_decide_the_fewer_buy_and_after_the_more_conversations():
    wins, talks = [], []
    for group in (1.0, 2.0, 5.0):
        deals = won(lived(changed(buyer={"group": group, "max_talks": 40})))
        wins.append(len(deals))
        talks.append(deals["talks"].mean())
    assert wins[0] > 1.1 * wins[1] > 1.2 * wins[2] > 0
    assert talks[0] < talks[1] < talks[2]


def test_a_group_that_is_larger_for_larger_deals_buys_less_of_them(busy):
    """Sizes over the mean; with two people on average, few on a small deal and many on a large."""
    value = [
        np.mean(won(lived(changed(buyer={"group": 2.0, "group_growth": b})))["list_value"])
        for b in (0.0, 1.0)
    ]
    assert value[1] < value[0]


def test_every_hour_of_a_deal_is_in_its_conversations():
    world = lived(changed(sales={"demo_hours": 2.0, "proposal_hours": 3.0, "work_growth": 0.5}))
    deals, talks = world.records.deals.happened, world.records.conversations.happened
    total = np.bincount(talks["deal"], talks["hours"], minlength=len(deals))
    assert deals["hours"] == pytest.approx(total)


def test_demo_and_proposal_take_their_hours_by_size():
    """All hours beyond those of the conversation itself, against the deal's own size."""
    sales = {"demo_hours": 2.0, "proposal_hours": 3.0, "work_growth": 0.5}
    world = lived(changed(sales=sales, catalogue={"offerings": 1, "price_sd": 0.0}))
    deals, talks = world.records.deals.happened, world.records.conversations.happened
    size = deals["list_value"] / world.config.market.catalogue.price
    yes = np.isin(talks["outcome"], (Outcome.AGREED, Outcome.WON))
    known = size[talks["deal"]] > 0
    taken = yes & known & (talks["number"] != 2)
    usual = np.isin(np.round(talks["hours"], 9), (0.5, 0.75))
    assert usual[~yes & (talks["number"] != 2)].all()
    more = talks["hours"][taken] - 3.0 * np.sqrt(size[talks["deal"][taken]])
    assert np.isin(np.round(more, 6), (0.5, 0.75)).all()
    second = yes & known & (talks["number"] == 2)
    root = np.sqrt(size[talks["deal"][second]])
    more = np.round(talks["hours"][second] - 3.0 * root, 6)
    shown = np.round(0.75 + 2.0 * root, 6)
    assert (np.isclose(more, 0.5) | np.isclose(more, shown, atol=1e-5)).all()
    assert taken.sum() > 20
    assert np.isclose(more, shown, atol=1e-5).sum() > 5


def test_a_larger_deal_is_signed_later():
    """Days from yes to signature where nobody has a hand in them: they go with size to the .5."""
    timing = {"paperwork_growth": 0.5, "control": 0.0, "falls_through": 0.0}
    world = lived(changed(timing=timing, catalogue={"offerings": 1, "price_sd": 0.0}))
    deals = won(world)
    days = np.floor(deals["closed"]) - np.floor(deals["agreed"])
    large = deals["list_value"] > np.median(deals["list_value"])
    assert days[large].mean() > 1.2 * days[~large].mean()
    assert len(deals) > 50


def test_the_rule():
    assert grown(12.0, 4.0, 0.5) == pytest.approx(24.0)
    assert grown(12.0, 0.25, 0.0) == 12.0
    assert grown(12.0, 1.0, 0.7) == 12.0
    assert Catalogue().deal_size_sd > 0
    assert min(Timing().paperwork_growth, Sales().work_growth, Buyer().group_growth) > 0.0
