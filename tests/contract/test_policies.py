"""Marketers and reps of one's own: a subclass decides, its firm follows, mistakes are named."""

import random  # noqa: TID251 - what a policy must not draw from
import sys
import warnings
from dataclasses import replace

import numpy as np
import pytest

from sim import Config, ConfigError, Marketer, SalesRep
from sim.config import KINDS, Market, Policies, Rivals, Sales
from sim.config.buyer import Buyer
from sim.model.market import Market as Model
from sim.records import HOURS_BY_ACTIVITY, PANEL
from sim.records.activities import INBOUND, LEADS
from sim.runs.one_run import digest, run_once

CONFIG = Config(
    market=Market(customers=200, buyer=Buyer(entry_per_year=3.0)),
    days=40,
    warmup_days=0,
    sales=Sales(reps=3),
    rivals=Rivals(sales=Sales(reps=2)),
)


class Silent(Marketer):
    def publish(self, day):
        return {}


class Newsroom(Marketer):
    """Everything into news, as far as the hours in hand go."""

    def publish(self, day):
        return {"news": int(self.hours // 3)}


class AsBuiltIn(Marketer):
    def publish(self, day):
        return super().publish(day)


class Caller(SalesRep):
    """Leads before all else, and no time for accounts."""

    def split(self, day):
        return {"inbound": 2.0, "follow_up": 0.0, "leads": 4.0, "prospecting": 0.0}


class Idle(SalesRep):
    def split(self, day):
        return {}


class Same(SalesRep):
    def split(self, day):
        return super().split(day)


class Overworked(SalesRep):
    def split(self, day):
        return {"leads": 30.0}


class OverworkedInAll(SalesRep):
    def split(self, day):
        return {"leads": 5.0, "service": 4.0}


class Negative(SalesRep):
    def split(self, day):
        return {"leads": -1.0}


class NotANumber(SalesRep):
    def split(self, day):
        return {"leads": float("nan")}


class Golfer(SalesRep):
    def split(self, day):
        return {"golf": 1.0}


class Gambler(SalesRep):
    def closing(self, day):
        return random.choice(["natural", "push"])


class Roulette(Marketer):
    def publish(self, day):
        return {"news": int(np.random.random() < 0.0)}  # noqa: NPY002


class Seeded(SalesRep):
    def closing(self, day):
        self.rng.random()
        return self.random.choice(["natural", "push"])


class Hurried(Marketer):
    def publish(self, day):
        return {"education": 100}


class Poet(Marketer):
    def publish(self, day):
        return {"poem": 1}


class Minus(Marketer):
    def publish(self, day):
        return {"news": -1}


NOT_A_CLASS = "Silent"


def with_(marketer="", rep=""):
    names = {"marketer": marketer, "rep": rep}
    return replace(CONFIG, policies=Policies(**{
        key: f"{__name__}:{name}" if name and ":" not in name else name
        for key, name in names.items()
    }))  # fmt: skip


def panel(records, column, firm):
    return records.panel[:, firm, PANEL.index(column)]


def test_a_policy_that_repeats_the_built_in_changes_nothing():
    plain = digest(run_once(CONFIG))
    assert digest(run_once(with_("AsBuiltIn", "Same"))) == plain


def test_a_marketer_of_ones_own_publishes_for_the_focal_firm_only():
    plain, silent, news = (
        run_once(config) for config in (CONFIG, with_("Silent"), with_("Newsroom"))
    )
    assert panel(silent, "items", 0).sum() == 0
    assert set(news.content.happened["kind"][news.content.happened["firm"] == 0]) == {2}
    for records in (silent, news):
        assert (panel(records, "items", 1) == panel(plain, "items", 1)).all()
        assert digest(records) != digest(plain)
    assert panel(silent, "leads", 0).sum() < panel(news, "leads", 0).sum()
    model = Model(with_("Newsroom"), 1)
    assert [type(marketer) is Newsroom for marketer in model.marketers] == [True] * 5 + [False] * 10


def test_a_rep_of_ones_own_works_as_planned():
    model = Model(with_(rep="Caller"), 1)
    assert [type(rep) is Caller for rep in model.reps] == [True] * 3 + [False] * 4
    while model.running:
        model.step()
        planned = model.world.sales.reps["plan"][:3, [INBOUND, LEADS]]
        assert planned.tolist() == [[2.0, 4.0]] * 3
        assert model.world.sales.reps["plan"][:3].sum() == 18.0
        assert (model.world.sales.reps["spent"] <= model.world.sales.reps["plan"] + 1e-9).all()
    own = model.world.records
    for column in HOURS_BY_ACTIVITY:
        worked = panel(own, column, 0).sum() > 0
        assert worked == (column in ("hours_inbound", "hours_leads")), column
    plain = run_once(CONFIG)
    assert panel(plain, "hours_prospecting", 0).sum() > 0
    assert panel(own, "hours_leads", 1).sum() > 0


def test_idle_reps_work_nothing_and_sell_nothing():
    records = run_once(with_(rep="Idle"))
    for column in ("wins", "talks", "calls", "hours_inbound", "hours_service", "revenue_new"):
        assert panel(records, column, 0).sum() == 0, column
    assert panel(records, "talks", 1).sum() > 0


REFUSED = {
    ("rep", "nowhere.at_all:Rep"): "policies.rep=nowhere.at_all:Rep cannot be imported",
    ("rep", "json:Rep"): "policies.rep=json:Rep cannot be imported",
    ("rep", "just_a_name"): "not of the form module:Class",
    ("rep", "Silent"): "is not a subclass of sim.SalesRep",
    ("rep", "NOT_A_CLASS"): "is not a subclass of sim.SalesRep",
    ("marketer", "Caller"): "is not a subclass of sim.Marketer",
    ("rep", "Overworked"): "on day 0 with 8 hours",
    ("rep", "OverworkedInAll"): "on day 0 with 8 hours",
    ("rep", "Negative"): "hours 0 or more",
    ("rep", "NotANumber"): "hours 0 or more",
    ("rep", "Golfer"): "activities are inbound, follow_up, leads, prospecting, service",
    ("marketer", "Hurried"): "600 hours of work with 8 hours in hand",
    ("marketer", "Poet"): f"kinds are {', '.join(KINDS)}",
    ("marketer", "Minus"): "items 0 or more",
}


@pytest.mark.parametrize(("key", "name"), REFUSED)
def test_what_cannot_be_done_is_refused_in_one_line(key, name):
    if name == "just_a_name":
        config = replace(CONFIG, policies=Policies(rep=name))
    else:
        config = with_(**{key: name})
    with pytest.raises(ConfigError) as refusal:
        run_once(config)
    assert REFUSED[key, name] in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_module_in_the_current_folder_is_found(tmp_path, monkeypatch):
    (tmp_path / "my_reps_in_a_test.py").write_text(
        "import sim\n\nclass Mine(sim.SalesRep):\n    def split(self, day):\n        return {}\n"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    model = Model(replace(CONFIG, policies=Policies(rep="my_reps_in_a_test:Mine")))
    assert type(model.reps[0]).__name__ == "Mine"
    model.step()
    assert model.world.sales.reps["plan"][0].sum() == 0


def test_a_module_that_is_broken_is_refused_in_one_line(tmp_path, monkeypatch):
    (tmp_path / "broken_in_a_test.py").write_text("def (\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    with pytest.raises(ConfigError, match="cannot be imported") as refusal:
        Model(replace(CONFIG, policies=Policies(rep="broken_in_a_test:Mine")))
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(("key", "name"), [("rep", "Gambler"), ("marketer", "Roulette")])
def test_a_policy_that_draws_from_a_global_generator_is_warned_of_once(key, name):
    with pytest.warns(RuntimeWarning) as warned:
        run_once(with_(**{key: name}))
    (one,) = warned
    assert f"policies.{key}={__name__}:{name} draws from a global random" in str(one.message)


def test_a_policy_that_draws_from_its_markets_luck_is_repeated():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        first, again = (digest(run_once(with_(rep="Seeded"))) for _ in range(2))
        assert first == again != digest(run_once(with_(rep="Seeded"), replicate=1))
