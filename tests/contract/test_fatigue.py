"""Fatigue: off it leaves no bit, on it is the published form, and it starts where it settles."""

from dataclasses import replace

import numpy as np
import pytest

from sim.config import Cadence, Planned
from sim.config.channels import Channels, Mail
from sim.config.content_kinds import News
from sim.model.market import Market as Model
from sim.model.rules.content import reach
from sim.model.rules.fatigue import attention_left
from sim.runs.one_run import digest
from tests import plain

QUIET = plain.config(
    market=plain.market(customers=60, buyer=plain.buyer(entry_per_year=3.0)),
    days=60, warmup_days=0,
    rivals=plain.rivals(count=2), marketing=plain.marketing(hours_per_day=16.0),
)  # fmt: skip
MAILS = Cadence(
    planned=[Planned(day, "news", 2, channel="email") for day in (3, 9, 10, 28, 40)]
    + [Planned(12, "education", 1, topic=1, channel="email"), Planned(12, "promotion", 1)]
)
USUAL = plain.content(news=News(channel="email"))


def lived(fatigue, cadence=MAILS, content=USUAL):
    channels = Channels(email=Mail(fatigue=fatigue))
    market = replace(QUIET.market, channels=channels, content=content)
    model = Model(replace(QUIET, market=market, cadence=cadence), 3)
    while model.running:
        model.step()
    return model.world


def test_where_nothing_is_mailed_nobody_tires():
    tired, fresh = (lived(a, Cadence(), plain.content()) for a in (0.3, 0.0))
    assert digest(tired.records) == digest(fresh.records)


def test_attention_falls_with_the_mails_of_twenty_days():
    """All items of the focal firm by e-mail, counted from what it published."""
    tired, fresh = (lived(a, content=plain.content()) for a in (0.1, 0.0))
    kinds, rows = tired.marketing.kinds, tired.records.content.happened
    mail = tired.marketing.streams.all[tired.marketing.streams.names.index("news@email")].channel
    mine = rows[(rows["firm"] == 0) & (rows["channel"] == mail)]
    sent = np.bincount(mine["day"], mine["items"], minlength=60)
    lately = np.array([sent[max(day - 19, 0) : day + 1].sum() for day in range(60)])
    history = tired.customers.fading.history
    pages = slice(history, history + 60)
    expected = fresh.marketing.reach[pages].copy()
    expected[:, 0, kinds["channel"] == mail] *= np.exp(-0.1 * lately)[:, None]
    assert tired.marketing.reach[pages] == pytest.approx(expected, rel=1e-12)
    assert lately.max() >= 6


def test_a_weekly_mail_is_as_tiring_from_the_remembered_days_on():
    tired, fresh = (lived(a, Cadence()) for a in (0.1, 0.0))
    place = tired.marketing.streams.names.index("news")
    pages = tired.customers.fading.history + 60
    left = tired.marketing.reach[:pages, :, place] / fresh.marketing.reach[:pages, :, place]
    assert left == pytest.approx(np.exp(-0.4), rel=1e-9), "four in twenty days"


def test_some_number_of_mails_is_best():
    """Exposures a day at so many in 20 days, for ever: neither the fewest nor the most."""
    seen = [attention_left(n, 0.1) * reach(0.08, n, 4.0) for n in range(1, 41)]
    assert 3 <= 1 + int(np.argmax(seen)) <= 12
    assert attention_left(0.0, 0.1) == attention_left(9.0, 0.0) == 1.0
