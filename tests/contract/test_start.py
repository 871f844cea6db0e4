"""The start: a cold market is empty, a stationary one is as years would have left it.

Statistical bounds are five standard errors or a 1e-6 quantile, with seeds in the code.
"""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from sim.config import Cadence, Config, Market, Marketing, Rivals, Sales
from sim.config.buyer import Buyer
from sim.config.content_kinds import Content, News, Promotion
from sim.config.market import Arrivals, Service, Start
from sim.model.market import Market as Model
from sim.model.state.catalogue import private_value
from sim.records import PANEL

ACQUIRED, SWITCHED, CHURN, TERM = 0.08, 0.03, 0.2, 130
# All accounts alike: neither service nor fit moves the chance to leave.
ALIKE = Service(term_days=TERM, churn=CHURN, service_effect=0.0, fit_effect=0.0)
CALENDARS = {
    "weekly": Cadence(),
    "daily": Cadence(weekdays=[0, 1, 2, 3, 4], education=0),
    "every third week": Cadence(weekdays=[1, 3], every_weeks=3, education=2),
    "burst": Cadence(weekdays=[0, 2], on_weeks=2, off_weeks=3, news=3),
    "silent": Cadence(education=0, product=0, news=0, promotion=0),
}


def market(**changes):
    start = Start(acquired_per_year=ACQUIRED, switched_per_year=SWITCHED)
    usual = {"customers": 20_000, "service": ALIKE, "start": start}
    return Config(market=Market(**usual | changes), days=20, warmup_days=0)


def panel(model, column):
    return model.world.records.panel[:, :, PANEL.index(column)]


def test_a_cold_start_is_empty():
    world = Model(market(start=Start("cold")), 1).world
    assert (world.marketing.stock == 0).all()
    assert (world.customers.rows["supplier"] == -1).all()
    assert (world.customers.rows["account_value"] == 0).all()
    assert (world.customers.rows["seen"] == -1).all()
    assert (world.sales.reps["accounts"] == 0).all()
    assert world.page == world.customers.fading.history == 0
    assert (world.records.panel[0] == 0).all()


@pytest.mark.parametrize("calendar", CALENDARS)
def test_the_stock_is_what_years_of_the_same_calendar_leave(calendar):
    """Beside a cold market after 30 cycles and more, of content that lives a month at most.

    Marketers have hours to spare, so that whatever is due comes out on its day: to 1e-6.
    """
    short = {"half_life_days": 20.0, "hours": 0.5}
    kinds = Content(news=News(**short), promotion=Promotion(**short))
    kinds = replace(kinds, education=replace(kinds.education, **short),
                    product=replace(kinds.product, **short))  # fmt: skip
    config = Config(
        market=Market(customers=10, buyer=Buyer(entry_per_year=0.0), content=kinds),
        days=450, warmup_days=0, cadence=CALENDARS[calendar],
        marketing=Marketing(marketers=2, hours_per_day=16.0),
    )  # fmt: skip
    cold = Model(replace(config, market=replace(config.market, start=Start("cold"))), 1)
    while cold.running:
        cold.step()
    settled = Model(config, 1).world.marketing.stock[0]
    np.testing.assert_allclose(settled, cold.world.marketing.stock[0], rtol=1e-6, atol=1e-9)
    assert settled.any() == (calendar != "silent")


def test_too_much_for_the_hours_is_published_in_part():
    """One marketer of two that the calendar needs: half the stock."""
    config = replace(market(), cadence=Cadence(weekdays=[0, 1, 2, 3, 4]), rivals=Rivals(count=0))
    asked = config.cadence.items_a_day
    hours = sum(getattr(config.market.content, kind).hours * asked[kind] for kind in asked) / 2
    whole, half, none = (
        Model(replace(config, marketing=its), 1).world.marketing.stock[0]
        for its in (Marketing(marketers=n, hours_per_day=hours) for n in (2, 1, 0))
    )
    np.testing.assert_allclose(half, whole / 2)
    assert (whole > 0).tolist() == [items > 0 for items in asked.values()]
    assert (none == 0).all()


