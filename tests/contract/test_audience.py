"""Topics reach and tell whom they are about, e-mail tires, and nothing comes from nowhere.

Expectations are exact; bounds are five standard errors (6e-7), with the seed in the code.
"""

from dataclasses import replace

import numpy as np
import pytest

from sim import ConfigError, Marketer
from sim.config import Cadence, Config, Market, Marketing, Network, Planned, Policies, Rivals, Sales
from sim.config.buyer import Buyer
from sim.config.channels import Channels, Mail
from sim.config.content_kinds import Content, News
from sim.model.day.notice import wake
from sim.model.market import Market as Model
from sim.model.rules.audience import reached, strongest_pain, told
from sim.runs.one_run import digest

# Alike in attention, without a need, and never forgetting: salience counts exposures.
# Who searches is never sure, and reads up on nobody.
BUYER = Buyer(
    entry_per_year=0.0, attention_sd=0.0, salience_memory=1.0, memory=1.0, clarity_memory=1.0,
    private_share=0.0, look_up=1.0, made_up=0.9999, signs=0.9999, patience_days=2600.0,
)  # fmt: skip
NEWS = News(hours=0.1, dormant_lead_chance=0.0, lead_chance=0.0, clarity=0.0)
MANY, DAYS, SEED = 6000, 40, 2


def config(planned, news=NEWS):
    market = Market(customers=MANY, buyer=BUYER, content=Content(news=news, stray_leads=0.0))
    quiet = Cadence(education=0, product=0, news=0, promotion=0, planned=planned)
    parts = {"market": market, "days": DAYS, "warmup_days": 0, "rivals": Rivals(count=0),
             "cadence": quiet, "sales": Sales(reps=0), "network": Network(kind="none")}  # fmt: skip
    return Config(**parts)


def asleep(asked):
    """The world after all days, every customer caught up with them at once."""
    model = Model(replace(asked, days=DAYS + 1), SEED)
    for _ in range(DAYS):
        model.step()
    wake(model.world, np.arange(MANY, dtype=np.int64))
    return model.world


def awake(asked):
    """The same with everybody searching from the first day on."""
    model = Model(asked, SEED)
    wake(model.world, np.arange(MANY, dtype=np.int64))
    while model.running:
        model.step()
    return model.world


def near(values, mean, spread):
    return abs(values.mean() - mean) < 5 * spread / np.sqrt(len(values))


def chances(world):
    """The chance a day that somebody notices an item aimed at nobody."""
    history = world.customers.fading.history
    return world.marketing.reach[history : history + DAYS, 0].sum(axis=1)


@pytest.mark.parametrize("lived", [asleep, awake])
def test_a_topic_is_noticed_by_whom_it_is_aimed_at_and_by_as_many_in_all(lived):
    aimed = [Planned(day, "news", 1, topic=2, channel="email") for day in range(0, DAYS, 5)]
    channels = Channels(email=Mail(fatigue=0.0, accuracy=0.4, unsubscribe=0.0))
    asked = config(aimed)
    world = lived(replace(asked, market=replace(asked.market, channels=channels)))
    pains = world.customers.buyer.pains
    key = world.catalogue.pain_key
    about = np.array([strongest_pain(key, i, pains) == 2 for i in range(MANY)])
    assert abs(about.mean() - 1 / pains) < 5 * np.sqrt((pains - 1) / pains**2 / MANY)
    seen, told_of, chance = world.customers.rows["salience"][:, 0], {}, chances(world)
    for concerned, group in ((True, about), (False, ~about)):
        p = np.minimum(chance * reached(concerned, 0.4, pains), 1.0)
        still = group & (world.customers.rows["seen"] >= DAYS - 1)
        assert still.sum() > 0.95 * group.sum()
        assert near(seen[still], p.sum(), np.sqrt((p * (1 - p)).sum()))
        told_of[concerned] = world.customers.rows["precision"][still, 0].sum() / seen[still].sum()
    assert told_of[True] == pytest.approx(NEWS.precision / 3 * 2.0)
    assert told_of[False] == pytest.approx(NEWS.precision / 3 * (pains - 2.0) / (pains - 1.0))


