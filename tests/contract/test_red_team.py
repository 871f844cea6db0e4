"""Gaming: one run pays as each plan alone would; exploits do what they say, and nothing else."""

import numpy as np
import pandas as pd
import pytest

from experiments.studies.red_team.study import plans_of
from sim.compensation.redteam.best import best, paired
from sim.compensation.redteam.exploits import FAMILIES, HONEST, exploits
from sim.compensation.redteam.play import EVERY, play
from sim.compensation.redteam.together import everyone_honest, together
from sim.config.working_days import QUARTER
from sim.request import request

NAMES = ["salary", "quota_bonus", "gated", "quota_bonus_annual", "team_pool", "retention_weighted"]
SIZE = ["market.customers=400", "days=260", "warmup_days=0", "sales.reps=6",
        "market.buyer.entry_per_year=3"]  # fmt: skip


@pytest.fixture(scope="module")
def config():
    return request(SIZE).scenarios[0].config


@pytest.fixture(scope="module")
def whole():
    return together(plans_of(NAMES))


@pytest.fixture(scope="module")
def base(config, whole):
    """Everybody honest, under all plans at once."""
    return everyone_honest(config, whole)


@pytest.fixture(scope="module")
def honest(base):
    """What nobody games, and who would."""
    return play(base, 1, None)


def exploit(words):
    return next(one for one in exploits() if one.text == words)


def paid(records, places):
    pay = records.pay.happened
    pay = pay[(pay["firm"] == 0) & np.isin(pay["component"], places)]
    return pay[["day", "rep", "pay", "attainment"]].tolist()


@pytest.mark.parametrize("name", ["quota_bonus", "gated", "team_pool", "retention_weighted"])
def test_all_plans_at_once_pay_what_each_pays_alone(config, whole, honest, name):
    alone, (together_run, _) = together(plans_of([name])), honest
    alone_run, _ = play(everyone_honest(config, alone), 1, None)
    assert paid(together_run, whole.places[name]) == paid(alone_run, alone.places[name])
    assert together_run.deals.happened.tobytes() == alone_run.deals.happened.tobytes()


def test_honest_reps_work_as_at_reference(honest):
    records, gamers = honest
    assert gamers == [0, EVERY]
    deals = records.deals.happened
    won = deals[(deals["firm"] == 0) & (deals["outcome"] == 1)]
    assert len(won)
    assert won["value"] == pytest.approx(won["list_value"])


def test_gamers_hold_and_push_and_only_they(base, honest):
    """Over four seeds, as two gamers sign few deals in one run."""
    dear = exploit("hard push, last 3 days of the quarter")
    sandbag = exploit("hold, last 15 days of the quarter")
    many, held, plain = 0, 0, 0
    for seed in range(1, 5):
        records, gamers = play(base, seed, dear)
        deals = records.deals.happened
        pushed = deals[(deals["firm"] == 0) & (deals["outcome"] == 1) & (deals["move"] == 3)]
        assert set(pushed["rep"]) <= set(gamers)
        assert (pushed["closed"] % QUARTER >= QUARTER - 3).all()
        many += len(pushed)
        held += _late(play(base, seed, sandbag)[0], gamers)
        plain += _late((honest if seed == 1 else play(base, seed, None))[0], gamers)
    assert many
    assert held < plain


def _late(records, gamers):
    deals = records.deals.happened
    won = deals[np.isin(deals["rep"], gamers) & (deals["outcome"] == 1)]
    return int((won["closed"] % QUARTER >= QUARTER - 15).sum())


def test_pickers_and_hunters_leave_alone_what_they_say(base):
    for words, column in (("no strangers, no leads", "leads"), ("no time for accounts", "service")):
        records, gamers = play(base, 1, exploit(words))
        time = records.rep_time.happened
        mine, others = np.isin(time["rep"], gamers), time["firm"] == 0
        assert time[f"hours_{column}"][mine].sum() == 0.0
        assert time[f"hours_{column}"][others & ~mine].sum() > 0.0


def test_every_family_has_its_exploits():
    assert {one.family for one in exploits()} == set(FAMILIES)
    texts = [one.text for one in exploits()]
    assert len(texts) == len(set(texts))


def test_the_best_is_chosen_and_judged_on_different_seeds():
    rows = []
    for seed in range(1, 9):
        base = {"seed": seed, "plan": "p", "all_pay": 0.0, "margin": 0.0, "hours": 100.0}
        rows.append({**base, "family": HONEST, "exploit": HONEST, "pay": 0.0})
        for family in FAMILIES:
            # Lucky looks best on the seeds that choose, steady is better on the others.
            lucky = 9.0 if seed % 2 else -9.0
            rows.append({**base, "family": family, "exploit": f"{family} lucky", "pay": lucky})
            rows.append({**base, "family": family, "exploit": f"{family} steady", "pay": 1.0})
    runs = pd.DataFrame(rows)
    found = best(runs, 1e5)
    assert {one.text for one in found} == {f"{family} lucky" for family in FAMILIES}
    assert all(one.gain.mean == -9.0 for one in found)
    runs.loc[runs["exploit"] == "pick steady", "hours"] = 0.0
    made = paired(runs, 2080.0)
    assert (made[made["exploit"] == "pick steady"]["gain"] == 101.0).all()


def test_gates_still_point_at_their_own(whole):
    gate = whole.incentive.components[whole.places["gated"][0]].gate
    assert gate == whole.places["gated"][1]
