"""Knowledge is skill where both are the same, and else correlates with it as said."""

import math
from dataclasses import replace

import numpy as np
import pytest

from sim.model.agents.sales_rep import SalesRep
from sim.model.market import Market as Model
from sim.model.rules.knowledge import knowledge_per_skill
from tests import plain

ASKING = plain.sales(
    reps=200, turnover_per_year=0.0, ramp_days=0.0, selling_share=1.0, skill_sd=0.6
)
CONFIG = plain.config(
    market=plain.market(customers=1500, buyer=plain.buyer(entry_per_year=4.0)),
    days=45, warmup_days=0,
    sales=ASKING, rivals=plain.rivals(sales=replace(ASKING, reps=2)),
)  # fmt: skip


def market(**sales):
    return Model(replace(CONFIG, sales=replace(ASKING, **sales)), 3)


def known(model):
    reps = model.world.sales.reps[:200]
    return reps["skill"], reps["skill"] * reps["knows"]


def test_of_the_same_kind_knowledge_is_skill_to_the_bit():
    model = market(turnover_per_year=5.0)
    for _ in range(30):
        model.step()
    assert (model.world.sales.reps["person"] > 0).sum() > 20
    assert (model.world.sales.reps["knows"] == 1.0).all()
    assert [knowledge_per_skill(x, k, 0.6, 1.0) for x, k in ((-3.0, 2.0), (0.4, -9.0))] == [1, 1]


@pytest.mark.parametrize("r", [0.0, 0.4, 0.9])
def test_the_logs_correlate_as_said(r):
    """Whole law, over 200 people of whom none is left to chance but k: five standard errors."""
    skill, knowledge = (np.log(one) for one in known(market(knowledge=r)))
    error = (1 - r * r) / math.sqrt(200)
    assert np.corrcoef(skill, knowledge)[0, 1] == pytest.approx(r, abs=5 * error)
    assert knowledge.std() == pytest.approx(0.6, abs=5 * 0.6 / math.sqrt(400))
    assert knowledge.mean() == pytest.approx(-0.18, abs=5 * 0.6 / math.sqrt(200))


def test_who_comes_next_knows_something_else():
    model = market(knowledge=0.4, turnover_per_year=5.0)
    before = model.world.sales.reps["knows"].copy()
    for _ in range(30):
        model.step()
    reps = model.world.sales.reps[:200]
    assert ((reps["knows"] != before[:200]) == (reps["person"] > 0)).all()


def test_a_rep_who_is_made_able_knows_the_more():
    model = market()
    model.agents_by_type[SalesRep].set("skill", 2.0)
    assert (known(model)[1] == 2.0).all()


@pytest.mark.parametrize("r", [0.0, 1.0])
def test_questions_hang_on_knowledge(r):
    """Pains found in a first conversation that discovered, by the rep's skill and knowledge."""
    model = market(knowledge=r, question_power=0.4)
    while model.running:
        model.step()
    talks = model.world.records.conversations.happened
    first = talks[(talks["number"] == 1) & (talks["firm"] == 0)]
    skill, knowledge = known(model)
    found = first["pains_revealed"]
    assert len(found) > 150
    assert first["knowledge"] == pytest.approx(knowledge[first["rep"]])
    assert first["skill"] == pytest.approx(skill[first["rep"]])
    assert np.corrcoef(found, knowledge[first["rep"]])[0, 1] > 0.3
    if r == 0.0:
        noise = 5 / math.sqrt(len(found))
        assert abs(np.corrcoef(found, skill[first["rep"]])[0, 1]) < noise