def test_what_topics_and_aims_give_to_some_they_take_from_others():
    for pains in (2, 6, 16):
        for accuracy in (0.0, 0.3, 1.0):
            mean = (reached(True, accuracy, pains)
                    + (pains - 1) * reached(False, accuracy, pains)) / pains  # fmt: skip
            assert mean == pytest.approx(1.0)
        mean = (told(True, 1.7, pains) + (pains - 1) * told(False, 1.7, pains)) / pains
        assert mean == pytest.approx(1.0)


@pytest.mark.parametrize("lived", [asleep, awake])
def test_whoever_unsubscribes_hears_no_more_from_the_firm_there(lived):
    """Subscribed after so many days with chance Π (1 − p·u), asleep as awake."""
    mails = [Planned(day, "news", 1, channel="email") for day in range(DAYS)]
    asked = config(mails)
    market = replace(asked.market, channels=Channels(email=Mail(fatigue=0.0, unsubscribe=0.3)))
    world = lived(replace(asked, market=market))
    still = world.customers.rows["seen"] >= DAYS - 1
    shut_out = world.customers.rows["unsubscribed"][still] & 1
    chance = np.minimum(chances(world), 1.0)
    kept = np.cumprod(1.0 - 0.3 * chance)
    assert near(shut_out, 1.0 - kept[-1], np.sqrt(kept[-1] * (1 - kept[-1])))
    assert 0.2 < shut_out.mean() < 0.95
    noticed = chance @ np.append(1.0, kept[:-1])
    seen = world.customers.rows["salience"][still, 0]
    assert near(seen, noticed, seen.std())
    assert (seen[shut_out == 1] >= 1).all()


def test_names_are_left_only_by_those_who_still_listen():
    """Everybody leaves at the first e-mail that is noticed, so in the end nobody leaves a name."""
    mails = [Planned(day, "news", 20, channel="email") for day in range(DAYS)]
    talkative = replace(NEWS, dormant_lead_chance=0.2)
    quiet, tired = (
        replace(one, market=replace(one.market, channels=Channels(
            email=Mail(fatigue=0.0, unsubscribe=chance))))
        for one in [config(mails, news=talkative)] for chance in (0.0, 1.0)
    )  # fmt: skip
    created = []
    for asked in (quiet, tired):
        model = Model(asked, SEED)
        while model.running:
            model.step()
        created.append(model.world.records.leads.happened["created"])
    late = [(times >= DAYS - 10).sum() for times in created]
    assert late[0] > 100
    assert late[1] == 0
    assert len(created[1]) > 0


def test_what_no_content_is_placed_on_or_about_changes_no_bit():
    small = Config(market=Market(customers=200), days=30, warmup_days=10)
    other = Channels(email=Mail(reach=3.0, unsubscribe=0.5))
    market = replace(small.market, channels=other, content=Content(topic_gain=1.2))
    found = []
    for asked in (small, replace(small, market=market)):
        model = Model(asked, SEED)
        while model.running:
            model.step()
        found.append(digest(model.world.records))
    assert found[0] == found[1]


def test_a_month_s_money_is_not_exceeded_and_what_waits_comes_later():
    asked = Config(
        market=Market(customers=50), days=100, warmup_days=0,
        marketing=Marketing(budget=40_000.0), cadence=Cadence(promotion=2),
    )  # fmt: skip
    model = Model(asked, SEED)
    while model.running:
        model.step()
    rows = model.world.records.content.happened
    spent = [np.bincount(mine["day"] // 20, mine["cost"])
             for mine in (rows[rows["firm"] == firm] for firm in (0, 1))]  # fmt: skip
    assert (spent[0] <= 40_000.0).all()
    assert (spent[0] > 32_000.0).all()
    assert spent[1][0] == 4 * 14_000.0
    with_promotion = rows[(rows["firm"] == 0) & (rows["kind"] == 3)]
    assert set(with_promotion["day"] % 5) != {1}, "what there was no money for waits for the month"


class Spender(Marketer):
    def publish(self, day):
        return {"promotion": 2}


def test_a_policy_that_spends_what_is_not_there_is_refused():
    asked = Config(
        market=Market(customers=50), days=10, warmup_days=0, marketing=Marketing(budget=8000.0),
        policies=Policies(marketer=f"{__name__}:Spender"),
    )  # fmt: skip
    model = Model(asked, SEED)
    with pytest.raises(ConfigError, match="money of 16000 with 8000 left"):
        model.step()