def test_remembered_days_have_the_reach_of_the_first():
    world = Model(market(start=Start(remembered_days=30)), 1).world
    assert world.customers.fading.history == world.page == 30
    assert (world.marketing.reach[:30] == world.marketing.reach[0]).all()
    asked = Cadence().items_a_day.values()
    assert (world.marketing.reach[0] > 0).tolist() == 3 * [[items > 0 for items in asked]]
    assert (world.customers.rows["seen"] == -31).all()


def test_accounts_at_the_start_obey_the_two_state_chain():
    """Share a/(a + c), c the yearly rate of leaving; suppliers, tenure, renewals by their law."""
    world = Model(market(), 3).world
    rows, many = world.customers.rows, len(world.customers.rows)
    leaves = CHURN * 260 / TERM + SWITCHED
    share = ACQUIRED / (ACQUIRED + leaves)
    owns = rows["supplier"] >= 0
    error = np.sqrt(share * (1 - share) / many)
    assert owns.mean() == pytest.approx(share, abs=5 * error)
    renews = rows["renews"][owns]
    assert stats.chisquare(np.bincount(renews, minlength=TERM + 1)[1:]).pvalue > 1e-6
    terms = (renews - rows["since"][owns]) // TERM
    ends = leaves * TERM / 260
    edges = np.arange(1, 9)
    expected = owns.sum() * np.append(ends * (1 - ends) ** (edges - 1), (1 - ends) ** 8)
    counts = [*(np.count_nonzero(terms == n) for n in edges), np.count_nonzero(terms > 8)]
    assert stats.chisquare(counts, expected).pvalue > 1e-6
    # Owners have what suits them: better than what they might have had by chance.
    hidden = np.array([[private_value(int(i), firm, world.catalogue, world.customers.buyer)
                        for firm in range(3)] for i in np.flatnonzero(owns)])  # fmt: skip
    worth = rows["value"][owns] + hidden
    own = worth[np.arange(len(worth)), rows["supplier"][owns]]
    assert own.mean() > worth.mean() + 0.3
    np.testing.assert_allclose(rows["account_utility"][owns], own)


@pytest.mark.parametrize(
    ("acquired", "switched", "churn", "share"),
    [(0.0, 0.03, 0.2, 0.0), (0.1, 0.0, 0.0, 1.0), (0.1, 0.1, 0.0, 0.5), (0.0, 0.0, 0.0, 0.0)],
)
def test_the_ends_of_the_chain(acquired, switched, churn, share):
    start = Start(acquired_per_year=acquired, switched_per_year=switched)
    service = replace(ALIKE, churn=churn)
    world = Model(market(customers=4000, start=start, service=service), 1).world
    found = (world.customers.rows["supplier"] >= 0).mean()
    assert found == pytest.approx(share, abs=5 * np.sqrt(share * (1 - share) / 4000))


def test_nobody_has_an_account_where_leads_come_from_outside_or_nobody_sells():
    outside = Arrivals(per_weekday=1.0, channels=["email"], shares=[1.0])
    fed = Model(market(customers=500, arrivals=outside), 1).world
    nobody = replace(market(customers=500), sales=Sales(reps=0))
    for world in (fed, Model(nobody, 1).world):
        assert (world.customers.rows["supplier"] == -1).all()
        assert (world.marketing.stock > 0).any()


def test_the_first_day_s_books_begin_with_the_accounts():
    model = Model(market(customers=3000), 1)
    held = model.world.customers.rows[model.world.customers.rows["supplier"] >= 0]
    count = np.bincount(held["supplier"], minlength=3)
    assert (panel(model, "accounts")[0] == count).all()
    assert (count > 100).all()
    value = np.bincount(held["supplier"], weights=held["account_value"])
    np.testing.assert_allclose(panel(model, "account_value")[0], value)
    assert model.world.sales.reps["accounts"].sum() == len(held)


def test_a_settled_market_s_accounts_stay_about_as_many():
    """The default market keeps within a fifth of its first accounts over a first year; seed 2."""
    config = Config(market=Market(customers=3000), days=260, warmup_days=0)
    model = Model(config, 2)
    while model.running:
        model.step()
    total = panel(model, "accounts").sum(axis=1)
    assert total[-1] == pytest.approx(total[0], rel=0.2)
